// Sixteen at a time: how the spatial index lays out its leaves and boxes, and
// the three loops over them that its speed hangs on.
//
// Each loop exists in up to three versions: portable, AVX2, AVX-512. All give
// the same bits, as they do the same operations in the same order on every
// lane, and none of them fuses a multiplication with an addition. Which one
// runs is settled once, from what the processor says of itself.

#ifndef RAPPORT_GEO_LANES_H_
#define RAPPORT_GEO_LANES_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"
#include "geo/unit_vector.h"

namespace rapport::geo {

inline constexpr size_t kLaneBits = 4;
inline constexpr size_t kLanes = size_t{1} << kLaneBits;
inline constexpr uint32_t kAllLanes = (uint32_t{1} << kLanes) - 1;

// Sixteen entries' unit vectors. Lanes that hold no entry are infinitely far
// away. Six cache lines that follow each other, of which a single entry needs
// one, or two: mostly few of a leaf are looked at, and they are far from each
// other.
struct alignas(64) LeafLanes {
  UnitVector at[kLanes];
};

// The least boxes around sixteen sets of unit vectors, rounded outwards. Lanes
// that hold no set are infinitely far away.
struct alignas(64) BoxLanes {
  float lo[3][kLanes];
  float hi[3][kLanes];
};

// A unit vector between the floats next to it.
struct FloatBounds {
  float lo[3];
  float hi[3];
};

float RoundedDown(double v);
float RoundedUp(double v);
FloatBounds BoundsOf(const UnitVector& v);

// Squared chords, one a lane; infinite where a lane is out.
struct alignas(64) LaneKeys {
  double key[kLanes];
};

struct LaneLoops {
  const char* name;

  // The squared chord from `from` to each entry of `leaf`. Out are the lanes
  // that `keep` has no bit for, and those beyond `key_max` (all of them if it
  // is not a number).
  void (*to_entries)(const UnitVector& from, const LeafLanes& leaf,
                     uint32_t keep, double key_max, LaneKeys& keys);

  // At most the squared chord from `from` to anything in each of the boxes, at
  // most a millionth below it (and a metre and a half, by what floats round);
  // out are the lanes as above.
  void (*to_boxes)(const FloatBounds& from, const BoxLanes& boxes,
                   uint32_t keep, double key_max, LaneKeys& keys);

  // The least of the keys, and the lanes that have it.
  uint32_t (*least)(const LaneKeys& keys, double& least);
};

// What this machine can run: the portable one first, the fastest last.
absl::Span<const LaneLoops> AllLaneLoops();

// The fastest of them.
const LaneLoops& FastestLaneLoops();

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_LANES_H_
