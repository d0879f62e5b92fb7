// Whether a store is open, at any instant: regular hours, special days,
// holidays, and the clock of the store's zone.
//
//   StoreHours store{.regular = hours, .holidays = table.For("US", "IL"),
//                    .zone = zone};
//   StateAt(store, now).state == State::kOpen
//   NextClose(store, now)
//
// Hours run from the first instant at which the store's clock reads their start
// or later to the first at which it reads their end or later. So, on the days
// when the clock changes (as server/calendar/working_time.h has it, but for
// the third):
// - hours over a skipped or repeated hour are as long as they really are;
// - a reading that comes twice, as start or as end, is the first of the two;
// - hours that start in a skipped hour start when it is skipped: the clock
//   then reads later already, and the door says "from 02:30";
// - hours that end in a skipped hour end then, and those wholly in it are none.
#ifndef RAPPORT_SERVER_HOURS_OPEN_STATE_H_
#define RAPPORT_SERVER_HOURS_OPEN_STATE_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/hours/holidays.h"
#include "server/hours/opening_hours.h"
#include "server/hours/sun.h"
#include "server/vocabulary/interval.h"

namespace rapport::hours {

// A date with hours of its own, which stand in place of the regular ones that
// start on it. Of the special hours those count that start on the date.
struct SpecialDay {
  absl::CivilDay date;
  OpeningHours hours;

  friend bool operator==(const SpecialDay&, const SpecialDay&) = default;
};

// All that decides. A store without regular hours is unknown.
struct StoreHours {
  OpeningHours regular = {};
  std::vector<SpecialDay> special_days = {};  // by date; one a date
  HolidayCalendar holidays = {};              // PH and SH
  std::optional<SunPlace> place = {};         // without it the sun is unknown
  absl::TimeZone zone = {};
};

// The comment is the rule's, or says why nothing is known (day_plan.h); it
// lives as long as the hours that were asked.
struct OpenState {
  State state = State::kUnknown;
  absl::string_view comment = {};

  friend bool operator==(const OpenState&, const OpenState&) = default;
};

// How far ahead the next change is looked for: over a year, as what opens only
// in summer does.
inline constexpr int kHorizonDays = 400;

// What a clock shows, for the many stores of one zone: found once, it makes the
// state of each a search in its week. In the second pass of a repeated hour it
// is the last minute of the first pass.
struct ClockMinute {
  absl::CivilDay date;
  int weekday = 0;  // 0 is Monday
  int minute = 0;   // of the day
};
ClockMinute ClockAt(absl::Time time, const absl::TimeZone& zone);

// Thread-safe, as all here. About 0.2 µs for hours that every week are the
// same, of which the clock is nearly all; 0.5 to 2 µs for others. Unknown at
// infinite times.
OpenState StateAt(const StoreHours& store, absl::Time time);

// The same, where the store's clock shows `clock`.
OpenState StateAt(const StoreHours& store, const ClockMinute& clock);

// The first instant after `time` at which the state is another (the comment
// does not count), within kHorizonDays from it; nothing if there is none.
std::optional<absl::Time> NextChange(const StoreHours& store, absl::Time time);

// When the store next becomes open, or ceases to be so; where it is open at
// `time`, NextOpen is of the time after that. Within kHorizonDays; nothing if
// it does not, or if it cannot be told because what comes first is unknown.
std::optional<absl::Time> NextOpen(const StoreHours& store, absl::Time time);
std::optional<absl::Time> NextClose(const StoreHours& store, absl::Time time);

// Time of one state and comment, for display.
struct OpenInterval {
  Interval interval;
  State state = State::kOpen;
  absl::string_view comment = {};

  friend bool operator==(const OpenInterval&, const OpenInterval&) = default;
};

// The most dates at once: a quarter, more than any page shows.
inline constexpr int kShownDaysMax = 92;

// When the store is open or unknown, and closed where a comment says why, on
// the dates from first to last of its own clock: sorted, not overlapping, cut
// at the first and the last midnight. At most kShownDaysMax dates from first.
std::vector<OpenInterval> IntervalsOf(const StoreHours& store,
                                      absl::CivilDay first,
                                      absl::CivilDay last);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_OPEN_STATE_H_
