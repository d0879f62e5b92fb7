// The soak in short on three nodes, of which one or all fail.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/soak/cluster_database.h"
#include "tests/soak/soak.h"
#include "tests/support/private_database.h"

namespace rapport::soak {
namespace {

TEST(SoakOnACluster, BooksNobodyTwiceAndLosesNothingAcknowledged) {
  const std::string missing = ClusterDatabase::Missing();
  if (!missing.empty()) GTEST_SKIP() << "needs the package " << missing;
  const test::TempDir folder;
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  SoakOptions options;
  options.seed = given == nullptr ? std::random_device()()
                                  : std::strtoull(given, nullptr, 10);
  std::printf("RAPPORT_TEST_SEED=%llu\n",
              static_cast<unsigned long long>(options.seed));
  options.faults = {"lose-commit-answers", "isolate-node", "kill-database",
                    "kill-node"};
  options.cycles = static_cast<int>(options.faults.size());
  options.attempts = 800;
  options.callers = 16;
  options.arena.folder = folder.path();
  options.arena.associates = 6;
  options.arena.cluster = true;
  const SoakReport report = RunSoak(options);
  for (const Violation& violation : report.verdict.violations) {
    ADD_FAILURE() << violation.rule << ": " << violation.what;
  }
  EXPECT_GE(report.contended, options.attempts);
  EXPECT_GT(report.losses, 0);
  EXPECT_GT(report.verdict.judged.at("nodes"), 0);
  if (HasFailure()) PrintReport(report, stdout);
}

}  // namespace
}  // namespace rapport::soak
