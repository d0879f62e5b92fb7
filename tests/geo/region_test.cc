#include "geo/region.h"

#include <cmath>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"
#include "tests/geo/random_regions.h"

namespace rapport::geo {
namespace {

using ::testing::HasSubstr;

Box MakeBox(const Point& south_west, const Point& north_east) {
  const auto box = Box::Make(south_west, north_east);
  EXPECT_TRUE(box.ok()) << box.status();
  return *box;
}

TEST(Circle, ContainsWhatIsAtMostItsRadiusAway) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < 20'000; ++i) {
    const Point centre = places.Next();
    const Point p = places.Next();
    const double distance_m = Distance(centre, p).value;
    EXPECT_TRUE(Circle(centre, Meters{distance_m}).Contains(p));
    EXPECT_FALSE(
        Circle(centre, Meters{std::nextafter(distance_m, -1)}).Contains(p));
  }
}

TEST(Circle, HasNothingInARadiusBelowZeroOrNotANumber) {
  for (double radius_m : {-1.0, -1e9, std::nan("")}) {
    const Circle circle({5, 5}, Meters{radius_m});
    EXPECT_FALSE(circle.Contains({5, 5}));
    EXPECT_NE(circle.Meets({ToUnitVector({5, 5}), 0.1}), Overlap::kAll);
  }
}

TEST(Circle, OfHalfTheCircumferenceHasTheWholeEarth) {
  const Circle circle({5, 5}, Meters{M_PI * kEarthRadius.value});
  EXPECT_TRUE(circle.Contains({-5, -175}));
  EXPECT_TRUE(circle.Contains({90, 0}));
}

TEST(Box, ContainsItsEdgesAndCorners) {
  const Box box = MakeBox({10, 20}, {30, 40});
  for (double latitude_deg : {10.0, 17.3, 30.0}) {
    for (double longitude_deg : {20.0, 33.3, 40.0}) {
      EXPECT_TRUE(box.Contains({latitude_deg, longitude_deg}));
    }
  }
  EXPECT_FALSE(box.Contains({9.99999, 30}));
  EXPECT_FALSE(box.Contains({30.00001, 30}));
  EXPECT_FALSE(box.Contains({20, 19.99999}));
  EXPECT_FALSE(box.Contains({20, 40.00001}));
  EXPECT_FALSE(box.Contains({20, -150}));
}

TEST(Box, CrossesTheAntimeridianIfItsWestIsEastOfItsEast) {
  const Box box = MakeBox({-20, 175}, {-10, -178});
  for (double longitude_deg : {175.0, 179.0, 180.0, -180.0, -179.0, -178.0}) {
    EXPECT_TRUE(box.Contains({-15, longitude_deg})) << longitude_deg;
  }
  EXPECT_FALSE(box.Contains({-15, 174.9}));
  EXPECT_FALSE(box.Contains({-15, -177.9}));
  EXPECT_FALSE(box.Contains({-15, 0}));
}

TEST(Box, MayReachMoreThanHalfTheWayRound) {
  const Box box = MakeBox({-10, 10}, {10, -10});
  EXPECT_TRUE(box.Contains({0, 180}));
  EXPECT_TRUE(box.Contains({0, 10}));
  EXPECT_TRUE(box.Contains({0, -10}));
  EXPECT_FALSE(box.Contains({0, 0}));
}

TEST(Box, FromMinus180To180IsAllAround) {
  const Box box = MakeBox({-10, -180}, {10, 180});
  for (double longitude_deg : {-180.0, -90.0, 0.0, 90.0, 180.0}) {
    EXPECT_TRUE(box.Contains({0, longitude_deg}));
  }
}

TEST(Box, From180ToMinus180IsTheAntimeridian) {
  const Box box = MakeBox({-10, 180}, {10, -180});
  EXPECT_TRUE(box.Contains({0, 180}));
  EXPECT_TRUE(box.Contains({0, -180}));
  EXPECT_FALSE(box.Contains({0, 179.9}));
  EXPECT_FALSE(box.Contains({0, -179.9}));
  EXPECT_FALSE(box.Contains({0, 0}));
}

TEST(Box, AtAPoleContainsItAtEveryLongitude) {
  const Box box = MakeBox({80, 10}, {90, 20});
  EXPECT_TRUE(box.Contains({90, 15}));
  EXPECT_TRUE(box.Contains({90, -100}));
  EXPECT_FALSE(box.Contains({89.9, -100}));
  EXPECT_FALSE(box.Contains({-90, 15}));
}

TEST(Box, OfOnePlaceContainsIt) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < 20'000; ++i) {
    const Point p = places.Next();
    EXPECT_TRUE(MakeBox(p, p).Contains(p))
        << p.latitude_deg << "," << p.longitude_deg;
  }
}

TEST(Box, ContainsWhatItsDegreesDo) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < 20'000; ++i) {
    Point low = places.Next();
    Point high = places.Next();
    if (low.latitude_deg > high.latitude_deg) {
      std::swap(low.latitude_deg, high.latitude_deg);
    }
    const Point p = places.Next();
    const double lng = p.longitude_deg;
    const bool in_longitude =
        low.longitude_deg <= high.longitude_deg
            ? low.longitude_deg <= lng && lng <= high.longitude_deg
            : low.longitude_deg <= lng || lng <= high.longitude_deg;
    const bool in_latitude = low.latitude_deg <= p.latitude_deg &&
                             p.latitude_deg <= high.latitude_deg;
    // The edges are thick, poles have every longitude, and the antimeridian
    // has two.
    const bool is_special =
        std::abs(p.latitude_deg) > 90 - 1e-8 || std::abs(lng) > 180 - 1e-8 ||
        std::abs(lng - low.longitude_deg) < 1e-8 ||
        std::abs(lng - high.longitude_deg) < 1e-8 ||
        std::abs(p.latitude_deg - low.latitude_deg) < 1e-8 ||
        std::abs(p.latitude_deg - high.latitude_deg) < 1e-8;
    if (is_special) continue;
    EXPECT_EQ(MakeBox(low, high).Contains(p), in_latitude && in_longitude);
  }
}

TEST(Box, RefusesASouthThatIsNorthOfItsNorth) {
  const auto box = Box::Make({10.5, 0}, {10, 5});
  EXPECT_EQ(box.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(box.status().message()),
              HasSubstr("from latitude 10.5 to 10"));
}

class AnyRegion : public ::testing::TestWithParam<RegionKind> {};

// What the index relies on.
TEST_P(AnyRegion, SaysOfBallsOnlyWhatHoldsForAllOfTheirPoints) {
  RandomPlaces places(FreshSeed());
  int certain = 0;
  for (int i = 0; i < 5'000; ++i) {
    const Point at = places.Next();
    const auto region = RandomRegion(GetParam(), at, places);
    const Point middle = RandomNear({at, places.Next()}, places);
    const Point on_edge = RandomNear({middle, places.Next()}, places);
    const UnitVector centre = ToUnitVector(middle);
    const double radius =
        std::sqrt(SquaredChord(centre, ToUnitVector(on_edge)));
    const Overlap overlap = region->Meets({centre, radius});
    if (overlap == Overlap::kSome) continue;
    ++certain;
    for (int j = 0; j < 20; ++j) {
      const Point p = j == 0 ? on_edge : RandomNear({middle, on_edge}, places);
      if (SquaredChord(centre, ToUnitVector(p)) > radius * radius) continue;
      ASSERT_EQ(region->Contains(p), overlap == Overlap::kAll);
    }
  }
  EXPECT_GT(certain, 500);
}

TEST_P(AnyRegion, IsWithinItsBound) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < 5'000; ++i) {
    const Point at = places.Next();
    const auto region = RandomRegion(GetParam(), at, places);
    const Cap bound = region->Bound();
    for (int j = 0; j < 20; ++j) {
      const Point p = RandomNear({at, places.Next()}, places);
      if (!region->Contains(p)) continue;
      ASSERT_LE(std::sqrt(SquaredChord(bound.centre, ToUnitVector(p))),
                bound.radius);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Regions, AnyRegion,
                         ::testing::Values(RegionKind::kCircle,
                                           RegionKind::kBox,
                                           RegionKind::kPolygon,
                                           RegionKind::kRoute));

}  // namespace
}  // namespace rapport::geo
