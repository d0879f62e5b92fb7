// Zone names that the server will be able to load.

#ifndef RAPPORT_GEO_TOOLS_KNOWN_ZONES_H_
#define RAPPORT_GEO_TOOLS_KNOWN_ZONES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace rapport::geo {

// Returns FAILED_PRECONDITION naming the zones that this machine's tzdata does
// not have: a table with them would give stores zones without clocks.
absl::Status CheckZonesAreKnown(absl::Span<const std::string> zones);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_TOOLS_KNOWN_ZONES_H_
