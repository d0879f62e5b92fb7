#include "geo/pair_lists.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "geo/chunk_loops.h"
#include "geo/conjunction.h"
#include "geo/pair_cover.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"

namespace rapport::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kSize = 200'000;  // four stretches, the last not full

std::vector<uint32_t> Positions(const PairList& list, size_t stretches) {
  std::vector<uint32_t> positions;
  for (size_t stretch = 0; stretch < stretches; ++stretch) {
    for (uint16_t at : list.In(stretch)) {
      positions.push_back(static_cast<uint32_t>(stretch * kStretchBits + at));
    }
  }
  return positions;
}

std::vector<uint32_t> Both(const std::vector<uint32_t>& a,
                           const std::vector<uint32_t>& b) {
  std::vector<uint32_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  return both;
}

// Attributes: half of all, one in twelve twice, one in fifty thrice, all of one
// corner, nobody, and one that comes with the second only.
class PairListsTest : public ::testing::Test {
 protected:
  PairListsTest() {
    positions_.resize(9);
    for (uint32_t i = 0; i < kSize; ++i) {
      Give(0, i, places_.Percent(50));
      Give(1, i, places_.Percent(8));
      Give(2, i, places_.Percent(8));
      for (uint32_t a : {3, 4, 5}) Give(a, i, places_.Percent(2));
      Give(6, i, i >= 70'000 && i < 75'000);
      Give(8, i,
           !positions_[1].empty() && positions_[1].back() == i &&
               places_.Percent(20));
    }
    for (const auto& positions : positions_) {
      attributes_.emplace_back(positions, kSize);
    }
    lists_ = PairLists(attributes_, kSize, 1);
  }

  void Give(uint32_t attribute, uint32_t position, bool has) {
    if (has) positions_[attribute].push_back(position);
  }

  std::vector<uint32_t> Expected(const EntryFilter& filter) const {
    std::vector<uint32_t> expected;
    Conjunction(attributes_, filter, kSize).Scan([&](uint32_t position) {
      expected.push_back(position);
      return true;
    });
    return expected;
  }

  RandomPlaces places_{FreshSeed()};
  std::vector<std::vector<uint32_t>> positions_;
  std::vector<AttributeBits> attributes_;
  PairLists lists_;
};

TEST_F(PairListsTest, HoldWhoHasBoth) {
  for (uint32_t a = 0; a < positions_.size(); ++a) {
    for (uint32_t b = 0; b < a; ++b) {
      if (!lists_.Has(a, b)) continue;
      EXPECT_TRUE(lists_.Has(b, a));
      const PairList list = lists_.Of(a, b);
      const auto both = Both(positions_[a], positions_[b]);
      EXPECT_EQ(Positions(list, lists_.stretches()), both);
      EXPECT_EQ(list.count(), both.size());
    }
  }
  EXPECT_TRUE(lists_.Has(3, 4));
  EXPECT_TRUE(lists_.Has(3, 6));
}

TEST_F(PairListsTest, AreNotKeptOfWhatIsCommonOrNobodyHas) {
  for (uint32_t a = 0; a < 9; ++a) {
    EXPECT_FALSE(lists_.Has(0, a));
    EXPECT_FALSE(lists_.Has(7, a));
    EXPECT_FALSE(lists_.Has(a, a));
    EXPECT_FALSE(lists_.Has(a, 9));
  }
}

TEST_F(PairListsTest, AreTheSameOnAnyNumberOfThreads) {
  for (int threads : {2, 3, 4}) {
    const PairLists others(attributes_, kSize, threads);
    EXPECT_EQ(others.lists(), lists_.lists());
    EXPECT_EQ(others.memory_bytes(), lists_.memory_bytes());
    EXPECT_EQ(Positions(others.Of(1, 8), others.stretches()),
              Positions(lists_.Of(1, 8), lists_.stretches()));
  }
}

TEST(PairLists, OfTheFewestAreKeptWhereNotAllFit) {
  // Every entry of fourteen has each pair of ten attributes: 45 pairs, which
  // take more than there is room for. One more pair is rarer.
  std::vector<std::vector<uint32_t>> positions(12);
  for (uint32_t i = 0; i < kSize; i += 14) {
    for (uint32_t a = 0; a < 10; ++a) positions[a].push_back(i);
  }
  for (uint32_t i = 0; i < kSize; i += 1400) {
    positions[10].push_back(i);
    positions[11].push_back(i);
  }
  std::vector<AttributeBits> attributes;
  for (const auto& of : positions) attributes.emplace_back(of, kSize);
  const PairLists lists(attributes, kSize, 2);
  EXPECT_TRUE(lists.Has(10, 11));
  EXPECT_TRUE(lists.Has(3, 11));
  EXPECT_LE(lists.memory_bytes(), kPairBytesAnEntry * kSize + 4096);

  const PairLists few(attributes, 100, 1);
  EXPECT_LE(few.memory_bytes(), kPairBytesAnEntry * 100 + 4096);
}

TEST(PairLists, OfNothingHaveNothing) {
  EXPECT_FALSE(PairLists().Has(0, 1));
  EXPECT_FALSE(PairLists({}, 0, 1).Has(0, 1));
  const PairLists one({AttributeBits({1, 2}, 20)}, 20, 3);
  EXPECT_EQ(one.lists(), 0u);
}

TEST_F(PairListsTest, AnswerForConjunctionsAsTheBitsDo) {
  const EntryFilter filters[] = {
      {.all_of = {3, 4}},
      {.all_of = {3, 4, 5}},
      {.all_of = {4, 0, 3}},
      {.all_of = {1, 2, 3, 4, 5}},
      {.all_of = {6, 3, 3}},
      {.all_of = {1, 8}},
      {.all_of = {2, 8, 6}},
      {.all_of = {5, 4}, .any_of = {{0, 1}}},
      {.all_of = {5, 4}, .any_of = {{2}, {6, 0, 7}}},
  };
  for (const EntryFilter& filter : filters) {
    const Conjunction listed(attributes_, filter, kSize, &lists_);
    ASSERT_TRUE(listed.is_listed());
    std::vector<uint32_t> seen;
    listed.Scan([&](uint32_t position) {
      seen.push_back(position);
      return true;
    });
    EXPECT_EQ(seen, Expected(filter));
    EXPECT_EQ(listed.Count(), seen.size());
  }
}

TEST_F(PairListsTest, AnswerForAnyPartOfAStretch) {
  const EntryFilter filter = {.all_of = {3, 4, 1, 0}};
  const Conjunction listed(attributes_, filter, kSize, &lists_);
  const std::vector<uint32_t> expected = Expected(filter);
  std::vector<uint16_t> room;
  for (int i = 0; i < 500; ++i) {
    const size_t stretch = places_.Index(4);
    const auto begin = static_cast<uint32_t>(places_.Index(kStretchBits));
    const auto end =
        static_cast<uint32_t>(begin + places_.Index(kStretchBits - begin + 1));
    std::vector<uint32_t> inside;
    for (uint32_t position : expected) {
      if (position >= stretch * kStretchBits + begin &&
          position < stretch * kStretchBits + end) {
        inside.push_back(position);
      }
    }
    std::vector<uint32_t> seen;
    for (uint16_t at : listed.Listed(stretch, begin, end, room)) {
      seen.push_back(static_cast<uint32_t>(stretch * kStretchBits + at));
    }
    ASSERT_EQ(seen, inside);
  }
}

TEST_F(PairListsTest, GuessFromHowOftenAttributesComeTogether) {
  const auto part = [&](const EntryFilter& filter) {
    return Conjunction(attributes_, filter, kSize, &lists_).guessed_part();
  };
  const double both =
      static_cast<double>(Both(positions_[1], positions_[8]).size()) / kSize;
  EXPECT_NEAR(part({.all_of = {1, 8}}), both, 1e-9);
  EXPECT_NEAR(part({.all_of = {1, 8, 0}}), both / 2, both * 0.05);
  EXPECT_EQ(both, static_cast<double>(positions_[8].size()) / kSize);
}

TEST_F(PairListsTest, KnowThatNobodyHasBoth) {
  std::vector<std::vector<uint32_t>> apart = {{}, {}};
  for (uint32_t i = 0; i < kSize; i += 20) apart[i / 20 % 2].push_back(i);
  const std::vector<AttributeBits> attributes = {{apart[0], kSize},
                                                 {apart[1], kSize}};
  const PairLists lists(attributes, kSize, 1);
  EXPECT_TRUE(
      Conjunction(attributes, {.all_of = {0, 1}}, kSize, &lists).nobody());
}

std::vector<uint16_t> RandomList(RandomPlaces& places) {
  std::set<uint16_t> numbers;
  const size_t spread = places.Index(2) == 0 ? 100 : 65'536;
  for (size_t left = places.Index(80); left > 0; --left) {
    numbers.insert(static_cast<uint16_t>(65'535 - places.Index(spread)));
  }
  return {numbers.begin(), numbers.end()};
}

TEST(ChunkLoops, IntersectSortedLists) {
  RandomPlaces places(FreshSeed());
  for (int i = 0; i < 5000; ++i) {
    const std::vector<uint16_t> a = RandomList(places);
    const std::vector<uint16_t> b = RandomList(places);
    std::vector<uint16_t> expected;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                          std::back_inserter(expected));
    for (const ChunkLoops& loops : AllChunkLoops()) {
      std::vector<uint16_t> apart(a.size());
      apart.resize(loops.intersect(a, b, apart.data()));
      ASSERT_EQ(apart, expected) << loops.name;
      std::vector<uint16_t> in_place = a;
      in_place.resize(loops.intersect(in_place, b, in_place.data()));
      ASSERT_EQ(in_place, expected) << loops.name;
    }
  }
}

}  // namespace
}  // namespace rapport::geo
