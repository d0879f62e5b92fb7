// Spoken languages: who is understood by whom.
//
// Matching is of primary subtags (BCP 47, RFC 5646), plus two small stated
// tables. One for Chinese: `yue` is found under zh-HK and zh-MO, and the other
// way round. One for codes of what is spoken as one language: cmn is zh; nb and
// nn are no; pes and prs are fa; arb is ar; swh is sw; zsm is ms; tl is fil.
// The script is ignored; the region otherwise does not exclude. A locale
// matcher made for texts must not be used here: it offers Russian to speakers
// of Ukrainian.
#ifndef RAPPORT_SERVER_VOCABULARY_LANGUAGE_H_
#define RAPPORT_SERVER_VOCABULARY_LANGUAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport {

// The values are those of rapport.v1.LanguageLevel and of the database.
enum class LanguageLevel : uint8_t {
  kBasic = 1,
  kConversational = 2,
  kFluent = 3,
  kNative = 4,
};

inline constexpr size_t kLanguageTagLengthMax = 35;  // RFC 5646 §4.4.1

// A language and how well it is spoken.
struct SpokenLanguage {
  std::string tag;  // canonical case, as CanonicalLanguageTag gives it
  LanguageLevel level = LanguageLevel::kFluent;

  friend bool operator==(const SpokenLanguage&,
                         const SpokenLanguage&) = default;
};

// `text` in canonical case (`zh-Hant-HK`), a primary subtag that has another
// preferred form in that form (`eng` is `en`, `iw` is `he`). Returns
// INVALID_ARGUMENT if it is not a well-formed BCP 47 tag of language, script
// and region, or if its primary subtag is no ISO 639 code that ICU knows of a
// single language (`und` and `mul` are none).
absl::StatusOr<std::string> CanonicalLanguageTag(absl::string_view text);

// What languages are matched by: the primary subtag, by the tables above; `yue`
// for the Chinese of Hong Kong and Macao. `tag` is canonical.
std::string LanguageKey(absl::string_view tag);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_LANGUAGE_H_
