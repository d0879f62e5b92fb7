// Histories that a sound service cannot have: each must be caught by its rule,
// and by that rule alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/soak/checker_fixture.h"

namespace rapport::soak {
namespace {

using ::testing::IsEmpty;

// A small world in which everything is right, to be made wrong.
class CheckerTest : public CheckerFixture {
 protected:
  CheckerTest() {
    // One is held, then confirmed; another follows it.
    held_ = Hold("h1", "b1", 100, 1 * kSecond);
    Change("c1", Effect::kKeeps, held_, kConfirmed, 3 * kSecond);
    Hold("h2", "b2", 108, 1 * kSecond);
  }

  // A hold of eight ticks, granted within a second.
  SeenBooking Hold(const std::string& request, const std::string& id,
                   int64_t tick, Instant invoked) {
    SeenBooking booking;
    booking.id = id;
    booking.version = 1;
    booking.state = kHeld;
    booking.associate = "ann";
    booking.start_tick = tick;
    booking.end_tick = tick + 8;
    booking.load = kWholeCapacity;
    booking.create_us = invoked / 1000;
    booking.update_us = booking.create_us;
    booking.hold_expire_us = booking.create_us + kMinuteUs;
    Attempt attempt = Asked("hold", Effect::kTakes, request, invoked);
    attempt.associate = booking.associate;
    attempt.start_tick = booking.start_tick;
    attempt.end_tick = booking.end_tick;
    Grant(attempt, booking);
    ledger_.bookings.push_back(booking);
    Happened(request, id);
    Take(booking, kWholeCapacity);
    return booking;
  }

  // A change of state that is granted, and is in the database.
  SeenBooking Change(const std::string& request, Effect effect,
                     const SeenBooking& before, int state, Instant invoked) {
    SeenBooking after = before;
    ++after.version;
    after.state = state;
    after.hold_expire_us = 0;
    after.update_us = invoked / 1000;
    Attempt attempt = Asked("change", effect, request, invoked);
    attempt.subject = before.id;
    Grant(attempt, after);
    Become(after);
    Happened(request, after.id);
    return after;
  }

  static Attempt Asked(const std::string& op, Effect effect,
                       const std::string& request, Instant invoked) {
    return CheckerFixture::Asked(op, effect, "sam", request, invoked);
  }

  void Grant(Attempt attempt, const SeenBooking& answer) {
    attempt.outcome = Outcome::kOk;
    attempt.answer = answer;
    attempt.fingerprint = static_cast<uint64_t>(answer.version);
    history_.attempts.push_back(attempt);
  }
  void Refuse(Attempt attempt, const std::string& reason) {
    attempt.outcome = Outcome::kRefused;
    attempt.reason = reason;
    history_.attempts.push_back(attempt);
  }

  void Happened(const std::string& request, const std::string& id) {
    ledger_.events.push_back({"sam", request, "done", {id}});
  }
  void Become(const SeenBooking& now) {
    for (SeenBooking& row : ledger_.bookings) {
      if (row.id != now.id) continue;
      row = now;
      if (now.state >= 4) Take(now, 0);
    }
  }
  void Take(const SeenBooking& booking, int load) {
    for (int64_t t = booking.start_tick; t < booking.end_tick; ++t) {
      if (load == 0) {
        ledger_.occupancy.erase({booking.associate, t});
      } else {
        ledger_.occupancy[{booking.associate, t}] += load;
      }
    }
  }
  SeenBooking& Row(const std::string& id) {
    for (SeenBooking& row : ledger_.bookings) {
      if (row.id == id) return row;
    }
    return ledger_.bookings.emplace_back();
  }

  SeenBooking held_;
};

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

TEST_F(CheckerTest, FindsAHoldOutsideTheHoursOfThen) {
  history_.hours.push_back({"ann", 0, 150, {}, kSecond / 2, kSecond, {}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
  Hold("h3", "b3", 160, 5 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"hours"}));
  // It may have been before the next change was in force.
  history_.hours[0].completed = 6 * kSecond;
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(CheckerTest, FindsAHoldInTimeOff) {
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

TEST_F(CheckerTest, FindsARefusalForNothing) {
  Attempt hold = Asked("hold", Effect::kTakes, "h3", 5 * kSecond);
  hold.associate = "ann";
  hold.start_tick = 115;
  hold.end_tick = 123;
  Refuse(hold, "SLOT_TAKEN");
  EXPECT_THAT(Broken(), IsEmpty());
  history_.attempts.back().start_tick = 116;
  EXPECT_EQ(Broken(), (Rules{"refusal"}));
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

TEST_F(CheckerTest, FindsABookingThatAChangeOfHoursKeptQuietAbout) {
  history_.hours.push_back(
      {"ann", 0, 100, {}, 9 * kSecond, 10 * kSecond, {"b1", "b2"}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
  history_.hours[0].uncovered = {"b2"};
  EXPECT_EQ(Broken(), (Rules{"uncovered"}));
  // One that may be over, by a clock that is ahead.
  history_.hours[0].told_from_tick = 101;
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(CheckerTest, KnowsThatAHoldThatMovesRunsOutAsItWouldHave) {
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

TEST_F(CheckerTest, FindsABookingThatTimeOffKeptQuietAbout) {
  history_.hours.push_back(
      {"ann", 0, 288, {{90, 140}}, 9 * kSecond, 10 * kSecond, {"b1", "b2"}, 0});
  EXPECT_THAT(Broken(), IsEmpty());
  history_.hours[0].uncovered = {"b2"};
  EXPECT_EQ(Broken(), (Rules{"uncovered"}));
}

}  // namespace
}  // namespace rapport::soak
