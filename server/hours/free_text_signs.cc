#include "server/hours/free_text_signs.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace rapport::hours {
namespace {

struct Folded {
  absl::string_view bytes;
  char32_t code;
};

// Dashes, spaces and commas in other scripts, in HTML and in text whose
// encoding somebody mistook: windows-1252's dashes as bytes, as U+FFFD, and
// as UTF-8 read as windows-1252.
constexpr Folded kFolded[] = {
    {"\xC3\xA2\xE2\x82\xAC\xE2\x80\x9C", U'-'},
    {"\xC3\xA2\xE2\x82\xAC\xE2\x80\x9D", U'-'},
    {"&ndash;", U'-'},
    {"&mdash;", U'-'},
    {"&#8211;", U'-'},
    {"&#8212;", U'-'},
    {"&#150;", U'-'},
    {"&nbsp;", U' '},
    {"&#160;", U' '},
    {"&amp;", U'&'},
    {"\x96", U'-'},
    {"\x97", U'-'},
    {"\xA0", U' '},
};

char32_t Fold(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5D) return code - 0xFEE0;
  if (code >= 0x2010 && code <= 0x2015) return U'-';
  if (code >= 0x2000 && code <= 0x200B) return U' ';
  switch (code) {
    case 0x2212:  // minus
    case 0x301C:  // wave dash
    case 0xFF5E:
    case 0xFFFD:
    case U'~':
      return U'-';
    case 0xA0:
    case 0x202F:
    case 0x3000:
    case U'\t':
      return U' ';
    case 0x3001:
    case U'\n':
    case U'\r':
    case U';':
    case U'|':
      return U',';
    case 0x30FB:
    case U'+':
      return U'&';
    case 0x3002:
      return U'.';
    default:
      return code;
  }
}

// The code point that starts at `at`; length 0 if the bytes are not UTF-8.
Sign Decode(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(at);
  if (first < 0x80) return {first, 1};
  size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return {0, 0};
  char32_t code = first & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {0, 0};
    code = code << 6 | (byte(at + i) & 0x3F);
  }
  return {code, length};
}

}  // namespace

Sign SignOf(absl::string_view text, size_t at) {
  if (at >= text.size()) return {0, 0};
  const absl::string_view rest = text.substr(at);
  for (const Folded& folded : kFolded) {
    if (absl::StartsWith(rest, folded.bytes)) {
      return {folded.code, folded.bytes.size()};
    }
  }
  const Sign sign = Decode(text, at);
  if (sign.length == 0) return {1, 1};
  return {Fold(sign.code), sign.length};
}

bool IsDigit(char32_t code) { return code >= U'0' && code <= U'9'; }

bool IsUpper(char32_t code) {
  return (code >= U'A' && code <= U'Z') || (code >= 0xC0 && code <= 0xDE) ||
         (code >= 0x410 && code <= 0x42F);
}

bool IsAlphabetic(char32_t code) {
  return (code >= U'A' && code <= U'Z') || (code >= U'a' && code <= U'z') ||
         (code >= 0xC0 && code <= 0x24F) || (code >= 0x400 && code <= 0x4FF);
}

bool IsEastern(char32_t code) {
  return (code >= 0x2E80 && code <= 0x2FDF) ||
         (code >= 0x3040 && code <= 0x30FF) ||
         (code >= 0x3400 && code <= 0x9FFF) ||
         (code >= 0xAC00 && code <= 0xD7A3);
}

void AppendLower(char32_t code, absl::string_view bytes, std::string& word) {
  if (!IsUpper(code)) {
    absl::StrAppend(&word, bytes);
  } else if (code < 0x80) {
    word.push_back(static_cast<char>(code + 0x20));
  } else {
    code += 0x20;
    word.push_back(static_cast<char>(0xC0 | code >> 6));
    word.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

void SignCursor::SkipSpaces() {
  for (Sign sign = Here(); sign.code == U' '; sign = Here()) at += sign.length;
}

bool SignCursor::TrySign(char32_t code) {
  const Sign sign = Here();
  if (sign.length == 0 || sign.code != code) return false;
  at += sign.length;
  return true;
}

int SignCursor::TakeDigits(size_t max, size_t* count) {
  int number = 0;
  size_t digits = 0;
  for (Sign sign = Here(); IsDigit(sign.code); sign = Here()) {
    if (++digits <= max) {
      number = number * 10 + static_cast<int>(sign.code - U'0');
    }
    at += sign.length;
  }
  if (count != nullptr) *count = digits;
  return digits >= 1 && digits <= max ? number : -1;
}

std::string SignCursor::LettersAhead() const {
  std::string letters;
  for (size_t i = at; i < text.size() && letters.size() <= kWordLengthMax;
       ++i) {
    if (!absl::ascii_isalpha(static_cast<unsigned char>(text[i]))) break;
    letters.push_back(absl::ascii_tolower(text[i]));
  }
  return letters;
}

}  // namespace rapport::hours
