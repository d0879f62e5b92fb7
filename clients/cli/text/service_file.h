// A file of services: one rapport.v1.Service a line in protobuf's JSON, the
// name a bare id.
//
//   {"name": "bridal-styling", "displayName": "Bridal styling",
//    "duration": "3600s", "bufferAfter": "900s", "channels":
//    ["CHANNEL_IN_STORE", "CHANNEL_VIDEO"]}            (on one line)
//
// The same for brands: a file is one rapport.v1.Brand.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_SERVICE_FILE_H_
#define RAPPORT_CLIENTS_CLI_TEXT_SERVICE_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rapport/v1/catalog_resources.pb.h"

namespace rapport::cli {

// Names are made full ones of `brand`. Returns INVALID_ARGUMENT, naming the
// line, if one can't be read or has no name.
absl::StatusOr<std::vector<v1::Service>> ServicesFromJsonLines(
    absl::string_view text, absl::string_view brand);

// Returns INVALID_ARGUMENT if `text` is no brand.
absl::StatusOr<v1::Brand> BrandFromJson(absl::string_view text);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_SERVICE_FILE_H_
