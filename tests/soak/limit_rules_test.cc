// Histories in which somebody has more than limits allow: each must be caught
// by its rule, and by that rule alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/soak/checker_fixture.h"

namespace rapport::soak {
namespace {

using ::testing::IsEmpty;

constexpr int64_t kDay = 288;

// Sam may have three tastings, and of those that start within a day two. They
// have one at the tick 600, which is confirmed, and one an hour later.
class ShopperLimitTest : public SoundHistory {
 protected:
  ShopperLimitTest() {
    history_.shopper_limits["tasting"] = {
        .live_max = 3, .count_max = 2, .period_ticks = kDay};
    const SeenBooking first = Taste("t1", 600, 5 * kSecond);
    Change("ct1", Effect::kKeeps, first, kConfirmed, 7 * kSecond);
    Taste("t2", 612, 9 * kSecond);
  }

  SeenBooking Taste(const std::string& id, int64_t tick, Instant invoked) {
    Hold("h-" + id, id, tick, invoked);
    for (SeenBooking* each : {&Row(id), &history_.attempts.back().answer}) {
      each->shopper = "sam";
      each->service = "tasting";
    }
    return Row(id);
  }
};

TEST_F(ShopperLimitTest, HasNothingToSayOfWhatIsRight) {
  EXPECT_THAT(Broken(), IsEmpty());
  const Verdict verdict = Check(history_, ledger_);
  EXPECT_GT(verdict.judged.at("limit"), 0);
  EXPECT_GT(verdict.judged.at("limit-then"), 0);
}

TEST_F(ShopperLimitTest, FindsOneMoreWithinThePeriod) {
  Taste("t3", 600 + kDay, 11 * kSecond);  // within a day of the second only
  EXPECT_THAT(Broken(), IsEmpty());
  Row("t3").start_tick -= 1;
  Row("t3").end_tick -= 1;
  history_.attempts.back().answer = Row("t3");
  ledger_.occupancy.erase({"ann", 607 + kDay});
  ledger_.occupancy[{"ann", 599 + kDay}] = kWholeCapacity;
  EXPECT_EQ(Broken(), (Rules{"limit", "limit-then"}));
}

TEST_F(ShopperLimitTest, FindsOneMoreThanTheyMayHaveAtAll) {
  Taste("t3", 600 + 4 * kDay, 11 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  const SeenBooking fourth = Taste("t4", 600 + 8 * kDay, 13 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"limit", "limit-then"}));
  // What is cancelled counts no longer, but it did.
  Change("x4", Effect::kFrees, fourth, kCancelled, 20 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"limit-then"}));
}

TEST_F(ShopperLimitTest, LetsAHoldThatRanOutBeInItsRow) {
  Taste("t3", 600 + 4 * kDay, 11 * kSecond);
  Taste("t4", 600 + 8 * kDay, 80 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"limit"}));
  ledger_.now_us = 81'000'000;
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(ShopperLimitTest, LetsAHoldRunOutForSomeWhereAClockJumped) {
  const SeenBooking third = Taste("t3", 600 + 4 * kDay, 11 * kSecond);
  Taste("t4", 600 + 8 * kDay, 18 * kSecond);
  Change("c3", Effect::kKeeps, third, kConfirmed, 30 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"limit", "limit-then"}));
  history_.clock_jumps = {{17 * kSecond, 20 * kSecond}};
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(ShopperLimitTest, KnowsThatOthersAndOtherServicesHaveTheirOwn) {
  Taste("t3", 624, 11 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"limit", "limit-then"}));
  Row("t3").shopper = history_.attempts.back().answer.shopper = "pat";
  EXPECT_THAT(Broken(), IsEmpty());
  Row("t3").shopper = history_.attempts.back().answer.shopper = "sam";
  Row("t3").service = history_.attempts.back().answer.service = "fitting";
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(ShopperLimitTest, CountsWhatMayHaveMovedOnlyByHowManyThereAre) {
  Taste("t3", 624, 11 * kSecond);
  Attempt move = Asked("move", Effect::kTakes, "m3", 12 * kSecond);
  move.subject = "t3";
  history_.attempts.push_back(move);
  EXPECT_THAT(Broken(), IsEmpty());
}

// Ann may have three meetings a day, of 18 ticks together; she has two of six
// ticks.
class WorkLimitTest : public SoundHistory {
 protected:
  WorkLimitTest() {
    history_.work_limits["ann"] = {.meetings_max = 3, .ticks_max = 18};
  }
};

TEST_F(WorkLimitTest, FindsOneMeetingMore) {
  EXPECT_THAT(Broken(), IsEmpty());
  Hold("h3", "b3", 120, 8 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  const SeenBooking fourth = Hold("h4", "b4", 279, 10 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"work", "work-then"}));
  Change("x4", Effect::kFrees, fourth, kCancelled, 14 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"work-then"}));
}

TEST_F(WorkLimitTest, KnowsInWhichDayAMeetingStarts) {
  Hold("h3", "b3", 120, 8 * kSecond);
  // Its buffer is in the day, the meeting is not.
  Hold("h4", "b4", kDay - 1, 10 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(WorkLimitTest, FindsMeetingsThatAreTooLongTogether) {
  history_.work_limits["ann"] = {.meetings_max = 9, .ticks_max = 17};
  EXPECT_THAT(Broken(), IsEmpty());
  Hold("h3", "b3", 120, 8 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"work", "work-then"}));
  history_.work_limits["ann"].ticks_max = 18;
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(WorkLimitTest, CountsMeetingsBesideEachOtherOnceForTheirLength) {
  history_.work_limits["ann"] = {.meetings_max = 9, .ticks_max = 12};
  Hold("h3", "b3", 108, 8 * kSecond);
  for (SeenBooking& row : ledger_.bookings) row.load = kChatLoad;
  for (Attempt& attempt : history_.attempts) attempt.answer.load = kChatLoad;
  ledger_.occupancy.clear();
  for (const SeenBooking& row : ledger_.bookings) Take(row, kChatLoad);
  EXPECT_THAT(Broken(), IsEmpty());
  history_.work_limits["ann"].meetings_max = 2;
  EXPECT_EQ(Broken(), (Rules{"work", "work-then"}));
}

TEST_F(WorkLimitTest, CountsWhatIsDone) {
  history_.work_limits["ann"].meetings_max = 2;
  Meet("b1", 10 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  Hold("h3", "b3", 120, 14 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"work"}));
}

}  // namespace
}  // namespace rapport::soak
