// Places of the gazetteer as people read them.

#ifndef RAPPORT_CLIENTS_CLI_TEXT_PLACE_TEXT_H_
#define RAPPORT_CLIENTS_CLI_TEXT_PLACE_TEXT_H_

#include <string>

#include "google/type/latlng.pb.h"
#include "rapport/v1/locator_service.pb.h"

namespace rapport::cli {

// `48.85341,2.3488`, as ParsePlace reads it: five decimals, a metre, and no
// zeros at the end.
std::string FormatLocation(const google::type::LatLng& location);

// `Tokyo (東京), Tokyo, JP`: the usual name, the one that was matched where it
// is another, and where it lies; what is unknown is left out.
std::string FormatPlace(const v1::Place& place);

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_TEXT_PLACE_TEXT_H_
