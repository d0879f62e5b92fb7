// Every kind of search, over worlds of every kind, against the definition
// followed literally.

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "geo/curve_order.h"
#include "geo/spatial_index.h"
#include "geo/unit_vector.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"
#include "tests/geo/random_regions.h"

namespace rapport::geo {
namespace {

// Of each kind. An optimised build is ten times as fast.
#ifdef NDEBUG
constexpr int kQueries = 100'000;
constexpr int kLargeQueries = 1'000;
#else
constexpr int kQueries = 5'000;
constexpr int kLargeQueries = 100;
#endif
constexpr int kQueriesAWorld = 200;

using Hits = std::vector<std::pair<uint32_t, double>>;

class Listener : public Lookahead {
 public:
  explicit Listener(size_t size) : heard_(size) {}

  void Expect(uint32_t entry) const override { heard_.at(entry) = true; }
  bool HasHeardOf(uint32_t entry) const { return heard_.at(entry); }

 private:
  mutable std::vector<bool> heard_;
};

// Entries and what they have, in numbers that make filters common, rare,
// contradictory and correlated with place.
class World {
 public:
  static constexpr uint32_t kAttributes = 13;  // the last of which nobody has

  World(RandomPlaces& places, size_t size)
      : points_(RandomlyNumbered(places, size)),
        attributes_(kAttributes),
        bits_(size) {
    for (uint32_t i = 0; i < size; ++i) {
      vectors_.push_back(ToUnitVector(points_[i]));
      Give(i, 0, true);
      Give(i, 1, places.Percent(50));
      Give(i, 2, places.Percent(20));
      Give(i, 3, places.Percent(3));
      Give(i, 4, places.Percent(0.3));
      Give(i, 5, points_[i].latitude_deg > 35);
      Give(i, 6, points_[i].longitude_deg < 100);
      Give(i, 7, i == size / 2);
      Give(i, 8, (bits_[i] & 2) == 0);  // never with attribute 1
      // Rare, and together more often than by chance.
      Give(i, 9, places.Percent(2));
      Give(i, 10, places.Percent((bits_[i] >> 9 & 1) != 0 ? 30 : 2));
      Give(i, 11, places.Percent(points_[i].latitude_deg > 35 ? 0.1 : 9));
    }
    const int threads = 1 + static_cast<int>(places.Index(3));
    index_ = SpatialIndex::Build(points_, attributes_, threads);
  }

  const SpatialIndex& index() const { return index_; }
  const std::vector<Point>& points() const { return points_; }

  bool Fits(uint32_t entry, const EntryFilter& filter) const {
    const auto has = [&](uint32_t attribute) {
      return (bits_[entry] >> attribute & 1) != 0;
    };
    return std::all_of(filter.all_of.begin(), filter.all_of.end(), has) &&
           std::all_of(filter.any_of.begin(), filter.any_of.end(),
                       [&](const auto& group) {
                         return std::any_of(group.begin(), group.end(), has);
                       });
  }

  // The first `k` that the query asks for.
  Hits BruteForce(const NearestQuery& query, size_t k) const {
    const UnitVector from = ToUnitVector(query.from);
    std::vector<std::pair<double, uint32_t>> order;
    for (uint32_t i = 0; i < points_.size(); ++i) {
      if (!Fits(i, query.filter)) continue;
      const double chord = SquaredChord(from, vectors_[i]);
      const Meters distance = ChordToMeters(chord);
      if (distance > query.limit || distance < query.at_least) continue;
      order.emplace_back(chord, i);
    }
    std::sort(order.begin(), order.end());
    Hits hits;
    for (const auto& [chord, entry] : order) {
      if (hits.size() == k) break;
      if (query.region != nullptr && !query.region->Contains(points_[entry])) {
        continue;
      }
      hits.emplace_back(entry, ChordToMeters(chord).value);
    }
    return hits;
  }

  // Half of all questions hear who is coming: whom they visit outwards, they
  // have heard of.
  Hits Ask(NearestQuery query, size_t k) const {
    Hits hits;
    const Listener listener(points_.size());
    if (k % 2 == 0) query.lookahead = &listener;
    index_.ForEachNearest(query, [&](uint32_t entry, Meters distance) {
      if (k % 2 == 0 && query.plan == SearchPlan::kOutwards) {
        EXPECT_TRUE(listener.HasHeardOf(entry));
      }
      hits.emplace_back(entry, distance.value);
      return hits.size() < k;
    });
    return hits;
  }

  std::vector<uint32_t> BruteForceInside(const Region& region,
                                         const EntryFilter& filter) const {
    std::vector<uint32_t> entries;
    for (uint32_t i = 0; i < points_.size(); ++i) {
      if (Fits(i, filter) && region.Contains(points_[i])) entries.push_back(i);
    }
    return entries;
  }

  std::vector<uint32_t> AskInside(const Region& region,
                                  const EntryFilter& filter) const {
    std::vector<uint32_t> entries;
    index_.ForEachInside(region, filter, [&](uint32_t entry) {
      entries.push_back(entry);
      return true;
    });
    std::sort(entries.begin(), entries.end());
    return entries;
  }

 private:
  // Half of all worlds number their entries along the curve.
  static std::vector<Point> RandomlyNumbered(RandomPlaces& places,
                                             size_t size) {
    std::vector<Point> points = ManyPoints(places, size);
    if (places.Index(2) == 0) return points;
    std::vector<Point> sorted;
    for (uint32_t i : OrderAlongCurve(points)) sorted.push_back(points[i]);
    return sorted;
  }

  void Give(uint32_t entry, uint32_t attribute, bool has) {
    if (!has) return;
    attributes_[attribute].push_back(entry);
    bits_[entry] |= uint32_t{1} << attribute;
  }

  std::vector<Point> points_;
  std::vector<UnitVector> vectors_;
  std::vector<std::vector<uint32_t>> attributes_;
  std::vector<uint32_t> bits_;
  SpatialIndex index_;
};

EntryFilter RandomFilter(RandomPlaces& places) {
  // One more than there are, which nobody has either.
  const auto attribute = [&] {
    return static_cast<uint32_t>(places.Index(World::kAttributes + 1));
  };
  EntryFilter filter;
  for (size_t i = places.Index(4); i > 0; --i) {
    filter.all_of.push_back(attribute());
  }
  for (size_t i = places.Index(3); i > 0; --i) {
    filter.any_of.emplace_back();
    for (size_t j = 1 + places.Index(3); j > 0; --j) {
      filter.any_of.back().push_back(attribute());
    }
  }
  return filter;
}

// Mostly small worlds, as brute force is what takes the time; some with several
// chunks of bitmap.
size_t RandomSize(RandomPlaces& places) {
  return places.Index(20) == 0 ? 4000 + places.Index(9000) : places.Index(400);
}

// Where questions come from: new places, and those of entries.
Point RandomFrom(const World& world, RandomPlaces& places) {
  const auto& points = world.points();
  if (points.empty() || places.Index(2) == 0) return places.Next();
  return points[places.Index(points.size())];
}

size_t RandomCount(const World& world, RandomPlaces& places) {
  return places.Index(10) == 0 ? world.points().size() + 1
                               : 1 + places.Index(30);
}

void RandomLimits(const World& world, RandomPlaces& places,
                  NearestQuery& query) {
  if (world.points().empty()) return;
  const auto edge = [&] {
    const auto& at = world.points()[places.Index(world.points().size())];
    return Distance(query.from, at);
  };
  if (places.Index(3) == 0) query.limit = edge();
  if (places.Index(3) == 0) query.at_least = edge();
}

NearestQuery RandomQuery(const World& world, RandomPlaces& places) {
  static constexpr SearchPlan kPlans[] = {
      SearchPlan::kChosen, SearchPlan::kOutwards, SearchPlan::kScan};
  NearestQuery query;
  query.from = RandomFrom(world, places);
  query.plan = kPlans[places.Index(3)];
  query.wanted = 1 + places.Index(100);
  return query;
}

// Runs `ask` kQueries times, with a new world now and then.
template <typename Ask>
void ForManyWorlds(Ask ask) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < kQueries; i += kQueriesAWorld) {
    const World world(places, RandomSize(places));
    for (int j = 0; j < kQueriesAWorld; ++j) {
      ask(world, places);
      if (::testing::Test::HasFailure()) return;
    }
  }
  std::printf("%d queries\n", kQueries);
}

TEST(BruteForce, FindsTheSameNearest) {
  ForManyWorlds([](const World& world, RandomPlaces& places) {
    NearestQuery query = RandomQuery(world, places);
    RandomLimits(world, places, query);
    const size_t k = RandomCount(world, places);
    EXPECT_EQ(world.Ask(query, k), world.BruteForce(query, k));
  });
}

TEST(BruteForce, FindsTheSameNearestThatMeetAFilter) {
  ForManyWorlds([](const World& world, RandomPlaces& places) {
    NearestQuery query = RandomQuery(world, places);
    query.filter = RandomFilter(places);
    RandomLimits(world, places, query);
    const size_t k = RandomCount(world, places);
    EXPECT_EQ(world.Ask(query, k), world.BruteForce(query, k));
  });
}

// With every level of the tree, and attributes that a search finds otherwise
// spread than their counts suggest, so that it changes over on its way.
TEST(BruteForce, FindsTheSameInALargeWorld) {
  RandomPlaces places(FreshSeed());
  const World world(places, 150'000);
  static constexpr RegionKind kKinds[] = {RegionKind::kCircle, RegionKind::kBox,
                                          RegionKind::kPolygon,
                                          RegionKind::kRoute};
  for (int i = 0; i < kLargeQueries && !HasFailure(); ++i) {
    NearestQuery query = RandomQuery(world, places);
    query.filter = RandomFilter(places);
    if (places.Index(2) == 0) query.plan = SearchPlan::kChosen;
    if (places.Index(2) == 0) RandomLimits(world, places, query);
    const auto region =
        RandomRegion(kKinds[places.Index(4)], query.from, places);
    if (places.Index(4) == 0) query.region = region.get();
    const size_t k = RandomCount(world, places);
    EXPECT_EQ(world.Ask(query, k), world.BruteForce(query, k));
    EXPECT_EQ(world.AskInside(*region, query.filter),
              world.BruteForceInside(*region, query.filter));
  }
  std::printf("%d queries\n", kLargeQueries);
}

class BruteForceInside : public ::testing::TestWithParam<RegionKind> {};

TEST_P(BruteForceInside, FindsTheSameEntries) {
  ForManyWorlds([&](const World& world, RandomPlaces& places) {
    const auto region =
        RandomRegion(GetParam(), RandomFrom(world, places), places);
    const EntryFilter filter =
        places.Index(2) == 0 ? EntryFilter() : RandomFilter(places);
    EXPECT_EQ(world.AskInside(*region, filter),
              world.BruteForceInside(*region, filter));
  });
}

TEST_P(BruteForceInside, FindsTheSameNearest) {
  ForManyWorlds([&](const World& world, RandomPlaces& places) {
    NearestQuery query = RandomQuery(world, places);
    if (places.Index(2) == 0) query.filter = RandomFilter(places);
    RandomLimits(world, places, query);
    const Point at =
        places.Index(2) == 0 ? query.from : RandomFrom(world, places);
    const auto region = RandomRegion(GetParam(), at, places);
    query.region = region.get();
    const size_t k = RandomCount(world, places);
    EXPECT_EQ(world.Ask(query, k), world.BruteForce(query, k));
  });
}

std::string NameOf(const ::testing::TestParamInfo<RegionKind>& info) {
  static constexpr const char* kNames[] = {"Circle", "Box", "Polygon", "Route"};
  return kNames[static_cast<int>(info.param)];
}

INSTANTIATE_TEST_SUITE_P(Regions, BruteForceInside,
                         ::testing::Values(RegionKind::kCircle,
                                           RegionKind::kBox,
                                           RegionKind::kPolygon,
                                           RegionKind::kRoute),
                         NameOf);

}  // namespace
}  // namespace rapport::geo
