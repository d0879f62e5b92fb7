#include "server/calendar/local_window.h"

#include "server/calendar/time_zone.h"

namespace rapport::calendar {

void AppendIntervals(const LocalWindow& window, const absl::TimeZone& zone,
                     std::vector<Interval>& intervals) {
  const size_t begin = intervals.size();
  for (absl::CivilDay day = window.first; day <= window.last; ++day) {
    const absl::CivilSecond midnight(day);
    const Interval hours = {
        Resolve(midnight + window.start_minute * 60, zone),
        FirstReached(midnight + window.end_minute * 60, zone)};
    if (hours.empty()) continue;
    if (intervals.size() > begin && intervals.back().end == hours.start) {
      intervals.back().end = hours.end;
    } else {
      intervals.push_back(hours);
    }
  }
}

}  // namespace rapport::calendar
