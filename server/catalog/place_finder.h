// The port to what knows where a postal area or a town is.
#ifndef RAPPORT_SERVER_CATALOG_PLACE_FINDER_H_
#define RAPPORT_SERVER_CATALOG_PLACE_FINDER_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "geo/point.h"
#include "server/catalog/store_details.h"

namespace rapport::catalog {

// The parts of an address that say where it is; an empty part is unknown.
struct PlaceQuery {
  absl::string_view region_code;  // ISO 3166-1 alpha-2
  absl::string_view administrative_area;
  absl::string_view locality;
  absl::string_view postal_code;
};

struct FoundPlace {
  geo::Point point;
  LocationPrecision precision = LocationPrecision::kLocality;
};

// The place, or a word that says why there is none: `AMBIGUOUS_LOCALITY`.
struct PlaceAnswer {
  std::optional<FoundPlace> place;
  std::string reason;
};

// Thread-safe.
class PlaceFinder {
 public:
  virtual ~PlaceFinder() = default;
  virtual PlaceAnswer Locate(const PlaceQuery& query) const = 0;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_PLACE_FINDER_H_
