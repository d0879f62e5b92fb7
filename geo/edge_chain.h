// A line of great-circle arcs on the earth, how near to it something is, and on
// which side.
//
// Edges are grouped by sixteens, each group in a ball that holds them all, so
// that a question looks closely at the few groups that can answer it. All is
// computed here, in doubles: distances are good to a nanometre.
//
// Thread-safety: immutable.

#ifndef RAPPORT_GEO_EDGE_CHAIN_H_
#define RAPPORT_GEO_EDGE_CHAIN_H_

#include <cstddef>
#include <vector>

#include "absl/functional/function_ref.h"
#include "geo/point.h"
#include "geo/region.h"
#include "geo/unit_vector.h"

namespace rapport::geo {

class EdgeChain {
 public:
  // Edges join each vertex to the next, and the last to the first if `closed`.
  // At least two vertices; no two that follow each other are opposite.
  EdgeChain(const std::vector<UnitVector>& vertices, bool closed);

  struct Near {
    double squared_chord;  // infinite if nothing is near enough
    size_t edge;           // the first of those so near
  };

  // The edge nearest to `v` if it is at most `chord_max` away, as straight
  // lines go.
  Near NearestEdge(const UnitVector& v, double chord_max) const;

  // Of a closed line: on which side of it `v` is, as seen from above when going
  // along; unsure if `v` is nearer than kSidesFrom or farther than kSidesTo, or
  // where the line lies upon itself. `near` is v's nearest edge.
  enum class Side { kLeft, kRight, kUnsure };
  Side SideOf(const UnitVector& v, const Near& near) const;
  static constexpr double kSidesFrom = 1e-10;
  static constexpr double kSidesTo = 1;

  // Calls `visitor` with every two edges that may touch each other, the lower
  // number first, in ascending order of groups, until it returns false.
  void ForEachNearPair(
      absl::FunctionRef<bool(size_t edge, size_t other)> visitor) const;

  // How far along the line the place of `edge` nearest to `v` is.
  Meters Along(const UnitVector& v, size_t edge) const;

  Meters length() const { return edges_.back().end; }

  // A cap that has all of the line.
  const Cap& bound() const { return bound_; }

 private:
  struct Edge {
    UnitVector a;
    UnitVector b;
    UnitVector left;   // at right angles to the edge; zero if it has no length
    UnitVector ahead;  // from `a` along the edge
    UnitVector back;   // from `b` along the edge
    UnitVector middle;
    double reach;  // from the middle to the ends
    Meters end;    // how far along the line it ends
  };

  static Edge MakeEdge(const UnitVector& a, const UnitVector& b, Meters start);
  static bool IsBeside(const UnitVector& v, const Edge& edge);
  static double SquaredChordTo(const UnitVector& v, const Edge& edge);
  // How many edges are at most so far away.
  size_t CountWithin(const UnitVector& v, double chord) const;
  bool VisitNearPairs(
      size_t group, size_t other_group,
      absl::FunctionRef<bool(size_t edge, size_t other)> visitor) const;
  Ball BallAround(size_t begin, size_t end) const;
  void LookAt(size_t group, const UnitVector& v, double& reach,
              Near& near) const;

  std::vector<Edge> edges_;
  std::vector<Ball> groups_;
  Cap bound_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_EDGE_CHAIN_H_
