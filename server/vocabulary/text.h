// Texts that people wrote: how they are measured, cleaned and compared.
//
// Lengths are counted in Unicode code points, as the bounds of rapport.v1 mean
// them: that is what a database column counts, and it does not depend on the
// encoding. All texts are UTF-8.
#ifndef RAPPORT_SERVER_VOCABULARY_TEXT_H_
#define RAPPORT_SERVER_VOCABULARY_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport {

// How many code points `text` has, or nothing if it is not UTF-8 (RFC 3629: no
// surrogates, no overlong forms).
std::optional<size_t> CountCodePoints(absl::string_view text);

// Whether `text`, which is UTF-8, has a control character (general category
// Cc; line breaks and tabs are such).
bool HasControl(absl::string_view text);

// `text`, which is UTF-8, without white space (the Unicode property, line
// breaks and no-break spaces included) at its ends, and with one space for
// each run of white space inside.
std::string CollapseSpaces(absl::string_view text);

// What is the same for every way of writing `text`, which is UTF-8: its
// NFKC_Casefold form with CollapseSpaces applied. For comparing, not for
// people.
std::string FoldText(absl::string_view text);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_TEXT_H_
