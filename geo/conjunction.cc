#include "geo/conjunction.h"

#include <algorithm>

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

}  // namespace

Conjunction::Conjunction(absl::Span<const AttributeBits> attributes,
                         const EntryFilter& filter, size_t size)
    : chunks_((size + kChunkBits - 1) / kChunkBits) {
  for (uint32_t number : filter.all_of) {
    AddGroup(attributes, absl::MakeConstSpan(&number, 1), size);
  }
  for (const auto& numbers : filter.any_of) AddGroup(attributes, numbers, size);
  if (nobody_ || groups_.empty()) return;
  std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
    return CountOf(a) < CountOf(b);
  });
  for (const AttributeBits* bits : groups_.front()) {
    scan_words_ += bits->words_present();
  }
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

uint64_t Conjunction::Present(size_t chunk) const {
  uint64_t all = ~uint64_t{0};
  for (const Group& group : groups_) {
    uint64_t any = 0;
    for (const AttributeBits* bits : group) any |= bits->present(chunk);
    all &= any;
    if (all == 0) break;
  }
  return all;
}

uint64_t Conjunction::Word(size_t chunk, size_t word) const {
  uint64_t all = ~uint64_t{0};
  for (const Group& group : groups_) {
    uint64_t any = 0;
    for (const AttributeBits* bits : group) any |= bits->Word(chunk, word);
    all &= any;
    if (all == 0) break;
  }
  return all;
}

void Conjunction::ChunkWords(size_t chunk, uint64_t& present,
                             uint64_t (&words)[kChunkWords]) const {
  const bool straight =
      __builtin_popcountll(present) >= kStraightFrom &&
      std::all_of(groups_.begin(), groups_.end(), [&](const Group& group) {
        return group.size() == 1 && group[0]->WholeChunk(chunk) != nullptr;
      });
  if (straight) {
    const uint64_t* first = groups_[0][0]->WholeChunk(chunk);
    std::copy(first, first + kChunkWords, words);
    for (size_t g = 1; g < groups_.size(); ++g) {
      const uint64_t* more = groups_[g][0]->WholeChunk(chunk);
      for (size_t i = 0; i < kChunkWords; ++i) words[i] &= more[i];
    }
  } else {
    std::fill(std::begin(words), std::end(words), 0);
  }
  uint64_t found = 0;
  for (uint64_t left = present; left != 0; left &= left - 1) {
    const int i = __builtin_ctzll(left);
    if (!straight) words[i] = Word(chunk, i);
    found |= static_cast<uint64_t>(words[i] != 0) << i;
  }
  present = found;
}

bool Conjunction::BlockWords(size_t block,
                             uint64_t (&words)[kBlockWords]) const {
  const size_t chunk = block / kBlocksAChunk;
  const size_t first = block % kBlocksAChunk * kBlockWords;
  uint64_t any = 0;
  for (size_t i = 0; i < kBlockWords; ++i) {
    words[i] = Word(chunk, first + i);
    any |= words[i];
  }
  return any != 0;
}

uint32_t Conjunction::BlocksOf(size_t chunk) const {
  uint64_t present = Present(chunk);
  if (present == 0) return 0;
  uint64_t words[kChunkWords];
  ChunkWords(chunk, present, words);
  uint32_t blocks = 0;
  for (size_t b = 0; b < kBlocksAChunk; ++b) {
    const bool any = (present >> (b * kBlockWords) & 0xf) != 0;
    blocks |= static_cast<uint32_t>(any) << b;
  }
  return blocks;
}

void Conjunction::Scan(absl::FunctionRef<bool(uint32_t position)> found) const {
  if (nobody_) return;
  uint64_t words[kChunkWords];
  for (size_t chunk = 0; chunk < chunks_; ++chunk) {
    uint64_t present = Present(chunk);
    if (present == 0) continue;
    ChunkWords(chunk, present, words);
    for (; present != 0; present &= present - 1) {
      const int i = __builtin_ctzll(present);
      for (uint64_t word = words[i]; word != 0; word &= word - 1) {
        const size_t bit = i * kWordBits + __builtin_ctzll(word);
        if (!found(static_cast<uint32_t>(chunk * kChunkBits + bit))) return;
      }
    }
  }
}

}  // namespace rapport::geo
