// Counts, single attributes and the two ways of numbering entries, against the
// definition followed literally.

#include <cstdint>
#include <utility>
#include <vector>

#include "geo/curve_order.h"
#include "geo/spatial_index.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"
#include "tests/geo/random_regions.h"

namespace rapport::geo {
namespace {

constexpr uint32_t kAttributes = 6;  // the last of which nobody has

// Whether an entry has an attribute: half, a tenth, a hundredth, all, the
// north; and nobody the last.
bool IsGiven(uint32_t attribute, const Point& at, RandomPlaces& places) {
  static constexpr double kPercent[] = {50, 10, 1, 100, 0, 0};
  if (attribute == 4) return at.latitude_deg > 35;
  return places.Percent(kPercent[attribute]);
}

struct World {
  World(RandomPlaces& places, size_t size, bool along_curve)
      : points(ManyPoints(places, size)), attributes(kAttributes), has(size) {
    if (along_curve) {
      std::vector<Point> sorted;
      for (uint32_t i : OrderAlongCurve(points)) sorted.push_back(points[i]);
      points = std::move(sorted);
    }
    for (uint32_t i = 0; i < size; ++i) {
      for (uint32_t a = 0; a < kAttributes; ++a) {
        has[i].push_back(IsGiven(a, points[i], places));
        if (has[i][a]) attributes[a].push_back(i);
      }
    }
    index = SpatialIndex::Build(points, attributes, 1 + places.Index(4));
  }

  bool Fits(uint32_t entry, const EntryFilter& filter) const {
    const auto had = [&](uint32_t a) {
      return a < kAttributes && has[entry][a];
    };
    bool fits = true;
    for (uint32_t a : filter.all_of) fits = fits && had(a);
    for (const auto& group : filter.any_of) {
      bool any = false;
      for (uint32_t a : group) any = any || had(a);
      fits = fits && any;
    }
    return fits;
  }

  std::vector<Point> points;
  std::vector<std::vector<uint32_t>> attributes;
  std::vector<std::vector<bool>> has;
  SpatialIndex index;
};

EntryFilter RandomFilter(RandomPlaces& places) {
  EntryFilter filter;
  const auto attribute = [&] {
    return static_cast<uint32_t>(places.Index(kAttributes + 1));
  };
  for (size_t i = places.Index(4); i > 0; --i) {
    filter.all_of.push_back(attribute());
  }
  for (size_t i = places.Index(2); i > 0; --i) {
    filter.any_of.push_back({attribute(), attribute()});
  }
  return filter;
}

class Counting : public ::testing::TestWithParam<bool> {
 protected:
  RandomPlaces places_{FreshSeed()};
};

TEST_P(Counting, CountsWhatMeetsAFilterAnywhereAndInARegion) {
  for (size_t size : {0, 1, 16, 300, 5000, 70'000}) {
    const World world(places_, size, GetParam());
    for (int i = 0; i < 20; ++i) {
      const EntryFilter filter = RandomFilter(places_);
      const auto region =
          RandomRegion(static_cast<RegionKind>(i % 4), places_.Next(), places_);
      size_t anywhere = 0;
      size_t inside = 0;
      for (uint32_t entry = 0; entry < size; ++entry) {
        if (!world.Fits(entry, filter)) continue;
        ++anywhere;
        inside += region->Contains(world.points[entry]) ? 1 : 0;
      }
      EXPECT_EQ(world.index.CountMatching(filter), anywhere);
      EXPECT_EQ(world.index.CountMatching(filter, *region), inside);
    }
  }
}

TEST_P(Counting, KnowsWhatEachEntryHas) {
  const World world(places_, 9000, GetParam());
  const EntryFilter filter = RandomFilter(places_);
  for (uint32_t entry = 0; entry < 9000; ++entry) {
    for (uint32_t a = 0; a < kAttributes; ++a) {
      ASSERT_EQ(world.index.Has(entry, a), world.has[entry][a]);
    }
    EXPECT_FALSE(world.index.Has(entry, kAttributes));
    ASSERT_EQ(world.index.Meets(entry, filter), world.Fits(entry, filter));
  }
}

TEST_P(Counting, HasNoAttributesWhereNoneWereGiven) {
  const SpatialIndex index = SpatialIndex::Build({{1, 2}, {3, 4}});
  EXPECT_FALSE(index.Has(0, 0));
  EXPECT_TRUE(index.Meets(1, {}));
  EXPECT_FALSE(index.Meets(1, {.all_of = {0}}));
  EXPECT_EQ(index.CountMatching({}), 2u);
  EXPECT_EQ(index.CountMatching({.all_of = {0}}), 0u);
}

INSTANTIATE_TEST_SUITE_P(Numbering, Counting, ::testing::Bool(),
                         [](const ::testing::TestParamInfo<bool>& info) {
                           return info.param ? "AlongTheCurve" : "AtRandom";
                         });

TEST(SpatialIndex, TakesLessMemoryWhereEntriesAreNumberedAlongTheCurve) {
  RandomPlaces places(7);
  const World random(places, 20'000, /*along_curve=*/false);
  const World along(places, 20'000, /*along_curve=*/true);
  EXPECT_GE(random.index.memory_bytes(),
            along.index.memory_bytes() + 3 * 20'000);
}

}  // namespace
}  // namespace rapport::geo
