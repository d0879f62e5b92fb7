// The soak in short, and the soak of what is unsound: it must say so.
#include "tests/soak/soak.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/support/private_database.h"

namespace rapport::soak {
namespace {

#ifdef RAPPORT_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

uint64_t FreshSeed() {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  const uint64_t seed = given == nullptr ? std::random_device()()
                                         : std::strtoull(given, nullptr, 10);
  std::printf("RAPPORT_TEST_SEED=%llu\n",
              static_cast<unsigned long long>(seed));
  return seed;
}

class SoakTest : public testing::Test {
 protected:
  SoakOptions Short(std::vector<std::string> faults, int64_t attempts) const {
    SoakOptions options;
    options.seed = FreshSeed();
    options.cycles = static_cast<int>(faults.size());
    options.attempts = attempts;
    options.callers = 24;
    options.faults = std::move(faults);
    options.arena.folder = folder_.path();
    options.arena.associates = 6;
    options.arena.clocks = !kSanitized;
    return options;
  }

 private:
  const test::TempDir folder_;
};

TEST_F(SoakTest, BooksNobodyTwiceAndLosesNothingAcknowledged) {
  const SoakReport report =
      RunSoak(Short({"lose-commit-answers", "kill-server", "kill-database",
                     "lose-statement-answers", "jump-database-clock",
                     "partition", "pause-database", "kill-all"},
                    3200));
  PrintReport(report, stdout);
  for (const Violation& violation : report.verdict.violations) {
    ADD_FAILURE() << violation.rule << ": " << violation.what;
  }
  EXPECT_GE(report.contended, 3200);
  EXPECT_GT(report.losses, 0);
  if (report.clocks) {
    constexpr int kExpired = 6;
    EXPECT_TRUE(report.rows_by_state.contains(kExpired))
        << "a clock that jumped past all holds ended none";
  }
  for (const auto& [rule, judged] : report.verdict.judged) {
    if (rule == "turn") continue;  // it is too short for these faults
    EXPECT_GT(judged, 0) << rule << " has proved nothing";
  }
}

// What a sabotage does may need luck to be met: a few runs, until it is.
SoakReport RunUntil(const char* rule, const SoakOptions& options) {
  constexpr int kRunsMax = 6;
  SoakReport report = RunSoak(options);
  for (int run = 1; run < kRunsMax && report.verdict.Count(rule) == 0; ++run) {
    report = RunSoak(options);
  }
  return report;
}

TEST_F(SoakTest, OffersWhatIsFreedInTurn) {
  SoakOptions options = Short({"kill-server", "cut-off"}, 5000);
  options.known_after = absl::Seconds(2);
  const SoakReport report = RunSoak(options);
  PrintReport(report, stdout);
  for (const Violation& violation : report.verdict.violations) {
    ADD_FAILURE() << violation.rule << ": " << violation.what;
  }
  EXPECT_GT(report.verdict.judged.at("turn"), 0);
}

TEST_F(SoakTest, FindsOutThatWhoEndedAWaitWaitsAgain) {
  SoakOptions options = Short({"cut-off"}, 1000);
  options.arena.sabotage = Sabotage::kEndOfWaits;
  const SoakReport report = RunSoak(options);
  EXPECT_GT(report.verdict.Count("offer"), 0);
  EXPECT_GT(report.verdict.Count("left"), 0);
  EXPECT_EQ(report.verdict.Count("overlap"), 0);
}

TEST_F(SoakTest, FindsOutThatTwoMayHaveOneTick) {
  SoakOptions options = Short({"cut-off"}, 500);
  options.arena.sabotage = Sabotage::kOccupancy;
  const SoakReport report = RunSoak(options);
  EXPECT_GT(report.verdict.Count("overlap"), 0);
  EXPECT_GT(report.verdict.Count("overlap-then"), 0);
  EXPECT_EQ(report.verdict.Count("lost"), 0);
}

TEST_F(SoakTest, FindsOutThatASessionForgetsItsSeats) {
  SoakOptions options = Short({"cut-off"}, 1000);
  options.arena.sabotage = Sabotage::kSeats;
  const SoakReport report = RunSoak(options);
  EXPECT_GT(report.verdict.Count("seats"), 0);
  EXPECT_GT(report.verdict.Count("seats-then"), 0);
  EXPECT_EQ(report.verdict.Count("overlap"), 0);
}

TEST_F(SoakTest, FindsOutThatSeatsDoNotFollow) {
  SoakOptions options = Short({"cut-off"}, 1000);
  options.arena.sabotage = Sabotage::kFollowing;
  const SoakReport report = RunSoak(options);
  EXPECT_GT(report.verdict.Count("follows"), 0);
  EXPECT_EQ(report.verdict.Count("seats"), 0);
}

TEST_F(SoakTest, FindsOutThatWhoLimitsAShopperWaitsForNobody) {
  SoakOptions options = Short({"cut-off"}, 1000);
  options.arena.sabotage = Sabotage::kGuard;
  const SoakReport report = RunUntil("limit-then", options);
  EXPECT_GT(report.verdict.Count("limit-then"), 0);
  EXPECT_EQ(report.verdict.Count("overlap"), 0);
}

TEST_F(SoakTest, FindsOutThatNewsDoNotArrive) {
  SoakOptions options = Short({"cut-off"}, 1000);
  options.arena.sabotage = Sabotage::kNews;
  options.agree_within = absl::Seconds(2);
  const SoakReport report = RunUntil("memory", options);
  EXPECT_GT(report.verdict.Count("memory"), 0);
  EXPECT_EQ(report.verdict.Count("seats"), 0);
}

TEST_F(SoakTest, FindsOutThatRequestsAreForgotten) {
  SoakOptions options = Short({"cut-off"}, 500);
  options.arena.sabotage = Sabotage::kIdempotency;
  const SoakReport report = RunSoak(options);
  EXPECT_GT(report.verdict.Count("same-answer"), 0);
  EXPECT_EQ(report.verdict.Count("overlap"), 0);
}

TEST_F(SoakTest, FindsOutThatCommitsAreLost) {
  SoakOptions options =
      Short({"kill-database", "kill-database", "kill-database"}, 1500);
  options.check_every = 1;
  options.arena.sabotage = Sabotage::kDurability;
  // Servers know by heart what is lost, and go on so.
  options.agree_within = absl::Seconds(2);
  const SoakReport report = RunSoak(options);
  EXPECT_GT(report.verdict.Count("lost"), 0);
}

}  // namespace
}  // namespace rapport::soak
