// --near: from where a search starts.
//
// A shopper says it in degrees or types a place. A typed place is resolved by
// the server's gazetteer; the best suggestion is taken, and the user is told
// which it was and which others there were.

#ifndef RAPPORT_CLIENTS_CLI_NEAR_PLACE_H_
#define RAPPORT_CLIENTS_CLI_NEAR_PLACE_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"
#include "clients/cpp/client.h"
#include "google/type/latlng.pb.h"

namespace rapport::cli {

// For --help.
inline constexpr char kNearSyntax[] =
    "From where: LAT,LNG in degrees, for example 44.98,-93.27, or a place, for "
    "example Paris, 東京, 90210";

struct NearPlace {
  google::type::LatLng location;
  // IANA zone of a typed place. Empty: degrees do not tell it.
  std::string time_zone = "";
};

// Reads --near. For people, says on `out` which place was taken; with --json,
// on `err`, so that results stay alone: {"near": Place, "others": [Place]}.
// Returns INVALID_ARGUMENT if degrees can't be read, NOT_FOUND if no place
// begins like that, and what the server returns.
absl::StatusOr<NearPlace> ReadNear(const client::Client& client,
                                   const std::string& text,
                                   const Session& session);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_NEAR_PLACE_H_
