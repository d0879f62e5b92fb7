#include "server/vocabulary/language.h"

#include <unicode/uloc.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rapport {
namespace {

// The parts of a tag, in canonical case; script and region may be empty.
struct Subtags {
  std::string language;
  std::string script;
  std::string region;
};

bool IsAlpha(absl::string_view text, size_t length_min, size_t length_max) {
  return text.size() >= length_min && text.size() <= length_max &&
         std::all_of(text.begin(), text.end(), absl::ascii_isalpha);
}

bool IsRegion(absl::string_view text) {
  return IsAlpha(text, 2, 2) ||
         (text.size() == 3 &&
          std::all_of(text.begin(), text.end(), absl::ascii_isdigit));
}

// RFC 5646 §2.1: language ["-" script] ["-" region], the language of two or
// three letters, as all that are registered.
std::optional<Subtags> Split(absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  if (!IsAlpha(parts[0], 2, 3)) return std::nullopt;
  Subtags subtags;
  subtags.language = absl::AsciiStrToLower(parts[0]);
  size_t next = 1;
  if (next < parts.size() && IsAlpha(parts[next], 4, 4)) {
    subtags.script = absl::AsciiStrToLower(parts[next++]);
    subtags.script[0] = absl::ascii_toupper(subtags.script[0]);
  }
  if (next < parts.size() && IsRegion(parts[next])) {
    subtags.region = absl::AsciiStrToUpper(parts[next++]);
  }
  if (next != parts.size()) return std::nullopt;
  return subtags;
}

// Codes that are spoken as one language, and the code they are matched by.
struct SpokenAs {
  absl::string_view code;
  absl::string_view key;
};
constexpr SpokenAs kSpokenAs[] = {{"cmn", "zh"}, {"nb", "no"},  {"nn", "no"},
                                  {"pes", "fa"}, {"prs", "fa"}, {"arb", "ar"},
                                  {"swh", "sw"}, {"zsm", "ms"}, {"tl", "fil"}};

// The ISO 639 codes of single languages: what ICU lists and the table has,
// less the codes for none, several, unknown and unlisted ones.
std::set<std::string> ReadKnownLanguages() {
  std::set<std::string> known;
  for (const char* const* code = uloc_getISOLanguages(); *code; ++code) {
    known.insert(*code);
  }
  for (const SpokenAs& row : kSpokenAs) known.emplace(row.code);
  for (const char* none : {"zxx", "mul", "und", "mis"}) known.erase(none);
  return known;
}

bool IsKnownLanguage(const std::string& code) {
  static const auto& known = *new std::set<std::string>(ReadKnownLanguages());
  return known.count(code) != 0;
}

// The preferred form of `code`, which is two or three letters.
std::string PreferredLanguage(const std::string& code) {
  char locale[ULOC_FULLNAME_CAPACITY];
  char tag[ULOC_FULLNAME_CAPACITY];
  UErrorCode error = U_ZERO_ERROR;
  uloc_forLanguageTag(code.c_str(), locale, sizeof(locale), nullptr, &error);
  uloc_toLanguageTag(locale, tag, sizeof(tag), /*strict=*/true, &error);
  return U_SUCCESS(error) ? tag : code;
}

}  // namespace

absl::StatusOr<std::string> CanonicalLanguageTag(absl::string_view text) {
  if (text.empty() || text.size() > kLanguageTagLengthMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("language tag has ", text.size(), " characters; 2 to ",
                     kLanguageTagLengthMax, " are allowed"));
  }
  std::optional<Subtags> subtags = Split(text);
  if (!subtags.has_value()) {
    return absl::InvalidArgumentError(
        "language tag is malformed; it must be a BCP 47 tag of language, "
        "script and region, such as es or zh-Hant-HK");
  }
  subtags->language = PreferredLanguage(subtags->language);
  if (!IsKnownLanguage(subtags->language)) {
    return absl::InvalidArgumentError(
        absl::StrCat("language ", subtags->language,
                     " is unknown; it must be the ISO 639 code of a language"));
  }
  std::string tag = subtags->language;
  for (const std::string& part : {subtags->script, subtags->region}) {
    if (!part.empty()) absl::StrAppend(&tag, "-", part);
  }
  return tag;
}

std::string LanguageKey(absl::string_view tag) {
  const std::vector<absl::string_view> parts = absl::StrSplit(tag, '-');
  for (const SpokenAs& row : kSpokenAs) {
    if (row.code == parts[0]) return std::string(row.key);
  }
  const bool of_canton = parts.back() == "HK" || parts.back() == "MO";
  return parts[0] == "zh" && of_canton ? "yue" : std::string(parts[0]);
}

}  // namespace rapport
