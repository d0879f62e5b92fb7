#include "clients/cli/demo/random.h"

#include <array>
#include <set>

#include "gtest/gtest.h"

namespace rapport::demo {
namespace {

TEST(Random, IsTheSameEverywhere) {
  // The reference values of SplitMix64 for the seed 1234567.
  Random random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317u);
  EXPECT_EQ(random.Next(), 3203168211198807973u);
  EXPECT_EQ(random.Next(), 9817491932198370423u);
}

TEST(Random, HasASequenceOfItsOwnForEachItem) {
  std::set<uint64_t> firsts;
  for (uint64_t kind = 0; kind < 10; ++kind) {
    for (uint64_t index = 0; index < 1000; ++index) {
      firsts.insert(Random(1, kind, index).Next());
    }
  }
  EXPECT_EQ(firsts.size(), 10'000);
  EXPECT_EQ(Random(1, 2, 3).Next(), Random(1, 2, 3).Next());
  EXPECT_NE(Random(1, 2, 3).Next(), Random(2, 2, 3).Next());
}

TEST(Random, StaysBelowTheEndAndReachesAll) {
  Random random(1);
  std::set<uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t value = random.Below(7);
    EXPECT_LT(value, 7);
    seen.insert(value);
  }
  EXPECT_EQ(seen.size(), 7);
  EXPECT_EQ(random.Below(1), 0);
}

TEST(Random, KeepsToPercents) {
  Random random(1);
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) hits += random.Percent(30);
  EXPECT_NEAR(hits, 3000, 200);
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(random.Percent(0));
    EXPECT_TRUE(random.Percent(100));
  }
}

TEST(Random, PrefersLowRanksAsZipfDoes) {
  Random random(1);
  std::array<int, 4> counts{};
  for (int i = 0; i < 25'000; ++i) ++counts.at(random.Zipf(4));
  // Weights 1, 1/2, 1/3, 1/4: shares of 12, 6, 4 and 3 in 25.
  EXPECT_NEAR(counts[0], 12'000, 400);
  EXPECT_NEAR(counts[1], 6'000, 300);
  EXPECT_NEAR(counts[2], 4'000, 300);
  EXPECT_NEAR(counts[3], 3'000, 300);
  EXPECT_EQ(random.Zipf(1), 0);
}

}  // namespace
}  // namespace rapport::demo
