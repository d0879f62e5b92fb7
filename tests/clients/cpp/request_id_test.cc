#include "clients/cpp/request_id.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::client {
namespace {

TEST(NewRequestId, IsARandomUuid) {
  for (int i = 0; i < 1000; ++i) {
    EXPECT_THAT(NewRequestId(),
                testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-"
                                      "[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
}

TEST(NewRequestId, IsAnotherEveryTime) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(NewRequestId());
  EXPECT_EQ(ids.size(), 10'000);
}

}  // namespace
}  // namespace rapport::client
