// Where an address without coordinates is, as near as a gazetteer knows, and
// never by guessing.
//
// 1. In the United States the ZIP code's area, if there is one: ZIP+4 is cut;
//    of four digits, whose leading zero a spreadsheet took, only if that area
//    is in the state that the address names. Puerto Rico and the other
//    territories count as in the United States, and as countries.
// 2. Else the locality: the places of the country with that name, in the
//    administrative area if the address names one that is known. If none has
//    the name, it is tried without a last word for "city" ("Hanam-si"), then the
//    part before a comma, parenthesis or slash ("Tokyo, Chuo-ku"). In countries
//    of which every area is known under all its names (kAreasKnownOf) an area of
//    another country is a contradiction: Toronto, Ontario, US is not in Ohio.
// 3. Of several, those within kSameTownReach of the most populous are the same
//    town. The most populous is meant if it has kClearlyBigger times the
//    population of the next that is another; else the address is ambiguous.
#ifndef RAPPORT_SERVER_PLACES_LOCATE_H_
#define RAPPORT_SERVER_PLACES_LOCATE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "geo/point.h"
#include "server/places/place.h"
#include "server/places/place_index.h"

namespace rapport::places {

inline constexpr int64_t kClearlyBigger = 10;
// About the width of a large town, and what a locality's point is worth.
inline constexpr geo::Meters kSameTownReach{20'000};

inline constexpr absl::string_view kAreasKnownOf[] = {"US", "CA", "AU"};

// Returns, with these reasons:
//   INVALID_ARGUMENT NO_COUNTRY       region_code is no two capital letters
//   INVALID_ARGUMENT NO_LOCALITY      neither a locality nor a ZIP code that
//                                     could be used
//   INVALID_ARGUMENT AREA_ELSEWHERE   the area is in another country
//   NOT_FOUND UNKNOWN_PLACE           nothing of that name there
//   FAILED_PRECONDITION AMBIGUOUS_PLACE  several, none clearly the biggest
absl::StatusOr<Location> LocateAddress(const PlaceIndex& index,
                                       const AddressQuery& query);

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_LOCATE_H_
