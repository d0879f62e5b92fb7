// The vector loops against the portable ones, bit for bit, and the portable
// ones against the definition.

#include "geo/lanes.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "geo/chunk_loops.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"

namespace rapport::geo {
namespace {

constexpr int kRounds = 2000;
const double kOut = std::numeric_limits<double>::infinity();

bool AreSame(const LaneKeys& a, const LaneKeys& b) {
  // Bit by bit: infinities and signed zeros too.
  // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison)
  return std::memcmp(&a, &b, sizeof(a)) == 0;
}

// Some lanes hold no entry, some the same.
LeafLanes RandomLeaf(RandomPlaces& places) {
  LeafLanes leaf;
  const size_t count = 1 + places.Index(kLanes);
  UnitVector v;
  for (size_t i = 0; i < kLanes; ++i) {
    if (i == 0 || places.Index(3) != 0) v = ToUnitVector(places.Next());
    leaf.at[i] = i < count ? v : UnitVector{kOut, kOut, kOut};
  }
  return leaf;
}

// Around one to four places each.
BoxLanes RandomBoxes(RandomPlaces& places, UnitVector (&inside)[kLanes]) {
  BoxLanes boxes;
  for (size_t i = 0; i < kLanes; ++i) {
    for (size_t n = 1 + places.Index(4), j = 0; j < n; ++j) {
      inside[i] = ToUnitVector(places.Next());
      const double v[] = {inside[i].x, inside[i].y, inside[i].z};
      for (int axis = 0; axis < 3; ++axis) {
        float& lo = boxes.lo[axis][i];
        float& hi = boxes.hi[axis][i];
        lo = j == 0 ? RoundedDown(v[axis]) : std::min(lo, RoundedDown(v[axis]));
        hi = j == 0 ? RoundedUp(v[axis]) : std::max(hi, RoundedUp(v[axis]));
      }
    }
  }
  return boxes;
}

double RandomKeyMax(RandomPlaces& places) {
  if (places.Index(20) == 0) return std::nan("");
  return places.Index(2) == 0 ? 5 : places.Uniform(-0.1, 4);
}

TEST(Lanes, HavePortableLoopsFirstAndTheFastestLast) {
  EXPECT_STREQ(AllLaneLoops().front().name, "portable");
  EXPECT_EQ(&FastestLaneLoops(), &AllLaneLoops().back());
  EXPECT_EQ(AllChunkLoops().size(), AllLaneLoops().size());
}

TEST(Lanes, GiveEntriesTheirChordsUnlessTheyAreOut) {
  RandomPlaces places(FreshSeed());
  for (int round = 0; round < kRounds; ++round) {
    const LeafLanes leaf = RandomLeaf(places);
    const UnitVector from = ToUnitVector(places.Next());
    const uint32_t keep = static_cast<uint32_t>(places.Index(1 << kLanes));
    const double key_max = RandomKeyMax(places);
    LaneKeys expected;
    for (size_t i = 0; i < kLanes; ++i) {
      const double chord = SquaredChord(from, leaf.at[i]);
      const bool in = (keep >> i & 1) != 0 && chord <= key_max;
      expected.key[i] = in ? chord : kOut;
    }
    for (const LaneLoops& loops : AllLaneLoops()) {
      LaneKeys keys;
      loops.to_entries(from, leaf, keep, key_max, keys);
      ASSERT_TRUE(AreSame(keys, expected)) << loops.name;
    }
  }
}

TEST(Lanes, BoundBoxesFromBelow) {
  RandomPlaces places(FreshSeed());
  for (int round = 0; round < kRounds; ++round) {
    UnitVector inside[kLanes];
    const BoxLanes boxes = RandomBoxes(places, inside);
    const UnitVector from = ToUnitVector(places.Next());
    for (const LaneLoops& loops : AllLaneLoops()) {
      LaneKeys keys;
      loops.to_boxes(BoundsOf(from), boxes, kAllLanes, 5, keys);
      for (size_t i = 0; i < kLanes; ++i) {
        ASSERT_LE(keys.key[i], SquaredChord(from, inside[i])) << loops.name;
      }
    }
  }
}

TEST(Lanes, BoundABoxOfOnePlaceToWithinAMetreAndAHalf) {
  RandomPlaces places(FreshSeed());
  for (int round = 0; round < kRounds; ++round) {
    const UnitVector from = ToUnitVector(places.Next());
    const UnitVector to = ToUnitVector(places.Next());
    const double at[] = {to.x, to.y, to.z};
    BoxLanes boxes;
    for (int axis = 0; axis < 3; ++axis) {
      std::fill_n(boxes.lo[axis], kLanes, RoundedDown(at[axis]));
      std::fill_n(boxes.hi[axis], kLanes, RoundedUp(at[axis]));
    }
    LaneKeys keys;
    FastestLaneLoops().to_boxes(BoundsOf(from), boxes, kAllLanes, 5, keys);
    const double exact = std::sqrt(SquaredChord(from, to));
    const double bound = std::sqrt(keys.key[0]);
    EXPECT_LE(exact - bound, exact * 1e-6 + 1.5 / kEarthRadius.value);
  }
}

TEST(Lanes, GiveTheSameBoundsOnEveryMachine) {
  RandomPlaces places(FreshSeed());
  for (int round = 0; round < kRounds; ++round) {
    UnitVector inside[kLanes];
    const BoxLanes boxes = RandomBoxes(places, inside);
    const FloatBounds from = BoundsOf(ToUnitVector(places.Next()));
    const uint32_t keep = static_cast<uint32_t>(places.Index(1 << kLanes));
    const double key_max = RandomKeyMax(places);
    LaneKeys portable;
    AllLaneLoops()[0].to_boxes(from, boxes, keep, key_max, portable);
    for (const LaneLoops& loops : AllLaneLoops()) {
      LaneKeys keys;
      loops.to_boxes(from, boxes, keep, key_max, keys);
      ASSERT_TRUE(AreSame(keys, portable)) << loops.name;
    }
  }
}

TEST(Lanes, FindTheLeastKeyAndAllThatHaveIt) {
  RandomPlaces places(FreshSeed());
  for (int round = 0; round < kRounds; ++round) {
    LaneKeys keys;
    for (double& key : keys.key) {
      key = places.Index(4) == 0 ? kOut : static_cast<double>(places.Index(9));
    }
    const double expected = *std::min_element(keys.key, keys.key + kLanes);
    uint32_t lanes = 0;
    for (size_t i = 0; i < kLanes; ++i) {
      if (keys.key[i] == expected) lanes |= uint32_t{1} << i;
    }
    for (const LaneLoops& loops : AllLaneLoops()) {
      double least = -1;
      ASSERT_EQ(loops.least(keys, least), lanes) << loops.name;
      ASSERT_EQ(least, expected) << loops.name;
    }
  }
}

TEST(ChunkLoops, AndAndOrWordsAlikeOnEveryMachine) {
  RandomPlaces places(FreshSeed());
  const auto word = [&] {
    const uint64_t high = places.Index(size_t{1} << 32);
    const uint64_t low = places.Index(size_t{1} << 32);
    return places.Index(3) == 0 ? 0 : high << 32 | low;
  };
  for (int round = 0; round < kRounds; ++round) {
    uint64_t a[kChunkWords];
    uint64_t b[kChunkWords];
    std::generate(std::begin(a), std::end(a), word);
    std::generate(std::begin(b), std::end(b), word);
    for (const ChunkLoops& loops : AllChunkLoops()) {
      uint64_t both[kChunkWords];
      uint64_t any[kChunkWords];
      std::copy(std::begin(a), std::end(a), any);
      const uint64_t present = loops.and_words(a, b, both);
      loops.or_words(b, any);
      for (size_t i = 0; i < kChunkWords; ++i) {
        ASSERT_EQ(both[i], a[i] & b[i]) << loops.name;
        ASSERT_EQ(any[i], a[i] | b[i]) << loops.name;
        ASSERT_EQ(present >> i & 1, both[i] != 0 ? 1u : 0u) << loops.name;
      }
    }
  }
}

}  // namespace
}  // namespace rapport::geo
