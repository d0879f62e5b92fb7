// A long row of ticks of which most are clear: only words that are not are
// kept, each with its place. Ten bytes a word, in one piece of memory.
#ifndef RAPPORT_SERVER_CALENDAR_SPARSE_TICKS_H_
#define RAPPORT_SERVER_CALENDAR_SPARSE_TICKS_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/types/span.h"
#include "server/calendar/tick_bits.h"

namespace rapport::calendar {

// 64 ticks of a row, from tick 64 * place on.
struct PlacedWord {
  uint16_t place = 0;
  uint64_t bits = 0;
};

// Thread-safe: immutable. Copies share nothing.
class SparseTicks {
 public:
  SparseTicks() = default;
  // `words` in order of place, each place once.
  explicit SparseTicks(absl::Span<const PlacedWord> words);
  SparseTicks(const SparseTicks& other);
  SparseTicks(SparseTicks&&) = default;
  SparseTicks& operator=(SparseTicks&&) = default;

  bool empty() const { return count_ == 0; }
  size_t size() const { return count_; }
  PlacedWord word(size_t i) const { return {places()[i], words()[i]}; }

  // The ticks from `at` on; clear behind the last.
  template <size_t kWords>
  TickBits<kWords> Load(size_t at) const {
    TickBits<kWords> bits;
    if (count_ == 0) return bits;
    const size_t first = at / kTicksOfWord;
    const int shift = static_cast<int>(at % kTicksOfWord);
    for (size_t i = FirstFrom(first); i < count_; ++i) {
      const size_t place = places()[i];
      if (place > first + kWords) break;
      const size_t to = place - first;
      if (to < kWords) bits.words[to] |= words()[i] >> shift;
      if (to > 0) bits.words[to - 1] |= words()[i] << 1 << (63 - shift);
    }
    return bits;
  }

  // Memory besides the object's own.
  size_t bytes() const { return BytesOf(count_); }

 private:
  static size_t BytesOf(size_t count) {
    return count * (sizeof(uint64_t) + sizeof(uint16_t));
  }
  const uint64_t* words() const {
    return reinterpret_cast<const uint64_t*>(memory_.get());
  }
  // Behind the words.
  const uint16_t* places() const {
    return reinterpret_cast<const uint16_t*>(memory_.get() +
                                             count_ * sizeof(uint64_t));
  }
  // The first that is at `place` or behind it.
  size_t FirstFrom(size_t place) const {
    const uint16_t* const begin = places();
    size_t from = 0;
    for (size_t length = count_; length > 0;) {
      const size_t half = length / 2;
      const bool before = begin[from + half] < place;
      from = before ? from + half + 1 : from;
      length = before ? length - half - 1 : half;
    }
    return from;
  }

  uint32_t count_ = 0;
  std::unique_ptr<std::byte[]> memory_;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_SPARSE_TICKS_H_
