#include "server/hours/free_text_numbers.h"

#include <string>

#include "absl/strings/match.h"

namespace rapport::hours {
namespace {

constexpr int kHoursMax = 30;  // 24:30 is written, 31:00 is not

// `/7` or `hours` behind 24.
bool TryAllDay(SignCursor& cursor) {
  const size_t back = cursor.at;
  if (absl::StartsWith(cursor.text.substr(cursor.at), "/7")) {
    cursor.at += 2;
    return true;
  }
  cursor.SkipSpaces();
  const std::string word = cursor.LettersAhead();
  if (word == "hours" || word == "hrs" || word == "hour") {
    cursor.at += word.size();
    return true;
  }
  cursor.at = back;
  return false;
}

bool TryOrdinal(SignCursor& cursor) {
  const std::string word = cursor.LettersAhead();
  if (word != "st" && word != "nd" && word != "rd" && word != "th") {
    return false;
  }
  cursor.at += word.size();
  return true;
}

// `:30`, ` :30`, `:30:00`; -1 if it is no minute. Of `9:AM` only the colon is
// taken, and false is answered.
bool TryColonMinutes(SignCursor& cursor, int& minute) {
  const size_t back = cursor.at;
  cursor.SkipSpaces();
  if (cursor.TrySign(U':')) {
    size_t digits = 0;
    minute = cursor.TakeDigits(2, &digits);
    if (digits > 0) {
      if (digits == 1 && minute != 0) minute = -1;
      const size_t seconds = cursor.at;
      if (!cursor.TrySign(U':') || cursor.TakeDigits(2) < 0) {
        cursor.at = seconds;
      }
      return true;
    }
    minute = 0;
    const std::string word = cursor.LettersAhead();
    if (word == "am" || word == "pm") return false;
  }
  cursor.at = back;
  return false;
}

// `.30`, `h30`, `h`, and the hour sign of Chinese and Japanese.
bool TryOtherMinutes(SignCursor& cursor, int& minute) {
  const size_t back = cursor.at;
  size_t digits = 0;
  if (cursor.TrySign(U'\u6642') || cursor.TrySign(U'\u65F6')) return true;
  const bool stop = cursor.TrySign(U'.');
  if (stop || cursor.TrySign(U'h') || cursor.TrySign(U'H')) {
    minute = cursor.TakeDigits(2, &digits);
    if (digits == 2) return true;
    minute = 0;
    if (!stop && digits == 0 && !IsAlphabetic(cursor.Here().code)) return true;
  }
  cursor.at = back;
  return false;
}

// A word behind a time that says its half again: `12:00AM Midnight`.
void SkipSaidAgain(SignCursor& cursor) {
  const size_t back = cursor.at;
  cursor.SkipSpaces();
  const std::string word = cursor.LettersAhead();
  const bool again = word == "midnight" || word == "noon";
  cursor.at = again ? cursor.at + word.size() : back;
}

// The rest of `AM`, `p.m.`, or of `A` right behind the digits.
bool TakeHalf(SignCursor& cursor, bool is_spaced) {
  cursor.at += cursor.Here().length;
  const bool stop = cursor.TrySign(U'.');
  const bool has_m = cursor.TrySign(U'm') || cursor.TrySign(U'M');
  if (!has_m && (is_spaced || stop)) return false;
  const char32_t next = cursor.Here().code;
  if (IsAlphabetic(next) && !(has_m && IsUpper(next))) return false;
  if (has_m) cursor.TrySign(U'.');
  SkipSaidAgain(cursor);
  return true;
}

// `AM`, `p.m.`, `A`; `noon` and `midnight` behind 12.
Half TryHalf(SignCursor& cursor, int hour) {
  const size_t back = cursor.at;
  cursor.SkipSpaces();
  const bool is_spaced = cursor.at != back;
  const std::string word = cursor.LettersAhead();
  const bool noon = word == "noon" || word == "nn" || word == "midday";
  if (hour == 12 && (noon || word == "midnight" || word == "mn")) {
    cursor.at += word.size();
    return noon ? Half::kPm : Half::kAm;
  }
  const char32_t letter = cursor.Here().code | 0x20;
  if ((letter == U'a' || letter == U'p') && TakeHalf(cursor, is_spaced)) {
    return letter == U'a' ? Half::kAm : Half::kPm;
  }
  cursor.at = back;
  return Half::kNone;
}

}  // namespace

Token ReadNumber(SignCursor& cursor) {
  size_t digits = 0;
  const int number = cursor.TakeDigits(4, &digits);
  if (number < 0) return {.kind = Token::kWord};
  if (number == 24 && TryAllDay(cursor)) return {.kind = Token::kAllDay};
  if (digits <= 2 && TryOrdinal(cursor)) {
    return {.kind = Token::kTime, .number = number, .is_ordinal = true};
  }
  Token token{.kind = Token::kTime};
  int hour = number;
  int minute = 0;
  if (digits >= 3) {
    hour = number / 100;
    minute = number % 100;
    token.has_minutes = true;
  } else {
    token.has_minutes =
        TryColonMinutes(cursor, minute) || TryOtherMinutes(cursor, minute);
  }
  token.half = TryHalf(cursor, hour);
  if (hour > 12) token.half = Half::kNone;
  if (hour > kHoursMax || minute < 0 || minute > 59) token.kind = Token::kWord;
  token.number = hour * 60 + minute;
  return token;
}

}  // namespace rapport::hours
