#include "tests/bench/s2_rival.h"

#include <algorithm>
#include <memory>

#include "s2/mutable_s2shape_index.h"
#include "s2/s2closest_point_query.h"
#include "s2/s2latlng.h"
#include "s2/s2latlng_rect.h"
#include "s2/s2lax_polyline_shape.h"
#include "s2/s2loop.h"

namespace rapport::bench {
namespace {

using geo::Meters;
using geo::Point;
using Query = S2ClosestPointQuery<uint32_t>;

S2LatLng ToLatLng(const Point& point) {
  return S2LatLng::FromDegrees(point.latitude_deg, point.longitude_deg);
}

S2Point ToS2(const Point& point) { return ToLatLng(point).ToPoint(); }

std::vector<S2Point> ToS2(absl::Span<const Point> points) {
  std::vector<S2Point> result;
  for (const Point& point : points) result.push_back(ToS2(point));
  return result;
}

S1Angle ToAngle(Meters distance) {
  return S1Angle::Radians(distance.value / geo::kEarthRadius.value);
}

}  // namespace

S2Rival::S2Rival(const StoreWorld& world) : world_(world) {
  for (size_t i = 0; i < world.stores().size(); ++i) {
    index_.Add(ToS2(world.stores()[i]), static_cast<uint32_t>(i));
  }
}

double S2Rival::Nearest(const Point& from, size_t count,
                        absl::Span<const uint32_t> attributes) const {
  double part = 1;
  const size_t stores = world_.stores().size();
  for (uint32_t attribute : attributes) {
    part *= static_cast<double>(world_.attributes()[attribute].size()) / stores;
  }
  Query query(&index_);
  Query::PointTarget target(ToS2(from));
  size_t asked = std::min<double>(count / part, stores);
  for (;; asked = std::min(2 * asked, stores)) {
    query.mutable_options()->set_max_results(static_cast<int>(asked));
    double sum_m = 0;
    size_t found = 0;
    for (const auto& result : query.FindClosestPoints(&target)) {
      const bool fits =
          std::all_of(attributes.begin(), attributes.end(),
                      [&](uint32_t a) { return world_.Has(result.data(), a); });
      if (!fits) continue;
      sum_m += result.distance().ToAngle().radians() * geo::kEarthRadius.value;
      if (++found == count) return sum_m;
    }
    if (asked == stores) return sum_m;
  }
}

double S2Rival::Within(const Point& centre, Meters radius) const {
  Query query(&index_);
  query.mutable_options()->set_inclusive_max_distance(ToAngle(radius));
  Query::PointTarget target(ToS2(centre));
  return static_cast<double>(query.FindClosestPoints(&target).size());
}

double S2Rival::InBox(const Point& south_west, const Point& north_east) const {
  const S2LatLngRect box(ToLatLng(south_west), ToLatLng(north_east));
  Query query(&index_);
  query.mutable_options()->set_region(&box);
  Query::PointTarget target(box.GetCenter().ToPoint());
  return static_cast<double>(query.FindClosestPoints(&target).size());
}

double S2Rival::InPolygon(absl::Span<const Point> vertices) const {
  S2Loop loop(ToS2(vertices));
  loop.Normalize();
  Query query(&index_);
  query.mutable_options()->set_region(&loop);
  Query::PointTarget target(loop.vertex(0));
  return static_cast<double>(query.FindClosestPoints(&target).size());
}

double S2Rival::AlongRoute(absl::Span<const Point> points,
                           Meters corridor) const {
  MutableS2ShapeIndex line;
  line.Add(std::make_unique<S2LaxPolylineShape>(ToS2(points)));
  Query query(&index_);
  query.mutable_options()->set_inclusive_max_distance(ToAngle(corridor));
  Query::ShapeIndexTarget target(&line);
  return static_cast<double>(query.FindClosestPoints(&target).size());
}

}  // namespace rapport::bench
