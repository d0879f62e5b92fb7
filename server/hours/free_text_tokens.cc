#include "server/hours/free_text_tokens.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "server/hours/free_text_numbers.h"
#include "server/hours/free_text_signs.h"

namespace rapport::hours {
namespace {

// Shorter words are not looked for in front of others: `SUMMER` has no Sunday.
constexpr size_t kWordInFrontMin = 3;
// A tag of HTML, in bytes.
constexpr size_t kTagLengthMax = 100;

class Scanner : private SignCursor {
 public:
  explicit Scanner(absl::string_view whole) : SignCursor{whole} {}

  std::vector<Token> Scan() {
    for (SkipSpaces(); at < text.size(); SkipSpaces()) {
      const char32_t code = Here().code;
      if (IsDigit(code)) {
        const size_t from = at;
        Add(ReadNumber(*this), from);
      } else if (IsAlphabetic(code)) {
        ScanWord();
      } else if (IsEastern(code)) {
        ScanEastern();
      } else {
        ScanSign();
      }
    }
    Add({.kind = Token::kEnd}, text.size());
    return std::move(tokens_);
  }

 private:
  void Add(Token token, size_t position) {
    token.position = position;
    tokens_.push_back(token);
  }

  // A word of letters; of `CLOSEDClosed`, the first one.
  void ScanWord() {
    const size_t from = at;
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
          known_end = at;
        }
      }
      if (length <= kWordLengthMax) {
        AppendLower(sign.code, text.substr(at, sign.length), word);
      }
      ++length;
      was_upper = IsUpper(sign.code);
      at += sign.length;
    }
    if (length == 1 && AddInitial(text[from], from)) return;
    const Token whole = TokenOfWord(word);
    if (whole.kind == Token::kWord && known_end > 0) {
      at = known_end;
      Add(known, from);
      return;
    }
    if (AddTwoWords(word, from)) return;
    Add(whole, from);
  }

  // Whether a capital begins a word: `...dC...`, `...DCl...`.
  bool IsWordStart(const Sign& sign, bool was_upper) const {
    if (!IsUpper(sign.code)) return false;
    const char32_t next = SignAt(at + sign.length).code;
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
    const size_t back = at;
    SkipSpaces();
    const std::string next = LettersAhead();
    const bool days = every && (next == "day" || next == "days");
    const bool year = !every && (next == "year" || next == "years");
    if (!days && !year) {
      at = back;
      return false;
    }
    at += next.size();
    if (year && absl::StartsWith(text.substr(at), "'s")) at += 2;
    Add(days ? Token{.kind = Token::kDays, .days = kEveryDay}
             : Token{.kind = Token::kNewYear},
        from);
    return true;
  }

  // Known words one behind the other, or else one unknown word.
  void ScanEastern() {
    const size_t from = at;
    const size_t before = tokens_.size();
    bool known = true;
    while (IsEastern(Here().code)) {
      known = known && TryEasternWord();
      if (!known) at += Here().length;
    }
    if (known) return;
    tokens_.resize(before);
    Add({.kind = Token::kWord}, from);
  }

  bool TryEasternWord() {
    const size_t from = at;
    const size_t one = Here().length;
    const size_t two = one + SignAt(at + one).length;
    for (size_t length : {two, one}) {
      const Token token = TokenOfWord(text.substr(from, length));
      if (token.kind == Token::kWord) continue;
      at += length;
      Add(token, from);
      return true;
    }
    return false;
  }

  void ScanSign() {
    const size_t from = at;
    const Sign sign = Here();
    at += sign.length;
    if (sign.code == U'<') {
      const size_t end = text.find('>', at);
      if (end != absl::string_view::npos && end - from < kTagLengthMax) {
        at = end + 1;
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

  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> TokensOf(absl::string_view text) {
  return Scanner(text).Scan();
}

}  // namespace rapport::hours
