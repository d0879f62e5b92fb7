// What holds of offers, whoever frees the time and whoever else is at it.
#ifndef RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_OFFERS_H_
#define RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_OFFERS_H_

#include <barrier>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/contract/waitlist_store_contract.h"

namespace rapport::booking {

class WaitlistStoreOffers : public WaitlistStoreContract {
 protected:
  // Books ticks 0 to 6 for somebody, and lets 1 and 2 wait for that.
  void Fill() {
    Book(1, Ticks(0, 6));
    MustJoin(1);
    MustJoin(2);
    SetOffers({OfferTo(1, 11, Ticks(0, 6)), OfferTo(2, 12, Ticks(0, 6))});
  }
  void ExpectOffered(uint8_t number, uint32_t booking) {
    const WaitlistEntry entry = Entry(number);
    EXPECT_EQ(entry.state, WaitlistState::kOffered);
    EXPECT_EQ(entry.booking, BookingOf(booking));
    EXPECT_EQ(entry.version, 2);
    const Booking hold = Get(booking);
    EXPECT_EQ(hold.state, BookingState::kHeld);
    EXPECT_EQ(hold.waitlist_entry, EntryNo(number));
    EXPECT_EQ(hold.shopper, entry.shopper);
    EXPECT_EQ(hold.version, 1);
    EXPECT_EQ(hold.hold_expire_time, hold.create_time + absl::Minutes(10));
    ExpectClaimsAgree();
  }
  static void Together(const std::vector<std::function<void()>>& all) {
    std::barrier start(static_cast<std::ptrdiff_t>(all.size()));
    std::vector<std::thread> threads;
    for (const auto& each : all) {
      threads.emplace_back([&start, &each] {
        start.arrive_and_wait();
        each();
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_P(WaitlistStoreOffers, ACancelledBookingGoesToTheFirstWhoWaits) {
  Fill();
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_THAT(Asked(), ElementsAre(BookingOf(1)));
  ExpectOffered(1, 11);
  EXPECT_EQ(Entry(2).state, WaitlistState::kWaiting);
  EXPECT_FALSE(IsThere(12));
  EXPECT_THAT(Hold(3, 1, Ticks(0, 6)), FailsWith("SLOT_TAKEN"));
}

TEST_P(WaitlistStoreOffers, WhoHasLeftIsPassedOver) {
  Fill();
  ASSERT_TRUE(Leave(1).ok());
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_FALSE(IsThere(11));
  ExpectOffered(2, 12);
}

TEST_P(WaitlistStoreOffers, AllAreOfferedWhatFitsBesideTheFirst) {
  Fill();
  SetOffers({OfferTo(1, 11, Ticks(0, 3)), OfferTo(2, 12, Ticks(3, 6))});
  ASSERT_TRUE(Cancel(1).ok());
  ExpectOffered(1, 11);
  ExpectOffered(2, 12);
}

TEST_P(WaitlistStoreOffers, NothingIsOfferedThatIsNotToBeHad) {
  Fill();
  Book(2, Ticks(6, 9));
  Offer stale = OfferTo(1, 11, Ticks(0, 6));
  stale.hold.schedule_version = 7;
  SetOffers({OfferTo(1, 12, Ticks(3, 9)),     // the next booking's
             stale,                           // of another schedule
             OfferTo(1, 13, Ticks(0, 6), 2),  // somebody else's time
             OfferTo(9, 14, Ticks(0, 6))});   // to nobody
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kWaiting);
  EXPECT_EQ(Entry(1).version, 1);
  for (const uint32_t booking : {11, 12, 13, 14}) {
    EXPECT_FALSE(IsThere(booking));
  }
  ExpectClaimsAgree();
  EXPECT_TRUE(Hold(3, 1, Ticks(0, 6)).ok());
}

TEST_P(WaitlistStoreOffers, PlacesAreOfferedWhileThereAreAny) {
  Fill();
  for (const uint8_t entry : {3, 4}) MustJoin(entry);
  std::vector<Offer> offers;
  for (const uint8_t entry : {1, 2, 3}) {
    offers.push_back(OfferTo(entry, 10u + entry, Ticks(0, 6)));
    offers.back().hold.capacity = 2;
    offers.back().hold.booking.load = LoadWhere(2);
  }
  offers.push_back(OfferTo(4, 14, Ticks(5, 9)));  // all of them
  SetOffers(offers);
  ASSERT_TRUE(Cancel(1).ok());
  for (const uint8_t entry : {1, 2}) {
    EXPECT_EQ(Entry(entry).state, WaitlistState::kOffered);
  }
  for (const uint8_t entry : {3, 4}) {
    EXPECT_EQ(Entry(entry).state, WaitlistState::kWaiting);
    EXPECT_FALSE(IsThere(10u + entry));
  }
  ExpectClaimsAgree(/*capacity=*/2);
}

TEST_P(WaitlistStoreOffers, NobodyIsOfferedBeyondTheLimits) {
  Fill();
  Book(2, Ticks(6, 9));
  std::vector<Offer> offers = {OfferTo(1, 11, Ticks(0, 3)),
                               OfferTo(2, 12, Ticks(3, 6))};
  for (Offer& offer : offers) offer.hold.work.limits.bookings_per_day = 2;
  SetOffers(offers);
  ASSERT_TRUE(Cancel(1).ok());
  ExpectOffered(1, 11);
  EXPECT_EQ(Entry(2).state, WaitlistState::kWaiting);
  EXPECT_FALSE(IsThere(12));
}

TEST_P(WaitlistStoreOffers, NoPlaceIsOfferedBesideWhoTakesAll) {
  Fill();
  Book(2, Ticks(6, 9));
  Offer offer = OfferTo(1, 11, Ticks(0, 9));
  offer.hold.capacity = 2;
  offer.hold.booking.load = LoadWhere(2);
  SetOffers({offer});
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kWaiting);
  EXPECT_FALSE(IsThere(11));
  ExpectClaimsAgree(/*capacity=*/2);
}

TEST_P(WaitlistStoreOffers, WhatAMoveLeavesBehindIsOffered) {
  Fill();
  HoldWrite to = Wanted(1, 1, Ticks(3, 9));
  SetOffers({OfferTo(1, 11, Ticks(0, 6)), OfferTo(2, 12, Ticks(0, 3))});
  ASSERT_TRUE(store()
                  .Write(shopper(), Request("move"),
                         Moving(BookingOf(1), 2, to, Asker::kStaff), kNever)
                  .ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kWaiting);
  ExpectOffered(2, 12);
}

TEST_P(WaitlistStoreOffers, WhoIsOfferedConfirmsLikeAnyOther) {
  Fill();
  ASSERT_TRUE(Cancel(1).ok());
  Asked();
  const auto confirmed = Confirm(11);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->waitlist_entry, EntryNo(1));
  EXPECT_EQ(Entry(1).state, WaitlistState::kBooked);
  EXPECT_EQ(Entry(1).booking, BookingOf(11));
  EXPECT_EQ(Entry(1).version, 3);
  EXPECT_THAT(Asked(), IsEmpty());
  // What becomes of the booking later is not the entry's any more.
  ASSERT_TRUE(Cancel(11).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kBooked);
  ExpectOffered(2, 12);
}

TEST_P(WaitlistStoreOffers, AnOfferGivenBackGoesToTheNext) {
  Fill();
  ASSERT_TRUE(Cancel(1).ok());
  ASSERT_TRUE(Cancel(11).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kLeft);
  ExpectOffered(2, 12);
}

TEST_P(WaitlistStoreOffers, WhoLeavesGivesTheOfferBack) {
  Fill();
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_THAT(Leave(1, 1), FailsWith("ETAG_MISMATCH"));
  const auto left =
      waitlist().Leave(shopper(), Request("leave"), EntryNo(1), 2, kNever);
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(*left, Entry(1));
  EXPECT_EQ(left->state, WaitlistState::kLeft);
  EXPECT_EQ(left->version, 3);
  EXPECT_EQ(Get(11).state, BookingState::kCancelled);
  ExpectOffered(2, 12);
}

// Whoever has the first seat has everybody who wants the associate alone
// against them.
TEST_P(WaitlistStoreOffers, WhoLeavesAPlaceLeavesTheOthersTheirs) {
  Fill();
  std::vector<Offer> offers;
  for (const uint8_t entry : {1, 2}) {
    offers.push_back(OfferTo(entry, 10u + entry, Ticks(0, 6)));
    offers.back().hold.capacity = 2;
    offers.back().hold.booking.load = LoadWhere(2);
  }
  SetOffers(offers);
  ASSERT_TRUE(Cancel(1).ok());
  SetOffers({});
  ASSERT_TRUE(Leave(1).ok());
  EXPECT_EQ(Get(11).state, BookingState::kCancelled);
  EXPECT_EQ(Get(12).state, BookingState::kHeld);
  EXPECT_THAT(Hold(3, 1, Ticks(0, 6)), FailsWith("SLOT_TAKEN"));
  ExpectClaimsAgree(/*capacity=*/2);
}

TEST_P(WaitlistStoreOffers, AnOfferThatRanOutGoesToTheNext) {
  Fill();
  ASSERT_TRUE(Cancel(1).ok());
  RunOut(11);
  const auto expired = store().ExpireDue();
  ASSERT_TRUE(expired.ok()) << expired.status();
  EXPECT_EQ(expired->size(), 1u);
  EXPECT_EQ(Entry(1).state, WaitlistState::kOver);
  ExpectOffered(2, 12);
}

TEST_P(WaitlistStoreOffers, ManyHoldsThatRanOutAtOnceAreOffered) {
  for (uint8_t i = 1; i <= 6; ++i) {
    ASSERT_TRUE(Hold(i, i, Ticks(0, 6)).ok());
    RunOut(i);
    MustJoin(i);
  }
  std::vector<Offer> offers;
  for (uint8_t i = 1; i <= 6; ++i) {
    offers.push_back(OfferTo(7 - i, 10 + i, Ticks(0, 6), i));
  }
  SetOffers(offers);
  ASSERT_EQ(store().ExpireDue()->size(), 6u);
  for (uint8_t i = 1; i <= 6; ++i) ExpectOffered(7 - i, 10 + i);
}

TEST_P(WaitlistStoreOffers, WhoHoldsASlotOfADeadHoldHasIt) {
  Fill();
  ASSERT_TRUE(Cancel(1).ok());
  RunOut(11);
  // They come before the sweep does: see offer_desk.h.
  ASSERT_TRUE(Hold(3, 1, Ticks(2, 6)).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kOver);
  EXPECT_EQ(Entry(2).state, WaitlistState::kWaiting);
  ExpectClaimsAgree();
}

TEST_P(WaitlistStoreOffers, WhatAHoldThatGivesWayLeavesIsOffered) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  MustJoin(1);
  SetOffers({OfferTo(1, 11, Ticks(0, 3))});
  BookingWrite write = Holding(Wanted(2, 1, Ticks(3, 9)));
  write.own_holds_give_way = true;
  ASSERT_TRUE(store().Write(shopper(), Request("next"), write, kNever).ok());
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
  ExpectOffered(1, 11);
}

TEST_P(WaitlistStoreOffers, FreeTimeIsOfferedOnceOnly) {
  MustJoin(1);
  MustJoin(2);
  const auto made = waitlist().OfferFree(brand_, OfferTo(1, 11, Ticks(0, 6)));
  ASSERT_TRUE(made.ok() && made->has_value()) << made.status();
  EXPECT_EQ(**made, Get(11));
  ExpectOffered(1, 11);
  // Neither the slot nor the entry is to be had again.
  EXPECT_EQ(*waitlist().OfferFree(brand_, OfferTo(2, 12, Ticks(3, 9))),
            std::nullopt);
  EXPECT_EQ(*waitlist().OfferFree(brand_, OfferTo(1, 13, Ticks(20, 26))),
            std::nullopt);
  ExpectClaimsAgree();
}

TEST_P(WaitlistStoreOffers, TwoServersThatFreeTwoSlotsMakeOneOffer) {
  for (int round = 0; round < 5; ++round) {
    const uint8_t one = 10 * round + 1;
    const uint8_t other = one + 1;
    const Interval time = Ticks(10 * round, 10 * round + 6);
    ASSERT_TRUE(Hold(one, 1, time).ok());
    ASSERT_TRUE(Hold(other, 2, time).ok());
    MustJoin(one);
    SetOffers(
        {OfferTo(one, 100 + one, time, 1), OfferTo(one, 100 + other, time, 2)});
    Together({[&] { EXPECT_TRUE(Cancel(one).ok()); },
              [&] {
                EXPECT_TRUE(elsewhere()
                                .Cancel(shopper(),
                                        Request(absl::StrCat("other-", round)),
                                        BookingOf(other), std::nullopt, kNever)
                                .ok());
              }});
    EXPECT_EQ(IsThere(100 + one) + IsThere(100 + other), 1);
    EXPECT_EQ(Entry(one).state, WaitlistState::kOffered);
    EXPECT_EQ(Entry(one).version, 2);
    ExpectClaimsAgree();
  }
}

TEST_P(WaitlistStoreOffers, WhoLeavesWhileTheyAreOfferedHasLeft) {
  for (int round = 0; round < 5; ++round) {
    const uint8_t number = round + 1;
    const Interval time = Ticks(10 * round, 10 * round + 6);
    ASSERT_TRUE(Hold(number, 1, time).ok());
    MustJoin(number);
    SetOffers({OfferTo(number, 100 + number, time)});
    Together({[&] { EXPECT_TRUE(Cancel(number).ok()); },
              [&] {
                const auto left = waitlist_elsewhere().Leave(
                    shopper(), Request(absl::StrCat("leave-", number)),
                    EntryNo(number), std::nullopt, kNever);
                EXPECT_TRUE(left.ok()) << left.status();
              }});
    EXPECT_EQ(Entry(number).state, WaitlistState::kLeft);
    if (IsThere(100 + number)) {
      EXPECT_EQ(Get(100 + number).state, BookingState::kCancelled);
    }
    ExpectClaimsAgree();
  }
}

TEST_P(WaitlistStoreOffers, AnOfferIsConfirmedOrOver) {
  for (int round = 0; round < 5; ++round) {
    const uint8_t number = round + 1;
    const Interval time = Ticks(10 * round, 10 * round + 6);
    MustJoin(number);
    ASSERT_TRUE(waitlist()
                    .OfferFree(brand_, OfferTo(number, 100 + number, time))
                    ->has_value());
    absl::StatusOr<Booking> confirmed;
    Together({[&] { confirmed = Confirm(100 + number); },
              [&] {
                RunOut(100 + number);
                EXPECT_TRUE(elsewhere().ExpireDue().ok());
              }});
    EXPECT_EQ(Entry(number).state,
              confirmed.ok() ? WaitlistState::kBooked : WaitlistState::kOver);
    EXPECT_EQ(Get(100 + number).state, confirmed.ok() ? BookingState::kConfirmed
                                                      : BookingState::kExpired);
    ExpectClaimsAgree();
  }
}

TEST_P(WaitlistStoreOffers, OneOfTwinsThatWaitForTheSame) {
  for (int round = 0; round < 5; ++round) {
    WaitlistEntry one = Wish(2 * round + 1);
    one.shopper = absl::StrCat("twin-", round);
    WaitlistEntry other = one;
    other.id = EntryNo(2 * round + 2);
    absl::StatusOr<WaitlistEntry> first;
    absl::StatusOr<WaitlistEntry> second;
    const RequestKey request = Request(absl::StrCat("twin-", round));
    Together({[&] { first = waitlist().Join(shopper(), request, one, kNever); },
              [&] {
                second = waitlist_elsewhere().Join(shopper(), request, other,
                                                   kNever);
              }});
    ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
    EXPECT_EQ(*first, *second);
    WaitlistFilter own;
    own.shopper = one.shopper;
    EXPECT_THAT(Ids(own), ElementsAre(first->id));
  }
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_OFFERS_H_
