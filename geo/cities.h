// The larger places of the world: name, country, coordinates, population and
// zone, for those who need plausible places (the demo brand). From GeoNames,
// CC BY 4.0; the build makes the file (scripts/node/cities_table.mjs).

#ifndef RAPPORT_GEO_CITIES_H_
#define RAPPORT_GEO_CITIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "geo/point.h"

namespace rapport::geo {

// The file's name within the data folder (see data_dir.h).
inline constexpr absl::string_view kCitiesFileName = "cities.tsv";

struct City {
  std::string name;          // in Latin script, with its accents
  std::string ascii_name;    // the same in ASCII
  std::string country_code;  // ISO 3166-1 alpha-2
  std::string admin1;        // GeoNames' code of the region; may be empty
  Point point;
  int64_t population = 0;
  std::string time_zone;     // IANA
  std::string feature_code;  // GeoNames: PPLC a capital, PPLX a city's part...
};

// All cities of the file, the most populous first. Returns NOT_FOUND if it
// cannot be opened, DATA_LOSS naming the line if one is not a city.
absl::StatusOr<std::vector<City>> LoadCities(const std::string& path);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_CITIES_H_
