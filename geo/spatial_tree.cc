#include "geo/spatial_tree.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "geo/curve_order.h"
#include "geo/parallel.h"

namespace rapport::geo {
namespace {

constexpr double kNowhere = std::numeric_limits<double>::infinity();
constexpr float kNowhereFloat = std::numeric_limits<float>::infinity();

// Where a box starts before anything is in it.
void Clear(BoxLanes& boxes) {
  for (int axis = 0; axis < 3; ++axis) {
    std::fill_n(boxes.lo[axis], kLanes, kNowhereFloat);
    std::fill_n(boxes.hi[axis], kLanes, -kNowhereFloat);
  }
}

void Fill(absl::Span<const Point> points, absl::Span<const uint32_t> entries,
          LeafLanes& leaf) {
  for (size_t lane = 0; lane < kLanes; ++lane) {
    leaf.at[lane] = lane < entries.size()
                        ? ToUnitVector(points[entries[lane]])
                        : UnitVector{kNowhere, kNowhere, kNowhere};
  }
}

// Widens a lane's box to hold a box.
void Widen(BoxLanes& boxes, size_t lane, int axis, float lo, float hi) {
  boxes.lo[axis][lane] = std::min(boxes.lo[axis][lane], lo);
  boxes.hi[axis][lane] = std::max(boxes.hi[axis][lane], hi);
}

void WidenByLeaf(BoxLanes& boxes, size_t lane, const LeafLanes& leaf,
                 size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const double axes[] = {leaf.at[i].x, leaf.at[i].y, leaf.at[i].z};
    for (int axis = 0; axis < 3; ++axis) {
      Widen(boxes, lane, axis, RoundedDown(axes[axis]), RoundedUp(axes[axis]));
    }
  }
}

void WidenByBoxes(BoxLanes& boxes, size_t lane, const BoxLanes& below) {
  for (int axis = 0; axis < 3; ++axis) {
    Widen(boxes, lane, axis,
          *std::min_element(below.lo[axis], below.lo[axis] + kLanes),
          *std::max_element(below.hi[axis], below.hi[axis] + kLanes));
  }
}

size_t Groups(size_t count) { return (count + kLanes - 1) / kLanes; }

// Room for a level above `below` nodes.
HugePageVector<BoxLanes> ClearBoxes(size_t below) {
  HugePageVector<BoxLanes> boxes(Groups(below));
  for (BoxLanes& lanes : boxes) Clear(lanes);
  return boxes;
}

}  // namespace

SpatialTree::SpatialTree(absl::Span<const Point> points, int threads)
    : size_(points.size()) {
  if (points.empty()) return;
  BuildLeaves(points, threads);
  BuildBoxes(threads);
}

void SpatialTree::BuildLeaves(absl::Span<const Point> points, int threads) {
  std::vector<uint32_t> order = OrderAlongCurve(points, threads);
  leaves_.resize(Groups(points.size()));
  ForEachRange(leaves_.size(), threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      Fill(points, absl::MakeConstSpan(order).subspan(i * kLanes, kLanes),
           leaves_[i]);
    }
  });
  if (!std::is_sorted(order.begin(), order.end())) entries_ = std::move(order);
}

void SpatialTree::BuildBoxes(int threads) {
  HugePageVector<BoxLanes> level = ClearBoxes(leaves_.size());
  ForEachRange(level.size(), threads, [&](size_t begin, size_t end) {
    end = std::min(end * kLanes, leaves_.size());
    for (size_t i = begin * kLanes; i < end; ++i) {
      WidenByLeaf(level[i / kLanes], i % kLanes, leaves_[i],
                  std::min(kLanes, size_ - i * kLanes));
    }
  });
  boxes_.push_back(std::move(level));
  while (boxes_.back().size() > 1) {
    const HugePageVector<BoxLanes>& below = boxes_.back();
    HugePageVector<BoxLanes> above = ClearBoxes(below.size());
    for (size_t i = 0; i < below.size(); ++i) {
      WidenByBoxes(above[i / kLanes], i % kLanes, below[i]);
    }
    boxes_.push_back(std::move(above));
  }
}

Ball SpatialTree::BallOf(size_t level, size_t node, size_t lane) const {
  const BoxLanes& lanes = boxes(level, node);
  double middle[3];
  double half[3];
  for (int axis = 0; axis < 3; ++axis) {
    const double lo = lanes.lo[axis][lane];
    const double hi = lanes.hi[axis][lane];
    middle[axis] = (lo + hi) / 2;
    half[axis] = (hi - lo) / 2;
  }
  return {{middle[0], middle[1], middle[2]},
          std::sqrt(SquaredLength(half[0], half[1], half[2]))};
}

bool SpatialTree::HasLane(size_t level, size_t node, size_t lane) const {
  return boxes(level, node).lo[0][lane] != kNowhereFloat;
}

std::vector<uint32_t> SpatialTree::Positions() const {
  std::vector<uint32_t> positions(size_);
  for (size_t i = 0; i < size_; ++i) {
    positions[EntryAt(i)] = static_cast<uint32_t>(i);
  }
  return positions;
}

size_t SpatialTree::memory_bytes() const {
  size_t bytes = leaves_.capacity() * sizeof(LeafLanes) +
                 entries_.capacity() * sizeof(uint32_t);
  for (const auto& level : boxes_) bytes += level.capacity() * sizeof(BoxLanes);
  return bytes;
}

}  // namespace rapport::geo
