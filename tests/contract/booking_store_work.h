// What every BookingStore does where a schedule limits how much of an associate
// may be booked. See booking_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_WORK_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_WORK_H_

#include <cstdio>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/contract/booking_store_races.h"

namespace rapport::booking {

class BookingStoreWork : public BookingStoreRaces {
 protected:
  static constexpr calendar::WorkLimits kTwoADay = {.bookings_per_day = 2};
  static constexpr calendar::WorkLimits kOneADay = {.bookings_per_day = 1};

  // A hold of half an hour.
  static HoldWrite Worked(uint32_t booking, uint8_t associate, int64_t tick,
                          const calendar::WorkLimits& limits = kTwoADay) {
    HoldWrite write = Wanted(booking, associate, Ticks(tick, tick + 6));
    write.work = {limits, absl::UTCTimeZone()};
    return write;
  }
  static HoldWrite With(HoldWrite write, uint8_t associate,
                        const calendar::WorkLimits& limits) {
    write.booking.more_associates = {Associate(associate)};
    write.more_schedule_versions = {1};
    write.more_work = {{limits, absl::UTCTimeZone()}};
    return write;
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreWork);

TEST_P(BookingStoreWork, RefusesOneMoreThanThereMayBeAndChangesNothing) {
  ASSERT_TRUE(Hold(Worked(1, 1, 0)).ok());
  ASSERT_TRUE(Write("create", Creating(Worked(2, 1, 12))).ok());
  const auto claims = under_test().claims();
  const auto third = Hold(Worked(3, 1, 24));
  ASSERT_THAT(third, FailsWith("WORK_LIMIT"));
  EXPECT_EQ(third.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ValuesOf(third.status()),
            (ErrorValues{{"limit", "bookings_per_day"}}));
  EXPECT_THAT(Write("third", Creating(Worked(3, 1, 24))),
              FailsWith("WORK_LIMIT"));
  EXPECT_TRUE(under_test().claims() == claims);
  EXPECT_TRUE(
      absl::IsNotFound(store().Get(brand_, BookingOf(3), kNever).status()));
  // The next day, of somebody else, and where nothing is limited.
  EXPECT_TRUE(Hold(Worked(4, 1, 288)).ok());
  EXPECT_TRUE(Hold(Worked(5, 2, 24)).ok());
  EXPECT_TRUE(Hold(6, 1, Ticks(24, 30)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreWork, SaysWhichLimitItIs) {
  const std::pair<calendar::WorkLimits, const char*> limits[] = {
      {{.booked_per_day = absl::Minutes(55)}, "booked_per_day"},
      {{.booked_per_week = absl::Minutes(55)}, "booked_per_week"},
      {{.break_after = absl::Minutes(40), .break_length = absl::Minutes(10)},
       "break_after"}};
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  uint32_t number = 2;
  for (const auto& [limit, name] : limits) {
    const auto refused = Hold(Worked(number++, 1, 7, limit));
    EXPECT_EQ(ValuesOf(refused.status()), (ErrorValues{{"limit", name}}))
        << refused.status();
  }
}

TEST_P(BookingStoreWork, CountsMeetingsWithoutTheirBuffers) {
  HoldWrite first = Worked(1, 1, 0);
  first.booking.occupied = Ticks(-6, 12);
  ASSERT_TRUE(Hold(first).ok());
  EXPECT_TRUE(Hold(Worked(2, 1, 12, {.booked_per_day = absl::Hours(1)})).ok());
}

TEST_P(BookingStoreWork, CountsNothingThatHasEndedOrRunOut) {
  ASSERT_TRUE(Hold(Worked(1, 1, 0)).ok());
  ASSERT_TRUE(Hold(Worked(2, 1, 12)).ok());
  RunOut(1);  // and nobody has swept it
  ASSERT_TRUE(Hold(Worked(3, 1, 24)).ok());
  EXPECT_THAT(Confirm(1), FailsWith("HOLD_EXPIRED"));
  ASSERT_TRUE(Cancel(2).ok());
  ASSERT_TRUE(Hold(Worked(4, 1, 36)).ok());
  EXPECT_THAT(Hold(Worked(5, 1, 48)), FailsWith("WORK_LIMIT"));
}

TEST_P(BookingStoreWork, CountsNoHoldThatIsReplacedOrGivesWay) {
  ASSERT_TRUE(Hold(Worked(1, 1, 0, kOneADay)).ok());
  BookingWrite instead = Holding(Worked(2, 1, 12, kOneADay));
  instead.replaces = BookingOf(1);
  ASSERT_TRUE(Write("instead", instead).ok());
  BookingWrite over = Holding(Worked(3, 1, 15, kOneADay));
  over.own_holds_give_way = true;
  ASSERT_TRUE(Write("over", over).ok());
  EXPECT_EQ(Get(2).state, BookingState::kCancelled);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreWork, CountsWhatWasCompleted) {
  HoldWrite soon = Worked(1, 1, 0, kOneADay);
  const int64_t first = TickOf(absl::Now()) - TickOf(At(0)) + 2;
  soon.booking.meeting = soon.booking.occupied = Ticks(first, first + 12);
  ASSERT_TRUE(Hold(soon).ok());
  ASSERT_TRUE(Confirm(1).ok());
  ASSERT_TRUE(Write("in", CheckingIn(BookingOf(1), std::nullopt)).ok());
  ASSERT_TRUE(Write("done", Completing(BookingOf(1), std::nullopt)).ok());
  HoldWrite again = soon;
  again.booking.id = BookingOf(2);
  EXPECT_THAT(Hold(again), FailsWith("WORK_LIMIT"));
}

TEST_P(BookingStoreWork, LetsABookingMoveAsIfItWereNotThere) {
  ASSERT_TRUE(Hold(Worked(1, 1, 0, kOneADay)).ok());
  ASSERT_TRUE(Hold(Worked(2, 1, 288, kOneADay)).ok());
  const auto move = [&](const std::string& request, int64_t version,
                        int64_t tick) {
    return Write(request,
                 Moving(BookingOf(1), version, Worked(1, 1, tick, kOneADay),
                        Asker::kShopper));
  };
  EXPECT_TRUE(move("same-day", 1, 12).ok());
  const auto claims = under_test().claims();
  EXPECT_THAT(move("next-day", 2, 300), FailsWith("WORK_LIMIT"));
  EXPECT_EQ(Get(1).version, 2);
  EXPECT_TRUE(under_test().claims() == claims);
  EXPECT_TRUE(move("day-before", 2, -288).ok());
}

TEST_P(BookingStoreWork, JudgesWhoeverABookingIsGivenTo) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 2, Ticks(12, 18)).ok());
  EXPECT_THAT(
      Write("full", Reassigning(BookingOf(1), 1, Worked(1, 2, 0, kOneADay))),
      FailsWith("WORK_LIMIT"));
  EXPECT_TRUE(
      Write("free", Reassigning(BookingOf(1), 1, Worked(1, 3, 0, kOneADay)))
          .ok());
}

// What they have they keep, whatever the limits are by now.
TEST_P(BookingStoreWork, LetsABookingBeMetOtherwiseBeyondTheLimits) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(12, 18)).ok());
  HoldWrite phone = Worked(1, 1, 0, kOneADay);
  phone.booking.channel = Channel::kPhone;
  EXPECT_TRUE(
      Write("switch", Switching(BookingOf(1), 1, Channel::kPhone, phone)).ok());
  EXPECT_TRUE(Confirm(1).ok());
}

TEST_P(BookingStoreWork, CountsForEachWhoTakesPart) {
  ASSERT_TRUE(Hold(With(Worked(1, 1, 0, kOneADay), 2, kOneADay)).ok());
  EXPECT_THAT(Hold(Worked(2, 2, 12, kOneADay)), FailsWith("WORK_LIMIT"));
  EXPECT_THAT(Hold(With(Worked(3, 3, 12), 1, kOneADay)),
              FailsWith("WORK_LIMIT"));
  EXPECT_TRUE(Hold(With(Worked(4, 3, 12), 4, kOneADay)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreWork, AnswersARepetitionThoughTheLimitIsReached) {
  const HoldWrite write = Worked(1, 1, 0, kOneADay);
  const auto held = Hold(write);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(*Hold(write), *held);
}

TEST_P(BookingStoreWork, LetsNoTwoServersPassTogether) {
  for (int round = 0; round < 10; ++round) {
    // Nobody is in anybody's way, but the day is one.
    const auto wanted = [&](int i) {
      return Worked(100 * round + i + 1, 1, 288 * round + 7 * i);
    };
    EXPECT_EQ(GrantedOf(16, wanted, "WORK_LIMIT"), 2);
  }
  ExpectClaimsAgree();
}

// The instant at which a hold runs out falls into the race: it is either
// confirmed, and counts, or makes room.
TEST_P(BookingStoreWork, LetsNoHoldBeConfirmedThatMadeRoom) {
  int confirmations = 0;
  for (int round = 0; round < 40; ++round) {
    const uint32_t number = 10 * round + 1;
    HoldWrite first = Worked(number, 1, 288 * round, kOneADay);
    first.hold_duration = absl::Milliseconds(1 << (round % 8));
    const HoldWrite second = Worked(number + 1, 1, 288 * round + 12, kOneADay);
    ASSERT_TRUE(Hold(first).ok());
    confirmations +=
        ConfirmedWhileTrying(second, [&] { return Confirm(number); });
  }
  std::printf("%d of 40 confirmed\n", confirmations);
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_WORK_H_
