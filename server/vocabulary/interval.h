// Half-open intervals of time, and the five-minute tick that they lie on.
#ifndef RAPPORT_SERVER_VOCABULARY_INTERVAL_H_
#define RAPPORT_SERVER_VOCABULARY_INTERVAL_H_

#include <cstdint>

#include "absl/time/time.h"

namespace rapport {

// What occupancy is counted in: five minutes of UTC.
inline constexpr absl::Duration kTick = absl::Minutes(5);

// [start, end).
struct Interval {
  absl::Time start;
  absl::Time end;

  bool empty() const { return start >= end; }
  absl::Duration length() const { return end - start; }
  bool Contains(const Interval& other) const {
    return start <= other.start && other.end <= end;
  }
  bool Overlaps(const Interval& other) const {
    return start < other.end && other.start < end;
  }
  friend bool operator==(const Interval&, const Interval&) = default;
};

// Whether `time` lies on the tick.
inline bool OnTick(absl::Time time) {
  return (time - absl::UnixEpoch()) % kTick == absl::ZeroDuration();
}

// The number of the tick that begins at or before `time`, from the Unix epoch.
// `time` is not before the epoch.
inline int64_t TickOf(absl::Time time) {
  return absl::ToUnixSeconds(time) / absl::ToInt64Seconds(kTick);
}

// When the tick of that number begins.
inline absl::Time TimeOfTick(int64_t tick) {
  return absl::FromUnixSeconds(tick * absl::ToInt64Seconds(kTick));
}

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_INTERVAL_H_
