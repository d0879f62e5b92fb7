#include "geo/polygon.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "geo/vertices.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
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

constexpr double kSamePlace = 1e-12;

// How far around a point the vertices go, in turns, as seen from it; or 2 if
// the point is too near an edge to tell. Not for polygons over half the earth.
double TurnsAround(const Point& point, const std::vector<Point>& vertices) {
  const UnitVector p = ToVertex(point);
  // Two directions at right angles to p and each other.
  const double flat = std::hypot(p.x, p.y);
  const UnitVector u =
      flat > 0 ? UnitVector{-p.y / flat, p.x / flat, 0} : UnitVector{1, 0, 0};
  const UnitVector w{p.y * u.z - p.z * u.y, p.z * u.x - p.x * u.z,
                     p.x * u.y - p.y * u.x};
  std::vector<double> bearings;
  for (const Point& vertex : vertices) {
    const UnitVector v = ToVertex(vertex);
    const UnitVector d{v.x - p.x, v.y - p.y, v.z - p.z};
    if (SquaredLength(d.x, d.y, d.z) < kSamePlace * kSamePlace) return 2;
    bearings.push_back(std::atan2(d.x * w.x + d.y * w.y + d.z * w.z,
                                  d.x * u.x + d.y * u.y + d.z * u.z));
  }
  double turns = 0;
  for (size_t i = 0; i < bearings.size(); ++i) {
    const double turn = std::remainder(
        bearings[(i + 1) % bearings.size()] - bearings[i], 2 * M_PI);
    if (std::abs(turn) > M_PI - 1e-4) return 2;
    turns += turn / (2 * M_PI);
  }
  return turns;
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

TEST(Polygon, ContainsWhatItsVerticesGoAround) {
  RandomPlaces places(FreshSeed());
  int inside = 0;
  int seen = 0;
  for (int i = 0; i < kQueries; i += 100) {
    const Point at = places.Next();
    const std::vector<Point> vertices = RandomSimplePolygon(at, places);
    const auto polygon = Polygon::Make(vertices);
    ASSERT_TRUE(polygon.ok()) << polygon.status();
    for (int j = 0; j < 100; ++j) {
      const Point p = RandomNear(vertices, places);
      // Seen from opposite to what is inside they go around as well; that is no
      // nearer than this, as the polygons are at most 140 degrees wide.
      if (Distance(p, vertices[0]) > Meters{4'000'000}) continue;
      const double turns = TurnsAround(p, vertices);
      if (turns == 2) continue;
      const bool expected = std::abs(turns) > 0.5;
      ++seen;
      inside += expected;
      ASSERT_EQ(polygon->Contains(p), expected)
          << p.latitude_deg << "," << p.longitude_deg << ", " << vertices.size()
          << " vertices around " << at.latitude_deg << "," << at.longitude_deg;
    }
  }
  std::printf("%d queries, %d inside\n", seen, inside);
  EXPECT_GT(seen, kQueries / 2);
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
