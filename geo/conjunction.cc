#include "geo/conjunction.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "geo/prefetch.h"

namespace rapport::geo {
namespace {

constexpr size_t kBlocksAChunk = kChunkBits / kBlockBits;

// With this many words or more to look at, all of a chunk are: in a straight
// line they cost less than one by one.
constexpr int kStraightFrom = 24;

template <typename Group>
size_t CountOf(const Group& group) {
  size_t count = 0;
  for (const AttributeBits* bits : group) count += bits->count();
  return count;
}

using Words = uint64_t[kChunkWords];

// The OR of a chunk's words over the group: where they are kept, or in `room`.
template <typename Group>
const uint64_t* AnyWords(const Group& group, size_t chunk,
                         const ChunkLoops& loops, Words& room) {
  if (group.size() == 1) return group[0]->Words(chunk, room);
  std::fill(std::begin(room), std::end(room), 0);
  for (const AttributeBits* bits : group) {
    Words more;
    loops.or_words(bits->Words(chunk, more), room);
  }
  return room;
}

}  // namespace

Conjunction::Conjunction(absl::Span<const AttributeBits> attributes,
                         const EntryFilter& filter, size_t size,
                         const PairLists* pairs)
    : loops_(FastestChunkLoops()),
      size_(size),
      chunks_((size + kChunkBits - 1) / kChunkBits) {
  for (uint32_t number : filter.all_of) {
    AddGroup(attributes, absl::MakeConstSpan(&number, 1), size);
  }
  for (const auto& numbers : filter.any_of) AddGroup(attributes, numbers, size);
  if (nobody_ || groups_.empty()) return;
  if (pairs != nullptr) AddCover(attributes, filter, *pairs);
  std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
    return CountOf(a) < CountOf(b);
  });
  for (const AttributeBits* bits : groups_.front()) {
    scan_words_ += bits->words_present();
  }
}

void Conjunction::AddCover(absl::Span<const AttributeBits> attributes,
                           const EntryFilter& filter, const PairLists& pairs) {
  if (filter.all_of.size() < 2) return;
  cover_.emplace(pairs, attributes, filter.all_of, size_);
  if (cover_->empty()) {
    cover_.reset();
    return;
  }
  nobody_ = nobody_ || cover_->part() == 0;
  guessed_part_ *= cover_->part();
  for (uint32_t number : filter.all_of) {
    if (cover_->Covers(number)) {
      guessed_part_ /= static_cast<double>(attributes[number].count()) / size_;
    } else {
      rest_.push_back({&attributes[number]});
    }
  }
  // Those of all_of came first.
  rest_.insert(rest_.end(), groups_.begin() + filter.all_of.size(),
               groups_.end());
}

void Conjunction::AddGroup(absl::Span<const AttributeBits> attributes,
                           absl::Span<const uint32_t> numbers, size_t size) {
  Group group;
  for (uint32_t number : numbers) {
    if (number < attributes.size() && attributes[number].count() > 0) {
      group.push_back(&attributes[number]);
    }
  }
  if (group.empty()) {
    nobody_ = true;
    return;
  }
  const double part = static_cast<double>(CountOf(group)) / size;
  guessed_part_ *= std::min(part, 1.0);
  groups_.push_back(std::move(group));
}

template <typename BitsOf>
uint64_t Conjunction::AndOr(BitsOf bits_of) const {
  uint64_t all = ~uint64_t{0};
  for (const Group& group : groups_) {
    uint64_t any = 0;
    for (const AttributeBits* bits : group) any |= bits_of(*bits);
    all &= any;
    if (all == 0) break;
  }
  return all;
}

uint64_t Conjunction::AllWords(size_t chunk,
                               uint64_t (&words)[kChunkWords]) const {
  uint64_t present = 0;
  const uint64_t* all = nullptr;
  uint64_t first_room[kChunkWords];
  uint64_t room[kChunkWords];
  for (const Group& group : groups_) {
    const uint64_t* any =
        AnyWords(group, chunk, loops_, all == nullptr ? first_room : room);
    if (all == nullptr && groups_.size() > 1) {
      all = any;
      continue;
    }
    // A single group is ANDed with itself, to see which words are not empty.
    present = loops_.and_words(all == nullptr ? any : all, any, words);
    all = words;
  }
  return present;
}

uint64_t Conjunction::WordsOf(size_t chunk,
                              uint64_t (&words)[kChunkWords]) const {
  const auto present_of = [&](const AttributeBits& bits) {
    return bits.present(chunk);
  };
  const uint64_t maybe = AndOr(present_of);
  if (PopCount(maybe) >= kStraightFrom) {
    return AllWords(chunk, words);
  }
  uint64_t present = 0;
  for (uint64_t left = maybe; left != 0; left &= left - 1) {
    const int i = __builtin_ctzll(left);
    words[i] =
        AndOr([&](const AttributeBits& bits) { return bits.Word(chunk, i); });
    present |= static_cast<uint64_t>(words[i] != 0) << i;
  }
  return present;
}

size_t Conjunction::BlockBits(size_t block,
                              uint64_t (&words)[kBlockWords]) const {
  const size_t chunk = block / kBlocksAChunk;
  const size_t first = block % kBlocksAChunk * kBlockWords;
  size_t count = 0;
  for (size_t i = 0; i < kBlockWords; ++i) {
    words[i] = AndOr(
        [&](const AttributeBits& bits) { return bits.Word(chunk, first + i); });
    count += PopCount(words[i]);
  }
  return count;
}

size_t Conjunction::ChunkBits(size_t chunk, uint64_t& present,
                              uint64_t (&words)[kChunkWords]) const {
  present = WordsOf(chunk, words);
  size_t count = 0;
  for (uint64_t left = present; left != 0; left &= left - 1) {
    count += PopCount(words[__builtin_ctzll(left)]);
  }
  return count;
}

void Conjunction::PrefetchBlock(size_t block) const {
  const size_t chunk = block / kBlocksAChunk;
  for (const Group& group : groups_) {
    for (const AttributeBits* bits : group) {
      PrefetchLine(bits->Find(chunk, block % kBlocksAChunk * kBlockWords));
    }
  }
}

void Conjunction::PrefetchChunk(size_t chunk) const {
  for (const Group& group : groups_) {
    for (const AttributeBits* bits : group) {
      const char* words = reinterpret_cast<const char*>(bits->Find(chunk, 0));
      const size_t bytes = bits->kept(chunk) * sizeof(uint64_t);
      for (size_t i = 0; i < bytes; i += kCacheLine) PrefetchLine(words + i);
    }
  }
}

uint64_t Conjunction::ChunksOf(size_t group) const {
  if (group * kWordBits >= chunks_) return 0;
  return AndOr(
      [&](const AttributeBits& bits) { return bits.chunks_present(group); });
}

size_t Conjunction::Count() const {
  if (nobody_) return 0;
  if (groups_.empty()) return size_;
  if (groups_.size() == 1 && groups_[0].size() == 1)
    return groups_[0][0]->count();
  size_t count = 0;
  if (is_listed()) {
    ForEachListed(0, size_, [&](uint32_t) {
      ++count;
      return true;
    });
    return count;
  }
  uint64_t present;
  uint64_t words[kChunkWords];
  for (size_t group = 0; group * kWordBits < chunks_; ++group) {
    for (uint64_t chunks = ChunksOf(group); chunks != 0; chunks &= chunks - 1) {
      count += ChunkBits(group * kWordBits + __builtin_ctzll(chunks), present,
                         words);
    }
  }
  return count;
}

bool Conjunction::MeetsRest(size_t position) const {
  return std::all_of(rest_.begin(), rest_.end(), [&](const Group& group) {
    return std::any_of(
        group.begin(), group.end(),
        [&](const AttributeBits* bits) { return bits->Has(position); });
  });
}

absl::Span<const uint16_t> Conjunction::Listed(
    size_t stretch, uint32_t begin, uint32_t end,
    std::vector<uint16_t>& room) const {
  const absl::Span<const uint16_t> all = cover_->In(stretch, begin, end, room);
  if (rest_.empty() || all.empty()) return all;
  if (room.size() < all.size()) room.resize(all.size());
  size_t count = 0;
  for (uint16_t at : all) {
    room[count] = at;
    count += MeetsRest(stretch * kStretchBits + at) ? 1 : 0;
  }
  return {room.data(), count};
}

void Conjunction::Scan(absl::FunctionRef<bool(uint32_t position)> found) const {
  if (nobody_) return;
  if (is_listed()) {
    ForEachListed(0, size_, found);
  } else {
    ScanBits(found);
  }
}

void Conjunction::ScanBits(
    absl::FunctionRef<bool(uint32_t position)> found) const {
  uint64_t words[kChunkWords];
  for (size_t group = 0; group * kWordBits < chunks_; ++group) {
    for (uint64_t chunks = ChunksOf(group); chunks != 0; chunks &= chunks - 1) {
      const size_t chunk = group * kWordBits + __builtin_ctzll(chunks);
      for (uint64_t left = WordsOf(chunk, words); left != 0; left &= left - 1) {
        const size_t i = __builtin_ctzll(left);
        const size_t begin = chunk * kChunkBits + i * kWordBits;
        for (uint64_t word = words[i]; word != 0; word &= word - 1) {
          const size_t position = begin + __builtin_ctzll(word);
          if (!found(static_cast<uint32_t>(position))) return;
        }
      }
    }
  }
}

}  // namespace rapport::geo
