// An EntryFilter over the bits of one index: which positions meet all of it.
// Exact: what it says of positions is the AND of the bits themselves, or of the
// lists of who has both of two attributes; only of where nobody can be is
// anything concluded from summaries.
//
// Lives as long as one query, and no longer than the index.

#ifndef RAPPORT_GEO_CONJUNCTION_H_
#define RAPPORT_GEO_CONJUNCTION_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "geo/attribute_bits.h"
#include "geo/chunk_loops.h"
#include "geo/entry_filter.h"
#include "geo/pair_cover.h"
#include "geo/pair_lists.h"

namespace rapport::geo {

// Entries that are asked for together when a tree is walked: four words.
inline constexpr size_t kBlockBits = 256;
inline constexpr size_t kBlockWords = kBlockBits / kWordBits;

class Conjunction {
 public:
  // `pairs` may be null, or of nothing.
  Conjunction(absl::Span<const AttributeBits> attributes,
              const EntryFilter& filter, size_t size,
              const PairLists* pairs = nullptr);

  // Whether there are no conditions; the rest is then not to be called.
  bool everyone() const { return groups_.empty() && !nobody_; }
  bool nobody() const { return nobody_; }

  // The part of all entries that meets it if its conditions have nothing to do
  // with each other, but for those that there are lists of: the product of
  // their parts. A guess to start from.
  double guessed_part() const { return guessed_part_; }

  // Whether there are lists of who meets at least two of its conditions: Listed
  // is then the way to find out who does.
  bool is_listed() const { return cover_.has_value(); }

  // How many positions these lists have. Of is_listed() only, as those below.
  size_t listed() const { return cover_->listed(); }

  // Whether any of a stretch (pair_lists.h) may meet it.
  bool MayBeInStretch(size_t stretch) const { return cover_->MayBeIn(stretch); }

  // The positions from `begin` on and below `end`, both counted from the begin
  // of the stretch, that meet it; ascending. They are good until `room`, which
  // they may lie in, is used again.
  absl::Span<const uint16_t> Listed(size_t stretch, uint32_t begin,
                                    uint32_t end,
                                    std::vector<uint16_t>& room) const;

  // How many words of each condition Scan reads, at most.
  size_t scan_words() const { return scan_words_; }

  // The 256 positions from 256 * `block` on. How many meet it.
  size_t BlockBits(size_t block, uint64_t (&words)[kBlockWords]) const;

  // The 4,096 positions from 4,096 * `chunk` on. How many meet it. Where
  // `present` has no bit, the word was not set and is empty.
  size_t ChunkBits(size_t chunk, uint64_t& present,
                   uint64_t (&words)[kChunkWords]) const;

  // Which of 64 chunks, from 64 * `group` on, may hold any that meets it;
  // none of those that there are not.
  uint64_t ChunksOf(size_t group) const;

  // How many positions meet it. Unlike the rest, for no conditions too.
  size_t Count() const;

  // Calls `found` with the positions in [begin, end) that meet it, ascending,
  // until it returns false. Of is_listed() only. `found` must not ask for more
  // itself.
  template <typename FoundListed>
  void ForEachListed(size_t begin, size_t end, FoundListed found) const;

  // Fetch what the functions of the same names will look at. Of the listed
  // positions, `each` gets some that may be among them.
  void PrefetchBlock(size_t block) const;
  void PrefetchChunk(size_t chunk) const;
  template <typename Each>
  void PrefetchListed(size_t begin, size_t width, Each each) const {
    const absl::Span<const uint16_t> maybe =
        cover_->MayBeWithin(begin / kStretchBits, begin % kStretchBits,
                            begin % kStretchBits + width);
    const size_t stretch = begin / kStretchBits * kStretchBits;
    for (uint16_t at : maybe.subspan(0, kPrefetchedMax)) each(stretch + at);
  }

  // Calls `found` with the positions that meet it, ascending, until it returns
  // false.
  void Scan(absl::FunctionRef<bool(uint32_t position)> found) const;

 private:
  // More are too far ahead.
  static constexpr size_t kPrefetchedMax = 8;

  // One of these must be had.
  using Group = absl::InlinedVector<const AttributeBits*, 2>;

  void AddCover(absl::Span<const AttributeBits> attributes,
                const EntryFilter& filter, const PairLists& pairs);
  bool MeetsRest(size_t position) const;
  void ScanBits(absl::FunctionRef<bool(uint32_t position)> found) const;
  void AddGroup(absl::Span<const AttributeBits> attributes,
                absl::Span<const uint32_t> numbers, size_t size);
  // The AND over groups of the OR over each of what `bits_of` gives.
  template <typename BitsOf>
  uint64_t AndOr(BitsOf bits_of) const;
  // The words of a chunk, and which of them are not empty.
  uint64_t AllWords(size_t chunk, uint64_t (&words)[kChunkWords]) const;
  uint64_t WordsOf(size_t chunk, uint64_t (&words)[kChunkWords]) const;

  absl::InlinedVector<Group, 8> groups_;  // the rarest first
  absl::optional<PairCover> cover_;
  absl::InlinedVector<Group, 4> rest_;  // of the groups: not covered
  const ChunkLoops& loops_;
  size_t size_;
  size_t chunks_;
  bool nobody_ = false;
  double guessed_part_ = 1;
  size_t scan_words_ = 0;
};

template <typename FoundListed>
void Conjunction::ForEachListed(size_t begin, size_t end,
                                FoundListed found) const {
  static thread_local std::vector<uint16_t> room;
  end = std::min(end, cover_->stretches() * kStretchBits);
  if (end > begin + kStretchBits) {
    cover_->Prefetch(begin / kStretchBits, end / kStretchBits);
  }
  while (begin < end) {
    const size_t stretch = begin / kStretchBits;
    const size_t first = stretch * kStretchBits;
    const size_t stop = std::min(end, first + kStretchBits);
    for (uint16_t at : Listed(stretch, begin - first, stop - first, room)) {
      if (!found(static_cast<uint32_t>(first + at))) return;
    }
    begin = stop;
  }
}

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_CONJUNCTION_H_
