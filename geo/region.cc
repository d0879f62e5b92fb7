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

// The same where the edges' thickness counts.
constexpr double kCertainEdge = 1e-10;

// Above all heights.
constexpr double kBeyondPole = 3;

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
  inside_to_ = squared - kCertain;
  outside_from_ = squared + kCertain;
}

bool Circle::Holds(const UnitVector& v) const {
  const double squared = SquaredChord(centre_, v);
  if (squared < inside_to_) return true;
  if (squared > outside_from_) return false;
  return ChordToMeters(squared) <= radius_;
}

Cap Circle::Bound() const { return {centre_, chord_ + kCertain}; }

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
  return Box(south_west, north_east);
}

Box::Box(const Point& south_west, const Point& north_east)
    : south_deg_(south_west.latitude_deg),
      north_deg_(north_east.latitude_deg),
      west_deg_(south_west.longitude_deg),
      south_z_(south_deg_ == -90 ? -kBeyondPole
                                 : std::sin(south_deg_ / kDegPerRad)),
      north_z_(north_deg_ == 90 ? kBeyondPole
                                : std::sin(north_deg_ / kDegPerRad)),
      west_(ToUnitVector({0, west_deg_})),
      east_(ToUnitVector({0, north_east.longitude_deg})) {
  const bool around = north_east.longitude_deg - west_deg_ == 360;
  width_deg_ = around ? 360 : EastOf(west_deg_, north_east.longitude_deg);
}

bool Box::HoldsDegrees(double latitude_deg, double longitude_deg) const {
  if (latitude_deg < south_deg_ - kEdgeDeg) return false;
  if (latitude_deg > north_deg_ + kEdgeDeg) return false;
  if (std::abs(latitude_deg) >= 90 - kEdgeDeg) return true;
  const double east_deg = EastOf(west_deg_, longitude_deg);
  return east_deg <= width_deg_ + kEdgeDeg || east_deg >= 360 - kEdgeDeg;
}

Box::Offsets Box::OffsetsOf(const UnitVector& v) const {
  return {v.z, west_.x * v.y - west_.y * v.x, east_.x * v.y - east_.y * v.x};
}

Overlap Box::MeetsParallels(double z, double radius) const {
  if (z + radius < south_z_ || z - radius > north_z_) return Overlap::kNone;
  const bool all = z - radius > south_z_ && z + radius < north_z_;
  return all ? Overlap::kAll : Overlap::kSome;
}

Overlap Box::MeetsMeridians(const Offsets& offsets, double radius) const {
  if (width_deg_ >= 360) return Overlap::kAll;
  const bool all_past_west = offsets.of_west - radius > 0;
  const bool all_before_east = offsets.of_east + radius < 0;
  const bool some_past_west = offsets.of_west + radius >= 0;
  const bool some_before_east = offsets.of_east - radius <= 0;
  // Up to half the way round, it is what both planes have; beyond, what either
  // has.
  const bool is_narrow = width_deg_ <= 180;
  const bool all = is_narrow ? all_past_west && all_before_east
                             : all_past_west || all_before_east;
  const bool some = is_narrow ? some_past_west && some_before_east
                              : some_past_west || some_before_east;
  if (all) return Overlap::kAll;
  return some ? Overlap::kSome : Overlap::kNone;
}

Overlap Box::Meets(const Ball& ball) const {
  const Offsets offsets = OffsetsOf(ball.centre);
  const double radius = ball.radius + kCertainEdge;
  const Overlap parallels = MeetsParallels(offsets.z, radius);
  if (parallels == Overlap::kNone) return Overlap::kNone;
  const Overlap meridians = MeetsMeridians(offsets, radius);
  if (meridians == Overlap::kNone) return Overlap::kNone;
  return parallels == meridians ? parallels : Overlap::kSome;
}

bool Box::Holds(const UnitVector& v) const {
  const Overlap overlap = Meets({v, 0});
  if (overlap != Overlap::kSome) return overlap == Overlap::kAll;
  return HoldsDegrees(LatitudeDeg(v), LongitudeDeg(v));
}

// Its corners are what is furthest from its middle, up to half the way round.
Cap Box::Bound() const {
  const double middle_deg = (south_deg_ + north_deg_) / 2;
  const double east_deg = std::remainder(west_deg_ + width_deg_ / 2, 360);
  const UnitVector middle = ToUnitVector({middle_deg, east_deg});
  if (width_deg_ > 180)
    return {middle, std::numeric_limits<double>::infinity()};
  double squared = 0;
  for (double latitude_deg : {south_deg_, north_deg_}) {
    const UnitVector corner = ToUnitVector({latitude_deg, west_deg_});
    squared = std::max(squared, SquaredChord(middle, corner));
  }
  return {middle, std::sqrt(squared) + kCertainEdge};
}

}  // namespace rapport::geo
