// The loops over the words of a chunk of bitmaps, and over sorted lists:
// portable, AVX2, AVX-512. All give the same results.

#ifndef RAPPORT_GEO_CHUNK_LOOPS_H_
#define RAPPORT_GEO_CHUNK_LOOPS_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace rapport::geo {

inline constexpr size_t kWordBits = 64;
inline constexpr size_t kChunkWords = 64;

// How many bits of `word` are set. The builtin is a call where the compiler may
// not take the processor's own instruction for granted.
inline int PopCount(uint64_t word) {
  word -= word >> 1 & 0x5555555555555555;
  word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return static_cast<int>(word * 0x0101010101010101 >> 56);
}

struct ChunkLoops {
  const char* name;

  // Sets `to` to `a` AND `b`, 64 words each, and returns which words of it are
  // not empty. `to` may be `a`.
  uint64_t (*and_words)(const uint64_t* a, const uint64_t* b, uint64_t* to);

  // Adds the bits of `more` to `to`.
  void (*or_words)(const uint64_t* more, uint64_t* to);

  // Sets `to` to the numbers that are in both `a` and `b`, which ascend without
  // repeating any, and returns how many they are. `to` has room for all of `a`,
  // and may be `a`.
  size_t (*intersect)(absl::Span<const uint16_t> a,
                      absl::Span<const uint16_t> b, uint16_t* to);
};

// What this machine can run: the portable one first, the fastest last.
absl::Span<const ChunkLoops> AllChunkLoops();

// The fastest of them.
const ChunkLoops& FastestChunkLoops();

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_CHUNK_LOOPS_H_
