// Where the store of an imported row is.
//
// Swapped coordinates are told by the stated country, for which there is no
// map, but its zones: a point is in or near a country if the IANA zone there,
// or at one of eight points kNearDegrees around it, is one that tzdata lists
// for the country (zone.tab and zone1970.tab). Coordinates are swapped if the
// point as given is not in or near the country and the swapped one is. Where
// tzdata has no zone of the country, nothing is told.
//
// A row without coordinates is where the finder says; without a finder, or
// where it finds nothing, it is rejected.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_PLACEMENT_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_PLACEMENT_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "geo/zone_table.h"
#include "server/catalog/place_finder.h"
#include "server/catalog/store_draft.h"

namespace rapport::catalog {

// About 28 km: harbours, border towns and coordinates of few digits.
inline constexpr double kNearDegrees = 0.25;

bool IsInOrNear(const geo::ZoneTable& zones, const geo::Point& point,
                absl::string_view region_code);

struct Placement {
  const geo::ZoneTable& zones;
  const PlaceFinder* finder = nullptr;  // or null
  bool repair = false;  // whether swapped coordinates are put right
};

// Sets the location of `draft`, its precision and the remarks on it, or says
// why there is none: NO_LOCATION, COORDINATES_SWAPPED, OUT_OF_RANGE.
std::optional<FieldProblem> PlaceStore(const Placement& placement,
                                       StoreDraft& draft);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_PLACEMENT_H_
