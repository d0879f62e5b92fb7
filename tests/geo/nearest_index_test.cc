#include "geo/nearest_index.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "geo/unit_vector.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Hit {
  uint32_t entry;
  Meters distance;

  bool operator==(const Hit&) const = default;
};

std::vector<Hit> Nearest(const NearestIndex& index, const Point& from,
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

// Points of many kinds: spread, clustered, repeated, on the poles and on the
// antimeridian, and on a coarse grid where distances tie.
class RandomPlaces {
 public:
  explicit RandomPlaces(uint32_t seed) : random_(seed) {}

  Point Next() {
    switch (random_() % 8) {
      case 0:
        return Spread();
      case 1:
        return {Uniform(89.99, 90), Uniform(-180, 180)};
      case 2:
        return {-90, Uniform(-180, 180)};
      case 3:
        return {Uniform(-60, 60), random_() % 2 == 0 ? 180.0 : -180.0};
      case 4:
        return {std::round(Uniform(-3, 3)), std::round(Uniform(-3, 3))};
      default:
        return Clustered();
    }
  }

  double Uniform(double lo, double hi) {
    return std::uniform_real_distribution<double>(lo, hi)(random_);
  }

  size_t Index(size_t size) { return random_() % size; }

 private:
  Point Spread() {
    return {std::asin(Uniform(-1, 1)) * 180 / M_PI, Uniform(-180, 180)};
  }

  Point Clustered() {
    static constexpr Point kCentres[] = {
        {44.98, -93.27}, {35.69, 139.69}, {-16.5, 179.99}, {89.9, 0}};
    const Point& centre = kCentres[random_() % 4];
    const double spread_deg = random_() % 2 == 0 ? 0.1 : 1e-6;
    return {centre.latitude_deg + Uniform(-spread_deg, spread_deg),
            std::min(180.0,
                     centre.longitude_deg + Uniform(-spread_deg, spread_deg))};
  }

  std::mt19937 random_;
};

std::vector<Point> ManyPoints(RandomPlaces& places, size_t count) {
  std::vector<Point> points;
  while (points.size() < count) {
    points.push_back(places.Next());
    // One in eight is repeated under another number.
    if (places.Index(8) == 0)
      points.push_back(points[places.Index(points.size())]);
  }
  points.resize(count);
  return points;
}

// A new seed each run, printed so that a failure can be repeated.
uint32_t FreshSeed() {
  const uint32_t seed = std::random_device()();
  std::printf("seed %u\n", seed);
  return seed;
}

TEST(NearestIndex, EqualsBruteForceOnRandomQueries) {
  RandomPlaces places(FreshSeed());
  int queries = 0;
  for (size_t count : {1, 2, 15, 16, 17, 128, 129, 1000, 1024, 1025, 3000}) {
    const std::vector<Point> points = ManyPoints(places, count);
    const NearestIndex index = NearestIndex::Build(points);
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
TEST(NearestIndex, IncludesWhatIsExactlyAtTheLimitAndNothingBeyond) {
  RandomPlaces places(FreshSeed());
  for (int round = 0; round < 1000; ++round) {
    const std::vector<Point> points = ManyPoints(places, 1 + places.Index(200));
    const NearestIndex index = NearestIndex::Build(points);
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

TEST(NearestIndex, VisitsNothingWhereThereIsNothing) {
  EXPECT_THAT(Nearest(NearestIndex(), {0, 0}, kNoDistanceLimit, 9), IsEmpty());
  EXPECT_THAT(Nearest(NearestIndex::Build({}), {0, 0}, kNoDistanceLimit, 9),
              IsEmpty());
  EXPECT_EQ(NearestIndex::Build({}).size(), 0u);
}

TEST(NearestIndex, VisitsEqualPointsInOrderOfTheirNumbers) {
  const std::vector<Point> points(200, Point{48.85, 2.35});
  const std::vector<Hit> hits = Nearest(NearestIndex::Build(points),
                                        {48.85, 2.36}, kNoDistanceLimit, 999);
  ASSERT_EQ(hits.size(), 200u);
  for (uint32_t i = 0; i < hits.size(); ++i) EXPECT_EQ(hits[i].entry, i);
}

TEST(NearestIndex, TakesAllLongitudesOfAPoleForOnePlace) {
  const NearestIndex index =
      NearestIndex::Build({{-90, 10}, {90, 10}, {90, -170}, {89, 0}});
  const std::vector<Hit> hits = Nearest(index, {90, 55}, Meters{1}, 9);
  EXPECT_THAT(Entries(hits), ElementsAre(1, 2));
}

TEST(NearestIndex, SeesAcrossTheAntimeridian) {
  const NearestIndex index =
      NearestIndex::Build({{-17, 179.9}, {-17, -179.8}, {-17, 178}});
  EXPECT_THAT(Entries(Nearest(index, {-17, 180}, kNoDistanceLimit, 3)),
              ElementsAre(0, 1, 2));
}

TEST(NearestIndex, VisitsAllWhenMoreAreAskedForThanThereAre) {
  const NearestIndex index = NearestIndex::Build({{1, 1}, {0, 0}, {2, 2}});
  EXPECT_THAT(Entries(Nearest(index, {0, 0}, kNoDistanceLimit, 1000)),
              ElementsAre(1, 0, 2));
}

TEST(NearestIndex, VisitsOnlyTheSamePlaceWithinZeroMetres) {
  const NearestIndex index =
      NearestIndex::Build({{5, 5}, {5, 5.0000001}, {5, 5}});
  EXPECT_THAT(Entries(Nearest(index, {5, 5}, Meters{0}, 9)), ElementsAre(0, 2));
}

TEST(NearestIndex, VisitsNothingWithinALimitBelowZeroOrNotANumber) {
  const NearestIndex index = NearestIndex::Build({{5, 5}});
  EXPECT_THAT(Nearest(index, {5, 5}, Meters{-1}, 9), IsEmpty());
  EXPECT_THAT(Nearest(index, {5, 5}, Meters{std::nan("")}, 9), IsEmpty());
}

TEST(NearestIndex, CallsTheVisitorNoMoreOnceItSaidStop) {
  const NearestIndex index = NearestIndex::Build({{5, 5}, {5, 6}, {5, 7}});
  int calls = 0;
  index.ForEachNearest({5, 5}, kNoDistanceLimit, [&](uint32_t, Meters) {
    ++calls;
    return false;
  });
  EXPECT_EQ(calls, 1);
}

TEST(NearestIndex, CanBeAskedAgainFromWithinAVisit) {
  const NearestIndex index = NearestIndex::Build({{0, 0}, {0, 1}, {0, 3}});
  std::vector<uint32_t> seen;
  index.ForEachNearest({0, 0}, kNoDistanceLimit, [&](uint32_t entry, Meters) {
    seen.push_back(entry);
    seen.push_back(Nearest(index, {0, 3}, kNoDistanceLimit, 1)[0].entry);
    return true;
  });
  EXPECT_THAT(seen, ElementsAre(0, 2, 1, 2, 2, 2));
}

TEST(NearestIndex, AnswersManyThreadsAtOnce) {
  RandomPlaces places(7);
  const std::vector<Point> points = ManyPoints(places, 5000);
  const NearestIndex index = NearestIndex::Build(points);
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

TEST(NearestIndex, TakesAtMostThirtyBytesAnEntry) {
  RandomPlaces places(7);
  const NearestIndex index = NearestIndex::Build(ManyPoints(places, 100'000));
  EXPECT_EQ(index.size(), 100'000u);
  EXPECT_LE(index.memory_bytes(), 30u * 100'000);
}

}  // namespace
}  // namespace rapport::geo
