#include "geo/polygon.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "geo/edge_chain.h"
#include "geo/vertices.h"
#include "s2/s2edge_crosser.h"
#include "s2/s2error.h"
#include "s2/s2loop.h"
#include "s2/s2point.h"

namespace rapport::geo {
namespace {

constexpr size_t kVerticesMin = 3;

// As areas of the unit sphere. S2's areas are good to far less than the least.
constexpr double kHalfTheEarth = 2 * M_PI;
constexpr double kAreaMin = 1e-6;

// Between opposite points of the unit sphere.
constexpr double kChordMax = 2;

// What ToUnitVector gives for 0 is nearer to it.
constexpr double kSamePlace = 1e-15;

// Far more than chords round.
constexpr double kCertain = 1e-12;

S2Point ToS2(const UnitVector& v) { return S2Point(v.x, v.y, v.z); }

bool AreSame(const UnitVector& a, const UnitVector& b) {
  return a.x == b.x && a.y == b.y && a.z == b.z;
}

absl::Status CheckCount(size_t count) {
  if (count >= kVerticesMin && count <= Polygon::kVerticesMax) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("polygon has ", count, " vertices; it must have ",
                   kVerticesMin, " to ", Polygon::kVerticesMax));
}

absl::Status CheckDifferent(const std::vector<UnitVector>& vertices) {
  std::vector<size_t> order(vertices.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t i, size_t j) {
    const UnitVector& a = vertices[i];
    const UnitVector& b = vertices[j];
    return std::tie(a.x, a.y, a.z, i) < std::tie(b.x, b.y, b.z, j);
  });
  for (size_t i = 1; i < order.size(); ++i) {
    if (!AreSame(vertices[order[i - 1]], vertices[order[i]])) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("vertex ", order[i], " is where vertex ", order[i - 1],
                     " is; a polygon's vertices must differ"));
  }
  return absl::OkStatus();
}

// Names two edges that cross. Looks at all pairs, as it is asked of polygons
// that were already found to be wrong.
absl::Status CrossingOf(const std::vector<S2Point>& vertices) {
  const size_t count = vertices.size();
  for (size_t i = 0; i < count; ++i) {
    S2CopyingEdgeCrosser crosser(vertices[i], vertices[(i + 1) % count]);
    for (size_t j = i + 2; j < count; ++j) {
      if (crosser.CrossingSign(vertices[j], vertices[(j + 1) % count]) <= 0) {
        continue;
      }
      return absl::InvalidArgumentError(absl::StrCat(
          "the edge from vertex ", i, " crosses the edge from vertex ", j,
          "; a polygon's edges must not cross"));
    }
  }
  return absl::InvalidArgumentError(
      "polygon touches itself; a polygon's edges must not cross");
}

// One vector for the longitudes of a pole, and for both sides of the
// antimeridian, as vertices have (ToVertex).
UnitVector OnePlace(const UnitVector& v) {
  const bool is_flat = std::abs(v.y) < kSamePlace && v.x < kSamePlace;
  if (!is_flat) return v;
  if (v.x > -kSamePlace) return {0, 0, std::copysign(1.0, v.z)};
  return {v.x, std::abs(v.y), v.z};
}

// Whether what the loop contains is the smaller of the two parts. S2's own
// Normalize leaves loops of hardly any area either way round, and its area of
// them is nothing or everything, whatever they contain: so places are asked.
bool HasSmallerPart(const S2Loop& loop, const Cap& bound) {
  if (bound.radius < 1) return !loop.Contains(-ToS2(bound.centre));
  const double area = loop.GetArea();
  if (area > kAreaMin && area < 2 * kHalfTheEarth - kAreaMin) {
    return area <= kHalfTheEarth;
  }
  // The line may go through some of these, but not through most.
  int contained = 0;
  for (const auto& [x, y] : {std::pair{0.9, 0.1}, {-0.8, 0.3}, {0.2, 0.7}}) {
    const S2Point probe = S2Point(x, y, 0.4).Normalize();
    contained += loop.Contains(probe) + loop.Contains(-probe);
  }
  return contained < 3;
}

}  // namespace

struct Polygon::Shape {
  explicit Shape(const std::vector<UnitVector>& vertices)
      : edges(vertices, /*closed=*/true) {}

  // The nearest edge decides; where it cannot, S2's exact predicates.
  EdgeChain edges;
  bool inside_is_left = true;
  S2Loop loop;
};

Polygon::Polygon(std::shared_ptr<const Shape> shape)
    : shape_(std::move(shape)) {}

absl::StatusOr<Polygon> Polygon::Make(absl::Span<const Point> points) {
  // Before they are looked at one by one; one more may close the polygon.
  if (points.size() > kVerticesMax + 1) return CheckCount(points.size());
  std::vector<UnitVector> vertices = ToVertices(points);
  if (vertices.size() > 1 && AreSame(vertices.front(), vertices.back())) {
    vertices.pop_back();
  }
  absl::Status status = CheckCount(vertices.size());
  if (status.ok()) status = CheckDifferent(vertices);
  if (status.ok()) status = CheckLines("vertex", vertices, /*closed=*/true);
  if (!status.ok()) return status;

  std::vector<S2Point> loop;
  loop.reserve(vertices.size());
  for (const UnitVector& v : vertices) loop.push_back(ToS2(v));
  auto shape = std::make_shared<Shape>(vertices);
  shape->loop.set_s2debug_override(S2Debug::DISABLE);
  shape->loop.Init(loop);
  S2Error error;
  if (shape->loop.FindValidationError(&error)) return CrossingOf(loop);
  shape->inside_is_left = HasSmallerPart(shape->loop, shape->edges.bound());
  if (!shape->inside_is_left) shape->loop.Invert();
  return Polygon(std::move(shape));
}

bool Polygon::IsInside(const UnitVector& v, const EdgeChain::Near& near) const {
  using Side = EdgeChain::Side;
  const Side side = shape_->edges.SideOf(v, near);
  if (side == Side::kUnsure) return shape_->loop.Contains(ToS2(OnePlace(v)));
  return (side == Side::kLeft) == shape_->inside_is_left;
}

bool Polygon::Holds(const UnitVector& v) const {
  return IsInside(v, shape_->edges.NearestEdge(v, kChordMax));
}

Overlap Polygon::Meets(const Ball& ball) const {
  const Cap cap = CapOf(ball);
  if (cap.radius >= 1) return Overlap::kSome;
  const EdgeChain::Near near = shape_->edges.NearestEdge(cap.centre, kChordMax);
  if (std::sqrt(near.squared_chord) <= cap.radius + kCertain) {
    return Overlap::kSome;
  }
  return IsInside(cap.centre, near) ? Overlap::kAll : Overlap::kNone;
}

// The smaller part of a line's two is within any cap that has the line and is
// no more than half the earth.
Cap Polygon::Bound() const {
  const Cap& bound = shape_->edges.bound();
  if (bound.radius < 1) return bound;
  return {bound.centre, std::numeric_limits<double>::infinity()};
}

}  // namespace rapport::geo
