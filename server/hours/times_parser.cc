// Spans of time.
#include <optional>

#include "absl/strings/match.h"
#include "server/hours/rule_parser.h"
#include "server/hours/words.h"

namespace rapport::hours {
namespace {

constexpr int kMinutesAnHour = 60;

struct ClockTime {
  int minutes = 0;
  bool short_hour = false;  // written with one digit
};

std::optional<ClockTime> TryClock(HoursCursor& cursor) {
  const size_t from = cursor.position();
  const size_t digits = cursor.DigitsAhead();
  const std::optional<int> hour = cursor.TryNumber(2);
  if (hour && cursor.TryChar(':') && cursor.DigitsAhead() == 2) {
    const int minute = *cursor.TryNumber(2);
    const int minutes = *hour * kMinutesAnHour + minute;
    if (minute < kMinutesAnHour && minutes <= kLastMinute) {
      if (digits == 1) cursor.NoteUnusual();
      return ClockTime{minutes, digits == 1};
    }
  }
  cursor.MoveTo(from);
  return std::nullopt;
}

// `sunset`, `(sunset-01:30)`
std::optional<Moment> TrySun(HoursCursor& cursor) {
  const size_t from = cursor.position();
  const bool offset = cursor.TryChar('(');
  const absl::string_view word = cursor.PeekWord();
  Moment moment;
  if (const std::optional<Sun> sun = SunOf(word)) {
    moment.sun = *sun;
    cursor.Skip(word.size());
    if (!offset) return moment;
    const bool before = cursor.Peek() == '-';
    if (cursor.TryChar('-') || cursor.TryChar('+')) {
      const std::optional<ClockTime> time = TryClock(cursor);
      if (time && time->minutes <= kSunOffsetMax && cursor.TryChar(')')) {
        moment.minutes = before ? -time->minutes : time->minutes;
        return moment;
      }
    }
  }
  cursor.MoveTo(from);
  return std::nullopt;
}

// An end at or before the start is on the next day. Where an hour has one
// digit, that may as well be a twelve-hour clock: no span then.
bool SettleEnd(HoursCursor& cursor, size_t at, bool short_hour,
               TimeSpan& span) {
  if (span.start.sun != Sun::kNone || span.end.sun != Sun::kNone) return true;
  if (span.end.minutes > span.start.minutes) return true;
  if (short_hour) {
    return cursor.FailAt(at,
                         "two digits for the hour of a time that ends a "
                         "span on the next day");
  }
  if (span.end == span.start && span.start.minutes != 0) {
    cursor.Remark(kHoursAmbiguous, at,
                  "ends when it starts: taken as 24 hours");
  }
  span.end.minutes += kMinutesADay;
  return true;
}

// Twelve-hour texts are at times written with leading zeros.
constexpr int kLongestOvernight = 16 * kMinutesAnHour;

void NoteLongOvernight(HoursCursor& cursor, size_t at, const TimeSpan& span) {
  const int length = span.end.minutes - span.start.minutes;
  if (span.start.sun == Sun::kNone && span.end.sun == Sun::kNone &&
      span.end.minutes > kMinutesADay && length > kLongestOvernight &&
      length < kMinutesADay) {
    cursor.Remark(kHoursAmbiguous, at,
                  "ends on the next day, more than 16 hours after its start");
  }
}

bool ReadSpanEnd(HoursCursor& cursor, bool short_hour, TimeSpan& span) {
  const size_t at = cursor.position();
  if (const std::optional<Moment> sun = TrySun(cursor)) {
    span.end = *sun;
  } else if (const std::optional<ClockTime> end = TryClock(cursor)) {
    span.end = {.minutes = end->minutes};
    short_hour = short_hour || end->short_hour;
  } else {
    return cursor.FailAt(at, "a time up to 48:00, such as 18:30");
  }
  if (!SettleEnd(cursor, at, short_hour, span)) return false;
  NoteLongOvernight(cursor, at, span);
  span.open_end = cursor.TryChar('+');
  if (cursor.Peek() == '/') {
    return cursor.Fail("a span of time; points in time are no hours");
  }
  return true;
}

bool ReadSpan(HoursCursor& cursor, TimeSpan& span) {
  const size_t at = cursor.position();
  bool short_hour = false;
  if (const std::optional<Moment> sun = TrySun(cursor)) {
    span.start = *sun;
  } else if (const std::optional<ClockTime> start = TryClock(cursor)) {
    span.start = {.minutes = start->minutes};
    short_hour = start->short_hour;
  } else {
    return cursor.FailAt(at, "a time such as 10:00");
  }
  if (span.start.sun == Sun::kNone && span.start.minutes >= kMinutesADay) {
    return cursor.FailAt(at, "a start before 24:00");
  }
  if (cursor.TryChar('+')) {
    span.end = span.start;
    span.open_end = true;
    return true;
  }
  if (cursor.TryDash()) return ReadSpanEnd(cursor, short_hour, span);
  return cursor.Fail("`-` and a time, or `+`; points in time are no hours");
}

}  // namespace

bool AtTime(HoursCursor& cursor) {
  if (absl::StartsWith(cursor.rest(), "24/7")) return false;
  if (cursor.DigitsAhead() > 0 || cursor.Peek() == '(') return true;
  return SunOf(cursor.PeekWord()).has_value();
}

bool ReadTimes(HoursCursor& cursor, Rule& rule) {
  for (;;) {
    TimeSpan span;
    if (!ReadSpan(cursor, span)) return false;
    rule.times.push_back(span);
    if (rule.times.size() > kItemsMax) {
      return cursor.Fail("no more than 60 spans of time in a rule");
    }
    const size_t from = cursor.position();
    cursor.SkipSpace();
    bool more = cursor.TryChar(',');
    cursor.SkipSpace();
    more = more && AtTime(cursor) && !AtYear(cursor);
    if (!more) {
      cursor.MoveTo(from);
      return true;
    }
  }
}

}  // namespace rapport::hours
