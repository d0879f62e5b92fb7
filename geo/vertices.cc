#include "geo/vertices.h"

#include <cmath>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace rapport::geo {
namespace {

// Nearer to opposite than a metre, the line between two could go any way.
constexpr double kOppositeMax = 1e-7;

bool AreOpposite(const UnitVector& a, const UnitVector& b) {
  return SquaredLength(a.x + b.x, a.y + b.y, a.z + b.z) <
         kOppositeMax * kOppositeMax;
}

}  // namespace

UnitVector ToVertex(const Point& point) {
  if (std::abs(point.latitude_deg) == 90) {
    return {0, 0, std::copysign(1.0, point.latitude_deg)};
  }
  if (point.longitude_deg == -180) {
    return ToUnitVector({point.latitude_deg, 180});
  }
  return ToUnitVector(point);
}

std::vector<UnitVector> ToVertices(absl::Span<const Point> points) {
  std::vector<UnitVector> vertices;
  vertices.reserve(points.size());
  for (const Point& point : points) vertices.push_back(ToVertex(point));
  return vertices;
}

absl::Status CheckLines(absl::string_view noun,
                        absl::Span<const UnitVector> vertices, bool closed) {
  for (size_t i = 0; i + (closed ? 0 : 1) < vertices.size(); ++i) {
    const size_t next = (i + 1) % vertices.size();
    if (!AreOpposite(vertices[i], vertices[next])) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        noun, " ", next, " is on the other side of the earth from ", noun, " ",
        i, "; between them there must be one shortest line"));
  }
  return absl::OkStatus();
}

}  // namespace rapport::geo
