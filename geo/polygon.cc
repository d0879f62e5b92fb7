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
#include "s2/s2edge_crossings.h"
#include "s2/s2loop_measures.h"
#include "s2/s2point.h"
#include "s2/s2point_span.h"
#include "s2/s2pointutil.h"
#include "s2/s2predicates.h"

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

// Exact, and on edges and vertices as S2's loops have it: of polygons that
// share an edge or a vertex, one contains it. S2's own loop is not used, as its index
// is of Abseil's containers, whose layout depends on how each part is built.
class ExactInside {
 public:
  explicit ExactInside(const std::vector<UnitVector>& vertices) {
    for (const UnitVector& v : vertices) loop_.push_back(ToS2(v));
    // By the side of the second vertex to which its edges turn.
    const bool is_left =
        s2pred::OrderedCCW(S2::RefDir(loop_[1]), loop_[0], loop_[2], loop_[1]);
    origin_inside_ = is_left != Contains(loop_[1]);
  }

  const std::vector<S2Point>& loop() const { return loop_; }

  // At first what is to the left of the line is inside.
  void Invert() { origin_inside_ = !origin_inside_; }

  bool Contains(const S2Point& point) const {
    const S2Point origin = S2::Origin();
    S2CopyingEdgeCrosser crosser(origin, point);
    bool inside = origin_inside_;
    for (size_t i = 0; i < loop_.size(); ++i) {
      const S2Point& next = loop_[i + 1 < loop_.size() ? i + 1 : 0];
      inside ^= crosser.EdgeOrVertexCrossing(loop_[i], next);
    }
    return inside;
  }

 private:
  std::vector<S2Point> loop_;
  bool origin_inside_ = false;
};

absl::Status CheckCrossings(const EdgeChain& edges,
                            const std::vector<S2Point>& loop) {
  absl::Status status;
  edges.ForEachNearPair([&](size_t i, size_t j) {
    const auto vertex = [&](size_t k) { return loop[k % loop.size()]; };
    if (S2::CrossingSign(vertex(i), vertex(i + 1), vertex(j), vertex(j + 1)) <=
        0) {
      return true;
    }
    status = absl::InvalidArgumentError(absl::StrCat(
        "the edge from vertex ", i, " crosses the edge from vertex ", j,
        "; a polygon's edges must not cross"));
    return false;
  });
  return status;
}

// Whether what is inside is the smaller of the two parts. The area of loops
// that have hardly any is nothing or everything, whatever they contain: then
// places are asked.
bool HasSmallerPart(const ExactInside& inside, const Cap& bound) {
  if (bound.radius < 1) return !inside.Contains(-ToS2(bound.centre));
  const double area = S2::GetArea(S2PointLoopSpan(inside.loop()));
  if (area > kAreaMin && area < 2 * kHalfTheEarth - kAreaMin) {
    return area <= kHalfTheEarth;
  }
  // The line may go through some of these, but not through most.
  int contained = 0;
  for (const auto& [x, y] : {std::pair{0.9, 0.1}, {-0.8, 0.3}, {0.2, 0.7}}) {
    const S2Point probe = S2Point(x, y, 0.4).Normalize();
    contained += inside.Contains(probe) + inside.Contains(-probe);
  }
  return contained < 3;
}

// One vector for the longitudes of a pole, and for both sides of the
// antimeridian, as vertices have (ToVertex).
UnitVector OnePlace(const UnitVector& v) {
  const bool is_flat = std::abs(v.y) < kSamePlace && v.x < kSamePlace;
  if (!is_flat) return v;
  if (v.x > -kSamePlace) return {0, 0, std::copysign(1.0, v.z)};
  return {v.x, std::abs(v.y), v.z};
}

}  // namespace

struct Polygon::Shape {
  explicit Shape(const std::vector<UnitVector>& vertices)
      : edges(vertices, /*closed=*/true), exact(vertices) {}

  // The nearest edge decides; where it cannot, S2's exact predicates.
  EdgeChain edges;
  bool inside_is_left = true;
  ExactInside exact;
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

  auto shape = std::make_shared<Shape>(vertices);
  status = CheckCrossings(shape->edges, shape->exact.loop());
  if (!status.ok()) return status;
  shape->inside_is_left = HasSmallerPart(shape->exact, shape->edges.bound());
  if (!shape->inside_is_left) shape->exact.Invert();
  return Polygon(std::move(shape));
}

bool Polygon::IsInside(const UnitVector& v, const EdgeChain::Near& near) const {
  using Side = EdgeChain::Side;
  const Side side = shape_->edges.SideOf(v, near);
  if (side == Side::kUnsure) return shape_->exact.Contains(ToS2(OnePlace(v)));
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
