#include "geo/route.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "s2/s2edge_distances.h"
#include "s2/s2latlng.h"
#include "tests/geo/random_places.h"
#include "tests/geo/random_regions.h"

namespace rapport::geo {
namespace {

using ::testing::HasSubstr;

const double kMetersPerDegree = M_PI / 180 * kEarthRadius.value;

Route MakeRoute(const std::vector<Point>& points, double corridor_m) {
  const auto route = Route::Make(points, Meters{corridor_m});
  EXPECT_TRUE(route.ok()) << route.status();
  return *route;
}

std::string ErrorOf(const std::vector<Point>& points, double corridor_m) {
  const auto route = Route::Make(points, Meters{corridor_m});
  if (route.ok()) return "";
  EXPECT_EQ(route.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(route.status().message());
}

S2Point ToS2(const Point& p) {
  return S2LatLng::FromDegrees(p.latitude_deg, p.longitude_deg).ToPoint();
}

std::vector<Point> RandomWay(RandomPlaces& places) {
  std::vector<Point> points = {places.Next()};
  const Point other = places.Next();
  for (size_t count = 1 + places.Index(40); count > 0; --count) {
    points.push_back(RandomNear({points.back(), other}, places));
  }
  return points;
}

TEST(Route, AgreesWithS2OnHowFarOffPlacesAre) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < 2'000; ++i) {
    const std::vector<Point> points = RandomWay(places);
    const auto route = Route::Make(points, Meters{1000});
    if (!route.ok()) continue;  // two opposite points
    for (int j = 0; j < 10; ++j) {
      const Point p = RandomNear(points, places);
      S1Angle nearest = S1Angle::Infinity();
      for (size_t k = 0; k + 1 < points.size(); ++k) {
        nearest = std::min(nearest, S2::GetDistance(ToS2(p), ToS2(points[k]),
                                                    ToS2(points[k + 1])));
      }
      const double expected_m = nearest.radians() * kEarthRadius.value;
      ASSERT_NEAR(route->PlaceOf(p).off.value, expected_m,
                  1e-6 + 1e-9 * expected_m);
    }
  }
}

TEST(Route, ContainsWhatIsNotFurtherOffThanItsCorridor) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < 2'000; ++i) {
    const std::vector<Point> points = RandomWay(places);
    if (!Route::Make(points, Meters{0}).ok()) continue;
    const Point p = RandomNear(points, places);
    const double off_m = MakeRoute(points, 0).PlaceOf(p).off.value;
    if (off_m > Route::kCorridorMax.value) continue;
    EXPECT_TRUE(MakeRoute(points, off_m).Contains(p));
    if (off_m == 0) continue;
    EXPECT_FALSE(MakeRoute(points, std::nextafter(off_m, -1)).Contains(p));
  }
}

TEST(Route, SaysHowFarAlongItPlacesAre) {
  const Route route = MakeRoute({{0, 0}, {0, 1}, {0, 1}, {0, 3}}, 10'000);
  EXPECT_NEAR(route.length().value, 3 * kMetersPerDegree, 1e-3);
  const std::pair<Point, double> places[] = {
      {{0.01, 0.25}, 0.25}, {{-0.01, 2.5}, 2.5}, {{0.05, 1}, 1},
      {{0, -0.05}, 0},      {{0, 3.05}, 3},      {{0, 1.75}, 1.75},
  };
  for (const auto& [place, along_deg] : places) {
    EXPECT_NEAR(route.PlaceOf(place).along.value, along_deg * kMetersPerDegree,
                0.01);
  }
  EXPECT_NEAR(route.PlaceOf({0.01, 0.25}).off.value, 0.01 * kMetersPerDegree,
              0.01);
}

TEST(Route, TakesTheFirstOfSeveralPassages) {
  const Route there_and_back = MakeRoute({{0, 0}, {0, 2}, {0, 0}}, 1000);
  EXPECT_NEAR(there_and_back.PlaceOf({0, 0.5}).along.value,
              0.5 * kMetersPerDegree, 0.01);
}

TEST(Route, CrossesTheAntimeridianAndAPole) {
  const Route pacific = MakeRoute({{-17, 178}, {-17, -178}}, 20'000);
  EXPECT_TRUE(pacific.Contains({-17, 180}));
  EXPECT_TRUE(pacific.Contains({-17, -179}));
  EXPECT_FALSE(pacific.Contains({-17, 170}));
  const Route polar = MakeRoute({{85, 0}, {85, 179}}, 20'000);
  EXPECT_TRUE(polar.Contains({89.95, 90}));
  EXPECT_FALSE(polar.Contains({85, 90}));
}

TEST(Route, MayStayInOnePlace) {
  const Route route = MakeRoute({{5, 5}, {5, 5}}, 100);
  EXPECT_TRUE(route.Contains({5, 5}));
  EXPECT_TRUE(route.Contains({5.0005, 5}));
  EXPECT_FALSE(route.Contains({5.001, 5}));
  EXPECT_EQ(route.length().value, 0);
}

TEST(Route, NeedsTwoPointsAndAtMostAThousand) {
  EXPECT_THAT(ErrorOf({}, 1), HasSubstr("has 0 points"));
  EXPECT_THAT(ErrorOf({{0, 0}}, 1), HasSubstr("has 1 points"));
  EXPECT_EQ(ErrorOf(std::vector<Point>(1000, {1, 1}), 1), "");
  EXPECT_THAT(ErrorOf(std::vector<Point>(1001, {1, 1}), 1),
              HasSubstr("has 1001 points; it must have 2 to 1000"));
}

TEST(Route, NeedsACorridorWithinItsBounds) {
  const std::vector<Point> points = {{0, 0}, {0, 1}};
  EXPECT_EQ(ErrorOf(points, 0), "");
  EXPECT_EQ(ErrorOf(points, 500'000), "");
  EXPECT_THAT(ErrorOf(points, -0.5), HasSubstr("corridor is -0.5 m"));
  EXPECT_THAT(ErrorOf(points, 500'000.5), HasSubstr("between 0 and 500000"));
  EXPECT_THAT(ErrorOf(points, std::nan("")), HasSubstr("corridor is nan"));
}

TEST(Route, NamesAPointOppositeToTheOneBefore) {
  EXPECT_THAT(ErrorOf({{0, 0}, {1, 0}, {-1, 180}}, 1),
              HasSubstr("point 2 is on the other side of the earth from point "
                        "1"));
}

}  // namespace
}  // namespace rapport::geo
