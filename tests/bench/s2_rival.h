// The same questions to S2's own closest-point query, as its documentation
// would have them asked; it knows no attributes, so they are looked at after.
#ifndef RAPPORT_TESTS_BENCH_S2_RIVAL_H_
#define RAPPORT_TESTS_BENCH_S2_RIVAL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "geo/entry_filter.h"
#include "geo/point.h"
#include "s2/s2point_index.h"
#include "tests/bench/store_world.h"

namespace rapport::bench {

class S2Rival {
 public:
  explicit S2Rival(const StoreWorld& world);

  // The metres to the nearest `count` that have all the attributes. With
  // attributes, asks for as many as should hold enough of them, and for twice
  // as many as long as they do not.
  double Nearest(const geo::Point& from, size_t count,
                 absl::Span<const uint32_t> attributes) const;

  // How many are inside.
  double Within(const geo::Point& centre, geo::Meters radius) const;
  double InBox(const geo::Point& south_west,
               const geo::Point& north_east) const;
  double InPolygon(absl::Span<const geo::Point> vertices) const;
  double AlongRoute(absl::Span<const geo::Point> points,
                    geo::Meters corridor) const;

 private:
  const StoreWorld& world_;
  S2PointIndex<uint32_t> index_;
};

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_S2_RIVAL_H_
