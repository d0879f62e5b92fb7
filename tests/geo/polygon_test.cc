#include "geo/polygon.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "geo/vertices.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "s2/s2loop.h"
#include "tests/geo/random_places.h"
#include "tests/geo/random_regions.h"

namespace rapport::geo {
namespace {

using ::testing::HasSubstr;

#ifdef NDEBUG
constexpr int kQueries = 100'000;
#else
constexpr int kQueries = 10'000;
#endif

std::string ErrorOf(const std::vector<Point>& vertices) {
  const auto polygon = Polygon::Make(vertices);
  if (polygon.ok()) return "";
  EXPECT_EQ(polygon.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(polygon.status().message());
}

S2Point ToS2(const Point& point) {
  const UnitVector v = ToVertex(point);
  return S2Point(v.x, v.y, v.z);
}

// Where the polygon takes a place for one on the antimeridian, and S2 does not.
bool IsNextToAntimeridian(const Point& point) {
  const double away_deg = 180 - std::abs(point.longitude_deg);
  return away_deg > 0 && away_deg < 1e-12;
}

bool Contains(const std::vector<Point>& vertices, const Point& point) {
  const auto polygon = Polygon::Make(vertices);
  EXPECT_TRUE(polygon.ok()) << polygon.status();
  return polygon.ok() && polygon->Contains(point);
}

// A star of `count` corners, reaching out `reach_deg` degrees of a meridian.
std::vector<Point> Star(const Point& at, int count, double reach_deg) {
  std::vector<Point> vertices;
  const double east = std::cos(at.latitude_deg * M_PI / 180);
  for (int i = 0; i < count; ++i) {
    const double angle = 2 * M_PI * i / count;
    const double away = reach_deg * (i % 2 == 0 ? 1 : 0.5);
    vertices.push_back({at.latitude_deg + away * std::sin(angle),
                        at.longitude_deg + away * std::cos(angle) / east});
  }
  return vertices;
}

TEST(Polygon, AgreesWithS2OnRandomPointsOfRandomPolygons) {
  RandomPlaces places(FreshSeed());
  int inside = 0;
  for (int i = 0; i < kQueries; i += 100) {
    const Point at = places.Next();
    const std::vector<Point> vertices = RandomSimplePolygon(at, places);
    std::vector<S2Point> points;
    for (const Point& p : vertices) points.push_back(ToS2(p));
    S2Loop loop(points);
    // None of them has most of the earth, and so most of some far places.
    int far = 0;
    for (int j = 0; j < 15; ++j) far += loop.Contains(ToS2(places.Anywhere()));
    if (far > 7) loop.Invert();
    const auto polygon = Polygon::Make(vertices);
    ASSERT_TRUE(polygon.ok()) << polygon.status();
    for (int j = 0; j < 100; ++j) {
      const Point p = j < 10 ? places.Next() : RandomNear(vertices, places);
      if (IsNextToAntimeridian(p)) continue;
      const bool expected = loop.Contains(ToS2(p));
      inside += expected;
      ASSERT_EQ(polygon->Contains(p), expected)
          << p.latitude_deg << "," << p.longitude_deg << ", " << vertices.size()
          << " vertices around " << at.latitude_deg << "," << at.longitude_deg;
    }
  }
  std::printf("%d queries, %d inside\n", kQueries, inside);
  EXPECT_GT(inside, kQueries / 20);
}

TEST(Polygon, HasTheSameInsideWhicheverWayRoundItGoes) {
  const std::vector<Point> one_way = {{0, 0}, {0, 10}, {10, 10}, {10, 0}};
  const std::vector<Point> other_way(one_way.rbegin(), one_way.rend());
  for (const auto& vertices : {one_way, other_way}) {
    EXPECT_TRUE(Contains(vertices, {5, 5}));
    EXPECT_FALSE(Contains(vertices, {5, 11}));
    EXPECT_FALSE(Contains(vertices, {-5, -175}));
  }
}

TEST(Polygon, ReachesOverTheAntimeridian) {
  const std::vector<Point> fiji = {
      {-20, 176}, {-20, -178}, {-15, -178}, {-15, 176}};
  EXPECT_TRUE(Contains(fiji, {-17, 180}));
  EXPECT_TRUE(Contains(fiji, {-17, -180}));
  EXPECT_TRUE(Contains(fiji, {-17, -179}));
  EXPECT_FALSE(Contains(fiji, {-17, 0}));
  EXPECT_FALSE(Contains(fiji, {-17, -177}));
}

TEST(Polygon, ReachesAroundAPole) {
  const std::vector<Point> arctic = {{80, 0}, {80, 90}, {80, 180}, {80, -90}};
  EXPECT_TRUE(Contains(arctic, {90, 0}));
  EXPECT_TRUE(Contains(arctic, {90, 123}));
  EXPECT_TRUE(Contains(arctic, {85, 45}));
  EXPECT_FALSE(Contains(arctic, {75, 45}));
  EXPECT_FALSE(Contains(arctic, {-90, 0}));
}

TEST(Polygon, GivesEachPointOfASharedEdgeToOneSide) {
  const std::vector<Point> west = {{0, 0}, {0, 10}, {10, 10}, {10, 0}};
  const std::vector<Point> east = {{0, 10}, {0, 20}, {10, 20}, {10, 10}};
  for (double latitude_deg : {0.5, 1.0, 5.0, 7.25}) {
    const Point p{latitude_deg, 10};
    EXPECT_NE(Contains(west, p), Contains(east, p)) << latitude_deg;
  }
}

TEST(Polygon, HasNothingInsideWhenItHasNoArea) {
  std::vector<Point> slit = {{0, 10}, {20, 10}, {40, 10}, {30, 10}, {10, 10}};
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(ErrorOf(slit), "");
    EXPECT_FALSE(Contains(slit, {20, 11}));
    EXPECT_FALSE(Contains(slit, {20, -170}));
    EXPECT_FALSE(Contains(slit, {90, 0}));
    std::reverse(slit.begin(), slit.end());
  }
}

TEST(Polygon, TakesAFirstVertexRepeatedAtTheEnd) {
  EXPECT_EQ(ErrorOf({{0, 0}, {0, 1}, {1, 1}, {0, 0}}), "");
}

TEST(Polygon, NeedsThreeVertices) {
  EXPECT_THAT(ErrorOf({}), HasSubstr("has 0 vertices"));
  EXPECT_THAT(ErrorOf({{0, 0}, {0, 1}}), HasSubstr("has 2 vertices"));
  EXPECT_THAT(ErrorOf({{0, 0}, {0, 1}, {0, 0}}), HasSubstr("has 2 vertices"));
}

TEST(Polygon, HasAThousandVerticesAndNoMore) {
  std::vector<Point> vertices = Star({10, 10}, 1000, 5);
  EXPECT_TRUE(Contains(vertices, {10, 10}));
  vertices.push_back(vertices.front());  // closes it
  EXPECT_TRUE(Contains(vertices, {10, 10}));
  EXPECT_THAT(ErrorOf(Star({10, 10}, 1001, 5)),
              HasSubstr("has 1001 vertices; it must have 3 to 1000"));
  EXPECT_THAT(ErrorOf(Star({10, 10}, 5000, 5)), HasSubstr("has 5000 vertices"));
}

TEST(Polygon, NamesAVertexThatIsThereTwice) {
  EXPECT_THAT(ErrorOf({{0, 0}, {0, 1}, {1, 1}, {0, 1}}),
              HasSubstr("vertex 3 is where vertex 1 is"));
  EXPECT_THAT(ErrorOf({{0, 0}, {0, 0}, {1, 1}, {0, 1}}),
              HasSubstr("vertex 1 is where vertex 0 is"));
}

TEST(Polygon, TakesAPoleOfAnyLongitudeForOneVertex) {
  EXPECT_THAT(ErrorOf({{0, 0}, {90, 10}, {90, 20}, {0, 20}}),
              HasSubstr("vertex 2 is where vertex 1 is"));
}

TEST(Polygon, TakesBothSidesOfTheAntimeridianForOneVertex) {
  EXPECT_THAT(ErrorOf({{0, 170}, {5, 180}, {5, -180}, {10, 170}}),
              HasSubstr("vertex 2 is where vertex 1 is"));
}

TEST(Polygon, NamesTheVerticesFromWhichEdgesCross) {
  EXPECT_THAT(
      ErrorOf({{0, 0}, {10, 10}, {10, 0}, {0, 10}}),
      HasSubstr("the edge from vertex 0 crosses the edge from vertex 2"));
}

TEST(Polygon, NamesAVertexOppositeToTheOneBefore) {
  EXPECT_THAT(ErrorOf({{0, 0}, {0, 180}, {10, 90}}),
              HasSubstr("vertex 1 is on the other side of the earth from "
                        "vertex 0"));
  EXPECT_THAT(ErrorOf({{0, 0}, {10, 90}, {0, 180}}),
              HasSubstr("vertex 0 is on the other side of the earth from "
                        "vertex 2"));
}

}  // namespace
}  // namespace rapport::geo
