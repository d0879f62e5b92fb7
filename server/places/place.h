// A place as a shopper is told of it, and what is asked of a gazetteer.
#ifndef RAPPORT_SERVER_PLACES_PLACE_H_
#define RAPPORT_SERVER_PLACES_PLACE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "geo/point.h"

namespace rapport::places {

enum class PlaceKind { kTown, kPostalArea };

// Its texts are the gazetteer's and live as long as it does.
struct Place {
  // The same in every version of the data: "geonames/1850147", "zip/90210".
  std::string id;
  PlaceKind kind = PlaceKind::kTown;
  // As most of the world writes it, in Latin script: "Tokyo"; or the code.
  absl::string_view name;
  // The name that the text matched best, where that is another: "東京".
  absl::string_view matched_name;
  // State, province or the like; empty where none is known.
  absl::string_view administrative_area;
  absl::string_view country_code;  // ISO 3166-1 alpha-2
  geo::Point point;                // a town's centre, an area's centroid
  absl::string_view time_zone;     // IANA
  int64_t population = 0;          // 0 where unknown, as of postal areas
};

// Longer texts are no names of places: GeoNames' longest has 193 bytes.
inline constexpr size_t kPlaceTextBytesMax = 300;
// A list that a person reads.
inline constexpr int kSuggestionsMax = 20;

// No language can be asked for: the data does not say of which its names are.
struct SuggestQuery {
  // What was typed so far, UTF-8: the beginning of a name or of a ZIP code,
  // maybe with what it is in: "Par", "Paris, TX", "Springfield IL", "東京".
  std::string text = "";
  // Where the shopper is, if known; ranks, never excludes.
  std::optional<geo::Point> near = std::nullopt;
  // ISO 3166-1 alpha-2; only places of that country. Empty: of all.
  std::string region_code = "";
  int limit = 10;  // over kSuggestionsMax counts as that
};

// The address of something, as far as it is known.
struct AddressQuery {
  std::string region_code = "";          // ISO 3166-1 alpha-2
  std::string administrative_area = "";  // name or code; "OR", "Oregon"
  std::string locality = "";
  std::string postal_code = "";
};

enum class Precision { kPostalArea, kLocality };

struct Location {
  geo::Point point;
  Precision precision = Precision::kLocality;
  std::string place_id;  // Place::id
};

}  // namespace rapport::places

#endif  // RAPPORT_SERVER_PLACES_PLACE_H_
