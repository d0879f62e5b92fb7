// The time zones of the earth as runs along S2's curve: the content of a zone
// table file, and its format.
//
// A position is the upper half of a leaf cell's id, so a cell of level 14
// (about 600 m wide) covers two positions. A run starts at its position and
// ends before the next run's; all positions belong to exactly one run.
//
// The file, all numbers little-endian:
//   char[8]  "RAPZONE\n"
//   u32      version, 1
//   u32      number of zones Z, of runs R, and of bytes of names N (3 × u32)
//   char[N]  the names, each ended by a newline
//   u32[R]   where each run starts, ascending, the first at 0
//   u16[R]   its zone, an index into the names
//   u64      FNV-1a of all the bytes before
// FNV-1a: Fowler, Noll, Vo; draft-eastlake-fnv.

#ifndef RAPPORT_GEO_ZONE_RUNS_H_
#define RAPPORT_GEO_ZONE_RUNS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rapport::geo {

struct ZoneRuns {
  std::vector<std::string> zones;
  std::vector<uint32_t> starts;
  std::vector<uint16_t> zone_of_run;
};

inline constexpr int kZonePositionShift = 32;

// The deepest level of which every cell starts at a position of its own.
inline constexpr int kZoneLevelMax = 14;

std::string EncodeZoneRuns(const ZoneRuns& runs);

// Returns DATA_LOSS if the bytes are not a whole, undamaged table of this
// version, or break the rules above.
absl::StatusOr<ZoneRuns> DecodeZoneRuns(absl::string_view bytes);

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_ZONE_RUNS_H_
