// Histories that a sound service cannot have: each must be caught by its rule,
// and by that rule alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/soak/checker_fixture.h"

namespace rapport::soak {
namespace {

using ::testing::IsEmpty;

class CheckerTest : public SoundHistory {};

TEST_F(CheckerTest, HasNothingToSayOfWhatIsRight) {
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(CheckerTest, JudgesSomethingByEachRuleThatApplies) {
  const Verdict verdict = Check(history_, ledger_);
  for (const char* rule : {"overlap", "overlap-then", "occupancy", "lost",
                           "all-or-nothing", "states", "clock"}) {
    EXPECT_GT(verdict.judged.at(rule), 0) << rule;
  }
}

TEST_F(CheckerTest, FindsTwoLiveBookingsInOneTick) {
  Hold("h3", "b3", 107, 8 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"overlap", "overlap-then"}));
}

TEST_F(CheckerTest, LetsTwoShareATickThatHasRoomForBoth) {
  Hold("h3", "b3", 107, 8 * kSecond);
  for (SeenBooking& row : ledger_.bookings) row.load = 100;
  for (Attempt& attempt : history_.attempts) attempt.answer.load = 100;
  ledger_.occupancy.clear();
  for (const SeenBooking& row : ledger_.bookings) Take(row, 100);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(CheckerTest, FindsChatsBeyondTheirNumberAndBesideAVideo) {
  const auto make_all_chats = [&] {
    for (SeenBooking& row : ledger_.bookings) row.load = kChatLoad;
    for (Attempt& attempt : history_.attempts) attempt.answer.load = kChatLoad;
    ledger_.occupancy.clear();
    for (const SeenBooking& row : ledger_.bookings) Take(row, kChatLoad);
  };
  for (int i = 3; i < 3 + kChatsAtATime - 1; ++i) {
    const std::string number = std::to_string(i);
    Hold("h" + number, "b" + number, 107, (5 + i) * kSecond);
  }
  make_all_chats();
  EXPECT_THAT(Broken(), IsEmpty());
  Hold("h8", "b8", 107, 20 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"overlap", "overlap-then"}));
  make_all_chats();
  EXPECT_EQ(Broken(), (Rules{"overlap", "overlap-then"}));
}

TEST_F(CheckerTest, FindsTwoThatOnceHadOneTick) {
  const SeenBooking third = Hold("h3", "b3", 107, 8 * kSecond);
  const SeenBooking fourth = Hold("h4", "b4", 130, 8 * kSecond);
  Change("x3", Effect::kFrees, third, kCancelled, 12 * kSecond);
  Change("x4", Effect::kFrees, fourth, kCancelled, 12 * kSecond);
  // What is left is as it should be.
  for (const char* id : {"b1", "b2"}) {
    Take(Row(id), 0);
    Take(Row(id), kWholeCapacity);
  }
  EXPECT_EQ(Broken(), (Rules{"overlap-then"}));
}

TEST_F(CheckerTest, LetsOneFollowAnotherThatMayHaveEndedBefore) {
  // A cancel without an answer may have happened; the next has its ticks.
  Attempt cancel = Asked("cancel", Effect::kFrees, "x2", 5 * kSecond);
  cancel.subject = "b2";
  history_.attempts.push_back(cancel);
  SeenBooking gone = Row("b2");
  gone.version = 2;
  gone.state = kCancelled;
  gone.hold_expire_us = 0;
  Become(gone);
  Happened("x2", "b2");
  Hold("h3", "b3", 108, 8 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(CheckerTest, LetsAHoldEndEarlyWhereTheClockJumped) {
  SeenBooking gone = Row("b2");
  gone.version = 2;
  gone.state = kExpired;
  gone.update_us = gone.hold_expire_us;
  gone.hold_expire_us = 0;
  Become(gone);
  ledger_.events.push_back({"sam", "h3", "done", {"b3", "b2"}});
  Hold("h3", "b3", 108, 8 * kSecond);
  ledger_.events.pop_back();
  EXPECT_EQ(Broken(), (Rules{"overlap-then"}));
  // It was asked for when the clock was about to be set.
  history_.clock_jumps = {{kSecond / 2, 2 * kSecond}};
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(CheckerTest, FindsTicksThatNobodyHas) {
  ledger_.occupancy[{"ann", 500}] = kWholeCapacity;
  EXPECT_EQ(Broken(), (Rules{"occupancy"}));
}

TEST_F(CheckerTest, FindsLiveBookingsWithoutTheirTicks) {
  ledger_.occupancy.erase({"ann", 103});
  EXPECT_EQ(Broken(), (Rules{"occupancy"}));
}

TEST_F(CheckerTest, FindsAnAcknowledgedBookingThatIsNotThere) {
  Take(Row("b2"), 0);
  std::erase_if(ledger_.bookings,
                [](const SeenBooking& row) { return row.id == "b2"; });
  std::erase_if(ledger_.events, [](const LedgerEvent& event) {
    return event.request_id == "h2";
  });
  EXPECT_EQ(Broken(), (Rules{"lost"}));
}

TEST_F(CheckerTest, FindsAnAcknowledgedChangeThatIsNotThere) {
  Row("b1") = held_;
  std::erase_if(ledger_.events, [](const LedgerEvent& event) {
    return event.request_id == "c1";
  });
  EXPECT_EQ(Broken(), (Rules{"lost"}));
}

TEST_F(CheckerTest, FindsARequestThatMadeTwoBookings) {
  Attempt again = history_.attempts[0];
  again.answer.id = "b3";
  again.answer.start_tick = 200;
  again.answer.end_tick = 208;
  again.fingerprint = 99;
  history_.attempts.push_back(again);
  ledger_.bookings.push_back(again.answer);
  Take(again.answer, kWholeCapacity);
  Happened("h1", "b3");
  EXPECT_EQ(Broken(), (Rules{"same-answer", "all-or-nothing"}));
}

TEST_F(CheckerTest, FindsARequestThatIsRefusedAfterItWasGranted) {
  Attempt again = history_.attempts[0];
  again.invoked = 9 * kSecond;
  again.completed = 10 * kSecond;
  Refuse(again, "SLOT_TAKEN");
  EXPECT_TRUE(Broken().contains("same-answer"));
}

TEST_F(CheckerTest, LetsATwinBeRefusedBeforeTheOtherIsGranted) {
  Attempt twin = history_.attempts[0];
  twin.invoked = 0;
  Refuse(twin, "ANY_ASSOCIATE_TAKEN");
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(CheckerTest, LetsTheUnknownHaveHappenedOrNot) {
  history_.attempts.push_back(Asked("hold", Effect::kTakes, "h9", 5 * kSecond));
  EXPECT_THAT(Broken(), IsEmpty());
  const SeenBooking ninth = Hold("h9", "b9", 300, 5 * kSecond);
  history_.attempts.pop_back();  // its answer
  EXPECT_THAT(Broken(), IsEmpty());
  // Half of it: a row without an event.
  ledger_.events.pop_back();
  EXPECT_EQ(Broken(), (Rules{"all-or-nothing"}));
}

TEST_F(CheckerTest, FindsAnEventWithoutItsBooking) {
  history_.attempts.push_back(Asked("hold", Effect::kTakes, "h9", 5 * kSecond));
  Happened("h9", "b9");
  EXPECT_EQ(Broken(), (Rules{"all-or-nothing"}));
}

TEST_F(CheckerTest, FindsWhatWasRefusedAndDoneAllTheSame) {
  Attempt refused = Asked("cancel", Effect::kFrees, "x9", 5 * kSecond);
  refused.subject = "b2";
  Refuse(refused, "ETAG_MISMATCH");
  Row("b2").version = 2;
  Happened("x9", "b2");
  EXPECT_TRUE(Broken().contains("all-or-nothing"));
}

TEST_F(CheckerTest, FindsARequestThatNobodySent) {
  Happened("ghost", "b1");
  ++Row("b1").version;
  EXPECT_EQ(Broken(), (Rules{"all-or-nothing"}));
}

TEST_F(CheckerTest, FindsAConfirmedBookingThatRanOut) {
  SeenBooking row = Row("b1");
  row.state = kExpired;
  ++row.version;
  row.update_us += 2 * kMinuteUs;
  Become(row);
  ledger_.events.push_back({"rapport", "", "ExpireHolds", {"b1"}});
  EXPECT_EQ(Broken(), (Rules{"states"}));
}

TEST_F(CheckerTest, FindsACancelThatNobodyAskedFor) {
  SeenBooking row = Row("b2");
  row.state = kCancelled;
  row.hold_expire_us = 0;
  ++row.version;
  Become(row);
  ledger_.events.push_back({"rapport", "", "ExpireHolds", {"b2"}});
  EXPECT_EQ(Broken(), (Rules{"states"}));
}

TEST_F(CheckerTest, FindsTwoContentsOfOneVersion) {
  Row("b2").associate = "bob";
  ledger_.occupancy.clear();
  for (const SeenBooking& row : ledger_.bookings) Take(row, kWholeCapacity);
  EXPECT_EQ(Broken(), (Rules{"states"}));
}

TEST_F(CheckerTest, FindsAConfirmAfterTheHoldHadRunOut) {
  const SeenBooking third = Hold("h3", "b3", 200, 5 * kSecond);
  Change("c3", Effect::kKeeps, third, kConfirmed, 66 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"clock"}));
}

TEST_F(CheckerTest, FindsAHoldThatEndsBeforeItsTime) {
  SeenBooking row = Row("b2");
  row.state = kExpired;
  ++row.version;
  row.update_us = row.hold_expire_us - 1;
  row.hold_expire_us = 0;
  Become(row);
  ledger_.events.push_back({"rapport", "", "ExpireHolds", {"b2"}});
  EXPECT_EQ(Broken(), (Rules{"clock"}));
}

TEST_F(CheckerTest, FindsAReadThatGoesBack) {
  Attempt read = Asked("get", Effect::kReads, "", 8 * kSecond);
  read.subject = "b1";
  Grant(read, Row("b1"));
  EXPECT_THAT(Broken(), IsEmpty());
  history_.attempts.back().answer = held_;
  EXPECT_EQ(Broken(), (Rules{"reads"}));
  history_.attempts.pop_back();
  Refuse(read, "BOOKING_NOT_FOUND");
  EXPECT_EQ(Broken(), (Rules{"reads"}));
}

TEST_F(CheckerTest, KnowsThatOthersMayComeBesideWhoSwitchesBeforeTheyAreTold) {
  SeenBooking before = Row("b1");
  before.load = kChatLoad;
  Change("s1", Effect::kKeeps, before, kConfirmed, 20 * kSecond);
  Hold("h3", "b3", 96, 20 * kSecond);
  Row("b3").load = kChatLoad;
  Attempt& chat = history_.attempts.back();
  chat.answer.load = kChatLoad;
  chat.completed = 20 * kSecond + kSecond / 2;
  for (int64_t tick = 96; tick < 108; ++tick) {
    ledger_.occupancy[{"ann", tick}] =
        100 <= tick && tick < 104 ? 2 * kChatLoad : kChatLoad;
  }
  EXPECT_THAT(Broken(), IsEmpty());
}

}  // namespace
}  // namespace rapport::soak
