#include "geo/nearest_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "geo/prefetch.h"
#include "geo/tree_bits.h"

namespace rapport::geo {
namespace {

constexpr double kOut = std::numeric_limits<double>::infinity();

// Entries come after all nodes of the same bound: such a node may hold an
// equally distant entry of a lower number.
constexpr uint64_t kEntryBit = uint64_t{1} << 32;

// More than the rounding of MetersToChord and ChordToMeters together; what it
// lets through in excess is compared in metres before it is visited.
constexpr double kLimitSlack = 1e-9;

constexpr uint32_t kNoSource = ~uint32_t{0};

// Where blocks are this likely to have a match, testing whole chunks for those
// that have none finds too few.
constexpr double kMatchesABlockMax = 2;

// Where so many or fewer are expected in a node, they are likely few.
constexpr double kFewGuessed = kFew * 0.75;

// How often a scan looks back at what it has found.
constexpr size_t kScanLooksEvery = 1024;

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
  if (!may_scan_ || spent_ < cost_.OfScan(0)) return false;
  // What was seen is of one place only; a scan finds what there is anywhere.
  const double seen = static_cast<double>(visited_ + 1) / looked_at_;
  return spent_ > cost_.OfScan(std::max(seen, filter_.guessed_part()));
}

bool NearestSearch::IsScanTooMuch(size_t position, size_t found) const {
  const double part = static_cast<double>(found) / (position + 1);
  const double left = 1 - static_cast<double>(position) / tree_.size();
  return cost_.OfOutwards(part) < cost_.OfScan(part) * left;
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

void NearestSearch::SetKeys(const Node& node, Source& source) {
  source.node = static_cast<uint32_t>(node.node);
  source.level = static_cast<uint8_t>(node.level);
  source.inside = node.inside;
  source.picked = false;
  if (node.level == 0) {
    Announce(node);
    loops_.to_entries(from_, tree_.leaf(node.node), node.keep, key_max_,
                      source.keys);
    return;
  }
  const uint32_t lanes = filtered_ ? LanesOf(node, source) : kAllLanes;
  if (source.picked) return;
  loops_.to_boxes(from_bounds_, tree_.boxes(node.level, node.node), lanes,
                  key_max_, source.keys);
}

// The lanes that may have an entry that meets the filter, unless they are few:
// then the source is made of those.
uint32_t NearestSearch::LanesOf(const Node& node, Source& source) {
  if (filter_.is_listed()) return LanesOfListed(node, source);
  if (node.level == kBlockLevel) return LanesOfBlock(node.node, source);
  if (node.level > kChunkLevel) {
    return LanesAboveChunks(filter_, node.level, node.node);
  }
  return tests_chunks_ ? LanesOfChunk(node.node, source) : kAllLanes;
}

uint32_t NearestSearch::LanesOfBlock(size_t block, Source& source) {
  spent_ += SearchCost::kBlock;
  if (!tests_chunks_) looked_at_ += kBlockBits;
  const size_t count = filter_.BlockBits(block, source.bits);
  if (count > kFew) return LeavesOf(source.bits);
  size_t next = 0;
  for (size_t i = 0; i < kBlockWords; ++i) {
    ForEachBit(source.bits[i], block * kBlockBits + i * kWordBits,
               [&](uint32_t position) { source.position[next++] = position; });
  }
  SetKeysOfPicked(count, source);
  return 0;
}

uint32_t NearestSearch::LanesOfChunk(size_t chunk, Source& source) {
  spent_ += SearchCost::kChunk;
  looked_at_ += kChunkBits;
  uint64_t present;
  uint64_t words[kChunkWords];
  const size_t count = filter_.ChunkBits(chunk, present, words);
  if (count > kFew) return BlocksOf(present);
  size_t next = 0;
  for (uint64_t left = present; left != 0; left &= left - 1) {
    const size_t i = __builtin_ctzll(left);
    ForEachBit(words[i], chunk * kChunkBits + i * kWordBits,
               [&](uint32_t position) { source.position[next++] = position; });
  }
  SetKeysOfPicked(count, source);
  return 0;
}

// Picks out all in the node if they are few. Where they are not, nodes up to a
// stretch tell the lanes that they are in, those above the lanes of stretches
// where anybody may be.
uint32_t NearestSearch::LanesOfListed(const Node& node, Source& source) {
  const size_t width = size_t{1} << ((node.level + 1) * kLaneBits);
  const bool is_above = node.level > kStretchLevel;
  if (is_above && filter_.guessed_part() * width > kFewGuessed) {
    return LanesAboveStretches(filter_, node.level, node.node);
  }
  spent_ += SearchCost::kListedNode + cost_.OfStretches(width);
  if (node.level >= kStretchLevel) looked_at_ += width;
  const size_t begin = node.node * width;
  size_t count = 0;
  uint32_t lanes = 0;
  std::fill(std::begin(source.bits), std::end(source.bits), 0);
  filter_.ForEachListed(begin, begin + width, [&](uint32_t position) {
    if (count < kFew) source.position[count] = position;
    ++count;
    lanes |= uint32_t{1} << ((position - begin) >> (node.level * kLaneBits));
    // Only blocks' are looked at.
    source.bits[position / kWordBits % kBlockWords] |=
        uint64_t{1} << (position % kWordBits);
    return count <= kFew || !is_above;
  });
  if (count > kFew) {
    return is_above ? LanesAboveStretches(filter_, node.level, node.node)
                    : lanes;
  }
  SetKeysOfPicked(count, source);
  return 0;
}

// Names the entries of a leaf that is being opened.
void NearestSearch::Announce(const Node& leaf) const {
  if (query_.coming == nullptr) return;
  ForEachBit(leaf.keep, leaf.node * kLanes, [&](uint32_t position) {
    if (position < tree_.size()) (*query_.coming)(tree_.EntryAt(position));
  });
}

void NearestSearch::SetKeysOfPicked(size_t count, Source& source) {
  source.picked = true;
  source.level = 0;
  for (size_t i = 0; i < count; ++i) {
    PrefetchLine(&tree_.PlaceAt(source.position[i]));
    if (query_.coming == nullptr) continue;
    (*query_.coming)(tree_.EntryAt(source.position[i]));
  }
  std::fill_n(source.keys.key, kLanes, kOut);
  for (size_t i = 0; i < count; ++i) {
    const double key = SquaredChord(from_, tree_.PlaceAt(source.position[i]));
    if (key <= key_max_) source.keys.key[i] = key;
  }
}

size_t NearestSearch::PositionOf(const Source& source, uint32_t lane) const {
  return source.picked ? source.position[lane]
                       : size_t{source.node} * kLanes + lane;
}

// Points `queued` at the least key of a source. False if there is none.
bool NearestSearch::Aim(uint32_t number, Queued& queued) const {
  const Source& source = sources_[number];
  double least;
  uint32_t lanes = loops_.least(source.keys, least);
  if (least == kOut) return false;
  const uint32_t lane = __builtin_ctz(lanes);
  queued = {least, 0, number, lane};
  const size_t below = size_t{source.node} * kLanes + lane;
  if (source.level > kBlockLevel) {
    Prefetch(tree_.boxes(source.level - 1, below));
    if (filtered_) PrefetchBelow(source, below);
  } else if (source.level == kBlockLevel) {
    Prefetch(tree_.leaf(below));
  } else {
    uint32_t entry = tree_.EntryAt(PositionOf(source, lane));
    for (lanes &= lanes - 1; lanes != 0; lanes &= lanes - 1) {
      const uint32_t other = __builtin_ctz(lanes);
      const uint32_t other_entry = tree_.EntryAt(PositionOf(source, other));
      if (other_entry > entry) continue;
      entry = other_entry;
      queued.lane = other;
    }
    queued.rank = kEntryBit | entry;
  }
  return true;
}

// Fetches what the filter will look at when the node below is opened.
void NearestSearch::PrefetchBelow(const Source& source, size_t below) const {
  if (filter_.is_listed()) {
    if (source.level != kStretchLevel) return;
    filter_.PrefetchListed(
        below * kChunkBits, kChunkBits,
        [&](size_t position) { PrefetchLine(&tree_.PlaceAt(position)); });
  } else if (source.level == kStretchLevel && tests_chunks_) {
    filter_.PrefetchChunk(below);
  } else if (source.level == kChunkLevel) {
    filter_.PrefetchBlock(below);
  }
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

// --- Scan --------------------------------------------------------------------

NearestSearch::End NearestSearch::Scan(SpatialIndex::Visitor visitor,
                                       bool may_give_up) {
  // One for each thread, but for visitors that search themselves.
  static thread_local std::vector<Found> kept;
  std::vector<Found> found = std::move(kept);
  found.clear();
  const bool is_whole = FindAll(may_give_up, found);
  if (is_whole) {
    SetKeysOfFound(found);
    VisitInOrder(found, visitor);
  }
  kept = std::move(found);
  return is_whole ? End::kDone : End::kTooMuchWork;
}

// All positions that meet the filter. False if it was given up.
bool NearestSearch::FindAll(bool may_give_up, std::vector<Found>& found) const {
  bool too_much = false;
  filter_.Scan([&](uint32_t position) {
    PrefetchLine(&tree_.PlaceAt(position));
    found.push_back({0, 0, position});
    too_much = may_give_up && found.size() % kScanLooksEvery == 0 &&
               IsScanTooMuch(position, found.size());
    return !too_much;
  });
  return !too_much;
}

// Drops what is beyond the limit, and what was visited before.
void NearestSearch::SetKeysOfFound(std::vector<Found>& found) const {
  size_t count = 0;
  for (const Found& one : found) {
    const double key = SquaredChord(from_, tree_.PlaceAt(one.position));
    const uint32_t entry = tree_.EntryAt(one.position);
    if (!(key <= key_max_)) continue;
    if (std::tie(key, entry) <= std::tie(last_key_, last_entry_)) continue;
    found[count++] = {key, entry, one.position};
  }
  found.resize(count);
}

void NearestSearch::VisitInOrder(std::vector<Found>& found,
                                 SpatialIndex::Visitor visitor) {
  const auto later = [](const Found& a, const Found& b) {
    return std::tie(a.key, a.entry) > std::tie(b.key, b.entry);
  };
  std::make_heap(found.begin(), found.end(), later);
  if (query_.coming != nullptr) {
    // A heap's first ones are near.
    const size_t near = std::min(found.size(), 2 * query_.wanted);
    for (size_t i = 0; i < near; ++i) (*query_.coming)(found[i].entry);
  }
  while (!found.empty()) {
    std::pop_heap(found.begin(), found.end(), later);
    const Found next = found.back();
    found.pop_back();
    const bool inside = query_.region == nullptr;
    if (!Visit(next.key, next.entry, next.position, inside, visitor)) break;
  }
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
