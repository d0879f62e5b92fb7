#include "server/hours/free_text_tokens.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/hours/free_text_signs.h"

namespace rapport::hours {
namespace {

// No known word is longer, in characters.
constexpr size_t kWordLengthMax = 14;
// Shorter words are not looked for in front of others: `SUMMER` has no Sunday.
constexpr size_t kWordInFrontMin = 3;
// A tag of HTML, in bytes.
constexpr size_t kTagLengthMax = 100;
constexpr int kHoursMax = 30;  // 24:30 is written, 31:00 is not

class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  std::vector<Token> Scan() {
    for (SkipSpaces(); at_ < text_.size(); SkipSpaces()) {
      const char32_t code = Here().code;
      if (IsDigit(code)) {
        ScanNumber();
      } else if (IsAlphabetic(code)) {
        ScanWord();
      } else if (IsEastern(code)) {
        ScanEastern();
      } else {
        ScanSign();
      }
    }
    Add({.kind = Token::kEnd}, text_.size());
    return std::move(tokens_);
  }

 private:
  Sign SignAt(size_t at) const { return SignOf(text_, at); }
  Sign Here() const { return SignAt(at_); }

  void Add(Token token, size_t position) {
    token.position = position;
    tokens_.push_back(token);
  }

  void SkipSpaces() {
    for (Sign sign = Here(); sign.code == U' '; sign = Here()) {
      at_ += sign.length;
    }
  }

  bool TrySign(char32_t code) {
    const Sign sign = Here();
    if (sign.code != code) return false;
    at_ += sign.length;
    return true;
  }

  // Digits from here on, at most `max`, as a number; -1 if none or more.
  int TakeDigits(size_t max, size_t* count = nullptr) {
    const size_t from = at_;
    int number = 0;
    size_t digits = 0;
    for (Sign sign = Here(); IsDigit(sign.code); sign = Here()) {
      if (++digits <= max)
        number = number * 10 + static_cast<int>(sign.code - U'0');
      at_ += sign.length;
    }
    if (count != nullptr) *count = digits;
    if (digits >= 1 && digits <= max) return number;
    if (digits == 0) at_ = from;
    return -1;
  }

  // ASCII letters from here on, in lower case; does not move.
  std::string LettersAhead() const {
    std::string letters;
    for (size_t at = at_; at < text_.size(); ++at) {
      const char letter = text_[at];
      if (!absl::ascii_isalpha(static_cast<unsigned char>(letter))) break;
      letters.push_back(absl::ascii_tolower(letter));
      if (letters.size() > kWordLengthMax) break;
    }
    return letters;
  }

  void ScanNumber() {
    const size_t from = at_;
    size_t digits = 0;
    const int number = TakeDigits(4, &digits);
    Token token{.kind = Token::kTime};
    int hour = number;
    int minute = 0;
    if (number < 0) {
      Add({.kind = Token::kWord}, from);
      return;
    }
    if (number == 24 && TryAllDay(from)) return;
    if (digits >= 3) {
      hour = number / 100;
      minute = number % 100;
      token.has_minutes = true;
    } else if (TryOrdinal()) {
      token.is_ordinal = true;
    } else {
      token.has_minutes = TryMinutes(minute);
    }
    if (!token.is_ordinal) token.half = TryHalf(hour);
    if (hour > 12) token.half = Half::kNone;
    if (hour > kHoursMax && !token.is_ordinal) token.kind = Token::kWord;
    if (minute < 0 || minute > 59) token.kind = Token::kWord;
    token.number = token.is_ordinal ? number : hour * 60 + minute;
    Add(token, from);
  }

  // `24 hours`, `24/7`
  bool TryAllDay(size_t from) {
    const size_t back = at_;
    if (absl::StartsWith(text_.substr(at_), "/7")) {
      at_ += 2;
      Add({.kind = Token::kAllDay}, from);
      return true;
    }
    SkipSpaces();
    const std::string word = LettersAhead();
    if (word == "hours" || word == "hrs" || word == "hour") {
      at_ += word.size();
      Add({.kind = Token::kAllDay}, from);
      return true;
    }
    at_ = back;
    return false;
  }

  bool TryOrdinal() {
    const std::string word = LettersAhead();
    if (word != "st" && word != "nd" && word != "rd" && word != "th") {
      return false;
    }
    at_ += word.size();
    return true;
  }

  // `:30`, `.30`, `h30`, `h`, ` :30`; `:30:00`. The minute is -1 if it is none.
  bool TryMinutes(int& minute) {
    const size_t back = at_;
    SkipSpaces();
    const bool spaced = at_ != back;
    size_t digits = 0;
    if (TrySign(U':')) {
      minute = TakeDigits(2, &digits);
      if (digits == 0) return EndBareHour(back, minute);
      if (digits == 1 && minute != 0) minute = -1;
      const size_t seconds = at_;
      if (!TrySign(U':') || TakeDigits(2) < 0) at_ = seconds;
      return true;
    }
    if (!spaced && TrySign(U'.')) {
      minute = TakeDigits(2, &digits);
      if (digits == 2) return true;
    } else if (!spaced && (TrySign(U'h') || TrySign(U'H'))) {
      minute = TakeDigits(2, &digits);
      if (digits == 2) return true;
      minute = 0;
      if (digits == 0 && !IsAlphabetic(Here().code)) return true;
    } else if (!spaced && (TrySign(U'\u6642') || TrySign(U'\u65F6'))) {
      return true;
    }
    minute = 0;
    at_ = back;
    return false;
  }

  // `9:AM`: the colon belongs to the hour only if its half follows.
  bool EndBareHour(size_t back, int& minute) {
    minute = 0;
    const std::string word = LettersAhead();
    if (word != "am" && word != "pm") at_ = back;
    return false;
  }

  // `AM`, `p.m.`, `A` right behind the digits; `noon` and `midnight` at 12.
  Half TryHalf(int hour) {
    const size_t back = at_;
    SkipSpaces();
    const bool spaced = at_ != back;
    if (hour == 12) {
      const std::string word = LettersAhead();
      const bool noon = word == "noon" || word == "nn" || word == "midday";
      if (noon || word == "midnight" || word == "mn") {
        at_ += word.size();
        return noon ? Half::kPm : Half::kAm;
      }
    }
    const char32_t letter = Here().code | 0x20;
    if ((letter == U'a' || letter == U'p') && TakeHalf(spaced)) {
      return letter == U'a' ? Half::kAm : Half::kPm;
    }
    at_ = back;
    return Half::kNone;
  }

  bool TakeHalf(bool spaced) {
    at_ += Here().length;
    const bool stop = TrySign(U'.');
    const bool has_m = TrySign(U'm') || TrySign(U'M');
    if (!has_m && (spaced || stop)) return false;
    const char32_t next = Here().code;
    if (IsAlphabetic(next) && !(has_m && IsUpper(next))) return false;
    if (has_m) TrySign(U'.');
    // `12:00AM Midnight` says it twice.
    const size_t back = at_;
    SkipSpaces();
    const std::string word = LettersAhead();
    if (word == "midnight" || word == "noon") {
      at_ += word.size();
    } else {
      at_ = back;
    }
    return true;
  }

  // A word of letters; of `CLOSEDClosed`, the first one.
  void ScanWord() {
    const size_t from = at_;
    std::string word;
    Token known{.kind = Token::kWord};
    size_t known_end = 0;
    size_t length = 0;
    bool was_upper = false;
    for (Sign sign = Here(); IsAlphabetic(sign.code); sign = Here()) {
      if (length >= kWordInFrontMin && length <= kWordLengthMax &&
          IsWordStart(sign, was_upper)) {
        const Token part = TokenOfWord(word);
        if (part.kind != Token::kWord) {
          known = part;
          known_end = at_;
        }
      }
      if (length <= kWordLengthMax) {
        AppendLower(sign.code, text_.substr(at_, sign.length), word);
      }
      ++length;
      was_upper = IsUpper(sign.code);
      at_ += sign.length;
    }
    if (length == 1 && AddInitial(text_[from], from)) return;
    const Token whole = TokenOfWord(word);
    if (whole.kind == Token::kWord && known_end > 0) {
      at_ = known_end;
      Add(known, from);
      return;
    }
    if (AddTwoWords(word, from)) return;
    Add(whole, from);
  }

  // Whether a capital begins a word: `...dC...`, `...DCl...`.
  bool IsWordStart(const Sign& sign, bool was_upper) const {
    if (!IsUpper(sign.code)) return false;
    const char32_t next = SignAt(at_ + sign.length).code;
    return !was_upper || (IsAlphabetic(next) && !IsUpper(next));
  }

  // `L a V`: from Monday on, in the languages that begin so.
  bool AddInitial(char letter, size_t from) {
    constexpr absl::string_view kDays = "L...VSD";  // the midweek ones differ
    const size_t day =
        letter == '.' ? absl::string_view::npos : kDays.find(letter);
    const bool is_end = !tokens_.empty() && tokens_.back().kind == Token::kDash;
    if (day == absl::string_view::npos || (day != 0) != is_end) return false;
    Add({.kind = Token::kDay,
         .number = static_cast<int>(day),
         .days = static_cast<DayBits>(1u << day)},
        from);
    return true;
  }

  // `every day`, `all days`; `New Year`, `New Year's`.
  bool AddTwoWords(absl::string_view word, size_t from) {
    const bool every = word == "every" || word == "all";
    if (!every && word != "new") return false;
    const size_t back = at_;
    SkipSpaces();
    const std::string next = LettersAhead();
    const bool days = every && (next == "day" || next == "days");
    const bool year = !every && (next == "year" || next == "years");
    if (!days && !year) {
      at_ = back;
      return false;
    }
    at_ += next.size();
    if (year && absl::StartsWith(text_.substr(at_), "'s")) at_ += 2;
    Add(days ? Token{.kind = Token::kDays, .days = kEveryDay}
             : Token{.kind = Token::kNewYear},
        from);
    return true;
  }

  // Known words one behind the other, or else one unknown word.
  void ScanEastern() {
    const size_t from = at_;
    const size_t before = tokens_.size();
    bool known = true;
    while (IsEastern(Here().code)) {
      known = known && TryEasternWord();
      if (!known) at_ += Here().length;
    }
    if (known) return;
    tokens_.resize(before);
    Add({.kind = Token::kWord}, from);
  }

  bool TryEasternWord() {
    const size_t from = at_;
    const size_t one = Here().length;
    const size_t two = one + SignAt(at_ + one).length;
    for (size_t length : {two, one}) {
      const Token token = TokenOfWord(text_.substr(from, length));
      if (token.kind == Token::kWord) continue;
      at_ += length;
      Add(token, from);
      return true;
    }
    return false;
  }

  void ScanSign() {
    const size_t from = at_;
    const Sign sign = Here();
    at_ += sign.length;
    if (sign.code == U'<') {
      const size_t end = text_.find('>', at_);
      if (end != absl::string_view::npos && end - from < kTagLengthMax) {
        at_ = end + 1;
        Add({.kind = Token::kComma}, from);
        return;
      }
    }
    Add({.kind = KindOfSign(sign.code)}, from);
  }

  static Token::Kind KindOfSign(char32_t code) {
    switch (code) {
      case U'-':
        return Token::kDash;
      case U'/':
        return Token::kSlash;
      case U'&':
        return Token::kAnd;
      case U',':
        return Token::kComma;
      case U':':
        return Token::kColon;
      case U'.':
        return Token::kStop;
      case U'(':
      case U'[':
        return Token::kOpenParen;
      case U')':
      case U']':
        return Token::kCloseParen;
      default:
        return Token::kWord;
    }
  }

  absl::string_view text_;
  size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> TokensOf(absl::string_view text) {
  return Scanner(text).Scan();
}

}  // namespace rapport::hours
