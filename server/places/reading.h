// What a text that is being typed may mean: the beginning of a name, maybe with
// what the place is in.
//
//   "Portl"            places whose names begin so
//   "Portland, OR"     those of them in an area so named, of any country
//   "Paris, France"    the same with a country
//   "Portland, Oreg"   those in areas that begin so, if none is in one that is
//                      named so; if none is in any of them either and nothing
//                      is named so, those anywhere: more will be typed
//   "Springfield IL"   besides the name as it stands, places named Springfield
//                      in an area or country named IL, of one to three words
//   "LA, CA 90210"     the ZIP code, if it is in that state
#ifndef RAPPORT_SERVER_PLACES_READING_H_
#define RAPPORT_SERVER_PLACES_READING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/places/area_words.h"
#include "server/places/place_table.h"

namespace rapport::places {

struct Reading {
  std::string folded;  // of the name, or its beginning
  bool whole_names_only = false;
  std::vector<Within> within;  // in any of them; empty: anywhere
  // Only if the readings before it found nothing.
  bool is_fallback = false;
};

// None if nothing was typed, or nothing can be in all that is named. What
// follows a comma and names nothing known is passed over.
std::vector<Reading> ReadingsOf(const PlaceTable& table,
                                absl::string_view text);

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_READING_H_
