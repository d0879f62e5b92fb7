// The soak in short, and the soak of what is unsound: it must say so.
#include "tests/soak/soak.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/soak/history.h"
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

  // What is wrong comes first: of a long output often only the beginning is
  // kept.
  static void ExpectNoViolation(const SoakReport& report) {
    for (const Violation& violation : report.verdict.violations) {
      ADD_FAILURE() << violation.rule << ": " << violation.what;
    }
  }
  static void PrintIfWrong(const SoakReport& report) {
    if (HasFailure()) PrintReport(report, stdout);
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
  ExpectNoViolation(report);
  EXPECT_GE(report.contended, 3200);
  EXPECT_GT(report.losses, 0);
  if (report.clocks) {
    EXPECT_TRUE(report.rows_by_state.contains(kExpired))
        << "a clock that jumped past all holds ended none";
  }
  for (const auto& [rule, judged] : report.verdict.judged) {
    if (rule == "turn") continue;  // it is too short for these faults
    EXPECT_GT(judged, 0) << rule << " has proved nothing";
  }
  PrintIfWrong(report);
}

TEST_F(SoakTest, OffersWhatIsFreedInTurn) {
  SoakOptions options = Short({"kill-server", "cut-off"}, 5000);
  options.known_after = absl::Seconds(5);
  const SoakReport report = RunSoak(options);
  ExpectNoViolation(report);
  EXPECT_GT(report.verdict.judged.at("turn"), 0);
  PrintIfWrong(report);
}

// What is made unsound, and which rules find it out.
struct Unsound {
  const char* that;
  Sabotage sabotage;
  std::vector<const char*> broken;
  const char* whole = nullptr;  // a rule that has nothing to say of it
  int64_t attempts = 1000;
  // What it does may need luck to be met: so many runs, until it is.
  int runs_max = 3;
  std::vector<std::string> faults = {"cut-off"};
  absl::Duration agree_within = SoakOptions().agree_within;
};

void PrintTo(const Unsound& unsound, std::ostream* out) {
  *out << unsound.that;
}

// Else the minute is waited for in each cycle.
constexpr absl::Duration kAgreeSoon = absl::Seconds(2);

const Unsound kUnsound[] = {
    {.that = "WhoEndedAWaitWaitsAgain",
     .sabotage = Sabotage::kEndOfWaits,
     .broken = {"offer", "left"},
     .whole = "overlap"},
    {.that = "TwoMayHaveOneTick",
     .sabotage = Sabotage::kOccupancy,
     .broken = {"overlap", "overlap-then"},
     .whole = "lost",
     .attempts = 500},
    {.that = "ASessionForgetsItsSeats",
     .sabotage = Sabotage::kSeats,
     .broken = {"seats", "seats-then"},
     .whole = "overlap",
     .agree_within = kAgreeSoon},
    {.that = "SeatsDoNotFollow",
     .sabotage = Sabotage::kFollowing,
     .broken = {"follows"},
     .whole = "seats"},
    {.that = "WhoLimitsAShopperWaitsForNobody",
     .sabotage = Sabotage::kGuard,
     .broken = {"limit-then"},
     .whole = "overlap",
     .runs_max = 6},
    {.that = "NewsDoNotArrive",
     .sabotage = Sabotage::kNews,
     .broken = {"memory"},
     .whole = "seats",
     .runs_max = 6,
     .agree_within = kAgreeSoon},
    {.that = "RequestsAreForgotten",
     .sabotage = Sabotage::kIdempotency,
     .broken = {"same-answer"},
     .whole = "overlap",
     .attempts = 500},
    // Servers know by heart what is lost, and go on so.
    {.that = "CommitsAreLost",
     .sabotage = Sabotage::kDurability,
     .broken = {"lost"},
     .attempts = 1500,
     .faults = {"kill-database", "kill-database", "kill-database"},
     .agree_within = kAgreeSoon},
};

class SabotagedSoakTest : public SoakTest,
                          public testing::WithParamInterface<Unsound> {
 protected:
  static bool IsFoundOut(const SoakReport& report) {
    return std::all_of(
        GetParam().broken.begin(), GetParam().broken.end(),
        [&](const char* rule) { return report.verdict.Count(rule) > 0; });
  }
};

TEST_P(SabotagedSoakTest, FindsOutThat) {
  const Unsound& unsound = GetParam();
  SoakOptions options = Short(unsound.faults, unsound.attempts);
  options.check_every = 1;
  options.agree_within = unsound.agree_within;
  options.arena.sabotage = unsound.sabotage;
  const std::string folder = options.arena.folder;
  SoakReport report;
  for (int run = 0; run < unsound.runs_max && !IsFoundOut(report); ++run) {
    options.arena.folder = absl::StrCat(folder, "/", run);
    report = RunSoak(options);
  }
  for (const char* rule : unsound.broken) {
    EXPECT_GT(report.verdict.Count(rule), 0) << rule;
  }
  if (unsound.whole != nullptr) {
    EXPECT_EQ(report.verdict.Count(unsound.whole), 0) << unsound.whole;
  }
  PrintIfWrong(report);
}

INSTANTIATE_TEST_SUITE_P(Soak, SabotagedSoakTest, testing::ValuesIn(kUnsound),
                         [](const testing::TestParamInfo<Unsound>& each) {
                           return each.param.that;
                         });

}  // namespace
}  // namespace rapport::soak
