// Histories of classes that a sound service cannot have: each must be caught by
// its rule, and by that rule alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/soak/checker_fixture.h"

namespace rapport::soak {
namespace {

using ::testing::IsEmpty;

// Bob gives a class of four seats in the ticks 200 to 208: two confirmed, and
// one held.
class SeatRulesTest : public SoundHistory {
 protected:
  SeatRulesTest() {
    Make("s1", 200, 4);
    pair_ = Sit("p1", "s1", 2, 3 * kSecond);
    Change("pc", Effect::kKeeps, pair_, kConfirmed, 5 * kSecond);
    Sit("o1", "s1", 1, 7 * kSecond);
  }

  // A session, which is acknowledged without its times.
  SeenBooking Make(const std::string& id, int64_t tick, int seats) {
    SeenBooking session;
    session.id = id;
    session.version = 1;
    session.state = kConfirmed;
    session.associate = "bob";
    session.start_tick = tick;
    session.end_tick = tick + 8;
    session.load = kWholeCapacity;
    session.seats = seats;
    Attempt attempt =
        Asked("create-session", Effect::kTakes, "make-" + id, kSecond);
    attempt.associate = "bob";
    attempt.start_tick = tick;
    attempt.end_tick = tick + 8;
    Grant(attempt, session);
    session.create_us = session.update_us = kSecond / 1000;
    ledger_.bookings.push_back(session);
    Happened("make-" + id, id);
    Take(session, kWholeCapacity);
    return session;
  }

  static Attempt Wish(const std::string& id, const std::string& session,
                      int party, Instant invoked) {
    Attempt attempt = Asked("hold-seats", Effect::kTakes, "sit-" + id, invoked);
    attempt.session = session;
    attempt.party = party;
    return attempt;
  }

  // Seats that are held.
  SeenBooking Sit(const std::string& id, const std::string& session, int party,
                  Instant invoked) {
    SeenBooking seat = Row(session);
    seat.id = id;
    seat.session = session;
    seat.seats = 0;
    seat.party = party;
    seat.load = 0;
    seat.version = 1;
    seat.state = kHeld;
    seat.create_us = seat.update_us = invoked / 1000;
    seat.hold_expire_us = seat.create_us + kMinuteUs;
    Grant(Wish(id, session, party, invoked), seat);
    ledger_.bookings.push_back(seat);
    ledger_.seats.emplace(session, id);
    Happened("sit-" + id, id);
    return seat;
  }

  // It goes on with its session, which somebody else changed.
  void Follow(const std::string& id) {
    SeenBooking& seat = Row(id);
    ++seat.version;
    const SeenBooking& session = Row(seat.session);
    seat.start_tick = session.start_tick;
    seat.end_tick = session.end_tick;
    seat.associate = session.associate;
    seat.update_us = session.update_us;
    if (session.state == kCancelled) {
      seat.state = kCancelled;
      seat.hold_expire_us = 0;
    }
    ledger_.events.push_back({"desk", "", "FollowSession", {id}});
  }

  // The session is moved by two hours, and says so.
  void MoveSession(const std::string& id, Instant invoked) {
    SeenBooking& session = Row(id);
    Take(session, 0);
    session.start_tick += 24;
    session.end_tick += 24;
    ++session.version;
    session.update_us = invoked / 1000;
    Take(session, kWholeCapacity);
    Attempt move = Asked("move-session", Effect::kTakes, "move", invoked);
    move.subject = id;
    Grant(move, session);
    Happened("move", id);
  }

  void CancelSession(const std::string& id, Instant invoked) {
    Change("end", Effect::kFrees, Row(id), kCancelled, invoked);
  }

  void Read(const SeenBooking& seat, Instant invoked) {
    Attempt read = Asked("get-seats", Effect::kReads, "", invoked);
    read.subject = seat.id;
    Grant(read, seat);
  }

  SeenBooking pair_;
};

TEST_F(SeatRulesTest, HaveNothingToSayOfWhatIsRight) {
  EXPECT_THAT(Broken(), IsEmpty());
  const Verdict verdict = Check(history_, ledger_);
  for (const char* rule : {"seats", "seats-then", "follows"}) {
    EXPECT_GT(verdict.judged.at(rule), 0) << rule;
  }
}

TEST_F(SeatRulesTest, LetASessionBeFullAndFindOneSeatMore) {
  Sit("o2", "s1", 1, 9 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  Sit("o3", "s1", 1, 11 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"seats", "seats-then"}));
}

TEST_F(SeatRulesTest, FindSeatsThatWereOnceTooMany) {
  const SeenBooking big = Sit("o2", "s1", 2, 9 * kSecond);
  Change("x2", Effect::kFrees, big, kCancelled, 12 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"seats-then"}));
  // It may have been taken after another had ended.
  Attempt cancel = Asked("cancel-seats", Effect::kFrees, "x1", 8 * kSecond);
  cancel.subject = "o1";
  history_.attempts.push_back(cancel);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(SeatRulesTest, KnowThatWhoHasMetKeepsTheirSeat) {
  Meet("p1", 10 * kSecond);
  Sit("o2", "s1", 1, 14 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  Sit("o3", "s1", 1, 16 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"seats"}));
}

TEST_F(SeatRulesTest, FindASeatThatIsOfNoSession) {
  ledger_.seats.clear();
  ledger_.seats.emplace("s1", "p1");
  EXPECT_EQ(Broken(), (Rules{"seats"}));
  ledger_.seats.emplace("s1", "o1");
  EXPECT_THAT(Broken(), IsEmpty());
  ledger_.seats.emplace("s1", "b1");
  EXPECT_EQ(Broken(), (Rules{"seats"}));
}

TEST_F(SeatRulesTest, FindAnAcknowledgedSeatThatIsNotThere) {
  std::erase_if(ledger_.bookings,
                [](const SeenBooking& row) { return row.id == "p1"; });
  std::erase_if(ledger_.events, [](const LedgerEvent& event) {
    return event.subjects[0] == "p1";
  });
  ledger_.seats.erase("s1");
  ledger_.seats.emplace("s1", "o1");
  EXPECT_EQ(Broken(), (Rules{"lost"}));
}

TEST_F(SeatRulesTest, FindASeatThatEndedWithNothing) {
  SeenBooking& seat = Row("p1");
  ++seat.version;
  seat.state = kCancelled;
  ledger_.events.push_back({"desk", "", "FollowSession", {"p1"}});
  EXPECT_EQ(Broken(), (Rules{"states", "follows"}));
  // Somebody was asked to end the session, and did not.
  Attempt end = Asked("cancel-session", Effect::kFrees, "end", 9 * kSecond);
  end.subject = "s1";
  history_.attempts.push_back(end);
  EXPECT_EQ(Broken(), (Rules{"follows"}));
}

TEST_F(SeatRulesTest, LetSeatsEndWithTheirSessionAndFindThoseThatDoNot) {
  CancelSession("s1", 12 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"follows"}));
  Follow("p1");
  EXPECT_EQ(Broken(), (Rules{"follows"}));
  Follow("o1");
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(SeatRulesTest, FindASessionThatEndedAlthoughShoppersHadCome) {
  Meet("p1", 10 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  CancelSession("s1", 14 * kSecond);
  Follow("o1");
  EXPECT_EQ(Broken(), (Rules{"follows"}));
}

TEST_F(SeatRulesTest, LetSeatsMoveWithTheirSessionAndFindThoseLeftBehind) {
  MoveSession("s1", 12 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"follows"}));
  Follow("p1");
  Follow("o1");
  EXPECT_THAT(Broken(), IsEmpty());
  Row("o1").associate = "ann";
  EXPECT_EQ(Broken(), (Rules{"follows"}));
}

TEST_F(SeatRulesTest, FindAReadThatShowsASeatWhereItsSessionWas) {
  const SeenBooking before = Row("p1");
  MoveSession("s1", 12 * kSecond);
  Follow("p1");
  Follow("o1");
  Read(before, 12 * kSecond);  // may have been before
  EXPECT_THAT(Broken(), IsEmpty());
  Read(before, 15 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"follows"}));
  history_.attempts.pop_back();
  Read(Row("p1"), 15 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(SeatRulesTest, FindASessionBesideAnotherBooking) {
  Hold("h3", "b3", 205, 20 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());  // with ann
  Take(Row("b3"), 0);
  Row("b3").associate = "bob";
  history_.attempts.back().answer.associate = "bob";
  for (int64_t tick = 205; tick < 213; ++tick) {
    ledger_.occupancy[{"bob", tick}] += kWholeCapacity;
  }
  EXPECT_EQ(Broken(), (Rules{"overlap", "overlap-then"}));
}

TEST_F(SeatRulesTest, FindARefusalWhileThereWereSeats) {
  Refuse(Wish("o9", "s1", 2, 20 * kSecond), "SESSION_FULL");
  EXPECT_THAT(Broken(), IsEmpty());
  Refuse(Wish("o8", "s1", 1, 20 * kSecond), "SESSION_FULL");
  EXPECT_EQ(Broken(), (Rules{"full"}));
  // The last one may have been held by then.
  history_.attempts.back().completed = 22 * kSecond;
  Sit("o2", "s1", 1, 21 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(SeatRulesTest, LetWhoHasMetBeInTheWayOfOthers) {
  Meet("p1", 10 * kSecond);
  Refuse(Wish("o9", "s1", 2, 20 * kSecond), "SESSION_FULL");
  EXPECT_THAT(Broken(), IsEmpty());
  Row("p1").state = kNoShow;
  history_.attempts[history_.attempts.size() - 2].answer.state = kNoShow;
  EXPECT_TRUE(Broken().contains("full"));
}

TEST_F(SeatRulesTest, FindARefusalOfWhatWouldHaveReplacedAHold) {
  Attempt more = Wish("o9", "s1", 2, 20 * kSecond);
  more.replaces = "o1";
  Refuse(more, "SESSION_FULL");
  EXPECT_EQ(Broken(), (Rules{"full"}));
  history_.attempts.back().replaces = "";
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(SeatRulesTest, LetAHoldEndForWhatReplacesIt) {
  SeenBooking& seat = Row("o1");
  ++seat.version;
  seat.state = kCancelled;
  seat.hold_expire_us = 0;
  Sit("o2", "s1", 2, 20 * kSecond);
  history_.attempts.back().replaces = "o1";
  ledger_.events.back().subjects.push_back("o1");
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(SeatRulesTest, FindARequestThatIsAnsweredWithOtherSeats) {
  Attempt again = history_.attempts.back();
  again.answer.party = 2;
  again.fingerprint = 99;
  history_.attempts.push_back(again);
  EXPECT_EQ(Broken(), (Rules{"same-answer", "states"}));
}

}  // namespace
}  // namespace rapport::soak
