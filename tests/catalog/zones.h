// Small tables of zones for tests.
#ifndef RAPPORT_TESTS_CATALOG_ZONES_H_
#define RAPPORT_TESTS_CATALOG_ZONES_H_

#include <string>

#include "geo/zone_table.h"

namespace rapport::catalog {

// A world of one zone.
inline geo::ZoneTable OneZone(const std::string& zone = "America/Chicago") {
  geo::ZoneRuns runs;
  runs.zones = {zone};
  runs.starts = {0};
  runs.zone_of_run = {0};
  return geo::ZoneTable(runs);
}

// The first half of S2's curve in one zone, the other half in another: the
// faces 0 to 2 (Africa, Europe, Asia, the Arctic) and 3 to 5 (the Pacific, the
// Americas, the Antarctic).
inline geo::ZoneTable TwoZones(const std::string& east,
                               const std::string& west) {
  geo::ZoneRuns runs;
  runs.zones = {east, west};
  runs.starts = {0, 0x60000000};
  runs.zone_of_run = {0, 1};
  return geo::ZoneTable(runs);
}

}  // namespace rapport::catalog

#endif  // RAPPORT_TESTS_CATALOG_ZONES_H_
