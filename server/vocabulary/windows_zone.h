// Time zones by the names that Windows has for them, which calendars that come
// from there use: `W. Europe Standard Time`.
#ifndef RAPPORT_SERVER_VOCABULARY_WINDOWS_ZONE_H_
#define RAPPORT_SERVER_VOCABULARY_WINDOWS_ZONE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace rapport {

// The IANA name of the zone that Windows calls `name`, by CLDR's table as ICU
// has it: `Europe/Berlin`. Empty if there is none. Thread-safe.
std::string ZoneOfWindowsName(absl::string_view name);

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_WINDOWS_ZONE_H_
