// Cuts the earth into S2 cells of one time zone each, asking an oracle as
// little as possible.
//
// A cell whose samples (corners and centre) and towns agree has that zone; any
// other is cut in four, down to a deepest level, where a town or else the
// centre decides. How deep depends on who might ask: deepest near towns, less
// deep in the wild, and shallow where land meets the zones of the sea, which
// begin some 22 km off the coast. Small things hide between coarse samples, so
// cells are cut to some level whatever the samples say; and the towns, asked
// about one by one, betray the enclaves.

#ifndef RAPPORT_GEO_TOOLS_ZONE_SUBDIVISION_H_
#define RAPPORT_GEO_TOOLS_ZONE_SUBDIVISION_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "geo/point.h"
#include "geo/tools/zone_oracle.h"
#include "geo/zone_runs.h"

namespace rapport::geo {

// Levels of S2 cells. Level 8 is about 36 km wide, each further one half that.
// With these, of 15,226 stores in the United States none has another zone than
// the oracle says, and of 135,000 points within some 3 km of the world's towns
// 86 have. Cutting every mixed cell's parts once more brought that to 79, at
// twice the time.
struct SubdivisionLevels {
  // Cells are at least this deep: everywhere, where any sample is on land, and
  // where there is a town.
  int sea_min = 8;
  int land_min = 9;
  int town_min = 10;
  // Mixed cells are cut to this level: those of one land and the sea, those of
  // several lands, and of several lands near a town. At most kZoneLevelMax.
  int coast_max = 10;
  int land_max = 12;
  int town_max = 14;
  // A town is near in the cell of this level that holds it, and in the cells
  // around that. Not deeper than land_max.
  int town_neighbourhood = 9;
};

// Whether a zone's name is one of those for the open sea.
bool IsSeaZone(absl::string_view name);

// Returns what the oracle fails with.
absl::StatusOr<ZoneRuns> SubdivideZones(ZoneOracle& oracle,
                                        absl::Span<const Point> towns,
                                        const SubdivisionLevels& levels);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_TOOLS_ZONE_SUBDIVISION_H_
