// An EntryFilter over the bits of one index: which positions meet all of it.
// Exact: every answer is the AND of the bits themselves, never of summaries
// that could hold for different entries.
//
// Lives as long as one query, and no longer than the index.

#ifndef RAPPORT_GEO_CONJUNCTION_H_
#define RAPPORT_GEO_CONJUNCTION_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "geo/attribute_bits.h"
#include "geo/entry_filter.h"

namespace rapport::geo {

// Entries that are asked for together when a tree is walked: four words.
inline constexpr size_t kBlockBits = 256;
inline constexpr size_t kBlockWords = kBlockBits / kWordBits;

class Conjunction {
 public:
  Conjunction(absl::Span<const AttributeBits> attributes,
              const EntryFilter& filter, size_t size);

  // Whether there are no conditions; the rest is then not to be called.
  bool everyone() const { return groups_.empty() && !nobody_; }
  bool nobody() const { return nobody_; }

  // The part of all entries that meets it if its conditions have nothing to do
  // with each other: the product of their parts. A guess to start from.
  double guessed_part() const { return guessed_part_; }

  // How many words Scan reads of each condition, at most.
  size_t scan_words() const { return scan_words_; }

  // The 256 positions from 256 * `block` on. Whether any meets it.
  bool BlockWords(size_t block, uint64_t (&words)[kBlockWords]) const;

  // Which of a chunk's sixteen blocks hold a position that meets it.
  uint32_t BlocksOf(size_t chunk) const;

  // Calls `found` with the positions that meet it, ascending, until it returns
  // false.
  void Scan(absl::FunctionRef<bool(uint32_t position)> found) const;

 private:
  // One of these must be had.
  using Group = absl::InlinedVector<const AttributeBits*, 2>;

  void AddGroup(absl::Span<const AttributeBits> attributes,
                absl::Span<const uint32_t> numbers, size_t size);
  uint64_t Present(size_t chunk) const;
  uint64_t Word(size_t chunk, size_t word) const;
  // The chunk's words; `present` are those that may not be empty, and are set
  // to those that are not.
  void ChunkWords(size_t chunk, uint64_t& present,
                  uint64_t (&words)[kChunkWords]) const;

  absl::InlinedVector<Group, 8> groups_;  // the rarest first
  size_t chunks_;
  bool nobody_ = false;
  double guessed_part_ = 1;
  size_t scan_words_ = 0;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_CONJUNCTION_H_
