// What lists of pairs say of attributes that must all be had: two lists that
// share an attribute answer for three, three for four.
//
// Lives as long as one query, and no longer than the lists.

#ifndef RAPPORT_GEO_PAIR_COVER_H_
#define RAPPORT_GEO_PAIR_COVER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "geo/attribute_bits.h"
#include "geo/chunk_loops.h"
#include "geo/pair_lists.h"

namespace rapport::geo {

class PairCover {
 public:
  // Covers as many of `all_of` as there are lists for, by the shortest ones.
  // All of them are attributes of `attributes`, and somebody has each.
  PairCover(const PairLists& lists, absl::Span<const AttributeBits> attributes,
            absl::Span<const uint32_t> all_of, size_t size);

  // Whether there was no list for any two of them. The rest is then not to be
  // called, but for Covers.
  bool empty() const { return lists_.empty(); }

  // Whether the lists answer for the attribute.
  bool Covers(uint32_t attribute) const;

  // The part of all entries that have all that is covered: exact for one list,
  // and else what follows if attributes depend on those they share a list with,
  // and on no other.
  double part() const { return part_; }

  // How many positions the lists have, together.
  size_t listed() const { return listed_; }
  size_t stretches() const { return stretches_; }

  // Whether anybody in the stretch may have all that is covered.
  bool MayBeIn(size_t stretch) const;

  // Fetches what is listed in stretches [begin, end), or some of it.
  void Prefetch(size_t begin, size_t end) const {
    for (const PairList& list : lists_) list.Prefetch(begin, end);
  }

  // Positions from `begin` on and below `end`, both counted from the begin of
  // the stretch, among which are all that have what is covered.
  absl::Span<const uint16_t> MayBeWithin(size_t stretch, uint32_t begin,
                                         uint32_t end) const;

  // The positions from `begin` on and below `end`, both counted from the
  // begin of the stretch, that have all that is covered; ascending. They are
  // in a list itself, or in `room`.
  absl::Span<const uint16_t> In(size_t stretch, uint32_t begin, uint32_t end,
                                std::vector<uint16_t>& room) const;

 private:
  // More lists take longer to read than the bits of what few they leave.
  static constexpr size_t kListsMax = 3;

  struct Candidate {
    uint32_t attributes[2];
    size_t count;
  };

  void Add(const PairLists& lists, absl::Span<const AttributeBits> attributes,
           const Candidate& candidate, size_t size);

  const ChunkLoops& loops_;
  absl::InlinedVector<PairList, kListsMax> lists_;  // the shortest first
  absl::InlinedVector<uint32_t, kListsMax + 1> covered_;
  double part_ = 1;
  size_t listed_ = 0;
  size_t stretches_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_PAIR_COVER_H_
