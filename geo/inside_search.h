// One query for what is inside a region. Lives as long as the call.

#ifndef RAPPORT_GEO_INSIDE_SEARCH_H_
#define RAPPORT_GEO_INSIDE_SEARCH_H_

#include <cstddef>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "geo/conjunction.h"
#include "geo/lanes.h"
#include "geo/region.h"
#include "geo/spatial_tree.h"
#include "geo/unit_vector.h"

namespace rapport::geo {

class InsideSearch {
 public:
  InsideSearch(const SpatialTree& tree, const Conjunction& filter,
               const Region& region);

  // Visits the entries in order of position until `visitor` returns false.
  void Run(absl::FunctionRef<bool(uint32_t entry)> visitor) const;

 private:
  using Visitor = absl::FunctionRef<bool(uint32_t entry)>;

  // These return whether to go on. `inside`: the node is known to be.
  bool VisitNode(size_t level, size_t node, bool inside, Visitor visitor) const;
  bool VisitLanes(size_t level, size_t node, uint32_t lanes,
                  const uint64_t* bits, bool inside, Visitor visitor) const;
  bool VisitChunk(size_t chunk, bool inside, Visitor visitor) const;
  bool VisitPosition(size_t position, bool inside, Visitor visitor) const;
  // Those of `lanes` that the region may reach.
  uint32_t NearLanes(size_t level, size_t node, uint32_t lanes) const;
  bool VisitLeaf(size_t node, uint32_t keep, bool inside,
                 Visitor visitor) const;

  const SpatialTree& tree_;
  const Conjunction& filter_;
  const Region& region_;
  const LaneLoops& loops_;
  // A cap around the region: its centre, and the square of its radius.
  const UnitVector centre_;
  const FloatBounds centre_bounds_;
  const double squared_radius_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_INSIDE_SEARCH_H_
