#include "server/vocabulary/folding.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/vocabulary/text.h"

namespace rapport {
namespace {

std::string Normalized(absl::string_view text, bool composed) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = composed
                                     ? icu::Normalizer2::getNFCInstance(error)
                                     : icu::Normalizer2::getNFDInstance(error);
  std::string normalized;
  icu::StringByteSink<std::string> sink(&normalized);
  if (U_SUCCESS(error)) {
    form->normalizeUTF8(
        0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
        sink, nullptr, error);
  }
  return U_SUCCESS(error) ? normalized : std::string(text);
}

// Marks that many writers leave out. The vowel signs of Indic scripts and the
// voicing marks of kana are letters in all but category, and stay.
bool IsOptionalMark(UChar32 c) {
  return (c >= 0x0300 && c <= 0x036f) ||  // accents
         (c >= 0x0591 && c <= 0x05c7 && u_charType(c) == U_NON_SPACING_MARK) ||
         (c >= 0x064b && c <= 0x065f) || c == 0x0670 ||  // Arabic vowels, hamza
         c == 0x0640;  // the stroke that stretches Arabic words
}

bool IsLeftOut(UChar32 c) {
  return c == '\'' || c == '.' || c == '`' || c == 0x2018 || c == 0x2019 ||
         c == 0x02bb || c == 0x02bc || c == 0x02b9 || c == 0x00b7;
}

// Letters with strokes and ligatures, which no normal form takes apart.
absl::string_view PlainLetters(UChar32 c) {
  switch (c) {
    case 0x00e6:
      return "ae";
    case 0x0153:
      return "oe";
    case 0x00f8:
      return "o";
    case 0x0142:
      return "l";
    case 0x0111:
    case 0x00f0:
      return "d";
    case 0x00fe:
      return "th";
    case 0x0131:
      return "i";
    case 0x0127:
      return "h";
    case 0x0167:
      return "t";
    case 0x0259:
      return "e";
    default:
      return "";
  }
}

bool IsSeparator(UChar32 c) {
  return u_ispunct(c) || u_isUWhiteSpace(c) || (u_charType(c) == U_MATH_SYMBOL);
}

void AppendPlain(UChar32 c, absl::string_view bytes, std::string& plain) {
  if (IsOptionalMark(c) || IsLeftOut(c)) return;
  if (IsSeparator(c)) {
    plain.push_back(' ');
  } else if (const absl::string_view letters = PlainLetters(c);
             !letters.empty()) {
    absl::StrAppend(&plain, letters);
  } else {
    absl::StrAppend(&plain, bytes);
  }
}

bool IsSimple(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Of text that FoldText made.
std::string Plain(absl::string_view folded) {
  // Most names and queries: nothing to take apart.
  if (std::all_of(folded.begin(), folded.end(), IsSimple)) {
    return std::string(folded);
  }
  const std::string apart = Normalized(folded, /*composed=*/false);
  const auto* bytes = reinterpret_cast<const uint8_t*>(apart.data());
  std::string plain;
  for (size_t at = 0; at < apart.size();) {
    const size_t begin = at;
    UChar32 c;
    U8_NEXT(bytes, at, apart.size(), c);
    AppendPlain(c, absl::string_view(apart).substr(begin, at - begin), plain);
  }
  return CollapseSpaces(Normalized(plain, /*composed=*/true));
}

// As German, Danish, Norwegian and Swedish writers without such keys do.
std::string SpelledOut(absl::string_view folded) {
  return absl::StrReplaceAll(
      folded,
      {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ø", "oe"}, {"å", "aa"}});
}

struct ShortWord {
  absl::string_view whole, brief;
};
constexpr ShortWord kShortWords[] = {{"saint", "st"},
                                     {"sainte", "ste"},
                                     {"sankt", "st"},
                                     {"fort", "ft"},
                                     {"mount", "mt"}};

// `name` with its first word as `to` where that is `from`, else empty.
std::string WithFirstWord(absl::string_view name, absl::string_view from,
                          absl::string_view to) {
  std::vector<absl::string_view> words = absl::StrSplit(name, ' ');
  if (words.size() < 2 || words[0] != from) return "";
  words[0] = to;
  return absl::StrJoin(words, " ");
}

}  // namespace

std::string FoldForSearch(absl::string_view name) {
  // Half a name would be another place's.
  if (!CountCodePoints(name)) return "";
  return Plain(FoldText(name));
}

std::vector<std::string> OtherSpellings(absl::string_view name) {
  if (!CountCodePoints(name)) return {};
  const std::string folded = FoldText(name);
  const std::string plain = Plain(folded);
  std::vector<std::string> others = {Plain(SpelledOut(folded))};
  for (const ShortWord& word : kShortWords) {
    others.push_back(WithFirstWord(plain, word.whole, word.brief));
    others.push_back(WithFirstWord(plain, word.brief, word.whole));
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  others.erase(std::remove_if(others.begin(), others.end(),
                              [&](const std::string& other) {
                                return other.empty() || other == plain;
                              }),
               others.end());
  return others;
}

}  // namespace rapport
