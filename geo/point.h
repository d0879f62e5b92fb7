// Where something is: a point on the earth, and how far two of them are apart.
//
// The earth is a sphere of the mean radius, 6371.01 km, as S2 takes it
// (s2earth.h, after Yoder 1995, "Astrometric and Geodetic Properties of Earth
// and the Solar System"). Against the ellipsoid a distance is at most 0.56 %
// off, which is less than a road differs from a straight line.

#ifndef RAPPORT_GEO_POINT_H_
#define RAPPORT_GEO_POINT_H_

#include <compare>
#include <cstdint>

#include "absl/status/statusor.h"

namespace rapport::geo {

// A distance along the surface of the earth, in metres.
struct Meters {
  double value = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes <=> for it
  auto operator<=>(const Meters&) const = default;
};

inline constexpr Meters kEarthRadius{6'371'010.0};

// A point that MakePoint accepted: latitude in [-90, 90] degrees, north
// positive; longitude in [-180, 180] degrees, east positive. The functions of
// this room need that; make points of foreign numbers by MakePoint only.
struct Point {
  double latitude_deg = 0;
  double longitude_deg = 0;

  bool operator==(const Point&) const = default;
};

// Returns INVALID_ARGUMENT if a coordinate is out of its range, infinite or
// not a number.
absl::StatusOr<Point> MakePoint(double latitude_deg, double longitude_deg);

// The great-circle distance. Exact to nanometres for near points; to less
// than half a metre for opposite ones, where chords hardly grow.
Meters Distance(const Point& a, const Point& b);

// The id of the level 30 S2 cell (about 1 cm wide) that holds the point. Near
// points mostly have near ids.
uint64_t LeafCellId(const Point& point);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_POINT_H_
