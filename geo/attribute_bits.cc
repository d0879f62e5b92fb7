#include "geo/attribute_bits.h"

#include <algorithm>
#include <iterator>

namespace rapport::geo {
namespace {

// From this many words on, keeping the empty ones costs less than twice the
// memory and spares counting bits before each word.
constexpr int kWholeFrom = 40;

}  // namespace

AttributeBits::AttributeBits(size_t size)
    : groups_(size / kChunkBits / kWordBits + 1),
      chunks_((size + kChunkBits - 1) / kChunkBits) {}

AttributeBits AttributeBits::FromWords(absl::Span<const uint64_t> words,
                                       size_t size) {
  AttributeBits bits(size);
  for (size_t chunk = 0; chunk < bits.chunks_.size(); ++chunk) {
    const absl::Span<const uint64_t> of_chunk =
        words.subspan(chunk * kChunkWords, kChunkWords);
    uint64_t room[kChunkWords] = {};
    std::copy(of_chunk.begin(), of_chunk.end(), room);
    bits.Close(chunk, room);
  }
  bits.Finish();
  return bits;
}

AttributeBits::AttributeBits(absl::Span<const uint32_t> positions, size_t size)
    : AttributeBits(size) {
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
  Finish();
}

void AttributeBits::Close(size_t chunk, const uint64_t (&words)[kChunkWords]) {
  Chunk& c = chunks_[chunk];
  for (size_t i = 0; i < kChunkWords; ++i) {
    if (words[i] == 0) continue;
    c.present |= uint64_t{1} << i;
    count_ += PopCount(words[i]);
    ++words_present_;
  }
  if (c.present != 0) {
    groups_[chunk / kWordBits] |= uint64_t{1} << (chunk % kWordBits);
  }
  c.begin = static_cast<uint32_t>(table_->size());
  c.whole = PopCount(c.present) >= kWholeFrom ? 1 : 0;
  for (uint64_t word : words) {
    if (word != 0 || c.whole != 0) table_->push_back(word);
  }
}

void AttributeBits::Finish() {
  table_->shrink_to_fit();
  words_ = table_->data();
  words_kept_ = table_->size();
}

void AttributeBits::Gather(absl::Span<AttributeBits> all) {
  size_t size = 0;
  for (const AttributeBits& bits : all) size += bits.words_kept_;
  const auto table = std::make_shared<HugePageVector<uint64_t>>();
  table->reserve(size);
  for (AttributeBits& bits : all) {
    const uint64_t* const words = table->data() + table->size();
    table->insert(table->end(), bits.words_, bits.words_ + bits.words_kept_);
    bits.words_ = words;
    bits.table_ = table;
  }
}

const uint64_t* AttributeBits::Words(size_t chunk,
                                     uint64_t (&room)[kChunkWords]) const {
  const Chunk& c = chunks_[chunk];
  const uint64_t* next = words_ + c.begin;
  if (c.whole != 0) return next;
  std::fill(std::begin(room), std::end(room), 0);
  for (uint64_t left = c.present; left != 0; left &= left - 1) {
    room[__builtin_ctzll(left)] = *next++;
  }
  return room;
}

size_t AttributeBits::memory_bytes() const {
  return sizeof(*this) + chunks_.capacity() * sizeof(Chunk) +
         groups_.capacity() * sizeof(uint64_t) + words_kept_ * sizeof(uint64_t);
}

}  // namespace rapport::geo
