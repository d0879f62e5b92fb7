// The region inside a polygon, such as an area drawn on a map or a market.

#ifndef RAPPORT_GEO_POLYGON_H_
#define RAPPORT_GEO_POLYGON_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/edge_chain.h"
#include "geo/region.h"

namespace rapport::geo {

// Edges are the shortest lines between vertices, so a polygon may reach over
// the antimeridian or a pole. Inside is the smaller of the two parts, whichever
// way round the vertices go. Of polygons that share an edge, each point on it
// is inside exactly one: whether a vertex is inside its own polygon follows
// from that, not from its being given.
class Polygon final : public Region {
 public:
  // More than hand-drawn or market areas have; one is checked in a millisecond.
  static constexpr size_t kVerticesMax = 1000;

  // The first vertex may be repeated at the end, as GeoJSON does. Returns
  // INVALID_ARGUMENT if there are fewer than three or more than kVerticesMax,
  // and naming the vertex (counted from 0) if two are the same, two that follow
  // each other are on opposite sides of the earth, or edges cross.
  static absl::StatusOr<Polygon> Make(absl::Span<const Point> vertices);

  bool Holds(const UnitVector& v) const override;
  Overlap Meets(const Ball& ball) const override;
  Cap Bound() const override;

 private:
  struct Shape;
  explicit Polygon(std::shared_ptr<const Shape> shape);

  bool IsInside(const UnitVector& v, const EdgeChain::Near& near) const;

  std::shared_ptr<const Shape> shape_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_POLYGON_H_
