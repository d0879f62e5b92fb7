// The zone oracle of the build: scripts/node/zone_of_points.mjs as a child
// process, asked through two pipes.

#ifndef RAPPORT_GEO_TOOLS_NODE_ZONE_ORACLE_H_
#define RAPPORT_GEO_TOOLS_NODE_ZONE_ORACLE_H_

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/tools/zone_oracle.h"

namespace rapport::geo {

// Owns the child: it ends with this. Not thread-safe.
class NodeZoneOracle : public ZoneOracle {
 public:
  // Starts `node script`. Returns INTERNAL if the system refuses. A script
  // that fails shows at the first question, as UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<NodeZoneOracle>> Start(
      const std::string& node, const std::string& script);

  ~NodeZoneOracle() override;
  NodeZoneOracle(const NodeZoneOracle&) = delete;
  NodeZoneOracle& operator=(const NodeZoneOracle&) = delete;

  absl::StatusOr<std::vector<ZoneNumber>> ZonesOf(
      absl::Span<const Point> points) override;

  const std::vector<std::string>& names() const override { return names_; }

 private:
  NodeZoneOracle(pid_t child, FILE* questions, FILE* answers)
      : child_(child), questions_(questions), answers_(answers) {}

  absl::StatusOr<ZoneNumber> ReadAnswer();
  ZoneNumber NumberOf(absl::string_view name);

  const pid_t child_;
  FILE* const questions_;
  FILE* const answers_;
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, ZoneNumber> number_of_;
};

}  // namespace rapport::geo

#endif  // RAPPORT_GEO_TOOLS_NODE_ZONE_ORACLE_H_
