#include "geo/spatial_index.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>
#include <vector>

#include "geo/unit_vector.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"

namespace rapport::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Hit {
  uint32_t entry;
  Meters distance;

  bool operator==(const Hit&) const = default;
};

std::vector<Hit> Nearest(const SpatialIndex& index, const Point& from,
                         Meters limit, size_t k) {
  std::vector<Hit> hits;
  if (k == 0) return hits;
  index.ForEachNearest(from, limit, [&](uint32_t entry, Meters distance) {
    hits.push_back({entry, distance});
    return hits.size() < k;
  });
  return hits;
}

std::vector<uint32_t> Entries(const std::vector<Hit>& hits) {
  std::vector<uint32_t> entries;
  entries.reserve(hits.size());
  for (const Hit& hit : hits) entries.push_back(hit.entry);
  return entries;
}

// The definition, followed literally.
std::vector<Hit> BruteForce(const std::vector<Point>& points, const Point& from,
                            Meters limit, size_t k) {
  std::vector<std::pair<double, uint32_t>> order;
  order.reserve(points.size());
  for (uint32_t i = 0; i < points.size(); ++i) {
    order.push_back(
        {SquaredChord(ToUnitVector(from), ToUnitVector(points[i])), i});
  }
  std::sort(order.begin(), order.end());
  std::vector<Hit> hits;
  for (const auto& [chord, entry] : order) {
    const Meters distance = Distance(from, points[entry]);
    if (hits.size() == k || distance > limit) break;
    hits.push_back({entry, distance});
  }
  return hits;
}

TEST(SpatialIndex, EqualsBruteForceOnRandomQueries) {
  RandomPlaces places(FreshSeed());
  int queries = 0;
  for (size_t count : {1, 2, 15, 16, 17, 128, 129, 1000, 1024, 1025, 3000}) {
    const std::vector<Point> points = ManyPoints(places, count);
    const SpatialIndex index = SpatialIndex::Build(points);
    for (int i = 0; i < 300; ++i, ++queries) {
      const Point from =
          i % 4 == 0 ? points[places.Index(count)] : places.Next();
      const Meters limit = i % 3 == 0
                               ? kNoDistanceLimit
                               : Meters{std::pow(10, places.Uniform(-3, 7.4))};
      const size_t k = i % 50 == 0 ? count + 1 : places.Index(40);
      ASSERT_EQ(Nearest(index, from, limit, k),
                BruteForce(points, from, limit, k))
          << count << " points, from " << from.latitude_deg << ","
          << from.longitude_deg << ", limit " << limit.value << ", k " << k;
    }
  }
  std::printf("%d queries\n", queries);
}

// Many small indexes: 20,000 queries whose limit is exactly an entry's
// distance, or the next smaller or larger number.
TEST(SpatialIndex, IncludesWhatIsExactlyAtTheLimitAndNothingBeyond) {
  RandomPlaces places(FreshSeed());
  for (int round = 0; round < 1000; ++round) {
    const std::vector<Point> points = ManyPoints(places, 1 + places.Index(200));
    const SpatialIndex index = SpatialIndex::Build(points);
    for (int i = 0; i < 20; ++i) {
      const Point from = places.Next();
      const Point& at = points[places.Index(points.size())];
      double limit = Distance(from, at).value;
      if (i % 3 == 1) limit = std::nextafter(limit, -1);
      if (i % 3 == 2) limit = std::nextafter(limit, 1e9);
      ASSERT_EQ(Nearest(index, from, Meters{limit}, points.size()),
                BruteForce(points, from, Meters{limit}, points.size()));
    }
  }
}

TEST(SpatialIndex, VisitsNothingWhereThereIsNothing) {
  EXPECT_THAT(Nearest(SpatialIndex(), {0, 0}, kNoDistanceLimit, 9), IsEmpty());
  EXPECT_THAT(Nearest(SpatialIndex::Build({}), {0, 0}, kNoDistanceLimit, 9),
              IsEmpty());
  EXPECT_EQ(SpatialIndex::Build({}).size(), 0u);
}

TEST(SpatialIndex, VisitsEqualPointsInOrderOfTheirNumbers) {
  const std::vector<Point> points(200, Point{48.85, 2.35});
  const std::vector<Hit> hits = Nearest(SpatialIndex::Build(points),
                                        {48.85, 2.36}, kNoDistanceLimit, 999);
  ASSERT_EQ(hits.size(), 200u);
  for (uint32_t i = 0; i < hits.size(); ++i) EXPECT_EQ(hits[i].entry, i);
}

TEST(SpatialIndex, TakesAllLongitudesOfAPoleForOnePlace) {
  const SpatialIndex index =
      SpatialIndex::Build({{-90, 10}, {90, 10}, {90, -170}, {89, 0}});
  const std::vector<Hit> hits = Nearest(index, {90, 55}, Meters{1}, 9);
  EXPECT_THAT(Entries(hits), ElementsAre(1, 2));
}

TEST(SpatialIndex, SeesAcrossTheAntimeridian) {
  const SpatialIndex index =
      SpatialIndex::Build({{-17, 179.9}, {-17, -179.8}, {-17, 178}});
  EXPECT_THAT(Entries(Nearest(index, {-17, 180}, kNoDistanceLimit, 3)),
              ElementsAre(0, 1, 2));
}

TEST(SpatialIndex, VisitsAllWhenMoreAreAskedForThanThereAre) {
  const SpatialIndex index = SpatialIndex::Build({{1, 1}, {0, 0}, {2, 2}});
  EXPECT_THAT(Entries(Nearest(index, {0, 0}, kNoDistanceLimit, 1000)),
              ElementsAre(1, 0, 2));
}

TEST(SpatialIndex, VisitsOnlyTheSamePlaceWithinZeroMetres) {
  const SpatialIndex index =
      SpatialIndex::Build({{5, 5}, {5, 5.0000001}, {5, 5}});
  EXPECT_THAT(Entries(Nearest(index, {5, 5}, Meters{0}, 9)), ElementsAre(0, 2));
}

TEST(SpatialIndex, VisitsNothingWithinALimitBelowZeroOrNotANumber) {
  const SpatialIndex index = SpatialIndex::Build({{5, 5}});
  EXPECT_THAT(Nearest(index, {5, 5}, Meters{-1}, 9), IsEmpty());
  EXPECT_THAT(Nearest(index, {5, 5}, Meters{std::nan("")}, 9), IsEmpty());
}

TEST(SpatialIndex, CallsTheVisitorNoMoreOnceItSaidStop) {
  const SpatialIndex index = SpatialIndex::Build({{5, 5}, {5, 6}, {5, 7}});
  int calls = 0;
  index.ForEachNearest({5, 5}, kNoDistanceLimit, [&](uint32_t, Meters) {
    ++calls;
    return false;
  });
  EXPECT_EQ(calls, 1);
}

TEST(SpatialIndex, CanBeAskedAgainFromWithinAVisit) {
  const SpatialIndex index = SpatialIndex::Build({{0, 0}, {0, 1}, {0, 3}});
  std::vector<uint32_t> seen;
  index.ForEachNearest({0, 0}, kNoDistanceLimit, [&](uint32_t entry, Meters) {
    seen.push_back(entry);
    seen.push_back(Nearest(index, {0, 3}, kNoDistanceLimit, 1)[0].entry);
    return true;
  });
  EXPECT_THAT(seen, ElementsAre(0, 2, 1, 2, 2, 2));
}

TEST(SpatialIndex, AnswersManyThreadsAtOnce) {
  RandomPlaces places(7);
  const std::vector<Point> points = ManyPoints(places, 5000);
  const SpatialIndex index = SpatialIndex::Build(points);
  const std::vector<Hit> expected =
      Nearest(index, {44.98, -93.27}, kNoDistanceLimit, 300);
  std::vector<std::vector<Hit>> answers(4);
  std::vector<std::thread> threads;
  threads.reserve(answers.size());
  for (std::vector<Hit>& answer : answers) {
    threads.emplace_back([&index, &answer] {
      for (int i = 0; i < 20; ++i) {
        answer = Nearest(index, {44.98, -93.27}, kNoDistanceLimit, 300);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Hit>& answer : answers) EXPECT_EQ(answer, expected);
}

TEST(SpatialIndex, TakesAtMostThirtyBytesAnEntry) {
  RandomPlaces places(7);
  const SpatialIndex index = SpatialIndex::Build(ManyPoints(places, 100'000));
  EXPECT_EQ(index.size(), 100'000u);
  EXPECT_LE(index.memory_bytes(), 30u * 100'000);
}

}  // namespace
}  // namespace rapport::geo
