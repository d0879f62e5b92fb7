#include "server/hours/free_text_notes.h"

#include <optional>

namespace rapport::hours {
namespace {

class NoteReader {
 public:
  explicit NoteReader(absl::Span<const Token> tokens) : tokens_(tokens) {}

  size_t at() const { return at_; }

  // One sentence with its full stop.
  bool ReadSentence(std::vector<Rule>& rules) {
    SkipNoise();
    if (Is(Token::kNo)) {
      ++at_;
      if (!Is(Token::kClosed)) return false;
      ++at_;
      SkipNoise();
      return TryEnd();
    }
    if (!Is(Token::kClosed)) return false;
    ++at_;
    do {
      SkipNoise();
      if (!ReadDate(rules)) return false;
    } while (TryJoint());
    return TryEnd();
  }

 private:
  bool Is(Token::Kind kind) const { return tokens_[at_].kind == kind; }

  void SkipNoise() {
    while (Is(Token::kNoise) || Is(Token::kColon)) ++at_;
  }

  bool TryEnd() {
    if (Is(Token::kEnd)) return true;
    if (!Is(Token::kStop)) return false;
    while (Is(Token::kStop)) ++at_;
    return true;
  }

  // `,`, `and`, `, and` before another date.
  bool TryJoint() {
    const size_t from = at_;
    while (Is(Token::kComma) || Is(Token::kAnd)) ++at_;
    return at_ != from && !Is(Token::kEnd);
  }

  bool ReadDate(std::vector<Rule>& rules) {
    const Token& token = tokens_[at_];
    switch (token.kind) {
      case Token::kEaster:
        return AddFixed({.kind = DateMark::kEaster}, rules);
      case Token::kChristmas:
        return AddFixed({.kind = DateMark::kDay, .month = 12, .day = 25},
                        rules);
      case Token::kNewYear:
        return AddFixed({.kind = DateMark::kDay, .month = 1, .day = 1}, rules);
      case Token::kMonth:
        return ReadMonthDays(rules);
      default:
        return ReadHolidays(rules);
    }
  }

  bool AddFixed(const DateMark& mark, std::vector<Rule>& rules) {
    ++at_;
    SkipNoise();
    Add(mark, rules);
    return true;
  }

  static void Add(const DateMark& mark, std::vector<Rule>& rules) {
    rules.push_back(
        {.dates = {{.first = mark, .last = mark}}, .state = State::kClosed});
  }

  // `December 25th`, `December 25/26th`, `December 25th and 26th`
  bool ReadMonthDays(std::vector<Rule>& rules) {
    const int month = tokens_[at_++].number;
    bool any = false;
    for (;;) {
      const std::optional<int> day = TryDay();
      if (!day) return any;
      any = true;
      Add({.kind = DateMark::kDay, .month = month, .day = *day}, rules);
      const size_t from = at_;
      if (Is(Token::kSlash) || Is(Token::kAnd)) ++at_;
      if (at_ == from || !DayAhead()) {
        at_ = from;
        return true;
      }
    }
  }

  bool DayAhead() const {
    const Token& token = tokens_[at_];
    return token.kind == Token::kTime && !token.has_minutes &&
           token.half == Half::kNone;
  }

  std::optional<int> TryDay() {
    if (!DayAhead()) return std::nullopt;
    const Token& token = tokens_[at_];
    const int day = token.is_ordinal ? token.number : token.number / 60;
    if (day < 1 || day > 28 + 3) return std::nullopt;
    ++at_;
    return day;
  }

  // `bank holidays`, `all Zurich bank holidays`, `all bank holidays in Munich`:
  // those of the store's own place.
  bool ReadHolidays(std::vector<Rule>& rules) {
    size_t at = at_;
    const auto skip = [&](size_t words_max) {
      for (size_t words = 0;
           tokens_[at].kind == Token::kNoise ||
           (tokens_[at].kind == Token::kWord && words < words_max);
           ++at) {
        if (tokens_[at].kind == Token::kWord) ++words;
      }
    };
    skip(2);
    if (tokens_[at].kind != Token::kHoliday) return false;
    ++at;
    skip(2);
    if (tokens_[at].kind != Token::kStop && tokens_[at].kind != Token::kEnd) {
      return false;
    }
    at_ = at;
    rules.push_back({.holidays = {{}}, .state = State::kClosed});
    return true;
  }

  absl::Span<const Token> tokens_;
  size_t at_ = 0;
};

}  // namespace

size_t ReadClosedDays(absl::Span<const Token> tokens,
                      std::vector<Rule>& rules) {
  NoteReader reader(tokens);
  size_t read = 0;
  while (tokens[read].kind != Token::kEnd && rules.size() < kItemsMax) {
    std::vector<Rule> more;
    if (!reader.ReadSentence(more)) break;
    read = reader.at();
    rules.insert(rules.end(), more.begin(), more.end());
  }
  return read;
}

}  // namespace rapport::hours
