#include "geo/conjunction.h"

#include <algorithm>
#include <vector>

#include "geo/attribute_bits.h"
#include "geo/tree_bits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/geo/random_places.h"

namespace rapport::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kSize = 300'000;  // more chunks than one group has

std::vector<uint32_t> Every(uint32_t step, uint32_t begin = 0,
                            uint32_t end = kSize) {
  std::vector<uint32_t> positions;
  for (uint32_t i = begin; i < end; i += step) positions.push_back(i);
  return positions;
}

std::vector<uint32_t> Scanned(const Conjunction& filter) {
  std::vector<uint32_t> positions;
  filter.Scan([&](uint32_t position) {
    positions.push_back(position);
    return true;
  });
  return positions;
}

class ConjunctionTest : public ::testing::Test {
 protected:
  // Common, rarer, rare and in one place, everywhere, nowhere.
  const std::vector<std::vector<uint32_t>> positions_ = {
      Every(2), Every(3), Every(70), Every(1, 270'000, 270'100), Every(1), {}};
  std::vector<AttributeBits> attributes_ = [this] {
    std::vector<AttributeBits> attributes;
    for (const auto& positions : positions_) {
      attributes.emplace_back(positions, kSize);
    }
    return attributes;
  }();

  std::vector<uint32_t> Expected(const EntryFilter& filter) const {
    std::vector<uint32_t> expected;
    const auto has = [&](uint32_t position, uint32_t attribute) {
      const auto& all = positions_[attribute];
      return std::binary_search(all.begin(), all.end(), position);
    };
    for (uint32_t i = 0; i < kSize; ++i) {
      bool fits = true;
      for (uint32_t a : filter.all_of) fits = fits && has(i, a);
      for (const auto& group : filter.any_of) {
        fits = fits && std::any_of(group.begin(), group.end(),
                                   [&](uint32_t a) { return has(i, a); });
      }
      if (fits) expected.push_back(i);
    }
    return expected;
  }

  Conjunction Make(const EntryFilter& filter) const {
    return Conjunction(attributes_, filter, kSize);
  }
};

TEST_F(ConjunctionTest, ScansWhatMeetsAllConditions) {
  const EntryFilter filters[] = {
      {.all_of = {0}},           {.all_of = {3}},
      {.all_of = {0, 1}},        {.all_of = {0, 1, 2}},
      {.all_of = {4, 2}},        {.all_of = {3, 0}, .any_of = {{1, 2}}},
      {.any_of = {{1, 2}}},      {.any_of = {{2, 3}, {0, 1}}},
      {.any_of = {{0, 5}, {2}}}, {.all_of = {2}, .any_of = {{0, 1, 3, 4}}},
  };
  for (const EntryFilter& filter : filters) {
    EXPECT_EQ(Scanned(Make(filter)), Expected(filter));
  }
}

TEST_F(ConjunctionTest, GivesBlocksAndChunksTheBitsThatAScanFinds) {
  const EntryFilter filter = {.all_of = {0}, .any_of = {{2, 3}}};
  const Conjunction conjunction = Make(filter);
  std::vector<uint32_t> by_block;
  std::vector<uint32_t> by_chunk;
  for (size_t block = 0; block < (kSize + 255) / 256; ++block) {
    uint64_t words[kBlockWords];
    const size_t before = by_block.size();
    const size_t count = conjunction.BlockBits(block, words);
    for (uint32_t i = 0; i < 256; ++i) {
      if ((words[i / 64] >> (i % 64) & 1) != 0) {
        by_block.push_back(static_cast<uint32_t>(block * 256 + i));
      }
    }
    EXPECT_EQ(by_block.size() - before, count);
  }
  for (size_t chunk = 0; chunk < (kSize + 4095) / 4096; ++chunk) {
    uint64_t present;
    uint64_t words[kChunkWords];
    const size_t before = by_chunk.size();
    const size_t count = conjunction.ChunkBits(chunk, present, words);
    for (uint32_t i = 0; i < 4096; ++i) {
      if ((present >> (i / 64) & 1) == 0) continue;
      if ((words[i / 64] >> (i % 64) & 1) != 0) {
        by_chunk.push_back(static_cast<uint32_t>(chunk * 4096 + i));
      }
    }
    EXPECT_EQ(by_chunk.size() - before, count);
  }
  EXPECT_EQ(by_block, Expected(filter));
  EXPECT_EQ(by_chunk, Expected(filter));
}

TEST_F(ConjunctionTest, KnowsTheChunksWhereNobodyIs) {
  const Conjunction filter = Make({.all_of = {0, 3}});
  EXPECT_EQ(filter.ChunksOf(0), 0u);
  EXPECT_EQ(filter.ChunksOf(1), uint64_t{1} << (270'000 / 4096 - 64));
  EXPECT_EQ(filter.ChunksOf(2), 0u);
}

TEST_F(ConjunctionTest, LeadsFromTheNodesAboveToTheChunksWhereAnybodyIs) {
  const Conjunction filter = Make({.all_of = {3}});
  // 4,096 positions a chunk, sixteen chunks a node of level 3.
  for (size_t node = 0; node < 5; ++node) {
    const bool is_there = node == 270'000 / 65'536;
    EXPECT_EQ(LanesAboveChunks(filter, 3, node), is_there ? 1u << 1 : 0u);
  }
  EXPECT_EQ(LanesAboveChunks(filter, 4, 0), 1u << 4);
  EXPECT_EQ(LanesAboveChunks(filter, 5, 0), kAllLanes);
}

TEST_F(ConjunctionTest, LeadsFromABlockToItsLeaves) {
  const uint64_t block[kBlockWords] = {uint64_t{1} << 17, 0, 0, 0xf};
  EXPECT_EQ(LeavesOf(block), (1u << 1) | (1u << 12));
  EXPECT_EQ(LeafBits(block, 1), 1u << 1);
  EXPECT_EQ(LeafBits(block, 12), 0xfu);
  EXPECT_EQ(BlocksOf(uint64_t{1} << 63 | 0x10), (1u << 15) | (1u << 1));
}

TEST_F(ConjunctionTest, KnowsWhenItHasNoConditionsAndWhenNobodyMeetsThem) {
  EXPECT_TRUE(Make({}).everyone());
  EXPECT_FALSE(Make({}).nobody());
  for (const EntryFilter& filter :
       {EntryFilter{.all_of = {5}}, EntryFilter{.all_of = {0, 99}},
        EntryFilter{.any_of = {{5, 99}}}, EntryFilter{.any_of = {{}}}}) {
    EXPECT_TRUE(Make(filter).nobody());
    EXPECT_FALSE(Make(filter).everyone());
    EXPECT_THAT(Scanned(Make(filter)), IsEmpty());
  }
}

TEST_F(ConjunctionTest, GuessesFromTheCounts) {
  EXPECT_NEAR(Make({.all_of = {0, 1}}).guessed_part(), 1.0 / 6, 1e-5);
  EXPECT_NEAR(Make({.any_of = {{0, 1}}}).guessed_part(), 5.0 / 6, 1e-5);
  EXPECT_NEAR(Make({.any_of = {{0, 1, 4}}}).guessed_part(), 1, 1e-9);
}

TEST_F(ConjunctionTest, StopsScanningWhenToldTo) {
  std::vector<uint32_t> seen;
  Make({.all_of = {1}}).Scan([&](uint32_t position) {
    seen.push_back(position);
    return seen.size() < 3;
  });
  EXPECT_THAT(seen, ElementsAre(0, 3, 6));
}

TEST(AttributeBits, TakeLittleMemoryWhereFewHaveThem) {
  const double bytes_max = 0.13 * kSize + sizeof(AttributeBits);
  EXPECT_LE(AttributeBits(Every(1), kSize).memory_bytes(), bytes_max);
  EXPECT_LE(AttributeBits(Every(65), kSize).memory_bytes(), bytes_max);
  EXPECT_LE(AttributeBits({}, kSize).memory_bytes(),
            0.005 * kSize + sizeof(AttributeBits));
}

TEST(AttributeBits, CountWhatTheyHold) {
  const AttributeBits bits(Every(70), kSize);
  EXPECT_EQ(bits.count(), Every(70).size());
  EXPECT_LE(bits.words_present(), bits.count());
  EXPECT_EQ(bits.Word(0, 0), 1u);
  EXPECT_EQ(bits.Word(0, 1), uint64_t{1} << 6);
}

}  // namespace
}  // namespace rapport::geo
