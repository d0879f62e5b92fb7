// The events of an iCalendar file (RFC 5545), as far as they say when somebody
// is busy. What an event is about is never kept: no title, place, note or guest
// is read past its name.
#ifndef RAPPORT_SERVER_CALENDAR_ICS_EVENT_H_
#define RAPPORT_SERVER_CALENDAR_ICS_EVENT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/calendar/ics_text.h"

namespace rapport::calendar {

inline constexpr size_t kIcsBytesMax = 1024 * 1024;
inline constexpr size_t kIcsEventsMax = 10'000;
// Of a TZID; tzdata's and Windows' names are shorter, paths before them
// included. Each of a line's dates keeps its own.
inline constexpr size_t kZoneNameMax = 255;

// A time with the zone that it names; zone is empty if it names none.
struct ZonedIcsTime {
  IcsTime time;
  std::string zone;
};

struct IcsEvent {
  std::string uid;
  std::optional<ZonedIcsTime> start;
  std::optional<ZonedIcsTime> end;
  std::optional<absl::Duration> duration;
  std::vector<std::string> rules;    // RRULE, as written
  std::vector<ZonedIcsTime> more;    // RDATE
  std::vector<ZonedIcsTime> not_on;  // EXDATE
  // Set: in place of that one instance; with `and_future` of all later ones too.
  std::optional<ZonedIcsTime> instead_of;
  bool and_future = false;
  bool free = false;       // TRANSP:TRANSPARENT
  bool cancelled = false;  // STATUS:CANCELLED
  bool malformed = false;  // something above could not be read
};

// The VEVENTs of the file, in its order. Returns INVALID_ARGUMENT naming the
// field `calendar`: TOO_LONG for more than kIcsBytesMax or a line of more than
// kContentLineMax, TOO_MANY for more than kIcsEventsMax, NOT_A_CALENDAR if it
// is none or is cut off.
absl::StatusOr<std::vector<IcsEvent>> ReadIcsEvents(absl::string_view text);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_ICS_EVENT_H_
