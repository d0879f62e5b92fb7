// What a search outwards makes of a node that it opens: the keys of what is in
// it, and of these the least.

#include <algorithm>
#include <iterator>
#include <limits>

#include "geo/nearest_search.h"
#include "geo/prefetch.h"

namespace rapport::geo {
namespace {

constexpr double kOut = std::numeric_limits<double>::infinity();

// Entries come after all nodes of the same bound: such a node may hold an
// equally distant entry of a lower number.
constexpr uint64_t kEntryBit = uint64_t{1} << 32;

// Where so many or fewer are expected in a node, they are likely few.
constexpr double kFewGuessed = kFew * 0.75;

}  // namespace

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
  if (query_.lookahead == nullptr) return;
  ForEachBit(leaf.keep, leaf.node * kLanes, [&](uint32_t position) {
    if (position < tree_.size())
      query_.lookahead->Expect(tree_.EntryAt(position));
  });
}

void NearestSearch::SetKeysOfPicked(size_t count, Source& source) {
  source.picked = true;
  source.level = 0;
  for (size_t i = 0; i < count; ++i) {
    PrefetchLine(&tree_.PlaceAt(source.position[i]));
    if (query_.lookahead == nullptr) continue;
    query_.lookahead->Expect(tree_.EntryAt(source.position[i]));
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

}  // namespace rapport::geo
