// Areas and ways as people write them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_AREA_H_
#define RAPPORT_CLIENTS_CLI_TEXT_AREA_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/latlng.pb.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// Reads `S,W,N,E` in WGS 84 degrees: `48.8,2.2,48.9,2.4`. East below west is a
// box over the antimeridian. Returns INVALID_ARGUMENT if it isn't four numbers
// of degrees, or south is above north.
absl::StatusOr<v1::Box> ParseBox(absl::string_view text);

// Reads `LAT,LNG LAT,LNG ...`: points with spaces between them. How many there
// may be the server judges. Returns INVALID_ARGUMENT if there is none or one
// is no point, telling which.
absl::StatusOr<std::vector<google::type::LatLng>> ParsePoints(
    absl::string_view text);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_AREA_H_
