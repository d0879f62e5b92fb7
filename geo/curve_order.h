// The order along S2's curve, in which near points mostly have near positions:
// how the spatial index lays out its entries.
//
// Who is free to choose the numbers of entries numbers them so: then the
// index's positions are the entries' own numbers, which saves it a table and a
// search a cache miss an entry, and the caller's own tables are read in the
// order that they lie in.
//
//   const std::vector<uint32_t> order = geo::OrderAlongCurve(points);
//   for (uint32_t old : order) sorted.push_back(points[old]);
//   auto index = geo::SpatialIndex::Build(sorted, attributes_of_sorted);

#ifndef RAPPORT_GEO_CURVE_ORDER_H_
#define RAPPORT_GEO_CURVE_ORDER_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "geo/point.h"

namespace rapport::geo {

// The number of the point that comes first along the curve, of the one that
// comes second, and so on; points of one cell of a centimetre in order of their
// numbers. Points are what MakePoint accepts. On up to `threads` threads; the
// order is the same on any number of them.
std::vector<uint32_t> OrderAlongCurve(absl::Span<const Point> points,
                                      int threads = 1);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_CURVE_ORDER_H_
