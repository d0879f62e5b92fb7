// The half hours of a week of UTC, a bit each, for flat arrays that let by
// quickly who cannot have time.
#ifndef RAPPORT_SERVER_CALENDAR_WEEK_MASK_H_
#define RAPPORT_SERVER_CALENDAR_WEEK_MASK_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "server/calendar/tick_bits.h"

namespace rapport::calendar {

inline constexpr int kTicksOfHalfHour = 6;
inline constexpr int kHalfHoursOfWeek = kTicksOfWeek / kTicksOfHalfHour;

// A value type. Half hour 0 begins on Thursday at 00:00 UTC, as the Unix epoch
// did; bits from kHalfHoursOfWeek on are clear.
struct WeekMask {
  std::array<uint64_t, 6> words = {};

  static WeekMask All() {
    WeekMask mask;
    mask.AddTicks(0, kTicksOfWeek);
    return mask;
  }

  // The half hours that hold any of the ticks [first, end), which are counted
  // from the Unix epoch and not before it.
  void AddTicks(int64_t first, int64_t end) {
    if (first >= end) return;
    const int64_t from = first / kTicksOfHalfHour;
    const int64_t last =
        std::min((end - 1) / kTicksOfHalfHour, from + kHalfHoursOfWeek - 1);
    for (int64_t at = from; at <= last; ++at) {
      const auto bit = static_cast<size_t>(at % kHalfHoursOfWeek);
      words[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }

  bool Meets(const WeekMask& other) const {
    uint64_t both = 0;
    for (size_t i = 0; i < words.size(); ++i) both |= words[i] & other.words[i];
    return both != 0;
  }

  WeekMask& operator|=(const WeekMask& other) {
    for (size_t i = 0; i < words.size(); ++i) words[i] |= other.words[i];
    return *this;
  }
  friend bool operator==(const WeekMask&, const WeekMask&) = default;
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_WEEK_MASK_H_
