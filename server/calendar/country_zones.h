// Which IANA zones a country has, by tzdata's own tables.
#ifndef RAPPORT_SERVER_CALENDAR_COUNTRY_ZONES_H_
#define RAPPORT_SERVER_CALENDAR_COUNTRY_ZONES_H_

#include "absl/strings/string_view.h"

namespace rapport::calendar {

// Whether tzdata has zones of that country (ISO 3166-1 alpha-2).
bool HasZones(absl::string_view region_code);

// Whether `zone` is one of the country's: zone.tab or zone1970.tab lists it
// with that code. Both are read from $TZDIR, else /usr/share/zoneinfo, at the
// first call. Thread-safe, as HasZones.
bool IsZoneOf(absl::string_view zone, absl::string_view region_code);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_COUNTRY_ZONES_H_
