// Where the tree's levels and the bitmaps' blocks meet: both count positions.

#ifndef RAPPORT_GEO_TREE_BITS_H_
#define RAPPORT_GEO_TREE_BITS_H_

#include <cstddef>
#include <cstdint>

#include "geo/attribute_bits.h"
#include "geo/conjunction.h"
#include "geo/lanes.h"
#include "geo/pair_lists.h"

namespace rapport::geo {

// Nodes of these levels have the positions of one block, and of one chunk.
inline constexpr size_t kBlockLevel = 1;
inline constexpr size_t kChunkLevel = 2;
inline constexpr size_t kStretchLevel = 3;  // of pair_lists.h
static_assert(kLanes * kLanes == kBlockBits);
static_assert(kLanes * kLanes * kLanes == kChunkBits);
static_assert(kLanes * kChunkBits == kStretchBits);

// So few that meet a filter are looked at themselves, not what is around them.
inline constexpr size_t kFew = kLanes;

// A block's bits for one of its sixteen leaves.
inline uint32_t LeafBits(const uint64_t* block, size_t leaf) {
  constexpr size_t kLeavesAWord = kWordBits / kLanes;
  return block[leaf / kLeavesAWord] >> (leaf % kLeavesAWord * kLanes) &
         kAllLanes;
}

// Which of a block's sixteen leaves have any bit.
inline uint32_t LeavesOf(const uint64_t (&block)[kBlockWords]) {
  uint32_t leaves = 0;
  for (size_t leaf = 0; leaf < kLanes; ++leaf) {
    leaves |= static_cast<uint32_t>(LeafBits(block, leaf) != 0) << leaf;
  }
  return leaves;
}

// Which of a chunk's sixteen blocks have a word that is not empty.
inline uint32_t BlocksOf(uint64_t words_present) {
  uint32_t blocks = 0;
  for (size_t block = 0; block < kLanes; ++block) {
    const uint64_t of_block = words_present >> (block * kBlockWords) & 0xf;
    blocks |= static_cast<uint32_t>(of_block != 0) << block;
  }
  return blocks;
}

// Which lanes of a node above the chunks may have any that meets the filter.
inline uint32_t LanesAboveChunks(const Conjunction& filter, size_t level,
                                 size_t node) {
  constexpr size_t kNodesAGroup = kWordBits / kLanes;
  if (level == kChunkLevel + 1) {
    const uint64_t chunks = filter.ChunksOf(node / kNodesAGroup);
    return chunks >> (node % kNodesAGroup * kLanes) & kAllLanes;
  }
  if (level > kChunkLevel + 2) return kAllLanes;
  uint64_t chunks[kBlockWords];
  for (size_t i = 0; i < kBlockWords; ++i) {
    chunks[i] = filter.ChunksOf(node * kBlockWords + i);
  }
  return LeavesOf(chunks);
}

// The same where the filter's conditions are listed, above the stretches.
inline uint32_t LanesAboveStretches(const Conjunction& filter, size_t level,
                                    size_t node) {
  if (level > kStretchLevel + 1) return kAllLanes;
  uint32_t lanes = 0;
  for (size_t i = 0; i < kLanes; ++i) {
    lanes |= static_cast<uint32_t>(filter.MayBeInStretch(node * kLanes + i))
             << i;
  }
  return lanes;
}

// Calls `each` with the position of every bit of `word`, the lowest of which is
// for position `begin`.
template <typename Each>
void ForEachBit(uint64_t word, size_t begin, Each each) {
  for (; word != 0; word &= word - 1) {
    each(static_cast<uint32_t>(begin + __builtin_ctzll(word)));
  }
}

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_TREE_BITS_H_
