// Bits that stand for ticks in a row, and what slots need of them: where so
// many in a row are set, and which lie on a grid.
#ifndef RAPPORT_SERVER_CALENDAR_TICK_BITS_H_
#define RAPPORT_SERVER_CALENDAR_TICK_BITS_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace rapport::calendar {

inline constexpr int kTicksOfWord = 64;
inline constexpr int kTicksOfDay = 288;
inline constexpr int kTicksOfWeek = 7 * kTicksOfDay;

// 64 bits of `words` from bit `at` on. words[at / 64 + 1] must be there.
inline uint64_t WordAt(const uint64_t* words, size_t at) {
  const size_t word = at / kTicksOfWord;
  const int shift = static_cast<int>(at % kTicksOfWord);
  // In two steps, since shifting by 64 has no meaning.
  return words[word] >> shift | words[word + 1] << 1 << (63 - shift);
}

// The low `count` bits; all where it is 64 or more, none where it is negative.
inline uint64_t LowBits(int64_t count) {
  if (count <= 0) return 0;
  return count >= kTicksOfWord ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

// kWords times 64 ticks; bit 0 of word 0 is the earliest. A value type.
template <size_t kWords>
struct TickBits {
  static constexpr int kTicks = static_cast<int>(kWords) * kTicksOfWord;

  std::array<uint64_t, kWords> words = {};

  static TickBits Load(const uint64_t* from, size_t at) {
    TickBits bits;
    for (size_t i = 0; i < kWords; ++i) {
      bits.words[i] = WordAt(from, at + i * kTicksOfWord);
    }
    return bits;
  }

  // Only the first `count` ticks are kept.
  void KeepFirst(int64_t count) {
    for (size_t i = 0; i < kWords; ++i) {
      words[i] &= LowBits(count - static_cast<int64_t>(i) * kTicksOfWord);
    }
  }

  bool any() const {
    uint64_t all = 0;
    for (uint64_t word : words) all |= word;
    return all != 0;
  }

  TickBits operator~() const {
    TickBits result;
    for (size_t i = 0; i < kWords; ++i) result.words[i] = ~words[i];
    return result;
  }
  TickBits& operator|=(const TickBits& other) {
    for (size_t i = 0; i < kWords; ++i) words[i] |= other.words[i];
    return *this;
  }
  TickBits& operator&=(const TickBits& other) {
    for (size_t i = 0; i < kWords; ++i) words[i] &= other.words[i];
    return *this;
  }
  TickBits& operator^=(const TickBits& other) {
    for (size_t i = 0; i < kWords; ++i) words[i] ^= other.words[i];
    return *this;
  }

  // Every tick as the one `by` later was; clear where that is beyond the end.
  TickBits Earlier(int by) const {
    TickBits result;
    const size_t skipped = static_cast<size_t>(by) / kTicksOfWord;
    const int shift = by % kTicksOfWord;
    for (size_t i = 0; i + skipped < kWords; ++i) {
      const size_t from = i + skipped;
      const uint64_t above = from + 1 < kWords ? words[from + 1] : 0;
      result.words[i] = words[from] >> shift | above << 1 << (63 - shift);
    }
    return result;
  }
};

// The ticks from which `length` (at least 1) in a row are set, in about
// log2(length) steps: what is known of 2^k in a row tells of twice as many.
template <size_t kWords>
TickBits<kWords> RunStarts(TickBits<kWords> bits, int length) {
  for (int known = 1; known < length;) {
    const int step = std::min(known, length - known);
    bits &= bits.Earlier(step);
    known += step;
  }
  return bits;
}

// The most bits in a row that are set in `words`.
inline int LongestRun(absl::Span<const uint64_t> words) {
  int longest = 0;
  int run = 0;
  for (uint64_t word : words) {
    for (int left = kTicksOfWord; left > 0;) {
      const int set = std::min(std::countr_one(word), left);
      run += set;
      longest = std::max(longest, run);
      left -= set;
      if (left == 0) break;
      run = 0;
      word >>= set;  // less than 64, since some are left
      const int clear = std::min(std::countr_zero(word), left);
      left -= clear;
      if (left > 0) word >>= clear;
    }
  }
  return longest;
}

// Every `step`-th of 64 ticks from the first on; `step` is at least 1.
inline uint64_t Comb(int step) {
  uint64_t comb = 0;
  for (int tick = 0; tick < kTicksOfWord; tick += step) {
    comb |= uint64_t{1} << tick;
  }
  return comb;
}

// The ticks of the 64 from local tick `first` on that are multiples of `step`.
// `comb` is Comb(step); `first` is not negative.
inline uint64_t GridFrom(int64_t first, int step, uint64_t comb) {
  const int over = static_cast<int>(first % step);
  const int wait = over == 0 ? 0 : step - over;
  return wait < kTicksOfWord ? comb << wait : 0;
}

// Sets the ticks [first, end) of `words`.
inline void SetTicks(int64_t first, int64_t end, absl::Span<uint64_t> words) {
  for (int64_t at = first; at < end;) {
    const int64_t word = at / kTicksOfWord;
    const int64_t next = std::min(end, (word + 1) * kTicksOfWord);
    words[word] |= LowBits(next - word * kTicksOfWord) &
                   ~LowBits(at - word * kTicksOfWord);
    at = next;
  }
}

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_TICK_BITS_H_
