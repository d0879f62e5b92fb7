// The region along a route: what is not far off the way.

#ifndef RAPPORT_GEO_ROUTE_H_
#define RAPPORT_GEO_ROUTE_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/edge_chain.h"
#include "geo/point.h"
#include "geo/region.h"

namespace rapport::geo {

// Lines are the shortest between points, and may cross the antimeridian, each
// other and themselves.
class Route final : public Region {
 public:
  // Simplified routes of a continent have fewer. Longer ones need simplifying
  // first, as a corridor does not see the difference.
  static constexpr size_t kPointsMax = 1000;
  // Wider than any detour; beyond it no longer means "on the way".
  static constexpr Meters kCorridorMax{500'000};

  // `corridor` is how far off the line things may be, to either side and
  // around both ends. Points may repeat. Returns INVALID_ARGUMENT if there are
  // fewer than two points or more than kPointsMax, if the corridor is not
  // between 0 and kCorridorMax, and naming the point (counted from 0) if it and
  // the one before are on opposite sides of the earth.
  static absl::StatusOr<Route> Make(absl::Span<const Point> points,
                                    Meters corridor);

  // Where a point is, seen from the route. Of several places of the route that
  // are equally near, on the first edge that has one.
  struct Place {
    Meters off;    // from the line
    Meters along;  // from the start of the line to where it is nearest
  };
  Place PlaceOf(const Point& point) const;

  Meters length() const { return edges_.length(); }

  bool Holds(const UnitVector& v) const override;
  Overlap Meets(const Ball& ball) const override;
  Cap Bound() const override;

 private:
  Route(EdgeChain edges, Meters corridor);

  EdgeChain edges_;
  Meters corridor_;
  double chord_;  // the corridor's, slightly more than less
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_ROUTE_H_
