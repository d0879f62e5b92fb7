// A line of great-circle arcs on the earth, and how near to it something is.
//
// Edges are grouped by sixteens, each group in a ball that holds them all, so
// that a question looks closely at the few groups that can answer it. Answers
// are exact: what a group is left out by is rounded outwards.
//
// Thread-safety: immutable.

#ifndef RAPPORT_GEO_EDGE_CHAIN_H_
#define RAPPORT_GEO_EDGE_CHAIN_H_

#include <cstddef>
#include <vector>

#include "geo/point.h"
#include "geo/region.h"
#include "geo/unit_vector.h"

namespace rapport::geo {

class EdgeChain {
 public:
  // Edges join each vertex to the next, and the last to the first if `closed`.
  // At least two vertices; no two that follow each other are opposite.
  EdgeChain(std::vector<UnitVector> vertices, bool closed);

  struct Near {
    double squared_chord;  // infinite if nothing is near enough
    size_t edge;           // the first of those so near
  };

  // The edge nearest to `v` if it is at most `chord_max` away, as straight
  // lines go.
  Near NearestEdge(const UnitVector& v, double chord_max) const;

  // How far along the line the place of `edge` nearest to `v` is.
  Meters Along(const UnitVector& v, size_t edge) const;

  Meters length() const { return ends_.back(); }

 private:
  size_t edges() const { return vertices_.size() - 1; }

  std::vector<UnitVector> vertices_;  // the first again at the end if closed
  std::vector<Meters> ends_;          // how far along the line each edge ends
  std::vector<Ball> groups_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_EDGE_CHAIN_H_
