#include "geo/tools/zone_subdivision.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "geo/zone_table.h"
#include "gtest/gtest.h"
#include "tests/geo/fake_zone_oracle.h"

namespace rapport::geo {
namespace {

// The whole earth at full depth takes long; these are coarse except at towns.
constexpr SubdivisionLevels kLevels = {.sea_min = 6,
                                       .land_min = 6,
                                       .town_min = 10,
                                       .coast_max = 8,
                                       .land_max = 9,
                                       .town_max = 14,
                                       .town_neighbourhood = 8};

ZoneTable Subdivide(FakeZoneOracle& oracle, const std::vector<Point>& towns) {
  absl::StatusOr<ZoneRuns> runs = SubdivideZones(oracle, towns, kLevels);
  EXPECT_TRUE(runs.ok()) << runs.status();
  return ZoneTable(*std::move(runs));
}

std::string Ocean(const Point&) { return "Etc/GMT"; }

// Two countries that meet at 10.3 degrees east.
constexpr double kBorderDeg = 10.3;

std::string WestAndEast(const Point& point) {
  return point.longitude_deg < kBorderDeg ? "Test/West" : "Test/East";
}

// A round island in the sea.
constexpr Point kIsland{-20.2, -140.7};
constexpr Meters kIslandRadius{150'000};

std::string Island(const Point& point) {
  const bool on_it = Distance(point, kIsland) < kIslandRadius;
  return on_it ? "Test/Island" : "Etc/GMT+9";
}

// A village of another country, far from any border.
constexpr Point kVillage{47.697, 8.689};
constexpr Meters kVillageRadius{1000};

std::string Enclave(const Point& point) {
  const bool in_it = Distance(point, kVillage) < kVillageRadius;
  return in_it ? "Test/Village" : "Test/Around";
}

// How far east of the border a place is, in degrees.
Point EastOfBorder(double latitude, Meters distance) {
  const double degree = Distance({latitude, 0}, {latitude, 1}).value;
  return {latitude, kBorderDeg + distance.value / degree};
}

TEST(SubdivideZones, MakesOneRunOfOneZone) {
  FakeZoneOracle oracle(Ocean);
  const ZoneTable table = Subdivide(oracle, {});
  EXPECT_EQ(table.run_count(), 1u);
  EXPECT_EQ(table.ZoneOf({12, 34}), "Etc/GMT");
}

TEST(SubdivideZones, CutsABorderFinelyNearATown) {
  FakeZoneOracle oracle(WestAndEast);
  const Point town = EastOfBorder(48, Meters{5000});
  const ZoneTable table = Subdivide(oracle, {town});
  for (double latitude = 47.9; latitude < 48.1; latitude += 0.001) {
    EXPECT_EQ(table.ZoneOf(EastOfBorder(latitude, Meters{700})), "Test/East");
    EXPECT_EQ(table.ZoneOf(EastOfBorder(latitude, Meters{-700})), "Test/West");
  }
}

TEST(SubdivideZones, CutsABorderRoughlyInTheWild) {
  FakeZoneOracle oracle(WestAndEast);
  const ZoneTable table = Subdivide(oracle, {});
  for (double latitude = -80; latitude < 80; latitude += 0.37) {
    EXPECT_EQ(table.ZoneOf(EastOfBorder(latitude, Meters{25'000})),
              "Test/East");
    EXPECT_EQ(table.ZoneOf(EastOfBorder(latitude, Meters{-25'000})),
              "Test/West");
  }
}

TEST(SubdivideZones, AsksMoreOfABorderWhereThereAreTowns) {
  FakeZoneOracle wild(WestAndEast);
  Subdivide(wild, {});
  FakeZoneOracle settled(WestAndEast);
  Subdivide(settled, {EastOfBorder(48, Meters{5000})});
  EXPECT_GT(settled.asked(), wild.asked() + 100);
}

TEST(SubdivideZones, FollowsACoast) {
  FakeZoneOracle oracle(Island);
  const ZoneTable table = Subdivide(oracle, {});
  for (double bearing = 0; bearing < 6.28; bearing += 0.05) {
    const double north = std::cos(bearing), east = std::sin(bearing);
    EXPECT_EQ(table.ZoneOf({kIsland.latitude_deg + 0.95 * north,
                            kIsland.longitude_deg + 0.95 * east}),
              "Test/Island");
    EXPECT_EQ(table.ZoneOf({kIsland.latitude_deg + 1.8 * north,
                            kIsland.longitude_deg + 1.9 * east}),
              "Etc/GMT+9");
  }
}

TEST(SubdivideZones, FindsAnEnclaveByItsTown) {
  FakeZoneOracle oracle(Enclave);
  const ZoneTable table = Subdivide(oracle, {kVillage});
  EXPECT_EQ(table.ZoneOf(kVillage), "Test/Village");
  EXPECT_EQ(table.ZoneOf({47.675, 8.689}), "Test/Around");
  EXPECT_EQ(table.ZoneOf({48.5, 8.689}), "Test/Around");
}

TEST(SubdivideZones, GivesTheLastCellTheZoneOfItsTown) {
  // So small that no centre falls into it.
  FakeZoneOracle oracle([](const Point& point) {
    return Distance(point, kVillage) < Meters{10} ? "Test/Hut" : "Test/Around";
  });
  const ZoneTable table = Subdivide(oracle, {kVillage});
  EXPECT_EQ(table.ZoneOf(kVillage), "Test/Hut");
}

TEST(SubdivideZones, PassesOnWhatTheOracleFailsWith) {
  for (size_t answers : {0, 1, 1000}) {
    FakeZoneOracle oracle(WestAndEast);
    oracle.FailAfter(answers);
    EXPECT_EQ(SubdivideZones(oracle, {kVillage}, kLevels).status().code(),
              absl::StatusCode::kUnavailable);
  }
}

TEST(IsSeaZone, IsOnlyWhatIsNamedByItsOffset) {
  EXPECT_TRUE(IsSeaZone("Etc/GMT+3"));
  EXPECT_FALSE(IsSeaZone("Europe/Berlin"));
}

}  // namespace
}  // namespace rapport::geo
