// When shops are open, by country, in broad strokes: the demo brand's stores
// say it, and the hours of its associates lie within it.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_OPENING_HOURS_H_
#define RAPPORT_CLIENTS_CLI_DEMO_OPENING_HOURS_H_

#include <array>

#include "absl/strings/string_view.h"

namespace rapport::demo {

// Minutes after midnight, [open, close); equal: closed that day.
struct OpenSpan {
  int open_min = 0;
  int close_min = 0;
};

struct OpeningHours {
  const char* osm_text;            // as OpenStreetMap's opening_hours has it
  std::array<OpenSpan, 7> by_day;  // Monday first
};

// The hours of shops in a country (ISO 3166-1 alpha-2).
const OpeningHours& OpeningHoursIn(absl::string_view country_code);

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_OPENING_HOURS_H_
