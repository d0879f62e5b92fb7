// How names are found: what people type on one side, what lists of stores and
// gazetteers write on the other.
#ifndef RAPPORT_SERVER_VOCABULARY_FOLDING_H_
#define RAPPORT_SERVER_VOCABULARY_FOLDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rapport {

// What is the same for every way of writing `name`: FoldText (case, width),
// without accents and optional vowel signs ("Bogotá", "bogota";
// "بَيروت", "بيروت"), letters that only one language has as the world writes them
// ("Łódź", "lodz"; "Strauß", "strauss"), apostrophes and full stops gone, and
// other punctuation as a space ("Saint-Denis", "saint denis"). The script is
// kept. Empty if `name` is not UTF-8.
std::string FoldForSearch(absl::string_view name);

// The folded name as some people write it besides: umlauts spelled out
// ("muenchen", "aarhus"), and Saint, Sankt, Fort and Mount short or in full.
// Without FoldForSearch(name) itself; mostly empty.
std::vector<std::string> OtherSpellings(absl::string_view name);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_FOLDING_H_
