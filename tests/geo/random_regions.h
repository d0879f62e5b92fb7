// Regions to search in: small, large, degenerate, around poles and over the
// antimeridian.
#ifndef RAPPORT_TESTS_GEO_RANDOM_REGIONS_H_
#define RAPPORT_TESTS_GEO_RANDOM_REGIONS_H_

#include <memory>
#include <vector>

#include "geo/point.h"
#include "geo/region.h"
#include "tests/geo/random_places.h"

namespace rapport::geo {

enum class RegionKind { kCircle, kBox, kPolygon, kRoute };

// A region at or near `at`. Always a valid one.
std::unique_ptr<Region> RandomRegion(RegionKind kind, const Point& at,
                                     RandomPlaces& places);

// The vertices of a valid polygon at or near `at`.
std::vector<Point> RandomSimplePolygon(const Point& at, RandomPlaces& places);

// A place as far from one of `points` as they are from each other, or nearer,
// or at it.
Point RandomNear(const std::vector<Point>& points, RandomPlaces& places);

}  // namespace rapport::geo

#endif  // RAPPORT_TESTS_GEO_RANDOM_REGIONS_H_
