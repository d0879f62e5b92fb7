// Which entries have an attribute: a bitmap over positions in the index, kept
// without its empty words.
//
// The bitmap is cut into chunks of 64 words of 64 positions. A chunk knows by
// one word which of its words are not empty, and only those are kept, one after
// the other, unless most are: then all are, so that a whole chunk can be read
// in a straight line. So an attribute that is rare, or found in one part of the
// world only, takes and costs little; and what a chunk knows answers for 4,096
// entries at a time where nobody fits. A bit a chunk above that answers for a
// quarter of a million.
//
// Memory: 16 bytes a chunk, and 8 a word kept; never more than 0.13 bytes an
// entry, 0.004 if hardly any has the attribute. Thread-safety: immutable.

#ifndef RAPPORT_GEO_ATTRIBUTE_BITS_H_
#define RAPPORT_GEO_ATTRIBUTE_BITS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "geo/chunk_loops.h"
#include "geo/huge_pages.h"

namespace rapport::geo {

inline constexpr size_t kChunkBits = kChunkWords * kWordBits;

class AttributeBits {
 public:
  // Of nothing.
  AttributeBits() = default;

  // `positions` ascend, all of them below `size`.
  AttributeBits(absl::Span<const uint32_t> positions, size_t size);

  // Of the bitmap itself: at least the words that `size` bits need, and no bit
  // set beyond those.
  static AttributeBits FromWords(absl::Span<const uint64_t> words, size_t size);

  // Moves the words of all of them into one table that they share, in huge
  // pages if it is large enough for those.
  static void Gather(absl::Span<AttributeBits> all);

  // How many positions have it.
  size_t count() const { return count_; }
  size_t chunks() const { return chunks_.size(); }

  // Which words of the chunk are not empty.
  uint64_t present(size_t chunk) const { return chunks_[chunk].present; }

  // A bit a chunk: whether it holds anything. By 64 chunks.
  uint64_t chunks_present(size_t group) const { return groups_[group]; }

  // How many words of all are not empty.
  size_t words_present() const { return words_present_; }

  // A word of the bitmap, by its number in the chunk.
  uint64_t Word(size_t chunk, size_t word) const {
    const Chunk& c = chunks_[chunk];
    if (c.whole != 0) return words_[c.begin + word];
    const uint64_t bit = uint64_t{1} << word;
    if ((c.present & bit) == 0) return 0;
    return words_[c.begin + PopCount(c.present & (bit - 1))];
  }

  bool Has(size_t position) const {
    const size_t word = position / kWordBits;
    const uint64_t bits = Word(word / kChunkWords, word % kChunkWords);
    return (bits >> (position % kWordBits) & 1) != 0;
  }

  // How many words of the chunk are kept, one after the other; and about where
  // one of them would be. To fetch them ahead.
  size_t kept(size_t chunk) const {
    const Chunk& c = chunks_[chunk];
    return c.whole != 0 ? kChunkWords : PopCount(c.present);
  }
  const uint64_t* Find(size_t chunk, size_t word) const {
    const Chunk& c = chunks_[chunk];
    return words_ + c.begin + (c.whole != 0 ? word : 0);
  }

  // The chunk's 64 words: where they are kept, or spread out into `room`.
  const uint64_t* Words(size_t chunk, uint64_t (&room)[kChunkWords]) const;

  size_t memory_bytes() const;

 private:
  struct Chunk {
    uint64_t present = 0;
    uint32_t begin = 0;  // into words_
    uint32_t whole = 0;  // whether empty words are kept as well
  };

  explicit AttributeBits(size_t size);
  void Close(size_t chunk, const uint64_t (&words)[kChunkWords]);
  void Finish();

  std::vector<uint64_t> groups_;
  std::vector<Chunk> chunks_;
  // Never changed once others may share it; `words_` point into it.
  std::shared_ptr<HugePageVector<uint64_t>> table_ =
      std::make_shared<HugePageVector<uint64_t>>();
  const uint64_t* words_ = nullptr;
  size_t words_kept_ = 0;
  size_t count_ = 0;
  size_t words_present_ = 0;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_ATTRIBUTE_BITS_H_
