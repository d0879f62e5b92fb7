// Points as unit vectors, compared by the square of the straight line (chord)
// between them: it orders pairs as the distance along the surface does, and
// needs no trigonometry.
//
// All comparisons go through SquaredLength, so that a bound computed from
// componentwise smaller differences is never above an exact value: rounding is
// monotone as long as both are rounded alike (hence this room is compiled
// without contraction to fused multiply-adds).

#ifndef RAPPORT_GEO_UNIT_VECTOR_H_
#define RAPPORT_GEO_UNIT_VECTOR_H_

#include "geo/point.h"

namespace rapport::geo {

struct UnitVector {
  double x = 1;
  double y = 0;
  double z = 0;
};

UnitVector ToUnitVector(const Point& point);

inline double SquaredLength(double dx, double dy, double dz) {
  return dx * dx + dy * dy + dz * dz;
}

// In [0, 4], give or take rounding.
inline double SquaredChord(const UnitVector& a, const UnitVector& b) {
  return SquaredLength(a.x - b.x, a.y - b.y, a.z - b.z);
}

// The distance along the surface that a squared chord spans.
Meters ChordToMeters(double squared_chord);

// The squared chord of a distance; distances of half the circumference and
// more give that of opposite points. Negative distances give a negative value.
double MetersToChord(Meters distance);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_UNIT_VECTOR_H_
