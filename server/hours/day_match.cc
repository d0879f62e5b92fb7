#include "server/hours/day_match.h"

#include <algorithm>
#include <cstdlib>

namespace rapport::hours {
namespace {

using absl::CivilDay;

// 0 is Monday, as in absl::Weekday.
int WeekdayIndex(CivilDay date) {
  return static_cast<int>(absl::GetWeekday(date));
}

int DaysOfMonth(CivilDay date) {
  const absl::CivilMonth month(date);
  return static_cast<int>(CivilDay(month + 1) - CivilDay(month));
}

bool InRange(const NumberRange& range, int number) {
  return range.first <= number && number <= range.last &&
         (number - range.first) % range.step == 0;
}

bool InAny(const std::vector<NumberRange>& ranges, int number) {
  if (ranges.empty()) return true;
  return std::any_of(
      ranges.begin(), ranges.end(),
      [number](const NumberRange& range) { return InRange(range, number); });
}

// The week of ISO 8601 that has the Thursday of the date's week.
int IsoWeek(CivilDay date) {
  const CivilDay thursday = date + (3 - WeekdayIndex(date));
  return (absl::GetYearDay(thursday) - 1) / 7 + 1;
}

CivilDay NthWeekday(int year, const DateMark& mark) {
  const CivilDay first(year, mark.month, 1);
  if (mark.nth > 0) {
    return first + (mark.weekday - WeekdayIndex(first) + 7) % 7 +
           7 * (mark.nth - 1);
  }
  const CivilDay last = CivilDay(absl::CivilMonth(first) + 1) - 1;
  return last - (WeekdayIndex(last) - mark.weekday + 7) % 7 -
         7 * (-mark.nth - 1);
}

// The date of the mark in `year`. 29 February is 1 March in other years; as an
// end it is 28 February.
CivilDay DateOf(const DateMark& mark, int year, bool is_end) {
  CivilDay date;
  switch (mark.kind) {
    case DateMark::kEaster:
      date = EasterSunday(year);
      break;
    case DateMark::kWeekday:
      date = NthWeekday(year, mark);
      break;
    case DateMark::kDay:
    case DateMark::kMonth:
      date = CivilDay(year, mark.month, std::max(mark.day, 1));
      if (is_end && date.month() != mark.month) date = date - 1;
      break;
  }
  return date + mark.day_offset;
}

// Whether the mark has a date in that year: 29 February, a fifth Sunday.
bool Exists(const DateMark& mark, int year) {
  if (mark.kind == DateMark::kEaster) return true;
  return (DateOf(mark, year, false) - mark.day_offset).month() == mark.month;
}

bool InDatesFrom(const DateRange& range, int year, CivilDay date) {
  if (range.first == range.last && !range.open_end) {
    return Exists(range.first, year) &&
           date == DateOf(range.first, year, false);
  }
  const CivilDay first = DateOf(range.first, year, false);
  if (date < first) return false;
  const bool once = range.first.year != 0;
  if (range.open_end) return once || date.year() == first.year();
  CivilDay last = DateOf(range.last, once ? range.last.year : year, true);
  if (last < first && !once) last = DateOf(range.last, year + 1, true);
  return date <= last;
}

bool InMonths(const DateRange& range, CivilDay date) {
  const int first = range.first.month;
  const int last = range.last.month;
  if (range.first.year != 0) {
    const auto month = date.year() * 12 + date.month();
    return range.first.year * 12 + first <= month &&
           month <= range.last.year * 12 + last;
  }
  if (first <= last) return first <= date.month() && date.month() <= last;
  return first <= date.month() || date.month() <= last;
}

bool InDates(const DateRange& range, CivilDay date) {
  if (range.first.kind == DateMark::kMonth) return InMonths(range, date);
  if (range.first.year != 0) {
    return InDatesFrom(range, range.first.year, date);
  }
  // A range may begin in the year before; an offset moves over a year's end.
  const int year = static_cast<int>(date.year());
  return InDatesFrom(range, year - 1, date) || InDatesFrom(range, year, date) ||
         InDatesFrom(range, year + 1, date);
}

// The bits that WeekdayRange::nth has of a date.
uint16_t NthBits(CivilDay date) {
  const int nth = (date.day() - 1) / 7;
  const int nth_last = (DaysOfMonth(date) - date.day()) / 7;
  return static_cast<uint16_t>(1u << nth | 1u << (5 + nth_last));
}

bool InWeekdays(const WeekdayRange& range, CivilDay date) {
  const CivilDay base = date - range.day_offset;
  const int weekday = WeekdayIndex(base);
  const bool in_range = range.first <= range.last
                            ? range.first <= weekday && weekday <= range.last
                            : range.first <= weekday || weekday <= range.last;
  return in_range && (range.nth == 0 || (range.nth & NthBits(base)) != 0);
}

bool IsHoliday(const HolidaySelector& selector, CivilDay date,
               const HolidayCalendar& holidays, HolidayGuess& guess) {
  const CivilDay base = date - selector.day_offset;
  const Answer answer = selector.school ? holidays.IsSchoolHoliday(base)
                                        : holidays.IsPublicHoliday(base);
  if (answer != Answer::kUnknown) return answer == Answer::kYes;
  (selector.school ? guess.school_asked : guess.public_asked) = true;
  return selector.school ? guess.school_holiday : guess.public_holiday;
}

bool MatchesDays(const Rule& rule, CivilDay date,
                 const HolidayCalendar& holidays, HolidayGuess& guess) {
  if (rule.weekdays.empty() && rule.holidays.empty()) return true;
  const bool weekday = std::any_of(
      rule.weekdays.begin(), rule.weekdays.end(),
      [date](const WeekdayRange& range) { return InWeekdays(range, date); });
  if (weekday != rule.weekdays_of_holidays) return weekday;
  return std::any_of(rule.holidays.begin(), rule.holidays.end(),
                     [&](const HolidaySelector& selector) {
                       return IsHoliday(selector, date, holidays, guess);
                     });
}

bool MatchesDates(const Rule& rule, CivilDay date) {
  if (rule.dates.empty()) return true;
  return std::any_of(
      rule.dates.begin(), rule.dates.end(),
      [date](const DateRange& range) { return InDates(range, date); });
}

}  // namespace

bool Matches(const Rule& rule, CivilDay date, const HolidayCalendar& holidays,
             HolidayGuess& guess) {
  return InAny(rule.years, static_cast<int>(date.year())) &&
         MatchesDates(rule, date) &&
         (rule.weeks.empty() || InAny(rule.weeks, IsoWeek(date))) &&
         MatchesDays(rule, date, holidays, guess);
}

CivilDay EasterSunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return CivilDay(year, f / 31, f % 31 + 1);
}

}  // namespace rapport::hours
