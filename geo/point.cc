#include "geo/point.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "geo/unit_vector.h"
#include "s2/s2cell_id.h"
#include "s2/s2earth.h"
#include "s2/s2latlng.h"
#include "s2/s2point.h"

namespace rapport::geo {
namespace {

static_assert(kEarthRadius.value == S2Earth::RadiusMeters());

constexpr double kLatitudeMaxDeg = 90;
constexpr double kLongitudeMaxDeg = 180;
// Between opposite points of the unit sphere.
constexpr double kSquaredChordMax = 4;

S2LatLng ToLatLng(const Point& point) {
  return S2LatLng::FromDegrees(point.latitude_deg, point.longitude_deg);
}

absl::Status CheckDegrees(absl::string_view name, double seen_deg,
                          double max_deg) {
  // False for NaN as well.
  if (std::abs(seen_deg) <= max_deg) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", seen_deg, "; it must be between -", max_deg,
                   " and ", max_deg, " degrees"));
}

}  // namespace

absl::StatusOr<Point> MakePoint(double latitude_deg, double longitude_deg) {
  absl::Status status = CheckDegrees("latitude", latitude_deg, kLatitudeMaxDeg);
  status.Update(CheckDegrees("longitude", longitude_deg, kLongitudeMaxDeg));
  if (!status.ok()) return status;
  return Point{latitude_deg, longitude_deg};
}

Meters Distance(const Point& a, const Point& b) {
  return ChordToMeters(SquaredChord(ToUnitVector(a), ToUnitVector(b)));
}

uint64_t LeafCellId(const Point& point) {
  return S2CellId(ToLatLng(point)).id();
}

UnitVector ToUnitVector(const Point& point) {
  const S2Point p = ToLatLng(point).ToPoint();
  return {p.x(), p.y(), p.z()};
}

Meters ChordToMeters(double squared_chord) {
  const double half = std::min(1.0, std::sqrt(squared_chord) / 2);
  return {2 * std::asin(half) * kEarthRadius.value};
}

double MetersToChord(Meters distance) {
  const double radians = distance.value / kEarthRadius.value;
  if (radians >= M_PI) return kSquaredChordMax;
  const double chord = 2 * std::sin(radians / 2);
  return std::copysign(chord * chord, radians);
}

}  // namespace rapport::geo
