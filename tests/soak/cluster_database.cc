#include "tests/soak/cluster_database.h"

namespace rapport::soak {

ClusterDatabase::ClusterDatabase(const std::string& clocks)
    : cluster_(test::ClusterKind::kGalera, clocks) {}

Endpoint ClusterDatabase::endpoint(int node) const {
  return {.path = {}, .port = cluster_.url(node + 1).hosts[0].port};
}

db::DatabaseUrl ClusterDatabase::url(absl::string_view schema,
                                     int first) const {
  return cluster_.url(first + 1).WithSchema(schema);
}

}  // namespace rapport::soak
