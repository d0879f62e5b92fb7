// Which languages the people of a country speak, roughly: what the demo
// brand's associates are drawn from. The shares are round figures that make a
// plausible shop floor, not statistics.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_PLACE_LANGUAGES_H_
#define RAPPORT_CLIENTS_CLI_DEMO_PLACE_LANGUAGES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rapport::demo {

struct LanguageShare {
  std::string tag;  // BCP 47
  int percent = 0;
};

struct PlaceLanguages {
  // Mother tongues; the percents add up to 100. The first is that of the
  // place, which everybody who works there speaks.
  std::vector<LanguageShare> native;
  // What so many of 100 have learnt.
  std::vector<LanguageShare> learnt;
};

// The languages of a country (ISO 3166-1 alpha-2). Null if this table does not
// know it: then the demo brand has no stores there.
const PlaceLanguages* FindPlaceLanguages(absl::string_view country_code);

// As FindPlaceLanguages, but English where the country is not known.
const PlaceLanguages& PlaceLanguagesOr(absl::string_view country_code);

// What visitors speak, most frequent first.
absl::Span<const char* const> VisitorLanguages();

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_PLACE_LANGUAGES_H_
