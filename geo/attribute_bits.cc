#include "geo/attribute_bits.h"

#include <algorithm>

namespace rapport::geo {
namespace {

// From this many words on, keeping the empty ones costs less than twice the
// memory and spares counting bits before each word.
constexpr int kWholeFrom = 40;

}  // namespace

AttributeBits::AttributeBits(absl::Span<const uint32_t> positions, size_t size)
    : chunks_((size + kChunkBits - 1) / kChunkBits) {
  size_t next = 0;
  for (size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
    uint64_t words[kChunkWords] = {};
    const size_t begin = chunk * kChunkBits;
    for (; next < positions.size() && positions[next] < begin + kChunkBits;
         ++next) {
      const size_t at = positions[next] - begin;
      words[at / kWordBits] |= uint64_t{1} << (at % kWordBits);
    }
    Close(chunk, words);
  }
  words_.shrink_to_fit();
}

void AttributeBits::Close(size_t chunk, const uint64_t (&words)[kChunkWords]) {
  Chunk& c = chunks_[chunk];
  for (size_t i = 0; i < kChunkWords; ++i) {
    if (words[i] == 0) continue;
    c.present |= uint64_t{1} << i;
    count_ += __builtin_popcountll(words[i]);
    ++words_present_;
  }
  c.begin = static_cast<uint32_t>(words_.size());
  c.whole = __builtin_popcountll(c.present) >= kWholeFrom ? 1 : 0;
  for (uint64_t word : words) {
    if (word != 0 || c.whole != 0) words_.push_back(word);
  }
}

size_t AttributeBits::memory_bytes() const {
  return sizeof(*this) + chunks_.capacity() * sizeof(Chunk) +
         words_.capacity() * sizeof(uint64_t);
}

}  // namespace rapport::geo
