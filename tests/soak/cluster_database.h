// Three Galera nodes, by scripts/cluster.
#ifndef RAPPORT_TESTS_SOAK_CLUSTER_DATABASE_H_
#define RAPPORT_TESTS_SOAK_CLUSTER_DATABASE_H_

#include <string>

#include "tests/e2e/test_cluster.h"
#include "tests/soak/database.h"

namespace rapport::soak {

class ClusterDatabase final : public Database {
 public:
  // Starts it; `clocks` is libfaketime, empty if clocks are not to be set.
  explicit ClusterDatabase(const std::string& clocks);

  // What has to be installed first; empty if all is there.
  static std::string Missing() {
    return test::TestCluster::Missing(test::ClusterKind::kGalera);
  }

  int nodes() const override { return 3; }
  Endpoint endpoint(int node) const override;
  db::DatabaseUrl url(absl::string_view schema, int first) const override;
  void Kill(int node) override { cluster_.Do("kill", node + 1); }
  void Start() override { cluster_.Start(); }
  void Pause(int node) override { cluster_.Do("pause", node + 1); }
  void Continue(int node) override { cluster_.Do("continue", node + 1); }
  void Isolate(int node) override { cluster_.Do("isolate", node + 1); }
  void Join(int node) override { cluster_.Do("join", node + 1); }
  std::string clock_file(int node) const override {
    return cluster_.clock_file(node + 1);
  }

 private:
  test::TestCluster cluster_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_CLUSTER_DATABASE_H_
