// What the wall clock of a zone reads at an instant.
#ifndef RAPPORT_SERVER_CALENDAR_LOCAL_TIME_H_
#define RAPPORT_SERVER_CALENDAR_LOCAL_TIME_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rapport::calendar {

// A reading with the offset that tells readings that come twice apart. The
// instant is the reading less the offset.
struct LocalTime {
  absl::CivilSecond reading;
  absl::Duration utc_offset;  // whole seconds; positive east of Greenwich

  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

LocalTime ToLocalTime(absl::Time time, const absl::TimeZone& zone);

// `time` for a person, with the zone named: `2026-11-24 10:50
// America/Chicago`; with seconds only if there are any, and with the offset
// (`2026-11-01 01:30 America/Chicago, UTC-06:00`) where the reading comes
// twice.
std::string FormatLocalTime(absl::Time time, const absl::TimeZone& zone);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_LOCAL_TIME_H_
