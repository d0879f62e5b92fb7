// Three database nodes for a test, by scripts/cluster, in a folder of their own.
#ifndef RAPPORT_TESTS_E2E_TEST_CLUSTER_H_
#define RAPPORT_TESTS_E2E_TEST_CLUSTER_H_

#include <string>

#include "db/database_url.h"
#include "tests/support/private_database.h"

namespace rapport::test {

enum class ClusterKind { kGalera, kSemiSync };

// Gone with this object, or else with this process. Not thread-safe.
class TestCluster {
 public:
  // What has to be installed first; empty if all is there.
  static std::string Missing(ClusterKind kind);

  // Starts it; if `clocks` names libfaketime, with clocks that can be set.
  // Fails the test if it cannot.
  explicit TestCluster(ClusterKind kind, const std::string& clocks = "");
  ~TestCluster();
  TestCluster(const TestCluster&) = delete;
  TestCluster& operator=(const TestCluster&) = delete;

  // `kill`, `pause`, `continue`, `isolate`, `join` or `promote` of node 1, 2 or
  // 3.
  void Do(const std::string& what, int node);

  // Whatever of it is down.
  void Start();

  // The time that node 1, 2 or 3 sees, if clocks can be set.
  std::string clock_file(int node) const;

  // All nodes, and no schema; node 1, 2 or 3 first.
  db::DatabaseUrl url(int first = 1) const;

 private:
  // What scripts/cluster prints. Fails the test if it fails.
  std::string Run(const std::string& words) const;

  const TempDir folder_;
  const std::string start_;  // the words that start it
  db::DatabaseUrl url_;
};

}  // namespace rapport::test

#endif  // RAPPORT_TESTS_E2E_TEST_CLUSTER_H_
