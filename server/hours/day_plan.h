// What opening hours say of one date.
//
// Hours belong to the date on which they start: those past midnight run on into
// the next date, also where that is closed ("Fr 20:00-04:00; Sa off" is open on
// Saturday at 02:00); only an `off` with times of its own cuts into them.
#ifndef RAPPORT_SERVER_HOURS_DAY_PLAN_H_
#define RAPPORT_SERVER_HOURS_DAY_PLAN_H_

#include <optional>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/hours/holidays.h"
#include "server/hours/opening_hours.h"
#include "server/hours/sun.h"

namespace rapport::hours {

// What rules may ask about the place of a store.
struct Surroundings {
  const HolidayCalendar& holidays;
  const std::optional<SunPlace>& place;
  const absl::TimeZone& zone;  // of the sun's minutes
};

// [start, end) in minutes of a date. The comment is the rule's, or says why the
// state is not known; it lives as long as the hours.
struct Stretch {
  int start = 0;
  int end = 0;
  State state = State::kClosed;
  bool cuts = false;  // closed, by an `off` with times
  absl::string_view comment = {};

  bool SameAs(const Stretch& other) const {
    return state == other.state && comment == other.comment;
  }
};

// Sorted, not overlapping.
using Stretches = absl::InlinedVector<Stretch, 8>;

// The comments of states that no rule's comment explains.
inline constexpr absl::string_view kNoClosingTime = "no closing time is given";
inline constexpr absl::string_view kHolidaysNotKnown =
    "holidays are not known here";
inline constexpr absl::string_view kSunNotKnown = "the sun is not known here";

// How long an open end (`18:00+`) is taken to be perhaps open: until midnight;
// of one from 17:00 on 10 hours, from 22:00 on 8. Those are the bounds that
// opening_hours.js, the grammar's most used reader, has.
int LastMinuteOfOpenEnd(int start_minute);

// What starts on `date`: minutes 0 to 48:00. What it leaves out is closed.
Stretches PlanOf(const OpeningHours& hours, absl::CivilDay date,
                 const Surroundings& around);

// The 24 hours of a date, without a gap: what starts on it, over what runs on
// from the date before. Where both do, the more open state holds.
Stretches DayOf(const Stretches& plan_before, const Stretches& plan);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_DAY_PLAN_H_
