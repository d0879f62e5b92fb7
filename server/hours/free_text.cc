#include "server/hours/free_text.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/hours/free_text_cursor.h"
#include "server/hours/free_text_notes.h"
#include "server/hours/free_text_tokens.h"
#include "server/hours/stated_week.h"

namespace rapport::hours {
namespace {

class FreeTextReader {
 public:
  explicit FreeTextReader(absl::string_view text)
      : cursor_{.tokens = TokensOf(text)} {}

  absl::StatusOr<FreeTextHours> Read() {
    for (SkipJoints(); !cursor_.Is(Token::kEnd); SkipJoints()) {
      const size_t from = cursor_.at;
      if (ReadEntry()) continue;
      if (cursor_.conflict || !ReadNotes(from)) {
        return NotRead(cursor_.failed_at, cursor_.expected);
      }
      break;
    }
    if (week_.is_empty()) return NotRead(0, "week days and times");
    return Result();
  }

 private:
  // What stands between entries and says nothing.
  void SkipJoints() {
    while (cursor_.Is(Token::kComma) || cursor_.Is(Token::kStop) ||
           cursor_.Is(Token::kSlash) || cursor_.Is(Token::kAnd) ||
           cursor_.Is(Token::kNoise) || cursor_.Is(Token::kDash) ||
           cursor_.Is(Token::kColon)) {
      ++cursor_.at;
    }
  }

  bool ReadEntry() {
    if (IsDay(cursor_.Here().kind)) return ReadDaysFirst();
    // After other entries `closed` begins a note.
    const bool note = cursor_.Is(Token::kClosed) && !week_.is_empty();
    if (IsWhat(cursor_.Here().kind) && !note) return ReadWhatFirst();
    return cursor_.Fail("week days or times");
  }

  // `Mon - Fri: 10-18`
  bool ReadDaysFirst() {
    const size_t position = cursor_.Here().position;
    const bool all_days =
        cursor_.Here().kind == Token::kDays && cursor_.Here().days == kEveryDay;
    DaySet days;
    if (!ReadDaySet(cursor_, days)) return false;
    if (cursor_.Is(Token::kEnd) && all_days && !week_.is_empty()) return true;
    // `sunday closed and holidays`
    if (cursor_.Is(Token::kEnd) && days.days == 0 && said_closed_) {
      return TakeDown(days, What(), position);
    }
    cursor_.SkipKinds({Token::kColon, Token::kDash, Token::kNoise,
                       Token::kComma, Token::kStop});
    What what;
    said_closed_ = cursor_.Is(Token::kClosed);
    if (!ReadWhat(cursor_, plain_, what)) return false;
    return TakeDown(days, what, position);
  }

  // `10-18`, `10-18 (Mon-Fri)`, `10-18 Mon-Fri`
  bool ReadWhatFirst() {
    const size_t position = cursor_.Here().position;
    plain_ = true;
    What what;
    if (!ReadWhat(cursor_, plain_, what)) return false;
    DaySet days;
    const size_t from = cursor_.at;
    const bool paren = cursor_.Is(Token::kOpenParen);
    if (paren) ++cursor_.at;
    if (IsDay(cursor_.Here().kind) && ReadDaySet(cursor_, days)) {
      if (paren && cursor_.Is(Token::kTime)) {
        return ReadLaterEnds(what, days, position);
      }
      if (paren && cursor_.Is(Token::kCloseParen)) {
        ++cursor_.at;
        return TakeDown(days, what, position);
      }
      if (!paren && !IsWhat(cursor_.Here().kind) &&
          !cursor_.Is(Token::kColon)) {
        return TakeDown(days, what, position);
      }
    }
    cursor_.at = from;
    return TakeDown({kEveryDay, false}, what, position);
  }

  // `10:30AM - 8PM (FRI-SAT 9PM. SUN 8:30PM)`: another end on some days, the
  // first of which are read.
  bool ReadLaterEnds(const What& what, DaySet days, size_t position) {
    if (what.spans.size() != 1)
      return cursor_.Fail("one span before other ends");
    DaySet others{kEveryDay, false};
    for (;;) {
      TimeSpan span = what.spans[0];
      if (!ReadEnd(cursor_, span)) return false;
      if (!TakeDown(days, {{span}, ""}, position)) return false;
      others.days &= static_cast<DayBits>(~days.days);
      cursor_.SkipKinds({Token::kStop, Token::kComma});
      days = {};
      if (cursor_.Is(Token::kCloseParen)) break;
      if (!ReadDaySet(cursor_, days)) return false;
    }
    ++cursor_.at;
    return TakeDown(others, what, position);
  }

  // Takes down what an entry says.
  bool TakeDown(const DaySet& days, const What& what, size_t position) {
    switch (week_.TakeDown(days, what)) {
      case StatedWeek::Taken::kNew:
        return true;
      case StatedWeek::Taken::kLater:
        cursor_.Doubt(position, "a day comes again: the later hours");
        return true;
      case StatedWeek::Taken::kConflict:
        return cursor_.Conflict(position, "each day once");
    }
    return false;
  }

  // Whether what stands from `token` on may be about hours.
  bool MayBeHours(size_t token) const {
    return std::any_of(cursor_.tokens.begin() + static_cast<ptrdiff_t>(token),
                       cursor_.tokens.end(), [](const Token& other) {
                         return IsDay(other.kind) || IsWhat(other.kind);
                       });
  }

  // Whether a span of times stands from `token` on.
  bool MayBeSpan(size_t token) const {
    for (size_t i = token; i + 1 < cursor_.tokens.size(); ++i) {
      if (cursor_.tokens[i].kind == Token::kTime &&
          cursor_.tokens[i + 1].kind == Token::kDash) {
        return true;
      }
    }
    return false;
  }

  // What follows the entries. It is not read at all if it may be the hours of
  // a day of which nothing is stated.
  bool ReadNotes(size_t from) {
    if (week_.is_empty()) return false;
    cursor_.at =
        from + ReadClosedDays(absl::MakeConstSpan(cursor_.tokens).subspan(from),
                              closed_);
    if (cursor_.Is(Token::kEnd)) return true;
    if (!week_.has_every_day() && MayBeHours(cursor_.at)) return false;
    if (plain_ && MayBeSpan(cursor_.at)) return false;
    cursor_.NotUnderstood(cursor_.at);
    return true;
  }

  FreeTextHours Result() const {
    FreeTextHours result{.rules = week_.Rules(), .remarks = cursor_.remarks};
    result.rules.insert(result.rules.end(), closed_.begin(), closed_.end());
    result.names_days =
        std::any_of(cursor_.tokens.begin(), cursor_.tokens.end(),
                    [](const Token& token) { return IsDay(token.kind); });
    return result;
  }

  FreeTextCursor cursor_;
  StatedWeek week_;
  std::vector<Rule> closed_;
  bool plain_ = false;        // times come before days
  bool said_closed_ = false;  // by the last entry
};

}  // namespace

absl::StatusOr<FreeTextHours> ReadFreeText(absl::string_view text) {
  return FreeTextReader(text).Read();
}

}  // namespace rapport::hours
