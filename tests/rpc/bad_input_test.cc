// That no method is left out. See bad_input.h.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "server/transport/policy.h"

namespace rapport {
namespace {

// The tests of bad input are named after the methods whose requests they break.
TEST(BadInput, IsTriedOnEveryMethod) {
  // Streams have tests of their own, and so have addresses of feeds, which only
  // the associate makes.
  std::set<std::string> tried = {"ImportStores", "ImportAssociates",
                                 "WatchSlots", "CreateFeedAddress",
                                 "RemoveFeedAddress"};
  const auto* suite = ::testing::UnitTest::GetInstance();
  for (int i = 0; i < suite->total_test_suite_count(); ++i) {
    const auto* tests = suite->GetTestSuite(i);
    const std::string name = tests->name();
    if (!absl::StartsWith(name, "Bad") || !absl::EndsWith(name, "InputTest")) {
      continue;
    }
    for (int j = 0; j < tests->total_test_count(); ++j) {
      tried.insert(tests->GetTestInfo(j)->name());
    }
  }
  for (const transport::Policy& policy : transport::Policies()) {
    const std::string method(policy.method.substr(policy.method.find('/') + 1));
    EXPECT_EQ(tried.count(method), 1u) << method;
  }
}

}  // namespace
}  // namespace rapport
