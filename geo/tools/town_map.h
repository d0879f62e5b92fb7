// Towns and their zones, found by cell: where a zone table must be right.

#ifndef RAPPORT_GEO_TOOLS_TOWN_MAP_H_
#define RAPPORT_GEO_TOOLS_TOWN_MAP_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/point.h"
#include "geo/tools/zone_oracle.h"
#include "s2/s2cell_id.h"

namespace rapport::geo {

struct Town {
  S2CellId leaf;
  ZoneNumber zone;
};

class TownMap {
 public:
  // Asks the oracle about each town; returns what it fails with. Cells of
  // `neighbourhood_level` that hold a town, and those around, are near it.
  static absl::StatusOr<TownMap> Make(ZoneOracle& oracle,
                                      absl::Span<const Point> points,
                                      int neighbourhood_level);

  // The towns in a cell, in order along the curve.
  absl::Span<const Town> In(S2CellId cell) const;

  // Whether a cell no larger than a neighbourhood is near a town.
  bool IsNear(S2CellId cell) const;

 private:
  std::vector<Town> towns_;
  int neighbourhood_level_;
  absl::flat_hash_set<uint64_t> near_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_TOOLS_TOWN_MAP_H_
