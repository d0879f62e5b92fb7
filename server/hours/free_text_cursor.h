// A place among the tokens of a free text, and what was noticed on the way.
#ifndef RAPPORT_SERVER_HOURS_FREE_TEXT_CURSOR_H_
#define RAPPORT_SERVER_HOURS_FREE_TEXT_CURSOR_H_

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/hours/free_text_tokens.h"
#include "server/hours/remark.h"
#include "server/hours/stated_week.h"

namespace rapport::hours {

// Not thread-safe.
struct FreeTextCursor {
  std::vector<Token> tokens;  // ends with kEnd
  size_t at = 0;
  HoursRemarks remarks = {};
  size_t failed_at = 0;  // the position furthest on
  std::string expected = "week days or times";
  bool conflict = false;  // what was read contradicts itself

  const Token& Here() const { return tokens[at]; }
  bool Is(Token::Kind kind) const { return tokens[at].kind == kind; }
  Token::Kind Ahead(size_t steps) const {
    return tokens[std::min(at + steps, tokens.size() - 1)].kind;
  }

  void SkipKinds(std::initializer_list<Token::Kind> kinds) {
    while (std::find(kinds.begin(), kinds.end(), tokens[at].kind) !=
           kinds.end()) {
      ++at;
    }
  }

  // The failure that is furthest on counts; always false, as Conflict.
  bool Fail(absl::string_view what) {
    if (Here().position >= failed_at) {
      failed_at = Here().position;
      expected = std::string(what);
    }
    return false;
  }

  bool Conflict(size_t position, absl::string_view what) {
    conflict = true;
    failed_at = position;
    expected = std::string(what);
    return false;
  }

  // That a rule of read_hours.h was needed; each is remarked once.
  void Doubt(size_t position, absl::string_view rule) {
    for (const HoursRemark& remark : remarks) {
      if (remark.text == rule) return;
    }
    remarks.push_back({kHoursAmbiguous, position, std::string(rule)});
  }

  void NotUnderstood(size_t token) {
    remarks.push_back({kHoursPartlyRead, tokens[token].position,
                       "a note that was not understood"});
  }
};

// Whether a token begins days, or what is said of days.
inline bool IsDay(Token::Kind kind) {
  return kind == Token::kDay || kind == Token::kDays || kind == Token::kHoliday;
}
inline bool IsWhat(Token::Kind kind) {
  return kind == Token::kTime || kind == Token::kClosed ||
         kind == Token::kAppointment || kind == Token::kAllDay;
}

// These read what the cursor is at, or fail and answer false.

// `Mon - Fri`, `Tue, Thu & Sat`, `weekends and holidays`
bool ReadDaySet(FreeTextCursor& cursor, DaySet& days);

// `10-12, 14-18`, `closed`, `by appointment`, `10-18 (by appointment)`.
// `plain`: no days stand before it, so that more is in doubt.
bool ReadWhat(FreeTextCursor& cursor, bool plain, What& what);

// An end with its AM or PM, for a span whose start is known.
bool ReadEnd(FreeTextCursor& cursor, TimeSpan& span);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_FREE_TEXT_CURSOR_H_
