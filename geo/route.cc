#include "geo/route.h"

#include <cmath>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "geo/vertices.h"

namespace rapport::geo {
namespace {

constexpr size_t kPointsMin = 2;

// Far more than chords round, far less than a store is wide.
constexpr double kCertain = 1e-12;

// Between opposite points of the unit sphere.
constexpr double kChordMax = 2;

absl::Status CheckRoute(size_t count, Meters corridor) {
  if (count < kPointsMin || count > Route::kPointsMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("route has ", count, " points; it must have ", kPointsMin,
                     " to ", Route::kPointsMax));
  }
  if (corridor.value >= 0 && corridor <= Route::kCorridorMax) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("corridor is ", corridor.value,
                   " m; it must be between 0 and ", Route::kCorridorMax.value));
}

}  // namespace

Route::Route(EdgeChain edges, Meters corridor)
    : edges_(std::move(edges)),
      corridor_(corridor),
      chord_(std::sqrt(MetersToChord(corridor)) + kCertain) {}

absl::StatusOr<Route> Route::Make(absl::Span<const Point> points,
                                  Meters corridor) {
  absl::Status status = CheckRoute(points.size(), corridor);
  if (!status.ok()) return status;
  const std::vector<UnitVector> vertices = ToVertices(points);
  status = CheckLines("point", vertices, /*closed=*/false);
  if (!status.ok()) return status;
  return Route(EdgeChain(vertices, /*closed=*/false), corridor);
}

Route::Place Route::PlaceOf(const Point& point) const {
  const UnitVector v = ToUnitVector(point);
  const EdgeChain::Near near = edges_.NearestEdge(v, kChordMax);
  return {ChordToMeters(near.squared_chord), edges_.Along(v, near.edge)};
}

bool Route::Holds(const UnitVector& v) const {
  const EdgeChain::Near near = edges_.NearestEdge(v, chord_);
  return !std::isinf(near.squared_chord) &&
         ChordToMeters(near.squared_chord) <= corridor_;
}

Overlap Route::Meets(const Ball& ball) const {
  const Cap cap = CapOf(ball);
  if (cap.radius >= 1) return Overlap::kSome;
  const double squared =
      edges_.NearestEdge(cap.centre, cap.radius + chord_).squared_chord;
  if (std::isinf(squared)) return Overlap::kNone;
  const bool all = std::sqrt(squared) + cap.radius < chord_ - 2 * kCertain;
  return all ? Overlap::kAll : Overlap::kSome;
}

Cap Route::Bound() const {
  return {edges_.bound().centre, edges_.bound().radius + chord_};
}

}  // namespace rapport::geo
