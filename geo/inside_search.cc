#include "geo/inside_search.h"

#include <algorithm>
#include <limits>

#include "geo/tree_bits.h"

namespace rapport::geo {

namespace {

constexpr double kOut = std::numeric_limits<double>::infinity();

// More than any squared chord, less than that of lanes that hold nothing.
constexpr double kAnywhere = 5;

// The least of it is less than chords round.
constexpr double kSlack = 1e-9;

// Nothing is within a radius below zero.
double SquareOfRadius(double radius) {
  if (!(radius >= 0)) return -1;
  return std::min(radius * radius * (1 + kSlack), kAnywhere);
}

uint32_t LanesIn(const LaneKeys& keys) {
  uint32_t lanes = 0;
  for (size_t i = 0; i < kLanes; ++i) {
    lanes |= static_cast<uint32_t>(keys.key[i] != kOut) << i;
  }
  return lanes;
}

}  // namespace

InsideSearch::InsideSearch(const SpatialTree& tree, const Conjunction& filter,
                           const Region& region)
    : tree_(tree),
      filter_(filter),
      region_(region),
      loops_(FastestLaneLoops()),
      centre_(region.Bound().centre),
      centre_bounds_(BoundsOf(centre_)),
      squared_radius_(SquareOfRadius(region.Bound().radius)) {}

void InsideSearch::Run(Visitor visitor) const {
  VisitNode(tree_.root_level(), 0, /*inside=*/false, visitor);
}

bool InsideSearch::VisitNode(size_t level, size_t node, bool inside,
                             Visitor visitor) const {
  if (filter_.everyone()) {
    return VisitLanes(level, node, kAllLanes, nullptr, inside, visitor);
  }
  if (level == kBlockLevel) {
    uint64_t bits[kBlockWords];
    if (filter_.BlockBits(node, bits) == 0) return true;
    return VisitLanes(level, node, LeavesOf(bits), bits, inside, visitor);
  }
  if (level == kChunkLevel) return VisitChunk(node, inside, visitor);
  const uint32_t lanes = LanesAboveChunks(filter_, level, node);
  return VisitLanes(level, node, lanes, nullptr, inside, visitor);
}

bool InsideSearch::VisitChunk(size_t chunk, bool inside,
                              Visitor visitor) const {
  uint64_t present;
  uint64_t words[kChunkWords];
  if (filter_.ChunkBits(chunk, present, words) > kFew) {
    return VisitLanes(kChunkLevel, chunk, BlocksOf(present), nullptr, inside,
                      visitor);
  }
  bool go_on = true;
  for (; present != 0; present &= present - 1) {
    const size_t i = __builtin_ctzll(present);
    ForEachBit(words[i], chunk * kChunkBits + i * kWordBits,
               [&](uint32_t position) {
                 go_on = go_on && VisitPosition(position, inside, visitor);
               });
  }
  return go_on;
}

bool InsideSearch::VisitLanes(size_t level, size_t node, uint32_t lanes,
                              const uint64_t* bits, bool inside,
                              Visitor visitor) const {
  if (!inside) lanes = NearLanes(level, node, lanes);
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

uint32_t InsideSearch::NearLanes(size_t level, size_t node,
                                 uint32_t lanes) const {
  LaneKeys keys;
  if (level == 0) {
    loops_.to_entries(centre_, tree_.leaf(node), lanes, squared_radius_, keys);
  } else {
    loops_.to_boxes(centre_bounds_, tree_.boxes(level, node), lanes,
                    squared_radius_, keys);
  }
  return LanesIn(keys);
}

bool InsideSearch::VisitLeaf(size_t node, uint32_t keep, bool inside,
                             Visitor visitor) const {
  if (!inside) keep = NearLanes(0, node, keep);
  for (; keep != 0; keep &= keep - 1) {
    const size_t position = node * kLanes + __builtin_ctz(keep);
    if (position >= tree_.size()) break;
    if (!VisitPosition(position, inside, visitor)) return false;
  }
  return true;
}

bool InsideSearch::VisitPosition(size_t position, bool inside,
                                 Visitor visitor) const {
  if (!inside && !region_.Holds(tree_.PlaceAt(position))) return true;
  return visitor(tree_.EntryAt(position));
}

}  // namespace rapport::geo
