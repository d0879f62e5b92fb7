#include "geo/nearest_index.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "geo/unit_vector.h"

namespace rapport::geo {
namespace {

// Measured for the ten nearest of a million: leaves of 64 under sixteens take
// 1.4 times as long, leaves of 8 save little and cost memory.
constexpr size_t kLeafSize = 16;
constexpr size_t kFanOut = 8;

// Node numbers: the level above, the position in it below. With kEntriesMax
// entries there are 2^27 leaves and ten levels.
constexpr int kLevelShift = 27;
constexpr uint32_t kPositionMask = (uint32_t{1} << kLevelShift) - 1;

// Entries come after all nodes of the same bound: such a node may hold an
// equally distant entry of a lower number.
constexpr uint64_t kEntryBit = uint64_t{1} << 32;

// More than the rounding of MetersToChord and ChordToMeters together; what it
// lets through in excess is compared in metres before it is visited.
constexpr double kLimitSlack = 1e-9;

// A queue of this size covers most queries without allocating.
constexpr size_t kQueueInlined = 320;

struct Queued {
  double squared_chord;
  uint64_t rank;
};

struct Later {
  bool operator()(const Queued& a, const Queued& b) const {
    if (a.squared_chord != b.squared_chord) {
      return a.squared_chord > b.squared_chord;
    }
    return a.rank > b.rank;
  }
};

float RoundedDown(double v) {
  const float f = static_cast<float>(v);
  return f <= v ? f : std::nextafter(f, -2.0f);
}

float RoundedUp(double v) {
  const float f = static_cast<float>(v);
  return f >= v ? f : std::nextafter(f, 2.0f);
}

// How far v is outside [lo, hi].
double Outside(double v, float lo, float hi) {
  return std::max(std::max(lo - v, v - hi), 0.0);
}

size_t Blocks(size_t count, size_t block_size) {
  return (count + block_size - 1) / block_size;
}

}  // namespace

NearestIndex NearestIndex::Build(absl::Span<const Point> points) {
  assert(points.size() <= kEntriesMax);
  std::vector<std::pair<uint64_t, uint32_t>> order(points.size());
  for (uint32_t i = 0; i < points.size(); ++i) {
    order[i] = {LeafCellId(points[i]), i};
  }
  std::sort(order.begin(), order.end());

  NearestIndex index;
  index.x_.reserve(points.size());
  index.y_.reserve(points.size());
  index.z_.reserve(points.size());
  index.entries_.reserve(points.size());
  for (const auto& [cell, entry] : order) {
    const UnitVector v = ToUnitVector(points[entry]);
    index.x_.push_back(v.x);
    index.y_.push_back(v.y);
    index.z_.push_back(v.z);
    index.entries_.push_back(entry);
  }
  index.BuildBoxes();
  return index;
}

NearestIndex::Box NearestIndex::BoxAroundEntries(size_t begin,
                                                 size_t end) const {
  Box box;
  const std::vector<double>* axes[] = {&x_, &y_, &z_};
  for (int i = 0; i < 3; ++i) {
    const auto [lo, hi] =
        std::minmax_element(axes[i]->begin() + begin, axes[i]->begin() + end);
    box.lo[i] = RoundedDown(*lo);
    box.hi[i] = RoundedUp(*hi);
  }
  return box;
}

NearestIndex::Box NearestIndex::BoxAround(const Box* first, size_t count) {
  Box box = first[0];
  for (size_t b = 1; b < count; ++b) {
    for (int i = 0; i < 3; ++i) {
      box.lo[i] = std::min(box.lo[i], first[b].lo[i]);
      box.hi[i] = std::max(box.hi[i], first[b].hi[i]);
    }
  }
  return box;
}

void NearestIndex::BuildBoxes() {
  std::vector<Box> level;
  level.reserve(Blocks(size(), kLeafSize));
  for (size_t begin = 0; begin < size(); begin += kLeafSize) {
    level.push_back(
        BoxAroundEntries(begin, std::min(begin + kLeafSize, size())));
  }
  levels_.push_back(std::move(level));
  while (levels_.back().size() > kFanOut) {
    const std::vector<Box>& below = levels_.back();
    std::vector<Box> above;
    above.reserve(Blocks(below.size(), kFanOut));
    for (size_t begin = 0; begin < below.size(); begin += kFanOut) {
      above.push_back(
          BoxAround(&below[begin], std::min(kFanOut, below.size() - begin)));
    }
    levels_.push_back(std::move(above));
  }
}

// One query: the queue, and what feeds it.
class NearestIndex::Search {
 public:
  Search(const NearestIndex& index, const Point& from, Meters limit)
      : index_(index),
        from_(ToUnitVector(from)),
        limit_(limit),
        squared_chord_max_(MetersToChord(limit) * (1 + kLimitSlack)) {}

  void Run(Visitor visitor) {
    PushBlocks(index_.levels_.size() - 1, 0);
    while (!queue_.empty()) {
      std::pop_heap(queue_.begin(), queue_.end(), Later());
      const Queued next = queue_.back();
      queue_.pop_back();
      if (next.rank < kEntryBit) {
        Open(static_cast<uint32_t>(next.rank));
        continue;
      }
      const Meters distance = ChordToMeters(next.squared_chord);
      // Written so that a limit that is not a number excludes everything.
      if (!(distance <= limit_)) return;
      if (!visitor(static_cast<uint32_t>(next.rank), distance)) return;
    }
  }

 private:
  void Open(uint32_t node) {
    const size_t level = node >> kLevelShift;
    const size_t position = node & kPositionMask;
    if (level == 0) {
      PushEntries(position * kLeafSize);
    } else {
      PushBlocks(level - 1, position * kFanOut);
    }
  }

  void PushBlocks(size_t level, size_t begin) {
    const std::vector<Box>& boxes = index_.levels_[level];
    const size_t end = std::min(begin + kFanOut, boxes.size());
    for (size_t i = begin; i < end; ++i) {
      Push(LowerBound(boxes[i]), (level << kLevelShift) | i);
    }
  }

  void PushEntries(size_t begin) {
    const size_t end = std::min(begin + kLeafSize, index_.size());
    for (size_t i = begin; i < end; ++i) {
      const UnitVector to{index_.x_[i], index_.y_[i], index_.z_[i]};
      Push(SquaredChord(from_, to), kEntryBit | index_.entries_[i]);
    }
  }

  // At most the squared chord to any entry in the box.
  double LowerBound(const Box& box) const {
    return SquaredLength(Outside(from_.x, box.lo[0], box.hi[0]),
                         Outside(from_.y, box.lo[1], box.hi[1]),
                         Outside(from_.z, box.lo[2], box.hi[2]));
  }

  void Push(double squared_chord, uint64_t rank) {
    if (squared_chord > squared_chord_max_) return;
    queue_.push_back({squared_chord, rank});
    std::push_heap(queue_.begin(), queue_.end(), Later());
  }

  const NearestIndex& index_;
  const UnitVector from_;
  const Meters limit_;
  const double squared_chord_max_;
  absl::InlinedVector<Queued, kQueueInlined> queue_;
};

void NearestIndex::ForEachNearest(const Point& from, Meters limit,
                                  Visitor visitor) const {
  if (entries_.empty()) return;
  Search(*this, from, limit).Run(visitor);
}

size_t NearestIndex::memory_bytes() const {
  size_t bytes = entries_.capacity() * sizeof(uint32_t);
  bytes += (x_.capacity() + y_.capacity() + z_.capacity()) * sizeof(double);
  for (const std::vector<Box>& level : levels_) {
    bytes += level.capacity() * sizeof(Box);
  }
  return bytes;
}

}  // namespace rapport::geo
