// What every BookingStore does where a service limits how much of it a shopper
// may have. See booking_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_LIMITS_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_LIMITS_H_

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/contract/booking_store_races.h"

namespace rapport::booking {

class BookingStoreLimits : public BookingStoreRaces {
 protected:
  static constexpr ShopperLimit kTwoAhead = {.live_max = 2};
  static constexpr ShopperLimit kOneADay = {.count_max = 1,
                                            .period = absl::Hours(24)};

  // A hold of ten minutes, of an hour's meeting.
  static HoldWrite Limited(uint32_t booking, uint8_t associate, int64_t tick,
                           const ShopperLimit& limit = kTwoAhead) {
    HoldWrite write = Wanted(booking, associate, Ticks(tick, tick + 12));
    write.shopper_limit = limit;
    return write;
  }
  static BookingWrite MoveTo(uint32_t booking, int64_t version, int64_t tick,
                             const ShopperLimit& limit) {
    return Moving(BookingOf(booking), version, Limited(booking, 1, tick, limit),
                  Asker::kShopper);
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreLimits);

TEST_P(BookingStoreLimits, RefuseOneMoreThanTheLimitAndChangeNothing) {
  ASSERT_TRUE(Hold(Limited(1, 1, 0)).ok());
  ASSERT_TRUE(Write("create", Creating(Limited(2, 2, 0))).ok());
  const auto claims = under_test().claims();
  const auto third = Hold(Limited(3, 3, 0));
  EXPECT_THAT(third, FailsWith("SHOPPER_LIMIT"));
  EXPECT_THAT(third.status().message(), testing::HasSubstr("at most 2"));
  EXPECT_THAT(Write("third", Creating(Limited(3, 3, 0))),
              FailsWith("SHOPPER_LIMIT"));
  EXPECT_TRUE(under_test().claims() == claims);
  EXPECT_TRUE(
      absl::IsNotFound(store().Get(brand_, BookingOf(3), kNever).status()));
  // Where there is no limit, of another service, and for somebody else.
  EXPECT_TRUE(Hold(Wanted(4, 4, Ticks(0, 12))).ok());
  HoldWrite other = Limited(5, 5, 0);
  other.booking.service = ServiceId::FromStored("repair");
  EXPECT_TRUE(Hold(other).ok());
  HoldWrite bea = Limited(6, 6, 0);
  bea.booking.shopper = "bea";
  EXPECT_TRUE(Hold(bea).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreLimits, TellShoppersApartByEveryByte) {
  for (uint32_t number = 1; const char* name : {"ada", "Ada", "ada "}) {
    HoldWrite write = Limited(number, number, 0, {.live_max = 1});
    write.booking.shopper = name;
    EXPECT_TRUE(Hold(write).ok()) << name;
    ++number;
  }
}

TEST_P(BookingStoreLimits, CountNothingThatHasEndedOrRunOut) {
  ASSERT_TRUE(Hold(Limited(1, 1, 0)).ok());
  ASSERT_TRUE(Hold(Limited(2, 2, 0)).ok());
  RunOut(1);  // and nobody has swept it
  ASSERT_TRUE(Hold(Limited(3, 3, 0)).ok());
  ASSERT_TRUE(Cancel(2).ok());
  ASSERT_TRUE(Hold(Limited(4, 4, 0)).ok());
  EXPECT_THAT(Hold(Limited(5, 5, 0)), FailsWith("SHOPPER_LIMIT"));
}

TEST_P(BookingStoreLimits, CountNoHoldThatIsReplacedOrGivesWay) {
  ASSERT_TRUE(Hold(Limited(1, 1, 0)).ok());
  ASSERT_TRUE(Hold(Limited(2, 2, 0)).ok());
  BookingWrite instead = Holding(Limited(3, 3, 0));
  instead.replaces = BookingOf(1);
  ASSERT_TRUE(Write("instead", instead).ok());
  BookingWrite over = Holding(Limited(4, 2, 6));
  over.own_holds_give_way = true;
  ASSERT_TRUE(Write("over", over).ok());
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
  EXPECT_EQ(Get(2).state, BookingState::kCancelled);
  EXPECT_THAT(Hold(Limited(5, 5, 0)), FailsWith("SHOPPER_LIMIT"));
  ExpectClaimsAgree();
}

TEST_P(BookingStoreLimits, CountWhatStartsWithinThePeriod) {
  ASSERT_TRUE(Hold(Limited(1, 1, 0, kOneADay)).ok());
  EXPECT_THAT(Hold(Limited(2, 2, 287, kOneADay)), FailsWith("SHOPPER_LIMIT"));
  EXPECT_THAT(Hold(Limited(2, 2, -287, kOneADay)), FailsWith("SHOPPER_LIMIT"));
  EXPECT_TRUE(Hold(Limited(3, 2, 288, kOneADay)).ok());
  EXPECT_TRUE(Hold(Limited(4, 2, -288, kOneADay)).ok());
}

TEST_P(BookingStoreLimits, MoveWithinThemselvesButNotBesideAnother) {
  ASSERT_TRUE(Hold(Limited(1, 1, 0, kOneADay)).ok());
  ASSERT_TRUE(Hold(Limited(2, 2, 600, kOneADay)).ok());
  ASSERT_TRUE(Write("near", MoveTo(1, 1, 12, kOneADay)).ok());
  const auto claims = under_test().claims();
  EXPECT_THAT(Write("beside", MoveTo(1, 2, 500, kOneADay)),
              FailsWith("SHOPPER_LIMIT"));
  EXPECT_EQ(Get(1).version, 2);
  EXPECT_TRUE(under_test().claims() == claims);
}

TEST_P(BookingStoreLimits, AnswerARepetitionThoughTheLimitIsReached) {
  const HoldWrite write = Limited(1, 1, 0, {.live_max = 1});
  const auto held = Hold(write);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(*Hold(write), *held);
}

TEST_P(BookingStoreLimits, LetNoTwoServersPassTogether) {
  for (int round = 0; round < 10; ++round) {
    // Nobody is in anybody's way.
    const auto wanted = [&](int i) {
      HoldWrite write = Limited(100 * round + i + 1, i % kAssociates + 1,
                                200 * round + 12 * i);
      write.booking.shopper = absl::StrCat("shopper-", round);
      return write;
    };
    EXPECT_EQ(GrantedOf(16, wanted, "SHOPPER_LIMIT"), 2);
  }
  ExpectClaimsAgree();
}

// The instant at which a hold runs out falls into the race: it is either
// confirmed, and counts, or makes room.
TEST_P(BookingStoreLimits, LetNoHoldBeConfirmedThatMadeRoom) {
  int confirmations = 0;
  for (int round = 0; round < 40; ++round) {
    const uint32_t number = 10 * round + 1;
    HoldWrite first = Limited(number, 1, 1000 * round, {.live_max = 1});
    first.booking.shopper = absl::StrCat("shopper-", round);
    HoldWrite second = Limited(number + 1, 2, 1000 * round, {.live_max = 1});
    second.booking.shopper = first.booking.shopper;
    first.hold_duration = absl::Milliseconds(1 << (round % 8));
    ASSERT_TRUE(Hold(first).ok());
    BookingWrite confirm = Confirming(BookingOf(number), std::nullopt);
    confirm.guard = GuardOf(first.booking, {.live_max = 1});
    confirm.guard->limit = {};
    confirmations += ConfirmedWhileTrying(second, [&] {
      return Write(absl::StrCat("confirm-", round), confirm);
    });
  }
  std::printf("%d of 40 confirmed\n", confirmations);
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_LIMITS_H_
