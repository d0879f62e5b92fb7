// Histories of who waits that a sound service cannot have: each must be caught
// by its rule, and by that rule alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/soak/checker_fixture.h"

namespace rapport::soak {
namespace {

using ::testing::IsEmpty;

constexpr int kWaiting = 1, kOffered = 2, kBooked = 3, kLeft = 4, kOver = 5;
constexpr int kVideo = 2, kChat = 4;
constexpr int64_t kTickUs = 5 * kMinuteUs;

// Ann's ticks 101 to 107, and the buffers around them, are waited for: sam
// joined first and was offered them, pat waits.
class WaitingCheckerTest : public CheckerFixture {
 protected:
  WaitingCheckerTest() {
    Join("e1", "sam", 1 * kSecond);
    Offer("e1", "b1");
    Join("e2", "pat", 40 * kSecond);
    See("e1", 42 * kSecond);
  }

  void Join(const std::string& id, const std::string& shopper,
            Instant invoked) {
    SeenEntry entry;
    entry.id = id;
    entry.version = 1;
    entry.state = kWaiting;
    entry.shopper = shopper;
    entry.service = "fitting";
    entry.associate = "ann";
    entry.channels = 1U << kVideo;
    entry.start_us = 101 * kTickUs;
    entry.end_us = 107 * kTickUs;
    entry.create_us = invoked / 1000;
    ledger_.entries.push_back(entry);
    Grant(Asked("join", Effect::kJoins, shopper, "join-" + id, invoked), id);
    ledger_.entry_events.push_back(
        {shopper, "join-" + id, "JoinWaitlist", {id}});
  }

  // Holds them for that entry, as the database has it.
  void Offer(const std::string& entry_id, const std::string& booking_id) {
    SeenEntry& entry = Entry(entry_id);
    SeenBooking booking;
    booking.id = booking_id;
    booking.version = 1;
    booking.state = kHeld;
    booking.associate = "ann";
    booking.start_tick = 100;
    booking.end_tick = 108;
    booking.load = kWholeCapacity;
    booking.hold_expire_us = kMinuteUs;
    ledger_.bookings.push_back(booking);
    ledger_.offers.push_back({.booking = booking_id,
                              .entry = entry_id,
                              .shopper = entry.shopper,
                              .service = entry.service,
                              .associate = "ann",
                              .channel = kVideo,
                              .start_us = 101 * kTickUs,
                              .end_us = 107 * kTickUs});
    ledger_.events.push_back({"rapport", "", "OfferSlot", {booking_id}});
    for (int64_t tick = 100; tick < 108; ++tick) {
      ledger_.occupancy[{"ann", tick}] = kWholeCapacity;
    }
    Change(entry_id, kOffered);
    entry.booking = booking_id;
  }

  void Change(const std::string& id, int state) {
    SeenEntry& entry = Entry(id);
    ++entry.version;
    entry.state = state;
    ledger_.entry_events.push_back({"rapport", "", "OfferSlot", {id}});
  }

  // What becomes of the booking, with the event of `request`.
  void Become(const std::string& booking, int state,
              const std::string& request) {
    for (SeenBooking& row : ledger_.bookings) {
      if (row.id != booking) continue;
      ++row.version;
      row.state = state;
      row.update_us = row.hold_expire_us - (state == kExpired ? 0 : 1);
      row.hold_expire_us = 0;
    }
    ledger_.events.push_back({"sam", request, "done", {booking}});
    if (state >= kCancelled) ledger_.occupancy.clear();
  }

  // Sam confirms or cancels the booking, without an answer.
  void Ask(const std::string& request, Effect effect) {
    Attempt attempt = Asked("ask", effect, "sam", request, 50 * kSecond);
    attempt.subject = "b1";
    history_.attempts.push_back(attempt);
  }

  // A read that shows the entry as it is.
  void See(const std::string& id, Instant invoked) {
    Attempt read = Asked("list-waits", Effect::kReads, "sam", "", invoked);
    Grant(read, id);
  }

  void Leave(const std::string& id, Instant invoked) {
    Change(id, kLeft);
    ledger_.entry_events.back() = {Entry(id).shopper, "leave", "Leave", {id}};
    Attempt leave =
        Asked("leave", Effect::kLeaves, Entry(id).shopper, "leave", invoked);
    leave.subject = id;
    Grant(leave, id);
  }

  void Grant(Attempt attempt, const std::string& entry) {
    attempt.outcome = Outcome::kOk;
    attempt.entries = {Entry(entry)};
    history_.attempts.push_back(attempt);
  }

  SeenEntry& Entry(const std::string& id) {
    for (SeenEntry& row : ledger_.entries) {
      if (row.id == id) return row;
    }
    return ledger_.entries.emplace_back();
  }
};

TEST_F(WaitingCheckerTest, HasNothingToSayOfWhatIsRight) {
  EXPECT_THAT(Broken(), IsEmpty());
  const Verdict verdict = Check(history_, ledger_);
  for (const char* rule : {"offer", "waiting", "all-or-nothing", "overlap"}) {
    EXPECT_GT(verdict.judged.at(rule), 0) << rule;
  }
}

TEST_F(WaitingCheckerTest, LetsAnOfferBeConfirmedOrEnd) {
  Ask("c1", Effect::kKeeps);
  Become("b1", kConfirmed, "c1");
  Change("e1", kBooked);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(WaitingCheckerTest, FindsAnOfferWithoutItsBooking) {
  ledger_.bookings.clear();
  ledger_.offers.clear();
  ledger_.events.clear();
  ledger_.occupancy.clear();
  EXPECT_EQ(Broken(), (Rules{"offer"}));
}

TEST_F(WaitingCheckerTest, FindsTwoOffersToOneEntry) {
  OfferRow second = ledger_.offers[0];
  second.booking = "b2";
  SeenBooking booking = ledger_.bookings[0];
  booking.id = "b2";
  booking.start_tick = 200;
  booking.end_tick = 208;
  ledger_.offers.push_back(second);
  ledger_.bookings.push_back(booking);
  ledger_.events.push_back({"rapport", "", "OfferSlot", {"b2"}});
  for (int64_t tick = 200; tick < 208; ++tick) {
    ledger_.occupancy[{"ann", tick}] = kWholeCapacity;
  }
  EXPECT_EQ(Broken(), (Rules{"offer"}));
}

TEST_F(WaitingCheckerTest, FindsAnOfferOfAnothersOrOutsideTheWish) {
  const OfferRow right = ledger_.offers[0];
  OfferRow& offer = ledger_.offers[0];
  offer.shopper = "pat";
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  offer = right;
  offer.service = "styling";
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  offer = right;
  offer.channel = kChat;
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  offer = right;
  offer.associate = "bob";
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  offer = right;
  offer.end_us += 1;
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  // Its shopper may have moved it.
  Ask("m1", Effect::kTakes);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(WaitingCheckerTest, FindsAnEntryThatSaysOtherwiseThanItsBooking) {
  Change("e1", kBooked);  // of what is held still
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  Ask("c1", Effect::kKeeps);
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  Become("b1", kConfirmed, "c1");
  EXPECT_THAT(Broken(), IsEmpty());
  Entry("e1").state = kOffered;
  EXPECT_EQ(Broken(), (Rules{"offer"}));
}

TEST_F(WaitingCheckerTest, FindsAnOfferThatRanOutAndIsOfferedStill) {
  Become("b1", kExpired, "");
  EXPECT_EQ(Broken(), (Rules{"offer"}));
  Change("e1", kOver);
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(WaitingCheckerTest, FindsAnAcknowledgedWaitThatIsNotThere) {
  ledger_.entries.pop_back();
  ledger_.entry_events.erase(ledger_.entry_events.begin() + 2);
  EXPECT_EQ(Broken(), (Rules{"waiting"}));
}

TEST_F(WaitingCheckerTest, FindsAWaitForSomethingElse) {
  Entry("e2").end_us += kTickUs;
  EXPECT_EQ(Broken(), (Rules{"waiting"}));
}

TEST_F(WaitingCheckerTest, FindsAWaitThatGoesBackOrEndsByItself) {
  Change("e2", kLeft);
  EXPECT_EQ(Broken(), (Rules{"waiting"}));
  Attempt leave = Asked("leave", Effect::kLeaves, "pat", "x", 60 * kSecond);
  leave.subject = "e2";
  history_.attempts.push_back(leave);  // without an answer
  EXPECT_THAT(Broken(), IsEmpty());
  See("e2", 70 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  Entry("e2").state = kWaiting;
  EXPECT_EQ(Broken(), (Rules{"waiting"}));
}

TEST_F(WaitingCheckerTest, FindsAReadThatShowsLessThanWasAcknowledged) {
  const SeenEntry before = Entry("e2");
  Leave("e2", 60 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  See("e2", 70 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  history_.attempts.back().entries = {before};
  EXPECT_EQ(Broken(), (Rules{"waiting"}));
}

TEST_F(WaitingCheckerTest, FindsWhatIsOfferedToWhoLeft) {
  Leave("e2", 60 * kSecond);
  EXPECT_THAT(Broken(), IsEmpty());
  Become("b1", kExpired, "");
  Change("e1", kOver);
  Offer("e2", "b2");
  EXPECT_TRUE(Broken().contains("left"));
}

TEST_F(WaitingCheckerTest, FindsAnOfferThatLivesOnAfterItsEntryWasLeft) {
  Leave("e1", 60 * kSecond);
  EXPECT_EQ(Broken(), (Rules{"left", "offer"}));
  Become("b1", kCancelled, "");
  EXPECT_THAT(Broken(), IsEmpty());
}

TEST_F(WaitingCheckerTest, FindsAnEventThatNoEntryHas) {
  ledger_.entry_events.push_back({"rapport", "", "OfferSlot", {"e9"}});
  EXPECT_EQ(Broken(), (Rules{"all-or-nothing"}));
}

TEST_F(WaitingCheckerTest, FindsAJoinThatNobodySent) {
  history_.attempts.erase(history_.attempts.begin() + 1);
  EXPECT_EQ(Broken(), (Rules{"all-or-nothing"}));
}

TEST_F(WaitingCheckerTest, FindsAnOfferOutOfTurn) {
  Join("e0", "kim", 90 * kSecond);
  Entry("e0").create_us = 0;  // whoever joined so early comes first
  for (Attempt& attempt : history_.attempts) {
    if (attempt.request_id != "join-e0") continue;
    attempt.invoked = -60 * kSecond;
    attempt.completed = -59 * kSecond;
    attempt.entries[0].create_us = 0;
  }
  EXPECT_EQ(Broken(), (Rules{"turn"}));
  // Not everybody need have known of them.
  history_.known_after_ns = 100 * kSecond;
  EXPECT_THAT(Broken(), IsEmpty());
  history_.known_after_ns = 10 * kSecond;
  // Nor does who wants something else come first.
  Entry("e0").channels = 1U << kChat;
  for (Attempt& attempt : history_.attempts) {
    if (attempt.request_id == "join-e0") {
      attempt.entries[0].channels = 1U << kChat;
    }
  }
  EXPECT_THAT(Broken(), IsEmpty());
}

}  // namespace
}  // namespace rapport::soak
