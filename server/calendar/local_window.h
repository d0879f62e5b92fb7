// The same hours of some days on a wall clock: tomorrow between 3 and 5.
#ifndef RAPPORT_SERVER_CALENDAR_LOCAL_WINDOW_H_
#define RAPPORT_SERVER_CALENDAR_LOCAL_WINDOW_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

inline constexpr int kLocalWindowDaysMax = 62;

struct LocalWindow {
  absl::CivilDay first;
  absl::CivilDay last;       // inclusive; not before the first
  int start_minute = 0;      // after midnight, 0 to 1439
  int end_minute = 24 * 60;  // exclusive, after start_minute, at most 1440
};

// Appends what `window` is in `zone`: an interval a day, from the instant at
// which the clock reads the start (see Resolve) to the first at which it reads
// the end or later (see FirstReached). Whole days that touch are one interval.
// Hours that the clock skips are none.
void AppendIntervals(const LocalWindow& window, const absl::TimeZone& zone,
                     std::vector<Interval>& intervals);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_LOCAL_WINDOW_H_
