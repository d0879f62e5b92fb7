// Whether a rule speaks of a date.
#ifndef RAPPORT_SERVER_HOURS_DAY_MATCH_H_
#define RAPPORT_SERVER_HOURS_DAY_MATCH_H_

#include "absl/time/civil_time.h"
#include "server/hours/holidays.h"
#include "server/hours/rule.h"

namespace rapport::hours {

// What is taken for a holiday where the calendar does not know, and whether
// that was asked. So a day is looked at once for each way it may be.
struct HolidayGuess {
  bool public_holiday = false;
  bool school_holiday = false;
  bool public_asked = false;
  bool school_asked = false;
};

// Whether all parts of `rule` but its times hold on `date`.
bool Matches(const Rule& rule, absl::CivilDay date,
             const HolidayCalendar& holidays, HolidayGuess& guess);

// Easter Sunday of the western churches (Gregorian calendar; the anonymous
// algorithm of Nature, 1876, as in Meeus, Astronomical Algorithms, ch. 8).
absl::CivilDay EasterSunday(int year);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_DAY_MATCH_H_
