// Any number of servers on one database: whatever is written through which,
// and however their news are held up, no answer is older than it says, and all
// end equal to the database.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/e2e/replicas_fixture.h"

namespace rapport::test {
namespace {

std::string Told(const std::vector<std::string>& wrong) {
  return absl::StrCat(wrong.size(),
                      " wrong answers: ", wrong.empty() ? "" : wrong.front());
}

// One step after the other: a seed gives the same steps again. Nobody waits
// for positions, so every call that asks for one too new is turned away.
TEST_F(Replicas, NeverSayThatTheyKnowWhatTheyDoNotShow) {
  Start(absl::ZeroDuration());
  const auto caller = NewCaller("one", seed_);
  const int steps = Scaled(900);
  for (int i = 0; i < steps; ++i) Step(*caller);
  EXPECT_TRUE(caller->wrong().empty()) << Told(caller->wrong());
  EXPECT_TRUE(Settle(caller->judge()));
  EXPECT_TRUE(AllAreEqual());
  std::printf("%d writes, %d reads, %d not reached\n", caller->writes(),
              caller->reads(), caller->not_reached());
  EXPECT_GT(caller->writes(), steps / 10);
  EXPECT_GT(caller->reads(), steps / 10);
  EXPECT_GT(caller->not_reached(), 0);
}

// All at once: transactions of one origin commit out of order, news overtake
// each other, callers wait for what they wrote elsewhere.
TEST_F(Replicas, ShowEverybodyTheirOwnWritesUnderStorm) {
  Start(absl::Seconds(60));
  for (auto& site : sites_) site->held_up_every = 5;
  const auto callers = Storm(Scaled(60));
  int writes = 0;
  for (const auto& caller : callers) {
    EXPECT_TRUE(caller->wrong().empty()) << Told(caller->wrong());
    EXPECT_EQ(caller->not_reached(), 0);
    writes += caller->writes();
  }
  EXPECT_TRUE(Settle(callers[0]->judge()));
  EXPECT_TRUE(AllAreEqual());
  std::printf("%d writes\n", writes);
}

// The test can fail: it finds a follower that is wrong.
class FlawedReplicas : public Replicas {
 protected:
  // Whether the steps of the first test find that something is wrong.
  bool IsFound(Flaw flaw) {
    Start(absl::ZeroDuration(), flaw);
    const auto caller = NewCaller("one", seed_);
    for (int i = 0; i < 600 && caller->wrong().empty(); ++i) Step(*caller);
    std::printf("%s\n", Told(caller->wrong()).c_str());
    if (!caller->wrong().empty()) return true;
    return !Settle(caller->judge()) || !AllAreEqual();
  }
};

TEST_F(FlawedReplicas, AreFoundIfTheyLoseNews) {
  EXPECT_TRUE(IsFound(Flaw::kLosesNews));
}

TEST_F(FlawedReplicas, AreFoundIfTheySayAPositionBeforeItsNews) {
  EXPECT_TRUE(IsFound(Flaw::kSaysTooEarly));
}

TEST_F(FlawedReplicas, AreFoundIfTheySayTheNewestPositionThatThereIs) {
  Start(absl::Seconds(60), Flaw::kSaysTooMuch);
  size_t wrong = 0;
  for (int storm = 0; storm < 5 && wrong == 0; ++storm) {
    for (const auto& caller : Storm(60)) wrong += caller->wrong().size();
  }
  std::printf("%zu wrong answers\n", wrong);
  EXPECT_GT(wrong, 0);
}

}  // namespace
}  // namespace rapport::test
