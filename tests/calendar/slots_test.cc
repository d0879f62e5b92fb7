#include "server/calendar/slots.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/calendar/slots_day.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::IsEmpty;
using Reason = SlotVerdict::Reason;

TEST_F(SlotsTest, LieInsideWorkingTimeOnTheServicesGrid) {
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30 11:00");
  EXPECT_EQ(Slots()[0], (FreeSlot{{At("09:00"), At("10:00")}, Store(1)}));
}

TEST_F(SlotsTest, AreJudgedAsTheyAreFound) {
  EXPECT_EQ(Judge(At("08:30")), Reason::kOutsideSchedule);
  EXPECT_EQ(Judge(At("09:00")), Reason::kFree);
  EXPECT_EQ(Judge(At("09:05")), Reason::kOffGrid);
  EXPECT_EQ(Judge(At("11:00")), Reason::kFree);
  EXPECT_EQ(Judge(At("11:30")), Reason::kOutsideSchedule);
  EXPECT_EQ(Judge(At("12:00")), Reason::kOutsideSchedule);
}

TEST_F(SlotsTest, StartOnTheTickToTheNanosecond) {
  rules_.slot_interval = kTick;
  EXPECT_EQ(Judge(At("09:05")), Reason::kFree);
  EXPECT_EQ(Judge(At("09:05") + absl::Nanoseconds(1)), Reason::kOffTick);
  EXPECT_EQ(Judge(At("09:05") - absl::Nanoseconds(1)), Reason::kOffTick);
  EXPECT_EQ(Judge(At("09:06")), Reason::kOffTick);
  EXPECT_EQ(Judge(absl::InfiniteFuture()), Reason::kOffTick);
  EXPECT_EQ(Judge(absl::InfinitePast()), Reason::kOffTick);
}

TEST_F(SlotsTest, EndWithTheWorkingTimeAndNoLater) {
  rules_.slot_interval = kTick;
  rules_.duration = absl::Minutes(175);
  EXPECT_EQ(Starts(), "09:00 09:05");
  rules_.duration = absl::Minutes(180);
  EXPECT_EQ(Starts(), "09:00");
  rules_.duration = absl::Minutes(185);
  EXPECT_EQ(Starts(), "");
}

TEST_F(SlotsTest, LieInsideTheWindow) {
  window_ = {At("09:30"), At("11:30")};
  EXPECT_EQ(Starts(), "09:30 10:00 10:30");
  window_ = {At("09:30") + absl::Nanoseconds(1),
             At("11:30") - absl::Nanoseconds(1)};
  EXPECT_EQ(Starts(), "10:00");
}

TEST_F(SlotsTest, AreNoneInAWindowThatIsEmptyOrElsewhere) {
  window_ = {At("11:00"), At("09:00")};
  EXPECT_THAT(Slots(), IsEmpty());
  window_ = {At("13:00"), At("20:00")};
  EXPECT_THAT(Slots(), IsEmpty());
}

TEST_F(SlotsTest, AreFoundInAWindowWithoutEnds) {
  window_ = {absl::InfinitePast(), absl::InfiniteFuture()};
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30 11:00");
}

TEST_F(SlotsTest, StartFromNowOn) {
  now_ = At("10:00");
  EXPECT_EQ(Starts(), "10:00 10:30 11:00");
  EXPECT_EQ(Judge(At("10:00")), Reason::kFree);
  EXPECT_EQ(Judge(At("09:30")), Reason::kPast);
  now_ += absl::Nanoseconds(1);
  EXPECT_EQ(Starts(), "10:30 11:00");
  EXPECT_EQ(Judge(At("10:00")), Reason::kPast);
}

TEST_F(SlotsTest, StartWithTheMinimumNoticeAndNotSooner) {
  now_ = At("08:00");
  rules_.minimum_notice = absl::Hours(2);
  EXPECT_EQ(Starts(), "10:00 10:30 11:00");
  EXPECT_EQ(Judge(At("09:30")), Reason::kTooSoon);
  EXPECT_EQ(Judge(At("10:00")), Reason::kFree);
  rules_.minimum_notice += absl::Nanoseconds(1);
  EXPECT_EQ(Starts(), "10:30 11:00");
  EXPECT_EQ(Judge(At("10:00")), Reason::kTooSoon);
}

TEST_F(SlotsTest, StartWithinTheBookingHorizonAndNotLater) {
  now_ = At("08:00");
  rules_.booking_horizon = absl::Hours(2);
  EXPECT_EQ(Starts(), "09:00 09:30 10:00");
  EXPECT_EQ(Judge(At("10:00")), Reason::kFree);
  EXPECT_EQ(Judge(At("10:30")), Reason::kTooFar);
  rules_.booking_horizon -= absl::Nanoseconds(1);
  EXPECT_EQ(Starts(), "09:00 09:30");
  EXPECT_EQ(Judge(At("10:00")), Reason::kTooFar);
}

TEST_F(SlotsTest, TouchBookingsButDoNotMeetThem) {
  busy_ = {{{At("10:00"), At("10:30")}}};
  EXPECT_EQ(Starts(), "09:00 10:30 11:00");
  EXPECT_EQ(Judge(At("09:00")), Reason::kFree);
  EXPECT_EQ(Judge(At("09:30")), Reason::kTaken);
  EXPECT_EQ(Judge(At("10:30")), Reason::kFree);
  busy_ = {{{At("09:55"), At("10:35")}}};
  EXPECT_EQ(Starts(), "11:00");
  EXPECT_EQ(Judge(At("09:00")), Reason::kTaken);
  EXPECT_EQ(Judge(At("10:30")), Reason::kTaken);
}

TEST_F(SlotsTest, KeepTheirBufferBeforeFree) {
  rules_.buffer_before = absl::Minutes(15);
  busy_ = {{{At("07:00"), At("09:15")}}};
  EXPECT_EQ(Starts(), "09:30 10:00 10:30 11:00");
  busy_ = {{{At("07:00"), At("09:20")}}};
  EXPECT_EQ(Starts(), "10:00 10:30 11:00");
  EXPECT_EQ(Judge(At("09:30")), Reason::kTaken);
}

TEST_F(SlotsTest, KeepTheirBufferAfterFree) {
  rules_.buffer_after = absl::Minutes(15);
  busy_ = {{{At("11:45"), At("15:00")}}};
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30");
  EXPECT_EQ(Judge(At("11:00")), Reason::kTaken);
  busy_ = {{{At("11:40"), At("15:00")}}};
  EXPECT_EQ(Starts(), "09:00 09:30 10:00");
  EXPECT_EQ(Judge(At("10:30")), Reason::kTaken);
}

TEST_F(SlotsTest, MayHaveBuffersOutsideWorkingTime) {
  rules_.buffer_before = absl::Hours(1);
  rules_.buffer_after = absl::Hours(1);
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30 11:00");
  busy_ = {{{At("12:00"), At("12:05")}}};
  EXPECT_EQ(Starts(), "09:00 09:30 10:00");
  busy_ = {{{At("08:05"), At("08:10")}}};
  EXPECT_EQ(Starts(), "09:30 10:00 10:30 11:00");
}

TEST_F(SlotsTest, AreFreeFromTheInstantAHoldEnds) {
  busy_ = {{{At("09:00"), At("12:00")}, now_ + absl::Nanoseconds(1)}};
  EXPECT_EQ(Starts(), "");
  EXPECT_EQ(Judge(At("09:00")), Reason::kTaken);
  busy_[0].expires = now_;
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30 11:00");
  EXPECT_EQ(Judge(At("09:00")), Reason::kFree);
}

TEST_F(SlotsTest, SeeALongBookingBehindShortOnes) {
  busy_ = {{{At("08:00"), At("10:30")}},
           {{At("08:30"), At("09:05")}},
           {{At("09:10"), At("09:20")}}};
  EXPECT_EQ(Starts(), "10:30 11:00");
  EXPECT_EQ(Judge(At("10:00")), Reason::kTaken);
}

TEST_F(SlotsTest, IgnoreWhatOccupiesNoTime) {
  busy_ = {{{At("10:00"), At("10:00")}}};
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30 11:00");
  EXPECT_EQ(Judge(At("09:30")), Reason::kFree);
}

TEST_F(SlotsTest, GoOnOverTouchingSpansOfTheStore) {
  spans_ = {{{At("09:00"), At("09:30")}, Store(1), {Channel::kVideo}},
            {{At("09:30"), At("10:30")}, Store(1), ChannelSet::All()}};
  EXPECT_EQ(Starts(), "09:00 09:30");
  EXPECT_EQ(Judge(At("09:00")), Reason::kFree);
  channel_ = Channel::kChat;
  EXPECT_EQ(Starts(), "09:30");
  EXPECT_EQ(Judge(At("09:00")), Reason::kOutsideSchedule);
}

TEST_F(SlotsTest, DoNotGoOnIntoAnotherStoreOrOverABreak) {
  spans_ = {{{At("09:00"), At("10:30")}, Store(1), ChannelSet::All()},
            {{At("10:30"), At("11:00")}, Store(2), ChannelSet::All()},
            {{At("11:05"), At("12:30")}, Store(2), ChannelSet::All()}};
  EXPECT_EQ(Starts(), "09:00 09:30 11:30");
  EXPECT_EQ(Judge(At("10:00")), Reason::kOutsideSchedule);
  EXPECT_EQ(Judge(At("10:30")), Reason::kOutsideSchedule);
}

TEST_F(SlotsTest, AreAtTheStoreThatIsAskedFor) {
  spans_ = {{{At("09:00"), At("10:00")}, Store(1), ChannelSet::All()},
            {{At("10:00"), At("11:00")}, Store(2), ChannelSet::All()}};
  EXPECT_EQ(Starts(), "09:00 10:00");
  EXPECT_EQ(Slots()[1].store, Store(2));
  store_ = Store(2);
  EXPECT_EQ(Starts(), "10:00");
  EXPECT_EQ(Judge(At("09:00")), Reason::kOutsideSchedule);
  EXPECT_EQ(Judge(At("10:00")), Reason::kFree);
}

TEST_F(SlotsTest, EndWhenTheVisitorHasEnough) {
  int visited = 0;
  ForEachSlot(
      Query(), window_, [&](const StoreId&) { return zone_; },
      [&](const FreeSlot&) { return ++visited < 2; });
  EXPECT_EQ(visited, 2);
}

TEST_F(SlotsTest, TellTheStoreAndTheSlotInTheVerdict) {
  const SlotVerdict verdict =
      CheckSlot(Query(), At("10:00"), [&](const StoreId&) { return zone_; });
  EXPECT_TRUE(verdict.free());
  EXPECT_EQ(verdict.interval, (Interval{At("10:00"), At("11:00")}));
  EXPECT_EQ(verdict.store, Store(1));
  EXPECT_EQ(
      CheckSlot(Query(), At("08:00"), [&](const StoreId&) { return zone_; })
          .store,
      std::nullopt);
}

TEST_F(SlotsTest, OfAChannelOfSeveralAreFreeUntilThatManyMeet) {
  Busy one = {{At("09:30"), At("11:00")}};
  one.load = 1;
  Busy two = {{At("10:00"), At("10:30")}};
  two.load = 1;
  busy_ = {one, two};
  EXPECT_EQ(Starts(), "11:00");
  capacity_ = 2;
  EXPECT_EQ(Starts(), "09:00 10:30 11:00");
  capacity_ = 3;
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30 11:00");
}

TEST_F(SlotsTest, OfAChannelOfSeveralNeverMeetWhatTakesEverything) {
  capacity_ = 20;
  busy_ = {{{At("10:00"), At("10:30")}}};
  EXPECT_EQ(Starts(), "09:00 10:30 11:00");
  EXPECT_EQ(Judge(At("09:30")), SlotVerdict::Reason::kTaken);
  EXPECT_EQ(Judge(At("10:30")), SlotVerdict::Reason::kFree);
}

TEST_F(SlotsTest, OfAChannelOfSeveralAreFreeWhereOneEndsAsTheNextBegins) {
  capacity_ = 2;
  Busy before = {{At("09:00"), At("10:00")}};
  before.load = 1;
  Busy after = {{At("10:00"), At("12:00")}};
  after.load = 1;
  busy_ = {before, after};
  EXPECT_EQ(Starts(), "09:00 09:30 10:00 10:30 11:00");
  // One of them takes two: then only what does not meet it is left.
  busy_[1].load = 2;
  EXPECT_EQ(Starts(), "09:00");
}

}  // namespace
}  // namespace rapport::calendar
