#include "server/places/grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <set>

#include "gtest/gtest.h"

namespace rapport::places {
namespace {

constexpr geo::Meters kRadius{200'000};

geo::Point RandomPoint(std::mt19937& random) {
  std::uniform_real_distribution<double> unit(-1, 1);
  return {std::asin(unit(random)) * 180 / std::numbers::pi, unit(random) * 180};
}

// A point at most the radius away, mostly near the rim.
geo::Point Beside(const geo::Point& center, std::mt19937& random) {
  std::uniform_real_distribution<double> turn(0, 2 * std::numbers::pi);
  std::uniform_real_distribution<double> part(0.9, 1);
  const double angle = kRadius.value / geo::kEarthRadius.value * part(random);
  const double bearing = turn(random);
  const double to_radians = std::numbers::pi / 180;
  const double latitude = center.latitude_deg * to_radians;
  const double there = std::asin(
      std::clamp(std::sin(latitude) * std::cos(angle) +
                     std::cos(latitude) * std::sin(angle) * std::cos(bearing),
                 -1.0, 1.0));
  const double east =
      std::atan2(std::sin(bearing) * std::sin(angle) * std::cos(latitude),
                 std::cos(angle) - std::sin(latitude) * std::sin(there));
  const double longitude = center.longitude_deg + east / to_radians;
  return {there / to_radians, std::remainder(longitude, 360.0)};
}

TEST(Grid, HasACellForEveryPoint) {
  std::mt19937 random(1);
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_LT(GridCellOf(RandomPoint(random)), GridCells());
  }
  for (const geo::Point& corner :
       {geo::Point{90, 180}, {90, -180}, {-90, 180}, {-90, -180}, {0, 180}}) {
    EXPECT_LT(GridCellOf(corner), GridCells());
  }
}

TEST(Grid, HasOneCellOnBothSidesOfTheAntimeridian) {
  EXPECT_EQ(GridCellOf({10, 180}), GridCellOf({10, -180}));
  EXPECT_NE(GridCellOf({10, 179.9}), GridCellOf({10, -179.9}));
}

TEST(GridCellsAround, HaveEveryPointWithinTheRadius) {
  std::mt19937 random(2);
  for (int i = 0; i < 2'000; ++i) {
    geo::Point center = RandomPoint(random);
    if (i % 4 == 0) center.latitude_deg = i % 8 == 0 ? 89.5 : -88.9;
    if (i % 4 == 1) center.longitude_deg = i % 8 == 1 ? 179.99 : -180;
    if (i == 0) center = {90, 0};
    const std::vector<uint32_t> cells = GridCellsAround(center, kRadius);
    for (int j = 0; j < 50; ++j) {
      const geo::Point point = Beside(center, random);
      ASSERT_TRUE(
          std::binary_search(cells.begin(), cells.end(), GridCellOf(point)))
          << center.latitude_deg << " " << center.longitude_deg << " to "
          << point.latitude_deg << " " << point.longitude_deg;
    }
  }
}

TEST(GridCellsAround, AreFewAndEachOnce) {
  for (double latitude : {0.0, 35.0, 52.0, 69.0}) {
    const auto cells = GridCellsAround({latitude, 7}, kRadius);
    EXPECT_LE(cells.size(), 15u);
    EXPECT_EQ(std::set<uint32_t>(cells.begin(), cells.end()).size(),
              cells.size());
  }
}

}  // namespace
}  // namespace rapport::places
