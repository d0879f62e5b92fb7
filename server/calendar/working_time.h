// A schedule laid out on the line of time: when an associate works, at which
// store, on which channels.
//
// A period of a date runs from the instant at which its store's clock reads
// its start (RFC 5545 §3.3.5, see Resolve) to the first instant at which that
// clock reads its end or later (see FirstReached). So, on the days when the
// clock changes:
// - hours over a skipped or repeated hour are as long as they really are:
//   01:00 to 04:00 is two hours on the one day, four on the other;
// - a reading that comes twice, as start or as end, is the first of the two;
// - hours that lie wholly in a skipped hour are none; hours that start in it
//   start as much after the skip; hours that end in it end at the skip, and
//   so never run on past the reading that they end at.
// A period that ends at 24:00 touches that of the next day from 00:00.
//
// Where it takes time to get from one store to another, hours at the one begin no
// sooner than so long after hours at the other end. All hours count that are
// worked on some channel, and as long as they would be without travel and time
// off: so what is said of an instant is not changed by what was long before.
//
// Where a schedule is off on public holidays, weekly periods leave out the dates
// that are holidays of their own store. Overrides count on holidays too.
//
// The date of an override is a date on the calendar of each store: it stands
// in place of the weekly periods of that date there, whatever that store's
// zone, and each of its own periods is of that date in its own store's zone.
// Hours of one date do not overlap, but those of stores in different zones can
// do so in real time: then the hours that began first keep the time, and of
// hours that begin together those that are listed first (weekly hours before
// overrides, and those by their date).
#ifndef RAPPORT_SERVER_CALENDAR_WORKING_TIME_H_
#define RAPPORT_SERVER_CALENDAR_WORKING_TIME_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "server/calendar/public_holidays.h"
#include "server/calendar/schedule.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

// The zone of a store. Must answer for every store that it is asked for.
using ZoneOf = absl::FunctionRef<absl::TimeZone(const StoreId&)>;

// How a store counts time. Refers to the holidays, which may be null: none.
struct StoreDays {
  // NOLINTNEXTLINE(google-explicit-constructor): most who ask have no holidays
  StoreDays(absl::TimeZone zone, const PublicHolidays* holidays = nullptr)
      : zone(zone), holidays(holidays) {}

  absl::TimeZone zone;
  const PublicHolidays* holidays;
};
// As ZoneOf.
using StoreDaysOf = absl::FunctionRef<StoreDays(const StoreId&)>;

// What a schedule leaves to the associate's entry in the catalog.
struct WorkDefaults {
  StoreId home_store;   // where a period names none
  ChannelSet channels;  // those they take; a period's others are dropped
};

// Time worked without a break at one store on the same channels.
struct WorkSpan {
  Interval interval;
  StoreId store;
  ChannelSet channels;  // never empty

  friend bool operator==(const WorkSpan&, const WorkSpan&) = default;
};

// The working time of `schedule` inside `window`: sorted, not overlapping, cut
// at the window's ends, so that what is said of an instant does not depend on
// the window. Periods on none of the associate's channels are left out; no
// time outside the years 1970 to 2200 is worked. `schedule` must pass
// CheckSchedule. Two weeks of five days take 1 to 2 µs.
std::vector<WorkSpan> WorkingTime(const Schedule& schedule,
                                  const WorkDefaults& defaults,
                                  const Interval& window, StoreDaysOf days_of);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_WORKING_TIME_H_
