// How the spatial index keeps its points: sorted along S2's curve, in leaves of
// sixteen, under boxes of sixteen, under boxes of sixteen...
//
// A node of level 0 is a leaf; one of level n has sixteen nodes of level n - 1,
// and so 16^(n + 1) positions. Positions are the order along the curve. The
// box around a node is kept in its parent, beside those of its siblings, so
// that all sixteen are judged at once.
//
// Memory: 26 bytes an entry (24 of it leaves), 4 more unless entries are
// numbered as they are ordered (curve_order.h). Thread-safety: immutable.

#ifndef RAPPORT_GEO_SPATIAL_TREE_H_
#define RAPPORT_GEO_SPATIAL_TREE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "geo/huge_pages.h"
#include "geo/lanes.h"
#include "geo/point.h"
#include "geo/region.h"
#include "geo/unit_vector.h"

namespace rapport::geo {

class SpatialTree {
 public:
  SpatialTree() = default;
  // On up to `threads` threads.
  explicit SpatialTree(absl::Span<const Point> points, int threads = 1);

  size_t size() const { return size_; }

  // The level of the one node that has everything. At least 1, if size() > 0.
  size_t root_level() const { return boxes_.size(); }

  const LeafLanes& leaf(size_t node) const { return leaves_[node]; }

  // The boxes around the sixteen below a node of a level from 1 on.
  const BoxLanes& boxes(size_t level, size_t node) const {
    return boxes_[level - 1][node];
  }

  // The smallest ball that has the box of a lane.
  Ball BallOf(size_t level, size_t node, size_t lane) const;

  // Whether there is anything in the lane of a node of a level from 1 on.
  bool HasLane(size_t level, size_t node, size_t lane) const;

  uint32_t EntryAt(size_t position) const {
    return entries_.empty() ? static_cast<uint32_t>(position)
                            : entries_[position];
  }
  const UnitVector& PlaceAt(size_t position) const {
    return leaves_[position / kLanes].at[position % kLanes];
  }

  // Whether each entry's number is its position.
  bool is_numbered_alike() const { return entries_.empty(); }

  // The position of each entry.
  std::vector<uint32_t> Positions() const;

  size_t memory_bytes() const;

 private:
  void BuildLeaves(absl::Span<const Point> points, int threads);
  void BuildBoxes(int threads);

  size_t size_ = 0;
  HugePageVector<LeafLanes> leaves_;
  std::vector<uint32_t> entries_;  // of each position, unless they are the same
  std::vector<HugePageVector<BoxLanes>> boxes_;  // of level 1 first
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_SPATIAL_TREE_H_
