#include "server/hours/free_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "server/hours/free_text_notes.h"
#include "server/hours/free_text_times.h"
#include "server/hours/free_text_tokens.h"
#include "server/hours/hours_of_days.h"
#include "server/hours/stated_week.h"

namespace rapport::hours {
namespace {

constexpr int kDaysAWeek = 7;
constexpr absl::string_view kByAppointment = "by appointment";

class FreeTextReader {
 public:
  explicit FreeTextReader(absl::string_view text) : tokens_(TokensOf(text)) {}

  absl::StatusOr<FreeTextHours> Read() {
    for (SkipJoints(); !Is(Token::kEnd); SkipJoints()) {
      const size_t from = at_;
      if (ReadEntry()) continue;
      if (conflict_ || !ReadNotes(from)) {
        return NotRead(failed_at_, expected_);
      }
      break;
    }
    if (week_.is_empty()) return NotRead(0, "week days and times");
    return Result();
  }

 private:
  bool Is(Token::Kind kind) const { return tokens_[at_].kind == kind; }
  Token::Kind Ahead(size_t steps) const {
    return tokens_[std::min(at_ + steps, tokens_.size() - 1)].kind;
  }
  static bool IsDay(Token::Kind kind) {
    return kind == Token::kDay || kind == Token::kDays ||
           kind == Token::kHoliday;
  }
  static bool IsWhat(Token::Kind kind) {
    return kind == Token::kTime || kind == Token::kClosed ||
           kind == Token::kAppointment || kind == Token::kAllDay;
  }

  bool Fail(absl::string_view expected) {
    if (tokens_[at_].position >= failed_at_) {
      failed_at_ = tokens_[at_].position;
      expected_ = std::string(expected);
    }
    return false;
  }

  // What stands between entries and says nothing.
  void SkipJoints() {
    while (Is(Token::kComma) || Is(Token::kStop) || Is(Token::kSlash) ||
           Is(Token::kAnd) || Is(Token::kNoise) || Is(Token::kDash) ||
           Is(Token::kColon)) {
      ++at_;
    }
  }

  void SkipKinds(std::initializer_list<Token::Kind> kinds) {
    while (std::find(kinds.begin(), kinds.end(), tokens_[at_].kind) !=
           kinds.end()) {
      ++at_;
    }
  }

  bool ReadEntry() {
    if (IsDay(tokens_[at_].kind)) return ReadDaysFirst();
    // After other entries `closed` begins a note.
    const bool note = Is(Token::kClosed) && !week_.is_empty();
    if (IsWhat(tokens_[at_].kind) && !note) return ReadWhatFirst();
    return Fail("week days or times");
  }

  // `Mon - Fri: 10-18`
  bool ReadDaysFirst() {
    const size_t position = tokens_[at_].position;
    const bool all_days =
        tokens_[at_].kind == Token::kDays && tokens_[at_].days == kEveryDay;
    DaySet days;
    if (!ReadDaySet(days)) return false;
    if (Is(Token::kEnd) && all_days && !week_.is_empty()) return true;
    // `sunday closed and holidays`
    if (Is(Token::kEnd) && days.days == 0 && said_closed_) {
      return TakeDown(days, What(), position);
    }
    SkipKinds({Token::kColon, Token::kDash, Token::kNoise, Token::kComma,
               Token::kStop});
    What what;
    if (!ReadWhat(what)) return false;
    return TakeDown(days, what, position);
  }

  // `10-18`, `10-18 (Mon-Fri)`, `10-18 Mon-Fri`
  bool ReadWhatFirst() {
    const size_t position = tokens_[at_].position;
    plain_ = true;
    What what;
    if (!ReadWhat(what)) return false;
    DaySet days;
    const size_t from = at_;
    const bool paren = Is(Token::kOpenParen);
    if (paren) ++at_;
    if (IsDay(tokens_[at_].kind) && ReadDaySet(days)) {
      if (paren && Is(Token::kTime)) {
        return ReadLaterEnds(std::move(what), days, position);
      }
      if (paren && Is(Token::kCloseParen)) {
        ++at_;
        return TakeDown(days, what, position);
      }
      if (!paren && !IsWhat(tokens_[at_].kind) && !Is(Token::kColon)) {
        return TakeDown(days, what, position);
      }
    }
    at_ = from;
    return TakeDown({kEveryDay, false}, what, position);
  }

  // `10:30AM - 8PM (FRI-SAT 9PM. SUN 8:30PM)`: another end on some days, the
  // first of which are read.
  bool ReadLaterEnds(const What& what, DaySet days, size_t position) {
    if (what.spans.size() != 1) return Fail("one span before other ends");
    DaySet others{kEveryDay, false};
    for (;;) {
      TimeSpan span = what.spans[0];
      if (!ReadEnd(span)) return false;
      if (!TakeDown(days, {{span}, ""}, position)) return false;
      others.days &= static_cast<DayBits>(~days.days);
      SkipKinds({Token::kStop, Token::kComma});
      days = {};
      if (Is(Token::kCloseParen)) break;
      if (!ReadDaySet(days)) return false;
    }
    ++at_;
    return TakeDown(others, what, position);
  }

  // An end with its AM or PM, for a span whose start is known.
  bool ReadEnd(TimeSpan& span) {
    Token start{.kind = Token::kTime, .number = span.start.minutes};
    start.half = start.number < 12 * 60 ? Half::kAm : Half::kPm;
    const Token& end = tokens_[at_];
    if (end.kind != Token::kTime || end.half == Half::kNone) {
      return Fail("a time with am or pm");
    }
    const std::optional<SettledSpan> settled = SettleSpan(start, end);
    if (!settled) return Fail("a closing time that fits the opening time");
    span = settled->span;
    ++at_;
    return true;
  }

  bool ReadDaySet(DaySet& days) {
    do {
      if (!ReadDayRange(days)) return false;
      if (IsSlashOverDays()) return Fail("`-`, or `,` between week days");
    } while (TryNextDay());
    return true;
  }

  // `Monday / Saturday` may be two days or six.
  bool IsSlashOverDays() const {
    const Token& first = tokens_[at_ - 1];
    if (!Is(Token::kSlash) || first.kind != Token::kDay ||
        Ahead(1) != Token::kDay || Ahead(2) == Token::kDash) {
      return false;
    }
    const bool ends_range = at_ >= 2 && tokens_[at_ - 2].kind == Token::kDash;
    const int next = (first.number + 1) % kDaysAWeek;
    return !ends_range && tokens_[at_ + 1].number != next;
  }

  bool ReadDayRange(DaySet& days) {
    const Token first = tokens_[at_];
    if (!IsDay(first.kind)) return Fail("a week day");
    ++at_;
    days.days |= first.days;
    days.holiday = days.holiday || first.kind == Token::kHoliday;
    if (first.kind == Token::kDay) {
      SkipKinds({Token::kStop});
      if (Is(Token::kDash) && Ahead(1) == Token::kDay) {
        AddRange(first.number, tokens_[at_ + 1].number, days);
        at_ += 2;
        SkipKinds({Token::kStop});
        if (Is(Token::kDash) && Ahead(1) == Token::kDay) {
          return Fail("one range of week days at a time");
        }
      }
    }
    return true;
  }

  static void AddRange(int first, int last, DaySet& days) {
    for (int day = first;; day = (day + 1) % kDaysAWeek) {
      days.days |= static_cast<DayBits>(1u << day);
      if (day == last) return;
    }
  }

  // Whether another day follows, after a joint or right behind.
  bool TryNextDay() {
    size_t steps = 0;
    while (Ahead(steps) == Token::kComma || Ahead(steps) == Token::kAnd ||
           Ahead(steps) == Token::kSlash || Ahead(steps) == Token::kNoise) {
      ++steps;
    }
    if (!IsDay(Ahead(steps))) return false;
    at_ += steps;
    return true;
  }

  bool ReadWhat(What& what) {
    said_closed_ = Is(Token::kClosed);
    if (Is(Token::kClosed)) {
      ++at_;
    } else if (Is(Token::kAppointment)) {
      what.comment = std::string(kByAppointment);
      ++at_;
    } else if (Is(Token::kAllDay)) {
      what.spans = {{.start = {}, .end = {.minutes = kMinutesADay}}};
      ++at_;
    } else if (!ReadSpans(what.spans)) {
      return false;
    }
    SkipKinds({Token::kNoise});
    return ReadParens(what);
  }

  bool ReadSpans(std::vector<TimeSpan>& spans) {
    do {
      const size_t position = tokens_[at_].position;
      const bool bare = plain_ && IsBare(tokens_[at_]);
      TimeSpan span;
      if (!ReadSpan(span)) return false;
      // `3-5` alone may be anything.
      if (bare && IsBare(tokens_[at_ - 1])) return Fail("times of day");
      if (OverlapsAny(spans, span)) {
        return Conflict(position, "spans of a day that do not overlap");
      }
      spans.push_back(span);
    } while (spans.size() < kItemsMax && TryNextSpan());
    return true;
  }

  static bool IsBare(const Token& token) {
    return !token.has_minutes && token.half == Half::kNone;
  }

  bool ReadSpan(TimeSpan& span) {
    if (!Is(Token::kTime)) return Fail("a time, closed or by appointment");
    const Token start = tokens_[at_++];
    SkipKinds({Token::kNoise});
    const bool slash = Is(Token::kSlash);
    if (!slash && !Is(Token::kDash)) return Fail("a dash and the closing time");
    SkipKinds({Token::kDash, Token::kSlash, Token::kNoise});
    if (!Is(Token::kTime)) return Fail("the closing time");
    const Token end = tokens_[at_];
    // `05/15`
    if (slash && (IsBare(start) || IsBare(end))) return Fail("a dash");
    const std::optional<SettledSpan> settled = SettleSpan(start, end);
    if (!settled) return Fail("a closing time that fits the opening time");
    if (!settled->doubt.empty()) Doubt(start.position, settled->doubt);
    span = settled->span;
    ++at_;
    SkipKinds({Token::kNoise});
    return true;
  }

  bool TryNextSpan() {
    size_t steps = 0;
    while (Ahead(steps) == Token::kComma || Ahead(steps) == Token::kAnd ||
           Ahead(steps) == Token::kSlash || Ahead(steps) == Token::kNoise) {
      ++steps;
    }
    if (Ahead(steps) != Token::kTime || (Ahead(steps + 1) != Token::kDash &&
                                         Ahead(steps + 1) != Token::kSlash)) {
      return false;
    }
    at_ += steps;
    return true;
  }

  // `(by appointment only)`, also cut off; other notes are remarked. Days in
  // parentheses belong to what stands before them.
  bool ReadParens(What& what) {
    if (!Is(Token::kOpenParen) || IsDay(Ahead(1))) return true;
    const size_t from = at_++;
    SkipKinds({Token::kNoise});
    const bool appointment = Is(Token::kAppointment);
    if (appointment) {
      ++at_;
      SkipKinds({Token::kNoise});
    }
    if (appointment && (Is(Token::kCloseParen) || Is(Token::kEnd))) {
      what.comment = std::string(kByAppointment);
    } else if (plain_) {
      // What is not understood may be which days the times are of.
      return Fail("week days");
    } else {
      while (!Is(Token::kCloseParen) && !Is(Token::kEnd)) ++at_;
      NotUnderstood(from);
    }
    if (Is(Token::kCloseParen)) ++at_;
    return true;
  }

  // Takes down what an entry says.
  bool TakeDown(const DaySet& days, const What& what, size_t position) {
    switch (week_.TakeDown(days, what)) {
      case StatedWeek::Taken::kNew:
        return true;
      case StatedWeek::Taken::kLater:
        Doubt(position, "a day comes again: the later hours");
        return true;
      case StatedWeek::Taken::kConflict:
        return Conflict(position, "each day once");
    }
    return false;
  }

  bool Conflict(size_t position, absl::string_view expected) {
    conflict_ = true;
    failed_at_ = position;
    expected_ = std::string(expected);
    return false;
  }

  // Each rule is remarked once.
  void Doubt(size_t position, absl::string_view rule) {
    for (const HoursRemark& remark : result_.remarks) {
      if (remark.text == rule) return;
    }
    result_.remarks.push_back({kHoursAmbiguous, position, std::string(rule)});
  }

  void NotUnderstood(size_t token) {
    result_.remarks.push_back({kHoursPartlyRead, tokens_[token].position,
                               "a note that was not understood"});
  }

  // Whether what stands from `token` on may be about hours.
  bool MayBeHours(size_t token) const {
    return std::any_of(tokens_.begin() + static_cast<ptrdiff_t>(token),
                       tokens_.end(), [](const Token& other) {
                         return IsDay(other.kind) || IsWhat(other.kind);
                       });
  }

  // Whether a span of times stands from `token` on.
  bool MayBeSpan(size_t token) const {
    for (size_t i = token; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].kind == Token::kTime &&
          tokens_[i + 1].kind == Token::kDash) {
        return true;
      }
    }
    return false;
  }

  // What follows the entries. It is not read at all if it may be the hours of
  // a day of which nothing is stated.
  bool ReadNotes(size_t from) {
    if (week_.is_empty()) return false;
    at_ = from +
          ReadClosedDays(absl::MakeConstSpan(tokens_).subspan(from), closed_);
    if (Is(Token::kEnd)) return true;
    if (!week_.has_every_day() && MayBeHours(at_)) return false;
    if (plain_ && MayBeSpan(at_)) return false;
    NotUnderstood(at_);
    return true;
  }

  FreeTextHours Result() {
    result_.rules = week_.Rules();
    result_.rules.insert(result_.rules.end(), closed_.begin(), closed_.end());
    result_.names_days =
        std::any_of(tokens_.begin(), tokens_.end(),
                    [](const Token& token) { return IsDay(token.kind); });
    return std::move(result_);
  }

  const std::vector<Token> tokens_;
  size_t at_ = 0;
  StatedWeek week_;
  std::vector<Rule> closed_;
  bool plain_ = false;        // times come before days
  bool said_closed_ = false;  // by the last entry
  bool conflict_ = false;     // what was read contradicts itself
  size_t failed_at_ = 0;
  std::string expected_ = "week days or times";
  FreeTextHours result_;
};

}  // namespace

absl::StatusOr<FreeTextHours> ReadFreeText(absl::string_view text) {
  return FreeTextReader(text).Read();
}

}  // namespace rapport::hours
