// The characters of hours that are written freely: other dashes, full-width
// forms, HTML's entities and what a mistaken encoding left, all as one sees
// them.
#ifndef RAPPORT_SERVER_HOURS_FREE_TEXT_SIGNS_H_
#define RAPPORT_SERVER_HOURS_FREE_TEXT_SIGNS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport::hours {

// A character as this grammar sees it, and its bytes.
struct Sign {
  char32_t code = 0;  // folded: other dashes are '-', full-width forms ASCII
  size_t length = 0;
};

// The character at byte `at`; length 0 at the end. A byte that is no UTF-8 has
// the code 1.
Sign SignOf(absl::string_view text, size_t at);

bool IsDigit(char32_t code);
bool IsUpper(char32_t code);       // Latin or Cyrillic
bool IsAlphabetic(char32_t code);  // Latin or Cyrillic
// Kana, Han and Hangul: words are not set apart.
bool IsEastern(char32_t code);

// Adds a character, whose bytes those are, in lower case.
void AppendLower(char32_t code, absl::string_view bytes, std::string& word);

// A place in a text, character by character. The Try functions move on and
// answer true, or stay and answer false.
struct SignCursor {
  absl::string_view text;
  size_t at = 0;  // in bytes

  Sign SignAt(size_t position) const { return SignOf(text, position); }
  Sign Here() const { return SignOf(text, at); }
  void SkipSpaces();
  bool TrySign(char32_t code);

  // Moves past the digits here. The number that they are; -1 if there is none
  // or they are more than `max`. Their count, if asked for.
  int TakeDigits(size_t max, size_t* count = nullptr);

  // ASCII letters from here on, in lower case, of a word that may be known.
  std::string LettersAhead() const;
};

// No known word is longer, in characters.
inline constexpr size_t kWordLengthMax = 14;

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_FREE_TEXT_SIGNS_H_
