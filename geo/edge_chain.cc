#include "geo/edge_chain.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "s2/s1chord_angle.h"
#include "s2/s2edge_distances.h"
#include "s2/s2point.h"

namespace rapport::geo {
namespace {

// Fewer make more balls to look at, more make larger ones.
constexpr size_t kGroupSize = 16;

// Far more than chords round.
constexpr double kSlack = 1e-12;

S2Point ToS2(const UnitVector& v) { return S2Point(v.x, v.y, v.z); }
UnitVector FromS2(const S2Point& p) { return {p.x(), p.y(), p.z()}; }

// An arc lies within the cap around its middle that reaches its ends.
Ball BallAround(const UnitVector& a, const UnitVector& b) {
  const UnitVector middle = FromS2((ToS2(a) + ToS2(b)).Normalize());
  return {middle, std::sqrt(std::max(SquaredChord(middle, a),
                                     SquaredChord(middle, b)))};
}

// Around the edges that start at [begin, end).
Ball BallAround(const std::vector<UnitVector>& vertices, size_t begin,
                size_t end) {
  S2Point sum;
  for (size_t i = begin; i < end; ++i) {
    sum += ToS2(BallAround(vertices[i], vertices[i + 1]).centre);
  }
  Ball all{FromS2(sum / static_cast<double>(end - begin)), 0};
  for (size_t i = begin; i < end; ++i) {
    const Ball ball = BallAround(vertices[i], vertices[i + 1]);
    const double apart = std::sqrt(SquaredChord(all.centre, ball.centre));
    all.radius = std::max(all.radius, apart + ball.radius + kSlack);
  }
  return all;
}

}  // namespace

EdgeChain::EdgeChain(std::vector<UnitVector> vertices, bool closed)
    : vertices_(std::move(vertices)) {
  if (closed) vertices_.push_back(vertices_.front());
  Meters length;
  for (size_t i = 0; i < edges(); ++i) {
    length.value +=
        ChordToMeters(SquaredChord(vertices_[i], vertices_[i + 1])).value;
    ends_.push_back(length);
  }
  for (size_t begin = 0; begin < edges(); begin += kGroupSize) {
    groups_.push_back(
        BallAround(vertices_, begin, std::min(begin + kGroupSize, edges())));
  }
}

EdgeChain::Near EdgeChain::NearestEdge(const UnitVector& v,
                                       double chord_max) const {
  Near near{std::numeric_limits<double>::infinity(), 0};
  if (!(chord_max >= 0)) return near;
  const S2Point point = ToS2(v);
  S1ChordAngle least = S1ChordAngle::Infinity();
  double reach = chord_max + kSlack;
  for (size_t g = 0; g < groups_.size(); ++g) {
    const double open = reach + groups_[g].radius;
    if (SquaredChord(v, groups_[g].centre) > open * open) continue;
    const size_t begin = g * kGroupSize;
    const size_t end = std::min(begin + kGroupSize, edges());
    for (size_t i = begin; i < end; ++i) {
      if (S2::UpdateMinDistance(point, ToS2(vertices_[i]),
                                ToS2(vertices_[i + 1]), &least)) {
        near = {least.length2(), i};
      }
    }
    reach = std::min(reach, std::sqrt(near.squared_chord) + kSlack);
  }
  if (near.squared_chord > chord_max * chord_max) {
    near.squared_chord = std::numeric_limits<double>::infinity();
  }
  return near;
}

Meters EdgeChain::Along(const UnitVector& v, size_t edge) const {
  const UnitVector& start = vertices_[edge];
  const S2Point at =
      S2::Project(ToS2(v), ToS2(start), ToS2(vertices_[edge + 1]));
  const double before = edge == 0 ? 0 : ends_[edge - 1].value;
  return {before + ChordToMeters(SquaredChord(start, FromS2(at))).value};
}

}  // namespace rapport::geo
