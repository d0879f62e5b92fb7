#include "tests/geo/random_regions.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "geo/polygon.h"
#include "geo/route.h"

namespace rapport::geo {
namespace {

// From a millimetre to half the way around the earth, small ones as often as
// large.
double RandomAngleDeg(RandomPlaces& places, double max_deg) {
  return max_deg * std::pow(10, places.Uniform(-9, 0));
}

// What is `angle_deg` away from `from`, on the bearing.
Point Towards(const Point& from, double bearing_deg, double angle_deg) {
  const double rad = M_PI / 180;
  // At a pole there are no bearings.
  const double lat =
      std::max(-90 + 1e-9, std::min(90 - 1e-9, from.latitude_deg)) * rad;
  const double angle = angle_deg * rad;
  const double bearing = bearing_deg * rad;
  const double sine = std::sin(lat) * std::cos(angle) +
                      std::cos(lat) * std::sin(angle) * std::cos(bearing);
  const double to_lat = std::asin(std::max(-1.0, std::min(1.0, sine)));
  const double east =
      std::atan2(std::sin(bearing) * std::sin(angle) * std::cos(lat),
                 std::cos(angle) - std::sin(lat) * sine);
  const double lng = from.longitude_deg + east / rad;
  return {to_lat / rad, std::remainder(lng, 360)};
}

std::unique_ptr<Region> RandomCircle(const Point& at, RandomPlaces& places) {
  const double angle_deg = RandomAngleDeg(places, 180);
  const Meters radius{angle_deg / 180 * M_PI * kEarthRadius.value};
  return std::make_unique<Circle>(at,
                                  places.Index(20) == 0 ? Meters{0} : radius);
}

std::unique_ptr<Region> RandomBox(const Point& at, RandomPlaces& places) {
  const Point corner =
      places.Index(8) == 0
          ? at
          : Towards(at, places.Uniform(0, 360), RandomAngleDeg(places, 90));
  Point low = at;
  Point high = corner;
  if (low.latitude_deg > high.latitude_deg) {
    std::swap(low.latitude_deg, high.latitude_deg);
  }
  if (places.Index(2) == 0) std::swap(low.longitude_deg, high.longitude_deg);
  if (places.Index(16) == 0) {
    low.longitude_deg = -180;
    high.longitude_deg = 180;
  }
  return std::make_unique<Box>(*Box::Make(low, high));
}

std::unique_ptr<Region> RandomPolygon(const Point& at, RandomPlaces& places) {
  return std::make_unique<Polygon>(
      *Polygon::Make(RandomSimplePolygon(at, places)));
}

std::unique_ptr<Region> RandomRoute(const Point& at, RandomPlaces& places) {
  const size_t count = places.Index(30) == 0 ? 300 : 2 + places.Index(8);
  const double step_deg = RandomAngleDeg(places, 60);
  std::vector<Point> points = {at};
  while (points.size() < count) {
    points.push_back(places.Index(10) == 0
                         ? points.back()
                         : Towards(points.back(), places.Uniform(0, 360),
                                   step_deg * places.Uniform(0, 1)));
  }
  const double corridor_m =
      places.Index(10) == 0 ? 0 : 5e5 * std::pow(10, places.Uniform(-7, 0));
  return std::make_unique<Route>(*Route::Make(points, Meters{corridor_m}));
}

}  // namespace

// As seen from a centre each vertex is further round than the one before, so
// that no edges cross.
std::vector<Point> RandomSimplePolygon(const Point& at, RandomPlaces& places) {
  for (;;) {
    const size_t count = places.Index(30) == 0 ? 200 : 3 + places.Index(10);
    const double angle_deg = RandomAngleDeg(places, 70);
    const Point centre = places.Index(2) == 0
                             ? at
                             : Towards(at, places.Uniform(0, 360), angle_deg);
    std::vector<Point> vertices;
    for (size_t i = 0; i < count; ++i) {
      vertices.push_back(Towards(centre, 360.0 * i / count,
                                 angle_deg * places.Uniform(0.2, 1)));
    }
    // Up and down one meridian, if that is allowed.
    if (places.Index(20) == 0) {
      for (Point& v : vertices) v.longitude_deg = centre.longitude_deg;
    }
    if (places.Index(2) == 0) std::reverse(vertices.begin(), vertices.end());
    // One through the place itself, if it stays simple.
    if (places.Index(8) == 0) vertices[places.Index(count)] = at;
    if (Polygon::Make(vertices).ok()) return vertices;
  }
}

Point RandomNear(const std::vector<Point>& points, RandomPlaces& places) {
  const Point& from = points[places.Index(points.size())];
  const Point& other = points[places.Index(points.size())];
  const double apart_deg =
      Distance(from, other).value / kEarthRadius.value * 180 / M_PI;
  return Towards(from, places.Uniform(0, 360),
                 apart_deg * std::pow(10, places.Uniform(-3, 0)));
}

std::unique_ptr<Region> RandomRegion(RegionKind kind, const Point& at,
                                     RandomPlaces& places) {
  switch (kind) {
    case RegionKind::kCircle:
      return RandomCircle(at, places);
    case RegionKind::kBox:
      return RandomBox(at, places);
    case RegionKind::kPolygon:
      return RandomPolygon(at, places);
    case RegionKind::kRoute:
      return RandomRoute(at, places);
  }
  return nullptr;
}

}  // namespace rapport::geo
