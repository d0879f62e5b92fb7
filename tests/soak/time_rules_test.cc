// Histories that no schedule of their time allows: each must be caught by its
// rule, and by that rule alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/soak/checker_fixture.h"

namespace rapport::soak {
namespace {

using ::testing::IsEmpty;

class TimeRulesTest : public SoundHistory {};

TEST_F(TimeRulesTest, FindsAHoldOutsideTheHoursOfThen) {
  history_.hours.push_back({"ann", 0, 150, {}, kSecond / 2, kSecond, {}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
  Hold("h3", "b3", 160, 5 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"hours"}));
  // It may have been before the next change was in force.
  history_.hours[0].completed = 6 * kSecond;
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(TimeRulesTest, FindsAHoldInTimeOff) {
  // A meeting of the ticks 161 to 167, and a buffer on both sides.
  Hold("h3", "b3", 160, 5 * kSecond);
  history_.hours.push_back(
      {"ann", 0, 288, {{150, 161}, {167, 170}}, kSecond / 2, kSecond, {}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
  history_.hours[0].off[0].end = 162;
  EXPECT_EQ(Broken(), (Rules{"hours"}));
  history_.hours[0].off = {{166, 167}};
  EXPECT_EQ(Broken(), (Rules{"hours"}));
  // Taken back, some time while it was asked for.
  history_.hours.push_back(
      {"ann", 0, 288, {}, 2 * kSecond, 6 * kSecond, {}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(TimeRulesTest, FindsARefusalForNothing) {
  Attempt hold = Asked("hold", Effect::kTakes, "h3", 5 * kSecond);
  hold.associate = "ann";
  hold.start_tick = 115;
  hold.end_tick = 123;
  Refuse(hold, "SLOT_TAKEN");
  EXPECT_THAT(Broken(), IsEmpty());
  history_.attempts.back().start_tick = 116;
  EXPECT_EQ(Broken(), (Rules{"refusal"}));
}

TEST_F(TimeRulesTest, FindsABookingThatAChangeOfHoursKeptQuietAbout) {
  history_.hours.push_back(
      {"ann", 0, 100, {}, 9 * kSecond, 10 * kSecond, {"b1", "b2"}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
  history_.hours[0].uncovered = {"b2"};
  EXPECT_EQ(Broken(), (Rules{"uncovered"}));
  // One that may be over, by a clock that is ahead.
  history_.hours[0].told_from_tick = 101;
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(TimeRulesTest, KnowsThatAChangeOfHoursTellsOfSoManyAndNoMore) {
  std::vector<std::string> told(kUncoveredTold - 1, "long ago");
  history_.hours.push_back(
      {"ann", 0, 100, {}, 9 * kSecond, 10 * kSecond, told, 0});
  history_.hours[0].uncovered.emplace_back("b2");  // starts after b1
  EXPECT_EQ(Broken(), (Rules{"uncovered"}));
  history_.hours[0].uncovered.back() = "b1";
  EXPECT_THAT(Broken(), IsEmpty());
  history_.hours[0].uncovered.pop_back();
  EXPECT_EQ(Broken(), (Rules{"uncovered"}));
}

TEST_F(TimeRulesTest, KnowsThatAHoldThatMovesRunsOutAsItWouldHave) {
  const SeenBooking held = Hold("h3", "b3", 160, 5 * kSecond);
  Attempt move = Asked("move", Effect::kTakes, "m3", 44 * kSecond);
  move.subject = "b3";
  SeenBooking moved = held;
  moved.version = 2;
  moved.start_tick = 161;
  moved.end_tick = 169;
  Grant(move, moved);
  Take(held, 0);
  Take(moved, kWholeCapacity);
  Become(moved);
  Happened("m3", "b3");
  // At 44 s it may be there, at 50 s it may have run out.
  history_.hours.push_back(
      {"ann", 0, 100, {}, 50 * kSecond, 51 * kSecond, {"b1", "b2"}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(TimeRulesTest, FindsABookingThatTimeOffKeptQuietAbout) {
  history_.hours.push_back(
      {"ann", 0, 288, {{90, 140}}, 9 * kSecond, 10 * kSecond, {"b1", "b2"}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
  history_.hours[0].uncovered = {"b2"};
  EXPECT_EQ(Broken(), (Rules{"uncovered"}));
}

}  // namespace
}  // namespace rapport::soak
