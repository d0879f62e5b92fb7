#include "geo/nearest_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rapport::geo {
namespace {

constexpr double kOut = std::numeric_limits<double>::infinity();

// More than the rounding of MetersToChord and ChordToMeters together; what it
// lets through in excess is compared in metres before it is visited.
constexpr double kLimitSlack = 1e-9;

constexpr uint32_t kNoSource = ~uint32_t{0};

// Where blocks are this likely to have a match, testing whole chunks for those
// that have none finds too few.
constexpr double kMatchesABlockMax = 2;

// At least the squared chord to all that is in the region.
double ChordToEnd(const UnitVector& from, const Region* region) {
  if (region == nullptr) return kOut;
  const Cap bound = region->Bound();
  if (!(bound.radius >= 0)) return -1;
  const double chord =
      std::sqrt(SquaredChord(from, bound.centre)) + bound.radius;
  return chord * chord * (1 + kLimitSlack);
}

template <typename T>
bool ComesLater(const T& a, const T& b) {
  if (a.key != b.key) return a.key > b.key;
  return a.rank > b.rank;
}

}  // namespace

NearestSearch::NearestSearch(const SpatialTree& tree, const Conjunction& filter,
                             const NearestQuery& query)
    : tree_(tree),
      filter_(filter),
      query_(query),
      loops_(FastestLaneLoops()),
      cost_(filter, tree.size(), query.wanted),
      from_(ToUnitVector(query.from)),
      from_bounds_(BoundsOf(from_)),
      key_max_(std::min(MetersToChord(query.limit) * (1 + kLimitSlack),
                        ChordToEnd(from_, query.region))),
      chord_min_(query.at_least.value > 0
                     ? std::sqrt(MetersToChord(query.at_least)) *
                           (1 - kLimitSlack)
                     : 0),
      filtered_(!filter.everyone()),
      tests_chunks_(filter.guessed_part() * kBlockBits < kMatchesABlockMax),
      free_(kNoSource),
      may_scan_(filtered_ && query.plan != SearchPlan::kOutwards) {}

void NearestSearch::Run(SpatialIndex::Visitor visitor) {
  if (may_scan_ && BeginsWithScan()) {
    const bool may_give_up = query_.plan == SearchPlan::kChosen;
    if (Scan(visitor, may_give_up) == End::kDone) return;
    may_scan_ = false;
  }
  if (Outwards(visitor) == End::kDone) return;
  Scan(visitor, /*may_give_up=*/false);
}

// --- Which way ---------------------------------------------------------------

bool NearestSearch::BeginsWithScan() const {
  if (query_.plan == SearchPlan::kScan) return true;
  const double part = filter_.guessed_part();
  const double scan = cost_.OfScan(part);
  // Within limits, going outwards may end long before it has found enough: that
  // is cheaper to see than to foretell.
  const bool is_limited = query_.region != nullptr || query_.limit.value < kOut;
  return scan < (is_limited ? SearchCost::kChunk : cost_.OfOutwards(part));
}

bool NearestSearch::HasSpentEnough() const {
  // Whatever lists tell of a node is not to be read again.
  if (!may_scan_ || filter_.is_listed()) return false;
  if (spent_ < cost_.OfScan(0)) return false;
  // What was seen is of one place only; a scan finds what there is anywhere.
  const double seen = static_cast<double>(visited_ + 1) / looked_at_;
  return spent_ > cost_.OfScan(std::max(seen, filter_.guessed_part()));
}

// --- Outwards ----------------------------------------------------------------

NearestSearch::End NearestSearch::Outwards(SpatialIndex::Visitor visitor) {
  Open({tree_.root_level(), 0, kAllLanes, query_.region == nullptr});
  while (!queue_.empty()) {
    const Queued first = queue_.front();
    Source& source = sources_[first.source];
    source.keys.key[first.lane] = kOut;
    if (source.level > 0) {
      const Node below = NodeBelow(source, first.lane);
      RequeueFirst();
      Open(below);
      if (HasSpentEnough()) return End::kTooMuchWork;
      continue;
    }
    const size_t position = PositionOf(source, first.lane);
    const bool inside = source.inside;
    RequeueFirst();
    const auto entry = static_cast<uint32_t>(first.rank);
    if (!Visit(first.key, entry, position, inside, visitor)) return End::kDone;
  }
  return End::kDone;
}

NearestSearch::Node NearestSearch::NodeBelow(const Source& source,
                                             uint32_t lane) const {
  const bool has_bits = filtered_ && source.level == kBlockLevel;
  return {source.level - size_t{1}, size_t{source.node} * kLanes + lane,
          has_bits ? LeafBits(source.bits, lane) : kAllLanes, source.inside};
}

void NearestSearch::Open(Node node) {
  if (IsLeftOut(node)) return;
  const uint32_t number = TakeSource();
  SetKeys(node, sources_[number]);
  Queued queued;
  if (!Aim(number, queued)) {
    FreeSource(number);
    return;
  }
  queue_.push_back(queued);
  std::push_heap(queue_.begin(), queue_.end(), ComesLater<Queued>);
}

// Whether the node is outside of the region or nearer than asked for.
bool NearestSearch::IsLeftOut(Node& node) const {
  const bool is_root = node.level == tree_.root_level();
  if (is_root || (node.inside && chord_min_ <= 0)) return false;
  const Ball ball =
      tree_.BallOf(node.level + 1, node.node / kLanes, node.node % kLanes);
  if (chord_min_ > 0) {
    const double apart = std::sqrt(SquaredChord(from_, ball.centre));
    if ((apart + ball.radius) * (1 + kLimitSlack) < chord_min_) return true;
  }
  if (node.inside) return false;
  const Overlap overlap = query_.region->Meets(ball);
  node.inside = overlap == Overlap::kAll;
  return overlap == Overlap::kNone;
}

// Puts the first source where its next key belongs.
void NearestSearch::RequeueFirst() {
  Queued queued;
  if (!Aim(queue_.front().source, queued)) {
    FreeSource(queue_.front().source);
    std::pop_heap(queue_.begin(), queue_.end(), ComesLater<Queued>);
    queue_.pop_back();
    return;
  }
  size_t hole = 0;
  for (;;) {
    size_t child = 2 * hole + 1;
    if (child >= queue_.size()) break;
    if (child + 1 < queue_.size() &&
        ComesLater(queue_[child], queue_[child + 1])) {
      ++child;
    }
    if (!ComesLater(queued, queue_[child])) break;
    queue_[hole] = queue_[child];
    hole = child;
  }
  queue_[hole] = queued;
}

uint32_t NearestSearch::TakeSource() {
  if (free_ != kNoSource) {
    const uint32_t number = free_;
    free_ = sources_[number].node;
    return number;
  }
  sources_.emplace_back();
  return static_cast<uint32_t>(sources_.size() - 1);
}

void NearestSearch::FreeSource(uint32_t number) {
  sources_[number].node = free_;
  free_ = number;
}

bool NearestSearch::Visit(double key, uint32_t entry, size_t position,
                          bool inside, SpatialIndex::Visitor visitor) {
  const Meters distance = ChordToMeters(key);
  // Written so that a limit that is not a number excludes everything.
  if (!(distance <= query_.limit)) return false;
  if (distance < query_.at_least) return true;
  if (!inside && !query_.region->Holds(tree_.PlaceAt(position))) return true;
  last_key_ = key;
  last_entry_ = entry;
  ++visited_;
  return visitor(entry, distance);
}

}  // namespace rapport::geo
