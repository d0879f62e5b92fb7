// Week days and holidays.
#include <cstdlib>
#include <optional>

#include "server/hours/rule_parser.h"
#include "server/hours/words.h"

namespace rapport::hours {
namespace {

constexpr int kNthMax = 5;

// The bit of WeekdayRange::nth.
uint16_t NthBit(int nth) {
  return static_cast<uint16_t>(1u << (nth > 0 ? nth - 1 : 4 - nth));
}

// A number from 1 to 5 or -1 to -5.
std::optional<int> TryNth(HoursCursor& cursor) {
  const size_t from = cursor.position();
  const bool last = cursor.TryChar('-');
  const std::optional<int> number = cursor.TryNumber(1);
  if (!number || *number < 1 || *number > kNthMax) {
    cursor.MoveTo(from);
    cursor.Fail("a number from 1 to 5 or from -1 to -5");
    return std::nullopt;
  }
  return last ? -*number : *number;
}

bool TryHolidayWord(HoursCursor& cursor, HolidaySelector& holiday) {
  if (cursor.TryWord("PH")) return true;
  holiday.school = cursor.TryWord("SH");
  return holiday.school;
}

std::optional<int> TryWeekday(HoursCursor& cursor) {
  const absl::string_view word = cursor.PeekWord();
  const std::optional<Meaning<int>> weekday = WeekdayOf(word);
  if (!weekday) return std::nullopt;
  if (!weekday->as_specified) cursor.NoteUnusual();
  cursor.Skip(word.size());
  return weekday->value;
}

bool ReadWeekdayRange(HoursCursor& cursor, Rule& rule) {
  const std::optional<int> first = TryWeekday(cursor);
  if (!first) return cursor.Fail("a week day, PH or SH");
  WeekdayRange range{.first = *first, .last = *first};
  if (cursor.Peek() == '[') {
    range.nth = ReadNth(cursor);
    if (range.nth == 0) return false;
    range.day_offset = ReadDayOffset(cursor);
  } else if (const size_t from = cursor.position(); cursor.TryDash()) {
    const std::optional<int> last = TryWeekday(cursor);
    if (!last) {
      cursor.MoveTo(from);
      return cursor.Fail("a week day to end the range");
    }
    range.last = *last;
  }
  rule.weekdays.push_back(range);
  return true;
}

// Whether a comma and another day follow; then moves to that day.
bool TryNextDay(HoursCursor& cursor) {
  const size_t from = cursor.position();
  cursor.SkipSpace();
  if (cursor.TryChar(',')) {
    cursor.SkipSpace();
    if (AtDay(cursor)) return true;
  }
  cursor.MoveTo(from);
  return false;
}

bool ReadDay(HoursCursor& cursor, Rule& rule) {
  if (HolidaySelector holiday; TryHolidayWord(cursor, holiday)) {
    holiday.day_offset = ReadDayOffset(cursor);
    rule.holidays.push_back(holiday);
    return true;
  }
  return ReadWeekdayRange(cursor, rule);
}

bool ReadDayList(HoursCursor& cursor, Rule& rule) {
  do {
    if (!ReadDay(cursor, rule)) return false;
    if (rule.weekdays.size() + rule.holidays.size() > kItemsMax) {
      return cursor.Fail("no more than 60 days in a list");
    }
  } while (TryNextDay(cursor));
  return true;
}

}  // namespace

bool AtDay(HoursCursor& cursor) {
  const absl::string_view word = cursor.PeekWord();
  return WeekdayOf(word) || word == "PH" || word == "SH" || word == "ph" ||
         word == "sh" || word == "Ph" || word == "Sh";
}

int ReadDayOffset(HoursCursor& cursor) {
  const size_t from = cursor.position();
  cursor.SkipSpace();
  const bool before = cursor.Peek() == '-';
  if (cursor.TryChar('-') || cursor.TryChar('+')) {
    const std::optional<int> days = cursor.TryNumber(3);
    cursor.SkipSpace();
    if (days && *days > 0 && *days <= kDayOffsetMax &&
        (cursor.TryWord("days") || cursor.TryWord("day"))) {
      return before ? -*days : *days;
    }
  }
  cursor.MoveTo(from);
  return 0;
}

uint16_t ReadNth(HoursCursor& cursor) {
  uint16_t bits = 0;
  cursor.TryChar('[');
  do {
    const std::optional<int> first = TryNth(cursor);
    if (!first) return 0;
    bits |= NthBit(*first);
    if (*first > 0 && cursor.TryChar('-')) {
      const std::optional<int> last = TryNth(cursor);
      if (!last || *last < *first) {
        cursor.Fail("a later number to end the range");
        return 0;
      }
      for (int nth = *first; nth <= *last; ++nth) bits |= NthBit(nth);
    }
  } while (cursor.TryChar(','));
  if (cursor.TryChar(']')) return bits;
  cursor.Fail("`]`");
  return 0;
}

bool ReadDays(HoursCursor& cursor, Rule& rule) {
  if (!ReadDayList(cursor, rule)) return false;
  // `PH Mo-Fr`
  const bool holidays_alone = rule.weekdays.empty();
  const size_t holidays = rule.holidays.size();
  cursor.SkipSpace();
  if (!holidays_alone || !AtDay(cursor)) return true;
  if (!ReadDayList(cursor, rule)) return false;
  if (rule.holidays.size() != holidays) {
    return cursor.Fail("week days alone after holidays and a space");
  }
  rule.weekdays_of_holidays = true;
  return true;
}

}  // namespace rapport::hours
