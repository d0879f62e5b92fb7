#include "server/hours/free_text_cursor.h"

namespace rapport::hours {
namespace {

constexpr int kDaysAWeek = 7;

// `Monday / Saturday` may be two days or six.
bool IsSlashOverDays(FreeTextCursor& cursor) {
  const Token& first = cursor.tokens[cursor.at - 1];
  if (!cursor.Is(Token::kSlash) || first.kind != Token::kDay ||
      cursor.Ahead(1) != Token::kDay || cursor.Ahead(2) == Token::kDash) {
    return false;
  }
  const bool ends_range =
      cursor.at >= 2 && cursor.tokens[cursor.at - 2].kind == Token::kDash;
  const int next = (first.number + 1) % kDaysAWeek;
  return !ends_range && cursor.tokens[cursor.at + 1].number != next;
}

void AddRange(int first, int last, DaySet& days) {
  for (int day = first;; day = (day + 1) % kDaysAWeek) {
    days.days |= static_cast<DayBits>(1u << day);
    if (day == last) return;
  }
}

bool ReadDayRange(FreeTextCursor& cursor, DaySet& days) {
  const Token first = cursor.Here();
  if (!IsDay(first.kind)) return cursor.Fail("a week day");
  ++cursor.at;
  days.days |= first.days;
  days.holiday = days.holiday || first.kind == Token::kHoliday;
  if (first.kind == Token::kDay) {
    cursor.SkipKinds({Token::kStop});
    if (cursor.Is(Token::kDash) && cursor.Ahead(1) == Token::kDay) {
      AddRange(first.number, cursor.tokens[cursor.at + 1].number, days);
      cursor.at += 2;
      cursor.SkipKinds({Token::kStop});
      if (cursor.Is(Token::kDash) && cursor.Ahead(1) == Token::kDay) {
        return cursor.Fail("one range of week days at a time");
      }
    }
  }
  return true;
}

// Whether another day follows, after a joint or right behind.
bool TryNextDay(FreeTextCursor& cursor) {
  size_t steps = 0;
  while (cursor.Ahead(steps) == Token::kComma ||
         cursor.Ahead(steps) == Token::kAnd ||
         cursor.Ahead(steps) == Token::kSlash ||
         cursor.Ahead(steps) == Token::kNoise) {
    ++steps;
  }
  if (!IsDay(cursor.Ahead(steps))) return false;
  cursor.at += steps;
  return true;
}

}  // namespace

bool ReadDaySet(FreeTextCursor& cursor, DaySet& days) {
  do {
    if (!ReadDayRange(cursor, days)) return false;
    if (IsSlashOverDays(cursor))
      return cursor.Fail("`-`, or `,` between week days");
  } while (TryNextDay(cursor));
  return true;
}

}  // namespace rapport::hours
