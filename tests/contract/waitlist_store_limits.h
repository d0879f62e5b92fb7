// What holds of offers of services that limit how much of them a shopper may
// have, and of those that end where bookings are re-anchored.
#ifndef RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_LIMITS_H_
#define RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_LIMITS_H_

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/contract/waitlist_store_offers.h"

namespace rapport::booking {

class WaitlistStoreLimits : public WaitlistStoreOffers {
 protected:
  // Of a service of which a shopper may have one at a time.
  static Offer Limited(uint8_t number, uint32_t booking,
                       const Interval& interval, uint8_t associate = 1) {
    Offer offer = OfferTo(number, booking, interval, associate);
    offer.hold.shopper_limit = {.live_max = 1};
    return offer;
  }
  // Whether the sweep can make it.
  bool Made(const Offer& offer) {
    const auto made = waitlist().OfferFree(brand_, offer);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() && made->has_value();
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(WaitlistStoreLimits);

TEST_P(WaitlistStoreLimits, WhoLeavesGivesTheRoomBack) {
  const ResourceSlug slug = ResourceSlug::FromStored("room-1");
  const KeptResource room = {ResourceIdOf(brand_, Store(1), slug), slug,
                             ResourceKind::FromStored("fitting-room")};
  if (under_test().catalog != nullptr) {
    const auto put = under_test().catalog->PutStoreResource(
        {brand_, Role::kBrandAdmin, "admin"},
        {room.id, Store(1), room.slug, "Room", room.kind, false, {}}, {});
    ASSERT_TRUE(put.ok()) << put.status();
  }
  MustJoin(1);
  Offer offer = OfferTo(1, 11, Ticks(0, 6));
  offer.hold.booking.resources = {room};
  ASSERT_TRUE(Made(offer));
  ExpectClaimsAgree();
  ASSERT_TRUE(Leave(1).ok());
  ExpectClaimsAgree();
  MustJoin(2);
  offer = OfferTo(2, 12, Ticks(0, 6), 2);
  offer.hold.booking.resources = {room};
  EXPECT_TRUE(Made(offer));
}

TEST_P(WaitlistStoreLimits, WhoMayHaveNoMoreIsPassedOver) {
  MustJoin(1);
  MustJoin(2);
  HoldWrite theirs = Wanted(1, 2, Ticks(0, 6));
  theirs.booking.shopper = "waiter-1";
  ASSERT_TRUE(Hold(theirs).ok());
  EXPECT_FALSE(Made(Limited(1, 11, Ticks(0, 6))));
  EXPECT_EQ(Entry(1).state, WaitlistState::kWaiting);
  EXPECT_EQ(Entry(1).version, 1);
  EXPECT_FALSE(IsThere(11));
  ExpectClaimsAgree();
  EXPECT_TRUE(Made(Limited(2, 12, Ticks(0, 6))));
  ExpectOffered(2, 12);
  // They wait on, until they may.
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_TRUE(Made(Limited(1, 13, Ticks(6, 12))));
  ExpectOffered(1, 13);
}

TEST_P(WaitlistStoreLimits, WhatIsOfferedCounts) {
  MustJoin(1);
  ASSERT_TRUE(Made(Limited(1, 11, Ticks(0, 6))));
  HoldWrite another = Limited(1, 12, Ticks(0, 6), 2).hold;
  EXPECT_THAT(Hold(another), FailsWith("SHOPPER_LIMIT"));
  ASSERT_TRUE(Confirm(11).ok());
  EXPECT_EQ(Entry(1).state, WaitlistState::kBooked);
}

TEST_P(WaitlistStoreLimits, WhoFreesTimeLeavesThemToTheSweep) {
  Fill();
  MustJoin(3);
  SetOffers({OfferTo(3, 13, Ticks(4, 6)), Limited(1, 11, Ticks(0, 4)),
             OfferTo(2, 12, Ticks(0, 4))});
  ASSERT_TRUE(Cancel(1).ok());
  ExpectOffered(3, 13);
  // Nor does whoever comes after pass them by.
  for (const uint8_t number : {1, 2}) {
    EXPECT_EQ(Entry(number).state, WaitlistState::kWaiting);
    EXPECT_EQ(Entry(number).version, 1);
    EXPECT_FALSE(IsThere(10 + number));
  }
  EXPECT_TRUE(Made(Limited(1, 11, Ticks(0, 4))));
  ExpectOffered(1, 11);
}

TEST_P(WaitlistStoreLimits, TwoServersMakeOneShopperOneOffer) {
  for (uint8_t round = 0; round < 5; ++round) {
    const uint8_t one = 2 * round + 1;
    const uint8_t other = one + 1;
    const std::string shopper = absl::StrCat("both-", round);
    const auto offer_to = [&](uint8_t number, uint8_t associate) {
      WaitlistEntry wish = Wish(number);
      wish.shopper = shopper;
      wish.associate = Associate(associate);
      EXPECT_TRUE(Join(wish).ok());
      Offer offer = Limited(number, 100 + number,
                            Ticks(10 * round, 10 * round + 6), associate);
      offer.hold.booking.shopper = shopper;
      return offer;
    };
    const Offer first = offer_to(one, 1);
    const Offer second = offer_to(other, 2);
    Together({[&] { EXPECT_TRUE(waitlist().OfferFree(brand_, first).ok()); },
              [&] {
                const auto made =
                    waitlist_elsewhere().OfferFree(brand_, second);
                EXPECT_TRUE(made.ok()) << made.status();
              }});
    EXPECT_EQ(IsThere(100 + one) + IsThere(100 + other), 1);
    ExpectClaimsAgree();
  }
}

// A dead offer in the way of a booking that is kept at its wall time.
TEST_P(WaitlistStoreLimits, AnOfferThatReanchoringEndsIsOver) {
  MustJoin(1);
  ASSERT_TRUE(Made(OfferTo(1, 11, Ticks(0, 12))));
  RunOut(11);
  Book(1, Ticks(12, 24));
  SetOffers({OfferTo(1, 12, Ticks(12, 24))});
  const auto an_hour_ahead =
      [](absl::string_view) -> absl::StatusOr<absl::TimeZone> {
    return absl::FixedTimeZone(3600);
  };
  const ReanchorStep step = {std::nullopt, {"2026b", an_hour_ahead}, false};
  const auto done = store().Reanchor({brand_, Role::kBrandAdmin, "admin"},
                                     Request("reanchor"), step, kNever);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->report.moved.size(), 1u);
  EXPECT_EQ(Get(11).state, BookingState::kExpired);
  EXPECT_EQ(Entry(1).state, WaitlistState::kOver);
  EXPECT_EQ(Entry(1).version, 3);
  // Its time is left to the sweep.
  EXPECT_TRUE(Asked().empty());
  EXPECT_FALSE(IsThere(12));
  ExpectClaimsAgree();
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_WAITLIST_STORE_LIMITS_H_
