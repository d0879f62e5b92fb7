// Years, months, dates and weeks.
#include <optional>

#include "server/hours/rule_parser.h"
#include "server/hours/words.h"

namespace rapport::hours {
namespace {

constexpr int kWeekMax = 53;
constexpr int kDaysOfMonth[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

std::optional<int> TryYear(HoursCursor& cursor) {
  if (!AtYear(cursor)) return std::nullopt;
  return cursor.TryNumber(4);
}

std::optional<int> TryMonth(HoursCursor& cursor) {
  const absl::string_view word = cursor.PeekWord();
  const std::optional<Meaning<int>> month = MonthOf(word);
  if (!month) return std::nullopt;
  if (!month->as_specified) cursor.NoteUnusual();
  cursor.Skip(word.size());
  return month->value;
}

// A day of the month, if what stands here is no time.
bool TryDayOfMonth(HoursCursor& cursor, DateMark& mark) {
  const size_t from = cursor.position();
  cursor.SkipSpace();
  const std::optional<int> day = cursor.TryNumber(2);
  if (day && *day >= 1 && *day <= kDaysOfMonth[mark.month - 1] &&
      cursor.Peek() != ':' && cursor.Peek() != '.') {
    mark.kind = DateMark::kDay;
    mark.day = *day;
    mark.day_offset = ReadDayOffset(cursor);
    return true;
  }
  cursor.MoveTo(from);
  return false;
}

int NthOfBits(uint16_t bits) {
  for (int nth = 1; nth <= 5; ++nth) {
    if (bits == 1u << (nth - 1)) return nth;
    if (bits == 1u << (4 + nth)) return -nth;
  }
  return 0;
}

// `Su[-1]` after a month, as a date.
bool TryWeekdayOfMonth(HoursCursor& cursor, DateMark& mark) {
  const size_t from = cursor.position();
  cursor.SkipSpace();
  const absl::string_view word = cursor.PeekWord();
  if (const auto weekday = WeekdayOf(word)) {
    cursor.Skip(word.size());
    mark.nth = cursor.Peek() == '[' ? NthOfBits(ReadNth(cursor)) : 0;
    if (mark.nth != 0) {
      mark.kind = DateMark::kWeekday;
      mark.weekday = weekday->value;
      mark.day_offset = ReadDayOffset(cursor);
      return true;
    }
  }
  cursor.MoveTo(from);
  return false;
}

bool DashAndDateAhead(HoursCursor& cursor) {
  const size_t from = cursor.position();
  const bool ahead = cursor.TryDash() && (AtDate(cursor) || AtYear(cursor));
  cursor.MoveTo(from);
  return ahead;
}

// Which mark is read: as the first of a range, a week day is part of it only if
// the range goes on, else it selects days; a range that starts with a month
// ends with one.
enum class Place { kFirst, kLast, kLastMonth };

// A mark from its month or `easter` on.
bool ReadMark(HoursCursor& cursor, Place place, DateMark& mark) {
  if (cursor.TryWord("easter")) {
    mark.kind = DateMark::kEaster;
    mark.day_offset = ReadDayOffset(cursor);
    return true;
  }
  const std::optional<int> month = TryMonth(cursor);
  if (!month) return cursor.Fail("a month or easter");
  mark.month = *month;
  if (place == Place::kLastMonth) return true;
  if (TryDayOfMonth(cursor, mark)) return true;
  const size_t from = cursor.position();
  if (TryWeekdayOfMonth(cursor, mark)) {
    if (place != Place::kFirst || DashAndDateAhead(cursor)) return true;
    cursor.MoveTo(from);
    mark = {.kind = DateMark::kMonth, .year = mark.year, .month = mark.month};
  }
  return true;
}

// The last mark's year, where only the first has one.
void SetLastYear(DateRange& range) {
  if (range.first.year == 0 || range.last.year != 0) return;
  const bool comes_before =
      range.first.month != 0 && range.last.month != 0 &&
      (range.last.month < range.first.month ||
       (range.last.month == range.first.month &&
        range.first.kind == DateMark::kDay &&
        range.last.kind == DateMark::kDay && range.last.day < range.first.day));
  range.last.year = range.first.year + (comes_before ? 1 : 0);
}

bool ReadLastMark(HoursCursor& cursor, DateRange& range) {
  const size_t from = cursor.position();
  range.last = {};
  if (cursor.DigitsAhead() <= 2 && range.first.kind == DateMark::kDay) {
    range.last.month = range.first.month;
    if (TryDayOfMonth(cursor, range.last)) return true;
  }
  if (const std::optional<int> year = TryYear(cursor)) {
    range.last.year = *year;
    cursor.SkipSpace();
  }
  const bool months = range.first.kind == DateMark::kMonth;
  if (!ReadMark(cursor, months ? Place::kLastMonth : Place::kLast,
                range.last)) {
    return false;
  }
  if (months != (range.last.kind == DateMark::kMonth)) {
    return cursor.FailAt(from, months ? "a month" : "a date with a day");
  }
  if ((range.first.year == 0) && range.last.year != 0) {
    return cursor.FailAt(from, "no year, as the range's first date has none");
  }
  return true;
}

bool ReadDateRange(HoursCursor& cursor, Rule& rule) {
  DateRange range;
  if (const std::optional<int> year = TryYear(cursor)) {
    range.first.year = *year;
    cursor.SkipSpace();
  }
  if (!ReadMark(cursor, Place::kFirst, range.first)) return false;
  range.last = range.first;
  if (cursor.TryDash()) {
    if (!ReadLastMark(cursor, range)) return false;
    SetLastYear(range);
  } else if (range.first.kind != DateMark::kMonth && cursor.TryChar('+')) {
    range.open_end = true;
  }
  rule.dates.push_back(range);
  return true;
}

// `Dec 24,25`: another day of the month of the date before.
bool TryDayOfSameMonth(HoursCursor& cursor, Rule& rule) {
  const DateMark& before = rule.dates.back().last;
  if (before.kind != DateMark::kDay || cursor.DigitsAhead() > 2) return false;
  DateRange range;
  range.first.year = before.year;
  range.first.month = before.month;
  if (!TryDayOfMonth(cursor, range.first)) return false;
  range.last = range.first;
  if (cursor.TryDash()) {
    range.last = {.year = before.year, .month = before.month};
    if (!TryDayOfMonth(cursor, range.last)) return false;
  }
  rule.dates.push_back(range);
  return true;
}

bool YearAndDateAhead(HoursCursor& cursor) {
  const size_t from = cursor.position();
  const bool year = TryYear(cursor).has_value();
  cursor.SkipSpace();
  const bool ahead = year && AtDate(cursor);
  cursor.MoveTo(from);
  return ahead;
}

bool ReadNumberRange(HoursCursor& cursor, size_t digits, int low, int high,
                     absl::string_view expected, NumberRange& range) {
  const size_t from = cursor.position();
  const std::optional<int> first = cursor.TryNumber(digits);
  if (!first || *first < low || *first > high) {
    return cursor.FailAt(from, expected);
  }
  range = {.first = *first, .last = *first};
  if (cursor.TryDash()) {
    const size_t at = cursor.position();
    const std::optional<int> last = cursor.TryNumber(digits);
    if (!last || *last < *first || *last > high) {
      return cursor.FailAt(at, "a later number to end the range");
    }
    range.last = *last;
  }
  if (range.last == range.first || !cursor.TryChar('/')) return true;
  const std::optional<int> step = cursor.TryNumber(2);
  if (!step || *step < 1) return cursor.Fail("a step from 1 to 99");
  range.step = *step;
  return true;
}

}  // namespace

bool AtYear(HoursCursor& cursor) {
  const size_t from = cursor.position();
  const bool four = cursor.DigitsAhead() == 4;
  const std::optional<int> year = cursor.TryNumber(4);
  const bool at = four && year && *year >= kYearMin && *year < kYearMax &&
                  cursor.Peek() != ':';
  cursor.MoveTo(from);
  return at;
}

bool AtDate(HoursCursor& cursor) {
  const absl::string_view word = cursor.PeekWord();
  return MonthOf(word) || word == "easter";
}

bool ReadYears(HoursCursor& cursor, Rule& rule) {
  if (YearAndDateAhead(cursor)) return ReadDates(cursor, rule);
  do {
    cursor.SkipSpace();
    NumberRange years;
    if (!ReadNumberRange(cursor, 4, kYearMin, kYearMax - 1,
                         "a year from 1900 on", years)) {
      return false;
    }
    if (years.last == years.first && cursor.TryChar('+')) {
      years.last = kYearMax;
    }
    rule.years.push_back(years);
    if (rule.years.size() > kItemsMax) {
      return cursor.Fail("no more than 60 years in a list");
    }
  } while (cursor.TryChar(','));
  return true;
}

bool ReadDates(HoursCursor& cursor, Rule& rule) {
  if (!ReadDateRange(cursor, rule)) return false;
  for (;;) {
    const size_t from = cursor.position();
    cursor.SkipSpace();
    if (!cursor.TryChar(',')) break;
    cursor.SkipSpace();
    if (AtDate(cursor) || YearAndDateAhead(cursor)) {
      if (!ReadDateRange(cursor, rule)) return false;
    } else if (!TryDayOfSameMonth(cursor, rule)) {
      cursor.MoveTo(from);
      break;
    }
    if (rule.dates.size() > kItemsMax) {
      return cursor.Fail("no more than 60 dates in a list");
    }
  }
  return true;
}

bool ReadWeeks(HoursCursor& cursor, Rule& rule) {
  if (!cursor.TryWord("week")) return cursor.Fail("`week`");
  do {
    cursor.SkipSpace();
    NumberRange weeks;
    if (!ReadNumberRange(cursor, 2, 1, kWeekMax, "a week from 1 to 53",
                         weeks)) {
      return false;
    }
    rule.weeks.push_back(weeks);
    if (rule.weeks.size() > kItemsMax) {
      return cursor.Fail("no more than 60 weeks in a list");
    }
  } while (cursor.TryChar(','));
  return true;
}

}  // namespace rapport::hours
