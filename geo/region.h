// Parts of the earth that a search can be held to: circles and boxes here,
// polygons in polygon.h, the surroundings of a route in route.h.
//
// A region says of a point whether it is inside, and of a ball in space
// whether that holds for all, some or none of the points of the earth in it, by
// which an index leaves out or takes whole blocks at once.
//
// Thread-safety: immutable; any number of threads may ask at once.

#ifndef RAPPORT_GEO_REGION_H_
#define RAPPORT_GEO_REGION_H_

#include "absl/status/statusor.h"
#include "geo/point.h"
#include "geo/unit_vector.h"

namespace rapport::geo {

// All that is at most `radius` from the centre along straight lines through
// space, in units of the earth's radius. The centre need not be on the surface.
struct Ball {
  UnitVector centre;
  double radius = 0;
};

// A cap of the sphere: what of the surface is at most `radius`, as straight
// lines go, from a centre on the surface. Infinite if all of it is.
struct Cap {
  UnitVector centre;
  double radius = 0;
};

// A cap that has all of the surface that the ball has.
Cap CapOf(const Ball& ball);

enum class Overlap { kNone, kSome, kAll };

class Region {
 public:
  virtual ~Region() = default;

  bool Contains(const Point& point) const { return Holds(ToUnitVector(point)); }

  // The same of a unit vector that ToUnitVector gave.
  virtual bool Holds(const UnitVector& v) const = 0;

  // How much of what lies in the ball is inside. kSome is always a right
  // answer, the others only if they are certain.
  virtual Overlap Meets(const Ball& ball) const = 0;

  // A cap that has all of it.
  virtual Cap Bound() const = 0;
};

// What is at most a radius away from a point; nothing if the radius is below
// zero or not a number.
class Circle final : public Region {
 public:
  Circle(const Point& centre, Meters radius);

  bool Holds(const UnitVector& v) const override;
  Overlap Meets(const Ball& ball) const override;
  Cap Bound() const override;

 private:
  UnitVector centre_;
  Meters radius_;
  double chord_;  // negative if nothing is inside
  // Squared chords that are certainly inside, and certainly not.
  double inside_to_;
  double outside_from_;
};

// What lies between two parallels and two meridians, as on a map. The edges
// belong to it and are a tenth of a millimetre thick, so that a point given in
// degrees is on the edge that is given by the same degrees. A pole has every
// longitude.
class Box final : public Region {
 public:
  // `south_west` and `north_east` are opposite corners; a box whose west is
  // east of its east crosses the antimeridian. From -180 to 180 degrees is all
  // around the earth. Returns INVALID_ARGUMENT if its south is north of its
  // north.
  static absl::StatusOr<Box> Make(const Point& south_west,
                                  const Point& north_east);

  bool Holds(const UnitVector& v) const override;
  Overlap Meets(const Ball& ball) const override;
  Cap Bound() const override;

 private:
  Box(const Point& south_west, const Point& north_east);

  // What these tell of a place: its height over the plane of the equator, and
  // how far it is east of the western and of the eastern meridian's plane.
  struct Offsets {
    double z;
    double of_west;
    double of_east;
  };
  Offsets OffsetsOf(const UnitVector& v) const;
  Overlap MeetsParallels(double z, double radius) const;
  Overlap MeetsMeridians(const Offsets& offsets, double radius) const;
  bool HoldsDegrees(double latitude_deg, double longitude_deg) const;

  double south_deg_ = 0;
  double north_deg_ = 0;
  double west_deg_ = 0;
  double width_deg_ = 0;  // eastwards, in [0, 360]
  // The same as planes: beyond the poles if it reaches them.
  double south_z_ = 0;
  double north_z_ = 0;
  UnitVector west_;  // on the equator
  UnitVector east_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_REGION_H_
