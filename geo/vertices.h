// What polygons and routes are drawn through.

#ifndef RAPPORT_GEO_VERTICES_H_
#define RAPPORT_GEO_VERTICES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "geo/point.h"
#include "geo/unit_vector.h"

namespace rapport::geo {

// One unit vector a place: the poles at all longitudes, and the antimeridian
// from both sides, are the same.
UnitVector ToVertex(const Point& point);

std::vector<UnitVector> ToVertices(absl::Span<const Point> points);

// Returns INVALID_ARGUMENT, naming it by `noun` and number, if a vertex and the
// next (after the last the first, if `closed`) are on opposite sides of the
// earth: there is no one shortest line between them.
absl::Status CheckLines(absl::string_view noun,
                        absl::Span<const UnitVector> vertices, bool closed);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_VERTICES_H_
