// When somebody is busy, read from the calendar that they keep elsewhere.
//
// - An event takes its time unless it is marked free (TRANSP:TRANSPARENT) or
//   cancelled, or is one of our own bookings: those of this very associate, for
//   what others' are with them is a meeting like any.
// - Events that come back are laid out on the wall clock of their zone, so that
//   one at 09:00 stays at 09:00 (RRULE, RDATE, EXDATE); changed and cancelled
//   instances take the place of what they change (RECURRENCE-ID, with
//   THISANDFUTURE of all later ones too). The start is always an instance.
// - A zone is what tzdata, or Windows, calls by its TZID, a path before the
//   name left out; what a VTIMEZONE says of it is not asked, since all clocks
//   here go by one tzdata. Times without a zone, and whole days, are those of
//   the reader's own zone.
// - Busy time is on the 5-minute tick: what begins or ends off it takes the whole
//   tick.
// - What cannot be read is refused, event by event, and counted: nobody may
//   think that it blocks anything. What could be read but is too much work is
//   not: the file is refused.
#ifndef RAPPORT_SERVER_CALENDAR_ICS_READER_H_
#define RAPPORT_SERVER_CALENDAR_ICS_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/calendar/busy_source.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

inline constexpr absl::Duration kBusyHorizon = absl::Hours(400 * 24);
// The steps and instances (recurrence.h) of all rules of a file together: a
// second of work, and one thing every hour up to the horizon.
inline constexpr int64_t kIcsStepsMax = 20'000'000;
inline constexpr size_t kIcsInstancesMax = 10'000;

// The busy time of `text` inside `window`. Events whose UID ends in
// `own_uid_end` are our own; if it is empty, none is. Returns INVALID_ARGUMENT
// naming the field `calendar`: the codes of ReadIcsEvents, and TOO_MANY for
// more than kBusyIntervalsMax intervals, more than kIcsStepsMax or
// kIcsInstancesMax, or a rule of more than kPeriodReadingsMax.
absl::StatusOr<BusyTime> ReadBusyTime(absl::string_view text,
                                      const absl::TimeZone& own_zone,
                                      const Interval& window,
                                      absl::string_view own_uid_end = "");

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_ICS_READER_H_
