#include <optional>
#include <string>

#include "server/hours/free_text_cursor.h"
#include "server/hours/free_text_times.h"
#include "server/hours/hours_of_days.h"

namespace rapport::hours {
namespace {

constexpr absl::string_view kByAppointment = "by appointment";

bool IsBare(const Token& token) {
  return !token.has_minutes && token.half == Half::kNone;
}

bool ReadSpan(FreeTextCursor& cursor, TimeSpan& span) {
  if (!cursor.Is(Token::kTime)) {
    return cursor.Fail("a time, closed or by appointment");
  }
  const Token start = cursor.tokens[cursor.at++];
  cursor.SkipKinds({Token::kNoise});
  const bool slash = cursor.Is(Token::kSlash);
  if (!slash && !cursor.Is(Token::kDash)) {
    return cursor.Fail("a dash and the closing time");
  }
  cursor.SkipKinds({Token::kDash, Token::kSlash, Token::kNoise});
  if (!cursor.Is(Token::kTime)) return cursor.Fail("the closing time");
  const Token end = cursor.Here();
  // `05/15`
  if (slash && (IsBare(start) || IsBare(end))) return cursor.Fail("a dash");
  // `3-5 July`
  if (IsBare(start) && IsBare(end) && cursor.Ahead(1) == Token::kMonth) {
    return cursor.Fail("times of day");
  }
  const std::optional<SettledSpan> settled = SettleSpan(start, end);
  if (!settled) return cursor.Fail("a closing time that fits the opening time");
  if (!settled->doubt.empty()) cursor.Doubt(start.position, settled->doubt);
  span = settled->span;
  ++cursor.at;
  cursor.SkipKinds({Token::kNoise});
  return true;
}

bool TryNextSpan(FreeTextCursor& cursor) {
  size_t steps = 0;
  while (cursor.Ahead(steps) == Token::kComma ||
         cursor.Ahead(steps) == Token::kAnd ||
         cursor.Ahead(steps) == Token::kSlash ||
         cursor.Ahead(steps) == Token::kNoise) {
    ++steps;
  }
  if (cursor.Ahead(steps) != Token::kTime ||
      (cursor.Ahead(steps + 1) != Token::kDash &&
       cursor.Ahead(steps + 1) != Token::kSlash)) {
    return false;
  }
  cursor.at += steps;
  return true;
}

// `(by appointment only)`, also cut off; other notes are remarked. Days in
// parentheses belong to what stands before them.
bool ReadParens(FreeTextCursor& cursor, bool plain, What& what) {
  if (!cursor.Is(Token::kOpenParen) || IsDay(cursor.Ahead(1))) return true;
  const size_t from = cursor.at++;
  cursor.SkipKinds({Token::kNoise});
  const bool appointment = cursor.Is(Token::kAppointment);
  if (appointment) {
    ++cursor.at;
    cursor.SkipKinds({Token::kNoise});
  }
  if (appointment &&
      (cursor.Is(Token::kCloseParen) || cursor.Is(Token::kEnd))) {
    what.comment = std::string(kByAppointment);
  } else if (plain) {
    // What is not understood may be which days the times are of.
    return cursor.Fail("week days");
  } else {
    while (!cursor.Is(Token::kCloseParen) && !cursor.Is(Token::kEnd)) {
      ++cursor.at;
    }
    cursor.NotUnderstood(from);
  }
  if (cursor.Is(Token::kCloseParen)) ++cursor.at;
  return true;
}

bool ReadSpans(FreeTextCursor& cursor, bool plain,
               std::vector<TimeSpan>& spans) {
  do {
    const size_t position = cursor.Here().position;
    const bool bare = plain && IsBare(cursor.Here());
    TimeSpan span;
    if (!ReadSpan(cursor, span)) return false;
    // `3-5` alone may be anything.
    if (bare && IsBare(cursor.tokens[cursor.at - 1])) {
      return cursor.Fail("times of day");
    }
    if (OverlapsAny(spans, span)) {
      return cursor.Conflict(position, "spans of a day that do not overlap");
    }
    spans.push_back(span);
  } while (spans.size() < kItemsMax && TryNextSpan(cursor));
  return true;
}

}  // namespace

bool ReadWhat(FreeTextCursor& cursor, bool plain, What& what) {
  if (cursor.Is(Token::kClosed)) {
    ++cursor.at;
  } else if (cursor.Is(Token::kAppointment)) {
    what.comment = std::string(kByAppointment);
    ++cursor.at;
  } else if (cursor.Is(Token::kAllDay)) {
    what.spans = {{.start = {}, .end = {.minutes = kMinutesADay}}};
    ++cursor.at;
  } else if (!ReadSpans(cursor, plain, what.spans)) {
    return false;
  }
  cursor.SkipKinds({Token::kNoise});
  return ReadParens(cursor, plain, what);
}

bool ReadEnd(FreeTextCursor& cursor, TimeSpan& span) {
  Token start{.kind = Token::kTime, .number = span.start.minutes};
  start.half = start.number < 12 * 60 ? Half::kAm : Half::kPm;
  const Token& end = cursor.Here();
  if (end.kind != Token::kTime || end.half == Half::kNone) {
    return cursor.Fail("a time with am or pm");
  }
  const std::optional<SettledSpan> settled = SettleSpan(start, end);
  if (!settled) return cursor.Fail("a closing time that fits the opening time");
  span = settled->span;
  ++cursor.at;
  return true;
}

}  // namespace rapport::hours
