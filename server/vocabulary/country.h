// Countries as files write them.
#ifndef RAPPORT_SERVER_VOCABULARY_COUNTRY_H_
#define RAPPORT_SERVER_VOCABULARY_COUNTRY_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rapport {

// The ISO 3166-1 alpha-2 code of what `text`, which is UTF-8, means: such a
// code or an alpha-3 one in any case, an English name as CLDR has it, or one of
// a few other names in wide use (`UK`, `USA`, `Hong Kong`). Nothing if it means
// none. XK, which CLDR has for Kosovo, counts. Thread-safe.
std::optional<std::string> CountryCodeOf(absl::string_view text);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_COUNTRY_H_
