#include "geo/tools/town_map.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/geo/fake_zone_oracle.h"

namespace rapport::geo {
namespace {

constexpr int kNeighbourhood = 9;  // cells of about 18 km
constexpr Point kBasel{47.5584, 7.5733};
constexpr Point kLoerrach{47.6156, 7.6614};
constexpr Point kTokyo{35.6895, 139.6917};

std::string ByLongitude(const Point& point) {
  return point.longitude_deg < 7.6 ? "Europe/Zurich" : "Test/East";
}

S2CellId CellOf(const Point& point, int level) {
  return S2CellId(LeafCellId(point)).parent(level);
}

TownMap MapOf(FakeZoneOracle& oracle, const std::vector<Point>& towns) {
  absl::StatusOr<TownMap> map = TownMap::Make(oracle, towns, kNeighbourhood);
  EXPECT_TRUE(map.ok()) << map.status();
  return *std::move(map);
}

TEST(TownMap, HasEachTownInTheCellsAroundItWithItsZone) {
  FakeZoneOracle oracle(ByLongitude);
  const TownMap map = MapOf(oracle, {kTokyo, kBasel, kLoerrach});
  for (const Point& point : {kTokyo, kBasel, kLoerrach}) {
    const auto towns = map.In(CellOf(point, 12));
    ASSERT_EQ(towns.size(), 1u);
    EXPECT_EQ(oracle.names()[towns[0].zone], ByLongitude(point));
  }
}

TEST(TownMap, HasAllTownsOfALargeCellInOrder) {
  FakeZoneOracle oracle(ByLongitude);
  const TownMap map = MapOf(oracle, {kTokyo, kBasel, kLoerrach});
  const auto towns = map.In(CellOf(kBasel, 4));
  ASSERT_EQ(towns.size(), 2u);
  EXPECT_LT(towns[0].leaf, towns[1].leaf);
}

TEST(TownMap, HasATownInItsOwnLeaf) {
  FakeZoneOracle oracle(ByLongitude);
  const TownMap map = MapOf(oracle, {kTokyo});
  EXPECT_EQ(map.In(S2CellId(LeafCellId(kTokyo))).size(), 1u);
  EXPECT_TRUE(map.In(S2CellId(LeafCellId(kTokyo)).next()).empty());
}

TEST(TownMap, IsNearInTheTownsCellAndThoseAroundIt) {
  FakeZoneOracle oracle(ByLongitude);
  const TownMap map = MapOf(oracle, {kBasel});
  EXPECT_TRUE(map.IsNear(CellOf(kBasel, kNeighbourhood)));
  EXPECT_TRUE(map.IsNear(CellOf(kBasel, 14)));
  EXPECT_TRUE(map.IsNear(CellOf(kLoerrach, 14)));
  // 60 km on, whichever way the cells lie.
  EXPECT_FALSE(map.IsNear(CellOf({48.1, 7.57}, 14)));
  EXPECT_FALSE(map.IsNear(CellOf(kTokyo, 14)));
}

// Where three faces of S2's cube meet, a cell has one neighbour less.
TEST(TownMap, IsNearAcrossTheEdgesOfTheCube) {
  FakeZoneOracle oracle(ByLongitude);
  const TownMap map = MapOf(oracle, {{35.26, 44.99}});
  EXPECT_TRUE(map.IsNear(CellOf({35.26, 45.01}, 12)));
  EXPECT_TRUE(map.IsNear(CellOf({35.28, 45.0}, 12)));
}

TEST(TownMap, IsEmptyWithoutTowns) {
  FakeZoneOracle oracle(ByLongitude);
  const TownMap map = MapOf(oracle, {});
  EXPECT_TRUE(map.In(CellOf(kBasel, 0)).empty());
  EXPECT_FALSE(map.IsNear(CellOf(kBasel, 14)));
}

TEST(TownMap, AsksAboutEachTownOnce) {
  FakeZoneOracle oracle(ByLongitude);
  std::vector<Point> towns;
  towns.reserve(10'000);
  for (int i = 0; i < 10'000; ++i) towns.push_back({i * 0.005, i * 0.01});
  const TownMap map = MapOf(oracle, towns);
  size_t found = 0;
  for (int face = 0; face < S2CellId::kNumFaces; ++face) {
    found += map.In(S2CellId::FromFace(face)).size();
  }
  EXPECT_EQ(found, towns.size());
  EXPECT_EQ(oracle.asked(), towns.size());
}

TEST(TownMap, PassesOnWhatTheOracleFailsWith) {
  FakeZoneOracle oracle(ByLongitude);
  oracle.FailAfter(1);
  EXPECT_EQ(
      TownMap::Make(oracle, {kBasel, kTokyo}, kNeighbourhood).status().code(),
      absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace rapport::geo
