// Calendars for other programs: RFC 5545 text that a calendar program may
// subscribe to.
//
// Times are written on the wall clock of their zone, with a VTIMEZONE that says
// every change of its clock in the years of the entries. A reading that comes
// twice is the first of the two by RFC 5545 §3.3.5, but libical and Python's
// icalendar take it for the second: both are written in UTC.
#ifndef RAPPORT_SERVER_CALENDAR_ICS_WRITER_H_
#define RAPPORT_SERVER_CALENDAR_ICS_WRITER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

// One VEVENT. Texts are UTF-8 of any content.
struct CalendarEntry {
  enum class Status : uint8_t { kTentative, kConfirmed, kCancelled };

  std::string uid;       // the same for ever, and nobody else's
  int64_t sequence = 0;  // grows with every change
  Interval interval;     // whole seconds
  absl::TimeZone zone;
  Status status = Status::kConfirmed;
  std::string summary;
  std::string description;  // left out if empty
  std::string location;     // left out if empty
  absl::Time create_time;
  absl::Time update_time;
};

// The calendar called `name`, its lines folded at 75 bytes and ended by CRLF.
std::string WriteCalendar(absl::string_view name,
                          absl::Span<const CalendarEntry> entries);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_ICS_WRITER_H_
