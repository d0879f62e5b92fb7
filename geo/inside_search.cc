#include "geo/inside_search.h"

#include "geo/lanes.h"
#include "geo/tree_bits.h"

namespace rapport::geo {

void InsideSearch::Run(Visitor visitor) const {
  VisitNode(tree_.root_level(), 0, /*inside=*/false, visitor);
}

bool InsideSearch::VisitNode(size_t level, size_t node, bool inside,
                             Visitor visitor) const {
  uint64_t bits[kBlockWords];
  if (filter_.everyone()) {
    return VisitLanes(level, node, kAllLanes, nullptr, inside, visitor);
  }
  if (level == kBlockLevel) {
    if (!filter_.BlockWords(node, bits)) return true;
    return VisitLanes(level, node, LeavesOf(bits), bits, inside, visitor);
  }
  const uint32_t lanes =
      level == kChunkLevel ? filter_.BlocksOf(node) : kAllLanes;
  return VisitLanes(level, node, lanes, nullptr, inside, visitor);
}

bool InsideSearch::VisitLanes(size_t level, size_t node, uint32_t lanes,
                              const uint64_t* bits, bool inside,
                              Visitor visitor) const {
  for (; lanes != 0; lanes &= lanes - 1) {
    const size_t lane = __builtin_ctz(lanes);
    if (!tree_.HasLane(level, node, lane)) break;  // nor any after it
    bool lane_inside = inside;
    if (!inside) {
      const Overlap overlap = region_.Meets(tree_.BallOf(level, node, lane));
      if (overlap == Overlap::kNone) continue;
      lane_inside = overlap == Overlap::kAll;
    }
    const size_t below = node * kLanes + lane;
    const bool go_on =
        level == kBlockLevel
            ? VisitLeaf(below,
                        bits == nullptr ? kAllLanes : LeafBits(bits, lane),
                        lane_inside, visitor)
            : VisitNode(level - 1, below, lane_inside, visitor);
    if (!go_on) return false;
  }
  return true;
}

bool InsideSearch::VisitLeaf(size_t node, uint32_t keep, bool inside,
                             Visitor visitor) const {
  for (; keep != 0; keep &= keep - 1) {
    const size_t position = node * kLanes + __builtin_ctz(keep);
    if (position >= tree_.size()) break;
    if (!inside && !region_.Holds(tree_.PlaceAt(position))) continue;
    if (!visitor(tree_.EntryAt(position))) return false;
  }
  return true;
}

}  // namespace rapport::geo
