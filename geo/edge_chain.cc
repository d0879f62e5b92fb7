#include "geo/edge_chain.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rapport::geo {
namespace {

// Fewer make more balls to look at, more make larger ones.
constexpr size_t kGroupSize = 16;

// Far more than chords round.
constexpr double kSlack = 1e-12;

// Distances that differ less may be the same.
constexpr double kAlike = 1e-11;

// Where a line turns less than this, both edges have everything on one side.
constexpr double kTurnMin = 1e-6;

constexpr double kFar = std::numeric_limits<double>::infinity();

UnitVector Plus(const UnitVector& a, const UnitVector& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}

UnitVector Minus(const UnitVector& a, const UnitVector& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}

UnitVector Times(double factor, const UnitVector& v) {
  return {factor * v.x, factor * v.y, factor * v.z};
}

UnitVector Cross(const UnitVector& a, const UnitVector& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

double Dot(const UnitVector& a, const UnitVector& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

UnitVector Normalized(const UnitVector& v) {
  const double length = std::sqrt(SquaredLength(v.x, v.y, v.z));
  return length > 0 ? Times(1 / length, v) : UnitVector{0, 0, 0};
}

double Chord(const UnitVector& a, const UnitVector& b) {
  return std::sqrt(SquaredChord(a, b));
}

EdgeChain::Side LeftIf(bool left) {
  return left ? EdgeChain::Side::kLeft : EdgeChain::Side::kRight;
}

}  // namespace

EdgeChain::EdgeChain(const std::vector<UnitVector>& vertices, bool closed) {
  const size_t count = vertices.size();
  Meters start;
  for (size_t i = 0; i + (closed ? 0 : 1) < count; ++i) {
    edges_.push_back(MakeEdge(vertices[i], vertices[(i + 1) % count], start));
    start = edges_.back().end;
  }
  for (size_t begin = 0; begin < edges_.size(); begin += kGroupSize) {
    groups_.push_back(
        BallAround(begin, std::min(begin + kGroupSize, edges_.size())));
  }
  bound_ = CapOf(BallAround(0, edges_.size()));
}

EdgeChain::Edge EdgeChain::MakeEdge(const UnitVector& a, const UnitVector& b,
                                    Meters start) {
  Edge edge;
  edge.a = a;
  edge.b = b;
  // As a x b, but exact for near ends as well.
  edge.left = Normalized(Cross(Minus(a, b), Plus(a, b)));
  edge.ahead = Cross(edge.left, a);
  edge.back = Cross(b, edge.left);
  edge.middle = Normalized(Plus(a, b));
  edge.reach = std::max(Chord(edge.middle, a), Chord(edge.middle, b)) + kSlack;
  edge.end = {start.value + ChordToMeters(SquaredChord(a, b)).value};
  return edge;
}

// Around the edges of [begin, end).
Ball EdgeChain::BallAround(size_t begin, size_t end) const {
  UnitVector sum{0, 0, 0};
  for (size_t i = begin; i < end; ++i) sum = Plus(sum, edges_[i].middle);
  Ball ball{Times(1.0 / static_cast<double>(end - begin), sum), 0};
  for (size_t i = begin; i < end; ++i) {
    const double apart = Chord(ball.centre, edges_[i].middle);
    ball.radius = std::max(ball.radius, apart + edges_[i].reach + kSlack);
  }
  return ball;
}

// Whether what of the edge is nearest to `v` is none of its ends.
bool EdgeChain::IsBeside(const UnitVector& v, const Edge& edge) {
  return Dot(Minus(v, edge.a), edge.ahead) > 0 &&
         Dot(Minus(v, edge.b), edge.back) > 0;
}

double EdgeChain::SquaredChordTo(const UnitVector& v, const Edge& edge) {
  if (!IsBeside(v, edge)) {
    return std::min(SquaredChord(v, edge.a), SquaredChord(v, edge.b));
  }
  // The sine of the angle to the edge's plane; the squared chord of the angle
  // is 2 - 2 cos, in a form that keeps small ones exact.
  const double sine = Dot(Minus(v, edge.a), edge.left);
  const double squared = std::min(1.0, sine * sine);
  return 2 * squared / (1 + std::sqrt(1 - squared));
}

// Looks at a group for an edge nearer than `near`, and at most `reach` away.
void EdgeChain::LookAt(size_t group, const UnitVector& v, double& reach,
                       Near& near) const {
  const size_t begin = group * kGroupSize;
  const size_t end = std::min(begin + kGroupSize, edges_.size());
  for (size_t i = begin; i < end; ++i) {
    const double open = reach + edges_[i].reach;
    if (SquaredChord(v, edges_[i].middle) > open * open) continue;
    const double squared = SquaredChordTo(v, edges_[i]);
    const bool is_nearer = squared < near.squared_chord ||
                           (squared == near.squared_chord && i < near.edge);
    if (!is_nearer) continue;
    near = {squared, i};
    reach = std::min(reach, std::sqrt(squared) + kSlack);
  }
}

EdgeChain::Near EdgeChain::NearestEdge(const UnitVector& v,
                                       double chord_max) const {
  Near near{kFar, 0};
  if (!(chord_max >= 0)) return near;
  double reach = chord_max + kSlack;
  // What is likely the nearest first, so that the others need no look.
  size_t likely = 0;
  double least = kFar;
  for (size_t g = 0; g < groups_.size(); ++g) {
    const double squared = SquaredChord(v, groups_[g].centre);
    if (squared >= least) continue;
    least = squared;
    likely = g;
  }
  for (size_t i = 0; i <= groups_.size(); ++i) {
    const size_t g = i == 0 ? likely : i - 1;
    if (i > 0 && g == likely) continue;
    const double open = reach + groups_[g].radius;
    if (SquaredChord(v, groups_[g].centre) > open * open) continue;
    LookAt(g, v, reach, near);
  }
  if (near.squared_chord > chord_max * chord_max) near.squared_chord = kFar;
  return near;
}

size_t EdgeChain::CountWithin(const UnitVector& v, double chord) const {
  size_t count = 0;
  for (size_t g = 0; g < groups_.size(); ++g) {
    const double open = chord + groups_[g].radius;
    if (SquaredChord(v, groups_[g].centre) > open * open) continue;
    const size_t end = std::min((g + 1) * kGroupSize, edges_.size());
    for (size_t i = g * kGroupSize; i < end; ++i) {
      const double to_middle = chord + edges_[i].reach;
      if (SquaredChord(v, edges_[i].middle) > to_middle * to_middle) continue;
      if (SquaredChordTo(v, edges_[i]) <= chord * chord) ++count;
    }
  }
  return count;
}

EdgeChain::Side EdgeChain::SideOf(const UnitVector& v, const Near& near) const {
  if (near.squared_chord < kSidesFrom * kSidesFrom ||
      near.squared_chord > kSidesTo * kSidesTo) {
    return Side::kUnsure;
  }
  // Of several edges that are as near, only the two of a vertex are understood.
  const size_t nearest = CountWithin(v, std::sqrt(near.squared_chord) + kAlike);
  const Edge& edge = edges_[near.edge];
  if (IsBeside(v, edge)) {
    if (nearest != 1) return Side::kUnsure;
    return LeftIf(Dot(Minus(v, edge.a), edge.left) > 0);
  }
  if (nearest != 2) return Side::kUnsure;
  const size_t count = edges_.size();
  const bool at_start = SquaredChord(v, edge.a) < SquaredChord(v, edge.b);
  const size_t vertex = near.edge + (at_start ? 0 : 1);
  const Edge& before = edges_[(vertex + count - 1) % count];
  const Edge& after = edges_[vertex % count];
  const double turn = Dot(before.left, after.ahead);
  // What turns left at a vertex has everything that is nearest to the vertex to
  // its right, and the other way round.
  if (std::abs(turn) >= kTurnMin) return LeftIf(turn < 0);
  if (Dot(before.ahead, after.ahead) < 0) return Side::kUnsure;
  return LeftIf(Dot(Minus(v, after.a), before.left) > 0);
}

void EdgeChain::ForEachNearPair(
    absl::FunctionRef<bool(size_t, size_t)> visitor) const {
  for (size_t g = 0; g < groups_.size(); ++g) {
    for (size_t h = g; h < groups_.size(); ++h) {
      const double reach = groups_[g].radius + groups_[h].radius;
      const double squared = SquaredChord(groups_[g].centre, groups_[h].centre);
      if (squared > reach * reach) continue;
      if (!VisitNearPairs(g, h, visitor)) return;
    }
  }
}

bool EdgeChain::VisitNearPairs(
    size_t group, size_t other_group,
    absl::FunctionRef<bool(size_t, size_t)> visitor) const {
  const auto end_of = [&](size_t g) {
    return std::min((g + 1) * kGroupSize, edges_.size());
  };
  for (size_t i = group * kGroupSize; i < end_of(group); ++i) {
    const size_t begin = std::max(i + 1, other_group * kGroupSize);
    for (size_t j = begin; j < end_of(other_group); ++j) {
      const double reach = edges_[i].reach + edges_[j].reach;
      const double squared = SquaredChord(edges_[i].middle, edges_[j].middle);
      if (squared <= reach * reach && !visitor(i, j)) return false;
    }
  }
  return true;
}

Meters EdgeChain::Along(const UnitVector& v, size_t number) const {
  const Edge& edge = edges_[number];
  const double before = number == 0 ? 0 : edges_[number - 1].end.value;
  UnitVector at = edge.a;
  if (IsBeside(v, edge)) {
    at = Normalized(Minus(v, Times(Dot(v, edge.left), edge.left)));
  } else if (SquaredChord(v, edge.b) < SquaredChord(v, edge.a)) {
    return edge.end;
  }
  return {before + ChordToMeters(SquaredChord(edge.a, at)).value};
}

}  // namespace rapport::geo
