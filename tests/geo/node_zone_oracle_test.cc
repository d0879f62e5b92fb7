#include "geo/tools/node_zone_oracle.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::unique_ptr<NodeZoneOracle> Start() {
  auto oracle = NodeZoneOracle::Start(RAPPORT_TEST_NODE, RAPPORT_TEST_SCRIPT);
  EXPECT_TRUE(oracle.ok()) << oracle.status();
  return *std::move(oracle);
}

TEST(NodeZoneOracle, AnswersInOrderAndNumbersNamesAsTheyCome) {
  const auto oracle = Start();
  const auto zones =
      oracle->ZonesOf({{52.52, 13.405}, {35.6762, 139.6503}, {53.55, 9.99}});
  ASSERT_TRUE(zones.ok()) << zones.status();
  EXPECT_THAT(*zones, ElementsAre(0, 1, 0));
  EXPECT_THAT(oracle->names(), ElementsAre("Europe/Berlin", "Asia/Tokyo"));
}

TEST(NodeZoneOracle, AnswersBatchAfterBatch) {
  const auto oracle = Start();
  EXPECT_THAT(*oracle->ZonesOf({{52.52, 13.405}}), ElementsAre(0));
  EXPECT_THAT(*oracle->ZonesOf({}), IsEmpty());
  EXPECT_THAT(*oracle->ZonesOf({{0, 0}, {52.52, 13.405}}), ElementsAre(1, 0));
}

// Far more than a pipe holds in either direction.
TEST(NodeZoneOracle, TakesABatchLargerThanItsPipes) {
  const auto oracle = Start();
  const std::vector<Point> points(200'000, Point{-33.8688, 151.2093});
  const auto zones = oracle->ZonesOf(points);
  ASSERT_TRUE(zones.ok()) << zones.status();
  EXPECT_EQ(zones->size(), points.size());
  EXPECT_THAT(oracle->names(), ElementsAre("Australia/Sydney"));
}

// geo-tz lists them in another order in each of these places.
TEST(NodeZoneOracle, TakesTheFirstByAlphabetWhereSeveralAreClaimed) {
  const auto oracle = Start();
  ASSERT_TRUE(oracle->ZonesOf({{43.8256, 87.6168}, {37.1, 79.9}}).ok());
  EXPECT_THAT(oracle->names(), ElementsAre("Asia/Shanghai"));
}

TEST(NodeZoneOracle, IsUnavailableIfTheScriptFails) {
  const auto oracle =
      NodeZoneOracle::Start(RAPPORT_TEST_NODE, "/nowhere/script.mjs");
  ASSERT_TRUE(oracle.ok());
  EXPECT_EQ((*oracle)->ZonesOf({{1, 2}}).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(NodeZoneOracle, SaysSoIfThereIsNoNode) {
  const auto oracle =
      NodeZoneOracle::Start("/nowhere/node", RAPPORT_TEST_SCRIPT);
  EXPECT_EQ(oracle.status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace rapport::geo
