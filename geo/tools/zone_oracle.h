// Who knows the zone of a point exactly, but slowly: what a zone table is
// sampled from.

#ifndef RAPPORT_GEO_TOOLS_ZONE_ORACLE_H_
#define RAPPORT_GEO_TOOLS_ZONE_ORACLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/point.h"

namespace rapport::geo {

// The n-th name the oracle has ever answered has number n.
using ZoneNumber = uint16_t;

class ZoneOracle {
 public:
  virtual ~ZoneOracle() = default;

  // The zones of the points, in order. Near points asked for together are
  // answered faster.
  virtual absl::StatusOr<std::vector<ZoneNumber>> ZonesOf(
      absl::Span<const Point> points) = 0;

  // All names answered so far, by number.
  virtual const std::vector<std::string>& names() const = 0;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_TOOLS_ZONE_ORACLE_H_
