// Places and distances as people write and read them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_PLACE_H_
#define RAPPORT_CLIENTS_CLI_TEXT_PLACE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/latlng.pb.h"

namespace rapport::cli {

enum class Units { kMetric, kMiles };

// Reads `LAT,LNG` in WGS 84 degrees, `44.98,-93.27`. Returns INVALID_ARGUMENT
// if it isn't two numbers, or a number is not finite or out of -90 to 90 or
// -180 to 180.
absl::StatusOr<google::type::LatLng> ParsePlace(absl::string_view text);

// Whether a text is meant as LAT,LNG, rightly written or not, rather than as
// the name of a place or a postal code: numbers with a comma between them.
bool LooksLikeDegrees(absl::string_view text);

// Reads `5km`, `3mi` or `800m` as metres. Returns INVALID_ARGUMENT if it is
// none of these or not more than 0.
absl::StatusOr<double> ParseDistance(absl::string_view text);

// `850 m`, `1.2 km`, `123 km`; `0.5 mi`, `123 mi`.
std::string FormatDistance(double meters, Units units);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_PLACE_H_
