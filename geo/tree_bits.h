// Where the tree's levels and the bitmaps' blocks meet: both count positions.

#ifndef RAPPORT_GEO_TREE_BITS_H_
#define RAPPORT_GEO_TREE_BITS_H_

#include <cstddef>
#include <cstdint>

#include "geo/attribute_bits.h"
#include "geo/conjunction.h"
#include "geo/lanes.h"

namespace rapport::geo {

// Nodes of these levels have the positions of one block, and of one chunk.
inline constexpr size_t kBlockLevel = 1;
inline constexpr size_t kChunkLevel = 2;
static_assert(kLanes * kLanes == kBlockBits);
static_assert(kLanes * kLanes * kLanes == kChunkBits);

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

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_TREE_BITS_H_
