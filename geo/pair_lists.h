// Who has both of two attributes, for the pairs that few have: sorted lists,
// which answer for a rare conjunction without reading the bitmaps of either.
//
// Bits of two attributes that one in fifty has each are spread over most words
// of their bitmaps, though hardly anybody has both: an AND reads everything to
// find next to nothing, and takes the longer the larger the table is. A list of
// those who have both is as long as the answer.
//
// Lists are kept for the pairs that the fewest have, as many as fit into
// kPairBytesAnEntry bytes an entry; for attributes that more than an eighth of
// all have, none. What is counted is the data itself, so that attributes which
// come together more often, or less, than their counts suggest are judged by
// how often they do.
//
// Positions are cut into stretches of 65,536, in each of which two bytes tell
// a position. Memory: at most kPairBytesAnEntry bytes an entry; while lists are
// made about 16. Thread-safety: immutable.

#ifndef RAPPORT_GEO_PAIR_LISTS_H_
#define RAPPORT_GEO_PAIR_LISTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "geo/attribute_bits.h"
#include "geo/huge_pages.h"
#include "geo/prefetch.h"

namespace rapport::geo {

inline constexpr size_t kStretchBits = 65'536;

// Where entries have ten attributes, 4 of the 45 pairs of them fit.
inline constexpr size_t kPairBytesAnEntry = 12;

// Those who have both attributes of a pair. A view of PairLists.
class PairList {
 public:
  PairList(const uint16_t* positions, const uint32_t* begins, size_t stretches)
      : positions_(positions), begins_(begins), stretches_(stretches) {}

  // How many they are, in all and in a stretch.
  size_t count() const { return begins_[stretches_]; }
  size_t CountIn(size_t stretch) const {
    return begins_[stretch + 1] - begins_[stretch];
  }

  // Fetches their positions in stretches [begin, end), or the first of them.
  void Prefetch(size_t begin, size_t end) const {
    const size_t bytes_max = kPrefetchedLines * kCacheLine;
    const char* first =
        reinterpret_cast<const char*>(positions_ + begins_[begin]);
    const size_t bytes = (begins_[end] - begins_[begin]) * sizeof(uint16_t);
    for (size_t i = 0; i < std::min(bytes, bytes_max); i += kCacheLine) {
      PrefetchLine(first + i);
    }
  }

  // Their positions in a stretch, counted from its begin; ascending.
  absl::Span<const uint16_t> In(size_t stretch) const {
    return {positions_ + begins_[stretch], CountIn(stretch)};
  }

 private:
  static constexpr size_t kPrefetchedLines = 32;

  const uint16_t* positions_;
  const uint32_t* begins_;  // of each stretch, and the end of the last
  size_t stretches_;
};

class PairLists {
 public:
  // Of nothing.
  PairLists() = default;

  // Of entries whose attributes are `attributes`, in positions below `size`; on
  // up to `threads` threads.
  PairLists(absl::Span<const AttributeBits> attributes, size_t size,
            int threads);

  // Whether a list of the two is kept.
  bool Has(uint32_t a, uint32_t b) const { return ListOf(a, b) != ~0u; }

  // The list of two that Has is true of.
  PairList Of(uint32_t a, uint32_t b) const;

  // How many lists are kept.
  size_t lists() const { return list_at_.size(); }
  size_t stretches() const { return stretches_; }
  size_t memory_bytes() const;

 private:
  uint32_t ListOf(uint32_t a, uint32_t b) const;
  void ChooseAttributes(absl::Span<const AttributeBits> attributes,
                        size_t size);
  void ChooseLists(const std::vector<uint64_t>& counts, size_t size);

  size_t stretches_ = 0;
  std::vector<uint16_t> rank_;     // of each attribute among the listed ones
  std::vector<uint32_t> ranked_;   // those, by rank
  std::vector<uint32_t> list_of_;  // by the pair's number
  std::vector<uint32_t> begins_;   // of each list's stretches, one more each
  std::vector<uint64_t> list_at_;  // of each list, in positions_
  HugePageVector<uint16_t> positions_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_PAIR_LISTS_H_
