// Finds what is near: an immutable index over points, read outwards from any
// place until the reader has seen enough.
//
//   geo::NearestIndex index = geo::NearestIndex::Build(points);
//   index.ForEachNearest(here, geo::Meters{50'000},
//                        [&](uint32_t entry, geo::Meters distance) {
//                          if (Fits(entry)) found.push_back({entry, distance});
//                          return found.size() < 10;  // go on?
//                        });
//
// Points are sorted along S2's curve and cut into blocks of 16, those into
// blocks of 128, and so on by eights. Each block knows the box around its
// unit vectors, which bounds every chord into it from below without any
// trigonometry; blocks and entries leave one queue in order of that bound.
//
// Memory: 28 bytes an entry and less than two for the boxes. Thread-safety:
// immutable once built; any number of threads may read at once.

#ifndef RAPPORT_GEO_NEAREST_INDEX_H_
#define RAPPORT_GEO_NEAREST_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "geo/point.h"

namespace rapport::geo {

inline constexpr Meters kNoDistanceLimit{
    std::numeric_limits<double>::infinity()};

class NearestIndex {
 public:
  // Called with an entry (the position of its point in Build's `points`) and
  // its distance; returns whether to go on.
  using Visitor = absl::FunctionRef<bool(uint32_t entry, Meters distance)>;

  // What an entry number can tell apart, with room for the block numbers.
  static constexpr size_t kEntriesMax = size_t{1} << 31;

  // Points are what MakePoint accepts; at most kEntriesMax of them.
  static NearestIndex Build(absl::Span<const Point> points);

  // An index of nothing.
  NearestIndex() = default;

  // Visits the entries at most `limit` away in order of distance, equally
  // distant ones in order of their number, until the visitor returns false.
  // "Equally" is by the chord between unit vectors, computed in doubles, so
  // that the order is the same on every call and every build of the index.
  // The visitor may query the index itself.
  void ForEachNearest(const Point& from, Meters limit, Visitor visitor) const;

  size_t size() const { return entries_.size(); }

  // What the index holds on the heap.
  size_t memory_bytes() const;

 private:
  // The least box around a block's unit vectors, rounded outwards to floats.
  struct Box {
    float lo[3];
    float hi[3];
  };
  class Search;

  static Box BoxAround(const Box* first, size_t count);
  Box BoxAroundEntries(size_t begin, size_t end) const;
  void BuildBoxes();

  // In the order of S2's curve: coordinates, and the entry's number.
  std::vector<double> x_, y_, z_;
  std::vector<uint32_t> entries_;
  // levels_[0] has a box for every kLeafSize entries, each further level one
  // for every kFanOut boxes of the level before. The last has at most kFanOut.
  std::vector<std::vector<Box>> levels_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_NEAREST_INDEX_H_
