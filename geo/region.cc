#include "geo/region.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rapport::geo {
namespace {

// A tenth of a millimetre; longitudes and latitudes come back from a unit
// vector exact to a hundred-thousandth of it.
constexpr double kEdgeDeg = 1e-9;
constexpr double kDegPerRad = 180 / M_PI;

// Far more than chords and angles round, far less than a store is wide.
constexpr double kCertain = 1e-12;
constexpr double kCertainDeg = 1e-8;

// Balls whose centre is nearer to the earth's than this hold points on all
// sides of it.
constexpr double kCentreMin = 0.25;

// How far east of `west` a longitude is, in [0, 360).
double EastOf(double west_deg, double longitude_deg) {
  const double east = std::fmod(longitude_deg - west_deg + 720, 360);
  return east < 0 ? 0 : east;
}

double LatitudeDeg(const UnitVector& v) {
  return std::atan2(v.z, std::sqrt(v.x * v.x + v.y * v.y)) * kDegPerRad;
}

double LongitudeDeg(const UnitVector& v) {
  return std::atan2(v.y, v.x) * kDegPerRad;
}

}  // namespace

Cap CapOf(const Ball& ball) {
  const UnitVector& c = ball.centre;
  const double length = std::sqrt(SquaredLength(c.x, c.y, c.z));
  if (!(length >= kCentreMin)) {
    return {{}, std::numeric_limits<double>::infinity()};
  }
  return {{c.x / length, c.y / length, c.z / length},
          ball.radius + std::abs(1 - length) + kCertain};
}

Circle::Circle(const Point& centre, Meters radius)
    : centre_(ToUnitVector(centre)), radius_(radius) {
  const double squared = MetersToChord(radius);
  chord_ = squared >= 0 ? std::sqrt(squared) : -1;
}

bool Circle::Holds(const UnitVector& v) const {
  return ChordToMeters(SquaredChord(centre_, v)) <= radius_;
}

Overlap Circle::Meets(const Ball& ball) const {
  if (!(chord_ >= 0)) return Overlap::kNone;
  const double apart = std::sqrt(SquaredChord(centre_, ball.centre));
  if (apart - ball.radius > chord_ + kCertain) return Overlap::kNone;
  if (apart + ball.radius < chord_ - kCertain) return Overlap::kAll;
  return Overlap::kSome;
}

absl::StatusOr<Box> Box::Make(const Point& south_west,
                              const Point& north_east) {
  if (!(south_west.latitude_deg <= north_east.latitude_deg)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "box reaches from latitude ", south_west.latitude_deg, " to ",
        north_east.latitude_deg, "; its south must not be north of its north"));
  }
  Box box;
  box.south_deg_ = south_west.latitude_deg;
  box.north_deg_ = north_east.latitude_deg;
  box.west_deg_ = south_west.longitude_deg;
  const bool around =
      north_east.longitude_deg - south_west.longitude_deg == 360;
  box.width_deg_ =
      around ? 360 : EastOf(box.west_deg_, north_east.longitude_deg);
  return box;
}

bool Box::HoldsDegrees(double latitude_deg, double longitude_deg) const {
  if (latitude_deg < south_deg_ - kEdgeDeg) return false;
  if (latitude_deg > north_deg_ + kEdgeDeg) return false;
  if (std::abs(latitude_deg) >= 90 - kEdgeDeg) return true;
  const double east_deg = EastOf(west_deg_, longitude_deg);
  return east_deg <= width_deg_ + kEdgeDeg || east_deg >= 360 - kEdgeDeg;
}

bool Box::Holds(const UnitVector& v) const {
  return HoldsDegrees(LatitudeDeg(v), LongitudeDeg(v));
}

Overlap Box::Meets(const Ball& ball) const {
  const Cap cap = CapOf(ball);
  if (cap.radius >= 1) return Overlap::kSome;
  const double radius = 2 * std::asin(cap.radius / 2);
  const double radius_deg = radius * kDegPerRad + kCertainDeg;
  const double latitude_deg = LatitudeDeg(cap.centre);
  const double lowest = latitude_deg - radius_deg;
  const double highest = latitude_deg + radius_deg;
  if (highest < south_deg_ || lowest > north_deg_) return Overlap::kNone;
  // Around a pole there is no telling longitudes.
  if (highest >= 90 || lowest <= -90) return Overlap::kSome;
  const double sine = std::sin(radius) / std::cos(latitude_deg / kDegPerRad);
  if (!(sine < 1)) return Overlap::kSome;
  const double reach_deg = std::asin(sine) * kDegPerRad + kCertainDeg;
  const double middle = EastOf(west_deg_, LongitudeDeg(cap.centre));
  const bool in_latitude = lowest >= south_deg_ && highest <= north_deg_;
  if (width_deg_ >= 360) return in_latitude ? Overlap::kAll : Overlap::kSome;
  const double beyond = std::min(middle - width_deg_, 360 - middle);
  if (beyond > reach_deg) return Overlap::kNone;
  const bool in_longitude =
      middle - reach_deg >= 0 && middle + reach_deg <= width_deg_;
  return in_latitude && in_longitude ? Overlap::kAll : Overlap::kSome;
}

}  // namespace rapport::geo
