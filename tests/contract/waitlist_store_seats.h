// What every WaitlistStore does for those who wait for seats of a class. See
// waitlist_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_SEATS_H_
#define RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_SEATS_H_

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/contract/waitlist_store_offers.h"

namespace rapport::booking {

// Booking 1 is a session of three seats with associate 1; booking 2 has one.
class WaitlistStoreSeats : public WaitlistStoreOffers {
 protected:
  void Fill(int party) {
    MakeSession(1, 0);
    ASSERT_TRUE(Hold(SeatsTo(0, 2, party).hold).ok());
    ASSERT_TRUE(Confirm(2).ok());
  }
  // An hour from `tick` on.
  static HoldWrite Session(uint32_t booking, int tick) {
    HoldWrite session = Wanted(booking, 1, Ticks(tick, tick + 12));
    session.booking.shopper.clear();
    session.booking.seats = 3;
    return session;
  }
  void MakeSession(uint32_t booking, int tick) {
    ASSERT_TRUE(
        Write(absl::StrCat("make-", booking), Creating(Session(booking, tick)))
            .ok());
  }
  // Of session 1, for that entry.
  static Offer SeatsTo(uint8_t number, uint32_t booking, int party,
                       int64_t session_version = 1) {
    Offer offer = OfferTo(number, booking, Ticks(0, 12));
    offer.hold.schedule_version = 0;
    offer.hold.session_version = session_version;
    offer.hold.booking.session = BookingOf(1);
    offer.hold.booking.party_size = party;
    return offer;
  }
  std::optional<Booking> Made(const Offer& offer) {
    const auto made = waitlist().OfferFree(brand_, offer);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(std::nullopt);
  }
  void ExpectWaiting(uint8_t number, uint32_t booking) {
    EXPECT_EQ(Entry(number).state, WaitlistState::kWaiting);
    EXPECT_EQ(Entry(number).version, 1);
    EXPECT_FALSE(IsThere(booking));
  }
};

TEST_P(WaitlistStoreSeats, AreOfferedWhereThereAreAsMany) {
  Fill(/*party=*/2);
  for (const uint8_t number : {1, 2}) MustJoin(number);
  const auto claims = under_test().claims();
  EXPECT_EQ(Made(SeatsTo(1, 11, 2)), std::nullopt);
  ExpectWaiting(1, 11);
  const auto hold = Made(SeatsTo(2, 12, 1));
  ASSERT_TRUE(hold.has_value());
  EXPECT_EQ(*hold, Get(12));
  EXPECT_EQ(hold->session, BookingOf(1));
  EXPECT_EQ(hold->meeting, Ticks(0, 12));
  ExpectOffered(2, 12);
  EXPECT_TRUE(under_test().claims() == claims) << "a seat took somebody's time";
  EXPECT_THAT(Hold(SeatsTo(0, 3, 1).hold), FailsWith("SESSION_FULL"));
  ASSERT_TRUE(Confirm(12).ok());
  EXPECT_EQ(Entry(2).state, WaitlistState::kBooked);
}

TEST_P(WaitlistStoreSeats, ThatAreGivenBackAreOfferedToTheNext) {
  Fill(/*party=*/3);
  MustJoin(1);
  EXPECT_EQ(Made(SeatsTo(1, 11, 2)), std::nullopt);
  ASSERT_TRUE(Cancel(2).ok());
  ASSERT_TRUE(Made(SeatsTo(1, 11, 2)).has_value());
  ExpectOffered(1, 11);
  ASSERT_TRUE(Leave(1).ok());
  EXPECT_EQ(Get(11).state, BookingState::kCancelled);
  MustJoin(2);
  EXPECT_TRUE(Made(SeatsTo(2, 12, 3)).has_value());
}

// Who confirms one at that instant is right: the sweep of holds decides.
TEST_P(WaitlistStoreSeats, OfAHoldThatRanOutAreTakenUntilItIsEnded) {
  Fill(/*party=*/1);
  ASSERT_TRUE(Hold(SeatsTo(0, 3, 2).hold).ok());
  RunOut(3);
  MustJoin(1);
  EXPECT_EQ(Made(SeatsTo(1, 11, 1)), std::nullopt);
  ASSERT_TRUE(store().ExpireDue().ok());
  EXPECT_TRUE(Made(SeatsTo(1, 11, 1)).has_value());
}

TEST_P(WaitlistStoreSeats, AreOfferedAsTheSessionWasSeen) {
  Fill(/*party=*/1);
  MustJoin(1);
  EXPECT_EQ(Made(SeatsTo(1, 11, 1, /*session_version=*/2)), std::nullopt);
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(Made(SeatsTo(1, 11, 1, /*session_version=*/2)), std::nullopt);
  Offer elsewhere = SeatsTo(1, 11, 1);
  elsewhere.hold.booking.session = BookingOf(9);
  EXPECT_EQ(Made(elsewhere), std::nullopt);
  ExpectWaiting(1, 11);
}

// Who let the offer run out has had their turn, and so has who took it.
TEST_P(WaitlistStoreSeats, OfACancelledSessionAreWaitedForAgain) {
  Fill(/*party=*/1);
  MakeSession(5, 20);
  const WaitlistEntry joined = MustJoin(1);
  MustJoin(2);
  ASSERT_TRUE(Made(SeatsTo(1, 11, 1)).has_value());
  ASSERT_TRUE(Made(SeatsTo(2, 12, 1)).has_value());
  RunOut(12);
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(Get(11).state, BookingState::kCancelled);
  EXPECT_EQ(Get(12).state, BookingState::kExpired);
  EXPECT_EQ(Entry(2).state, WaitlistState::kOver);

  const WaitlistEntry waits = Entry(1);
  EXPECT_EQ(waits.state, WaitlistState::kWaiting);
  EXPECT_EQ(waits.version, 3);
  EXPECT_EQ(waits.booking, BookingOf(11)) << "what was held for them, the last";
  EXPECT_EQ(waits.update_time, Get(11).update_time);
  EXPECT_EQ(waits.create_time, joined.create_time) << "their place";
  WaitlistEntry twice = Wish(3);
  twice.shopper = waits.shopper;
  EXPECT_THAT(Join(twice), FailsWith("ALREADY_WAITING"));

  Offer next = SeatsTo(1, 13, 1);
  next.hold.booking.session = BookingOf(5);
  next.hold.booking.meeting = next.hold.booking.occupied = Ticks(20, 32);
  EXPECT_EQ(Made(next), std::nullopt) << "by what it was before";
  next.entry_version = waits.version;
  ASSERT_TRUE(Made(next).has_value());
  ASSERT_TRUE(Confirm(13).ok());
  ASSERT_TRUE(Cancel(5).ok());
  EXPECT_EQ(Get(13).state, BookingState::kCancelled);
  EXPECT_EQ(Entry(1).state, WaitlistState::kBooked);
}

TEST_P(WaitlistStoreSeats, OfACancelledSessionAreNotWaitedForByWhoLeft) {
  Fill(/*party=*/1);
  for (const uint8_t number : {1, 2}) MustJoin(number);
  ASSERT_TRUE(Made(SeatsTo(1, 11, 1)).has_value());
  ASSERT_TRUE(Made(SeatsTo(2, 12, 1)).has_value());
  ASSERT_TRUE(Leave(1).ok());
  ASSERT_TRUE(Cancel(12).ok());
  ASSERT_TRUE(Cancel(1).ok());
  for (const uint8_t number : {1, 2}) {
    EXPECT_EQ(Entry(number).state, WaitlistState::kLeft);
    EXPECT_EQ(Entry(number).version, 3);
  }
}

TEST_P(WaitlistStoreSeats, AreOfferedStillWhereTheirSessionWent) {
  Fill(/*party=*/1);
  MustJoin(1);
  ASSERT_TRUE(Made(SeatsTo(1, 11, 1)).has_value());
  const auto moved =
      Write("move", Moving(BookingOf(1), 1, Session(1, 40), Asker::kStaff));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(Get(11).meeting, Ticks(40, 52));
  EXPECT_EQ(Entry(1).state, WaitlistState::kOffered);
  EXPECT_EQ(Entry(1).version, 2);
}

TEST_P(WaitlistStoreSeats, AreOfferedWithinTheShoppersLimit) {
  Fill(/*party=*/1);
  MustJoin(1);
  Offer limited = SeatsTo(1, 11, 1);
  limited.hold.shopper_limit = {.live_max = 1};
  HoldWrite other = SeatsTo(1, 4, 1).hold;
  ASSERT_TRUE(Hold(other).ok());
  EXPECT_EQ(Made(limited), std::nullopt);
  ExpectWaiting(1, 11);
  ASSERT_TRUE(Cancel(4).ok());
  EXPECT_TRUE(Made(limited).has_value());
}

TEST_P(WaitlistStoreSeats, AreNeverOfferedTwice) {
  Fill(/*party=*/2);
  for (uint8_t round = 0; round < 5; ++round) {
    const uint8_t one = 2 * round + 1;
    for (const uint8_t number : {one, uint8_t(one + 1)}) MustJoin(number);
    const Offer first = SeatsTo(one, 100 + one, 1);
    const Offer second = SeatsTo(one + 1, 101 + one, 1);
    Together({[&] { Made(first); },
              [&] {
                const auto made =
                    waitlist_elsewhere().OfferFree(brand_, second);
                EXPECT_TRUE(made.ok()) << made.status();
              }});
    ASSERT_EQ(IsThere(100 + one) + IsThere(101 + one), 1);
    ASSERT_TRUE(Cancel(IsThere(100 + one) ? 100 + one : 101 + one).ok());
  }
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_SEATS_H_
