// Places all over the world that are on every Debian: where tzdata says its
// zones are. Source of the format: zone1970.tab's own comment (coordinates in
// ISO 6709 degrees-minutes or degrees-minutes-seconds).
#ifndef RAPPORT_TESTS_BENCH_ZONE_PLACES_H_
#define RAPPORT_TESTS_BENCH_ZONE_PLACES_H_

#include <vector>

#include "geo/point.h"

namespace rapport::bench {

// The distinct ones of zone.tab and zone1970.tab, in order of their text. Ends
// the program if it finds neither.
std::vector<geo::Point> ReadZonePlaces();

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_ZONE_PLACES_H_
