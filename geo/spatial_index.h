// Finds what is near, or inside a region, among entries with attributes: an
// immutable index over points, read outwards from any place until the reader
// has seen enough.
//
//   geo::SpatialIndex index = geo::SpatialIndex::Build(points, attributes);
//   index.ForEachNearest({.from = here, .filter = {.all_of = {kRepairs}}},
//                        [&](uint32_t entry, geo::Meters distance) {
//                          if (IsOpen(entry)) Add(entry, distance);
//                          return ++count < 10;  // go on?
//                        });
//
// Entries are the positions in `points`. What an attribute means, the caller
// knows; of each the index keeps a bitmap in the order of the tree
// (spatial_tree.h, attribute_bits.h). A filter is the exact AND of its bitmaps
// over the blocks that a search comes to, or, where that would be more work, a
// scan of all of them: the search begins with what the attributes' counts
// suggest, sees how often the conditions are met, and changes over once it has
// worked as much as the other way would have cost. So it costs at most about
// twice the better of the two, however attributes depend on each other and on
// place.
//
// Of pairs of rare attributes the index keeps lists of who has both
// (pair_lists.h); a filter that names such a pair is answered from them.
//
// Memory: 26 bytes an entry; unless entries are numbered along the curve
// (curve_order.h), 4 more, and 4 again if there are attributes; for each of
// these what attribute_bits.h says: at most 0.13 bytes an entry; and the lists
// of pairs, at most 12. Building takes about 30 bytes an entry more for a
// while. Each thread that searches keeps what a search needs for the next one.
// Thread-safety: immutable once built; any number of threads may read at once,
// and visitors may query the index themselves.

#ifndef RAPPORT_GEO_SPATIAL_INDEX_H_
#define RAPPORT_GEO_SPATIAL_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "geo/attribute_bits.h"
#include "geo/entry_filter.h"
#include "geo/pair_lists.h"
#include "geo/point.h"
#include "geo/region.h"
#include "geo/spatial_tree.h"

namespace rapport::geo {

inline constexpr Meters kNoDistanceLimit{
    std::numeric_limits<double>::infinity()};

// How a search with a filter goes about it. The answer is the same.
enum class SearchPlan {
  kChosen,    // whichever is less work
  kOutwards,  // from block to block, away from the place
  kScan,      // over the bitmaps of everything, then by distance
};

// Hears of entries that may well be visited soon: a visitor that looks each of
// them up in a table of its own has the table's rows fetched here (prefetch.h),
// so that it need not wait for them one by one. Says nothing of who will be
// visited; an entry may come twice, or be visited unannounced.
class Lookahead {
 public:
  virtual ~Lookahead() = default;
  virtual void Expect(uint32_t entry) const = 0;
};

struct NearestQuery {
  Point from{};
  Meters limit = kNoDistanceLimit;  // at most so far away
  // At least so far away: where a page goes on from, what lies before it costs
  // little.
  Meters at_least{};
  EntryFilter filter{};
  // Null: anywhere. Must outlive the query.
  const Region* region = nullptr;
  // Null: nobody. Must outlive the query.
  const Lookahead* lookahead = nullptr;
  // About how many will be visited; only speed depends on it.
  size_t wanted = 10;
  SearchPlan plan = SearchPlan::kChosen;  // for tests and measurements
};

class SpatialIndex {
 public:
  // Called with an entry and its distance; returns whether to go on.
  using Visitor = absl::FunctionRef<bool(uint32_t entry, Meters distance)>;
  using EntryVisitor = absl::FunctionRef<bool(uint32_t entry)>;

  // What an entry number can tell apart, with room for the blocks' numbers.
  static constexpr size_t kEntriesMax = size_t{1} << 31;

  // Points are what MakePoint accepts; at most kEntriesMax of them.
  // attributes[a] are the entries that have the attribute a, in any order. On
  // up to `threads` threads; the index is the same on any number of them. Takes
  // time in proportion to the points (sorting them: times the logarithm of
  // their number), the attributes they have, and the pairs of rare ones.
  static SpatialIndex Build(
      absl::Span<const Point> points,
      absl::Span<const std::vector<uint32_t>> attributes = {}, int threads = 1);

  // An index of nothing.
  SpatialIndex() = default;

  // Visits what the query asks for in order of distance, equally distant ones
  // in order of their number, until the visitor returns false. "Equally" is by
  // the chord between unit vectors, computed in doubles, so that the order is
  // the same on every call, every build and every machine.
  void ForEachNearest(const NearestQuery& query, Visitor visitor) const;
  void ForEachNearest(const Point& from, Meters limit, Visitor visitor) const;

  // Visits what is inside `region` and meets `filter`, in an order of no
  // meaning that is the same on every call, until the visitor returns false.
  void ForEachInside(const Region& region, const EntryFilter& filter,
                     EntryVisitor visitor) const;

  // How many entries meet `filter`, exactly: by counting the bits of the AND,
  // and visiting nobody. For who explains why a search found so few.
  size_t CountMatching(const EntryFilter& filter) const;

  // How many of those are inside `region`.
  size_t CountMatching(const EntryFilter& filter, const Region& region) const;

  // Whether one entry has the attribute; false if there is no such number.
  bool Has(uint32_t entry, uint32_t attribute) const {
    return attribute < attributes_.size() &&
           attributes_[attribute].Has(PositionOf(entry));
  }

  // Whether one entry meets `filter`: for who has come upon it otherwise.
  bool Meets(uint32_t entry, const EntryFilter& filter) const;

  size_t size() const { return tree_.size(); }

  // How many entries have the attribute; 0 if there is no such number.
  size_t CountOf(uint32_t attribute) const;

  // What the index holds on the heap.
  size_t memory_bytes() const;

 private:
  uint32_t PositionOf(uint32_t entry) const {
    return position_of_.empty() ? entry : position_of_[entry];
  }

  AttributeBits BitsOf(absl::Span<const uint32_t> entries) const;

  SpatialTree tree_;
  // Of each entry; empty where there are no attributes, and where entries are
  // numbered in the order of the tree.
  std::vector<uint32_t> position_of_;
  std::vector<AttributeBits> attributes_;
  PairLists pairs_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_SPATIAL_INDEX_H_
