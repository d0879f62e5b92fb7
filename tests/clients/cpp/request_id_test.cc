#include "clients/cpp/request_id.h"

#include <regex>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace rapport::client {
namespace {

TEST(NewRequestId, IsARandomUuid) {
  const std::regex version_4(
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  for (int i = 0; i < 1000; ++i) {
    const std::string id = NewRequestId();
    EXPECT_TRUE(std::regex_match(id, version_4)) << id;
  }
}

TEST(NewRequestId, IsAnotherEveryTime) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(NewRequestId());
  EXPECT_EQ(ids.size(), 10'000);
}

}  // namespace
}  // namespace rapport::client
