// What every BookingStore does with one booking at a time. Include it and its
// sisters in one source of a test binary, and instantiate there for a store:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, BookingStoreContract,
//                            testing::Values(BookingStoreCase{"Fake", Make}),
//                            NameOfBookingStore);
//
// booking_store_requests.h has what is promised of repeated requests,
// booking_store_reads.h what is read, booking_store_races.h what holds when
// many want the same.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CONTRACT_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CONTRACT_H_

#include "tests/contract/booking_store_under_test.h"

namespace rapport::booking {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreContract);

TEST_P(BookingStoreContract, HoldsWhatIsWanted) {
  const HoldWrite wanted = RichWanted(1);
  const auto held = Hold(wanted);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->state, BookingState::kHeld);
  EXPECT_EQ(held->version, 1);
  EXPECT_GT(held->create_time, absl::UnixEpoch());
  EXPECT_EQ(held->update_time, held->create_time);
  EXPECT_EQ(held->hold_expire_time, held->create_time + wanted.hold_duration);
  Booking expected = wanted.booking;
  expected.version = 1;
  expected.create_time = held->create_time;
  expected.update_time = held->update_time;
  expected.hold_expire_time = held->hold_expire_time;
  EXPECT_EQ(*held, expected);
  EXPECT_EQ(Get(1), expected);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, ChangesNothingElseOnTheWay) {
  ASSERT_TRUE(Hold(RichWanted(1)).ok());
  Booking expected = Get(1);
  const auto confirmed = Confirm(1);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  expected.state = BookingState::kConfirmed;
  expected.version = 2;
  expected.hold_expire_time = absl::InfiniteFuture();
  expected.update_time = confirmed->update_time;
  EXPECT_EQ(*confirmed, expected);
  EXPECT_EQ(Get(1), expected);
  ExpectClaimsAgree();
  const auto cancelled = Cancel(1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  expected.state = BookingState::kCancelled;
  expected.version = 3;
  EXPECT_GE(cancelled->update_time, expected.update_time);
  expected.update_time = cancelled->update_time;
  EXPECT_EQ(*cancelled, expected);
  EXPECT_EQ(Get(1), expected);
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreContract, TakesEveryTickOrNone) {
  ASSERT_TRUE(Hold(1, 1, Ticks(6, 12)).ok());
  const auto before = under_test().claims();
  EXPECT_EQ(before.size(), 6);
  EXPECT_THAT(Hold(2, 1, Ticks(0, 7)), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Hold(3, 1, Ticks(11, 20)), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Hold(4, 1, Ticks(0, 20)), FailsWith("SLOT_TAKEN"));
  EXPECT_THAT(Hold(5, 1, Ticks(8, 9)), FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Hold(6, 1, Ticks(6, 12)).status().code(),
            StatusCode::kAlreadyExists);
  EXPECT_TRUE(under_test().claims() == before);
  EXPECT_THAT(store().Get(brand_, BookingOf(2), kNever),
              FailsWith("BOOKING_NOT_FOUND"));
}

TEST_P(BookingStoreContract, LetsBookingsTouchAtTheTick) {
  HoldWrite middle = Wanted(1, 1, Ticks(10, 16));
  middle.booking.occupied = Ticks(7, 18);
  ASSERT_TRUE(Hold(middle).ok());
  EXPECT_THAT(Hold(2, 1, Ticks(0, 8)), FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(Hold(3, 1, Ticks(0, 7)).ok());
  EXPECT_THAT(Hold(4, 1, Ticks(17, 20)), FailsWith("SLOT_TAKEN"));
  EXPECT_TRUE(Hold(5, 1, Ticks(18, 20)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, CountsTheBuffersOfBoth) {
  HoldWrite first = Wanted(1, 1, Ticks(10, 12));
  first.booking.occupied = Ticks(10, 14);
  ASSERT_TRUE(Hold(first).ok());
  HoldWrite next = Wanted(2, 1, Ticks(16, 18));
  next.booking.occupied = Ticks(13, 18);
  EXPECT_THAT(Hold(next), FailsWith("SLOT_TAKEN"));
  next.booking.occupied = Ticks(14, 18);
  EXPECT_TRUE(Hold(next).ok());
}

TEST_P(BookingStoreContract, LeavesOtherAssociatesAlone) {
  EXPECT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  EXPECT_TRUE(Hold(2, 2, Ticks(0, 6)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, KeepsBrandsApart) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  const Actor other = {other_brand_, Role::kShopper, "ada"};
  EXPECT_THAT(store().Get(other_brand_, BookingOf(1), kNever),
              FailsWith("BOOKING_NOT_FOUND"));
  EXPECT_THAT(store().Confirm(other, Request("x"), BookingOf(1), {}, kNever),
              FailsWith("BOOKING_NOT_FOUND"));
  EXPECT_THAT(store().Cancel(other, Request("x"), BookingOf(1), {}, kNever),
              FailsWith("BOOKING_NOT_FOUND"));
  // The same ids, the same request: another booking all the same.
  const auto held =
      store().Hold(other, Request("x"), Wanted(1, 1, Ticks(0, 6)), kNever);
  ASSERT_TRUE(held.ok()) << held.status();
  ASSERT_TRUE(Cancel(1).ok());
  const auto left = store().Get(other_brand_, BookingOf(1), kNever);
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(left->state, BookingState::kHeld);
  EXPECT_EQ(under_test().claims().size(), 6);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, LetsHoldsThatRanOutGiveWay) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(6, 12)).ok());
  RunOut(1);
  RunOut(2);
  const auto held = Hold(3, 1, Ticks(5, 7));
  ASSERT_TRUE(held.ok()) << held.status();
  for (uint32_t booking : {1u, 2u}) {
    const Booking dead = Get(booking);
    EXPECT_EQ(dead.state, BookingState::kExpired);
    EXPECT_EQ(dead.version, 2);
    EXPECT_EQ(dead.hold_expire_time, absl::InfiniteFuture());
    EXPECT_GE(dead.update_time, dead.create_time);
    EXPECT_THAT(Confirm(booking), FailsWith("HOLD_EXPIRED"));
  }
  EXPECT_EQ(under_test().claims().size(), 2);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, EndsNoHoldForAHoldThatFails) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(6, 12)).ok());
  RunOut(1);
  EXPECT_THAT(Hold(3, 1, Ticks(0, 12)), FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(1).state, BookingState::kHeld);
  EXPECT_EQ(Get(1).version, 1);
  EXPECT_EQ(under_test().claims().size(), 12);
}

TEST_P(BookingStoreContract, LetsNoLiveBookingGiveWay) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  EXPECT_THAT(Hold(2, 1, Ticks(0, 6)), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Confirm(1).ok());
  RunOut(1);  // it is no hold any more
  EXPECT_THAT(Hold(3, 1, Ticks(0, 6)), FailsWith("SLOT_TAKEN"));
  EXPECT_EQ(Get(1).state, BookingState::kConfirmed);
}

TEST_P(BookingStoreContract, ConfirmsNoHoldThatRanOut) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  RunOut(1);
  const auto confirmed = Confirm(1);
  EXPECT_THAT(confirmed, FailsWith("HOLD_EXPIRED"));
  EXPECT_EQ(confirmed.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(Get(1).version, 1);
  const auto expired = store().ExpireDue();
  ASSERT_TRUE(expired.ok()) << expired.status();
  EXPECT_EQ(expired->size(), 1);
  EXPECT_THAT(Confirm(1), FailsWith("HOLD_EXPIRED"));
}

TEST_P(BookingStoreContract, ConfirmsNoMeetingThatWasToHaveStarted) {
  const int64_t a_year_ago = -365 * 288;
  ASSERT_TRUE(Hold(1, 1, Ticks(a_year_ago, a_year_ago + 6)).ok());
  EXPECT_THAT(Confirm(1), FailsWith("MEETING_STARTED"));
  EXPECT_EQ(Get(1).state, BookingState::kHeld);
  EXPECT_TRUE(Cancel(1).ok());
}

TEST_P(BookingStoreContract, ConfirmsOnlyOnce) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Confirm(1).ok());
  const auto again =
      store().Confirm(shopper(), Request("again"), BookingOf(1), {}, kNever);
  EXPECT_THAT(again, FailsWith("NOT_HELD"));
  EXPECT_EQ(again.status().code(), StatusCode::kFailedPrecondition);
}

TEST_P(BookingStoreContract, ChangesOnlyTheExpectedVersion) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  EXPECT_THAT(Confirm(1, 2), FailsWith("ETAG_MISMATCH"));
  EXPECT_EQ(Confirm(1, 0).status().code(), StatusCode::kAborted);
  EXPECT_EQ(Get(1).state, BookingState::kHeld);
  ASSERT_TRUE(Confirm(1, 1).ok());
  EXPECT_THAT(Cancel(1, 1), FailsWith("ETAG_MISMATCH"));
  EXPECT_THAT(Cancel(1, 3), FailsWith("ETAG_MISMATCH"));
  EXPECT_EQ(Get(1).state, BookingState::kConfirmed);
  ASSERT_TRUE(Cancel(1, 2).ok());
}

TEST_P(BookingStoreContract, FreesTheTicksOfWhatIsCancelled) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Cancel(1).ok());
  ASSERT_TRUE(Hold(2, 1, Ticks(3, 9)).ok());
  ASSERT_TRUE(Confirm(2).ok());
  ASSERT_TRUE(Cancel(2).ok());
  EXPECT_TRUE(under_test().claims().empty());
  EXPECT_TRUE(Hold(3, 1, Ticks(0, 9)).ok());
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, CancelsAHoldThatRanOut) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  RunOut(1);
  const auto cancelled = Cancel(1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state, BookingState::kCancelled);
  EXPECT_TRUE(under_test().claims().empty());
}

TEST_P(BookingStoreContract, CancelsOnlyOnce) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  ASSERT_TRUE(Cancel(1).ok());
  const auto again =
      store().Cancel(shopper(), Request("again"), BookingOf(1), {}, kNever);
  EXPECT_THAT(again, FailsWith("ALREADY_ENDED"));
  EXPECT_EQ(again.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(Confirm(1), FailsWith("NOT_HELD"));
}

TEST_P(BookingStoreContract, ChangesNoBookingThatIsNotThere) {
  EXPECT_EQ(Confirm(1).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Cancel(1).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(store().Get(brand_, BookingOf(1), kNever).status().code(),
            StatusCode::kNotFound);
}

TEST_P(BookingStoreContract, HoldsOnlyBySchedulesOfTheVersionSeen) {
  HoldWrite wanted = Wanted(1, 1, Ticks(0, 6));
  for (int64_t version : {0, 2}) {
    wanted.schedule_version = version;
    const auto held = Hold(wanted);
    EXPECT_THAT(held, FailsWith("SCHEDULE_CHANGED"));
    EXPECT_EQ(held.status().code(), StatusCode::kAborted);
  }
  EXPECT_TRUE(under_test().claims().empty());
  const auto put = under_test().schedules->Put(
      {brand_, Role::kBrandAdmin, "admin"}, Request("put"),
      {Associate(1), calendar::Schedule(), std::nullopt});
  ASSERT_TRUE(put.ok()) << put.status();
  wanted.schedule_version = 1;
  EXPECT_THAT(Hold(wanted), FailsWith("SCHEDULE_CHANGED"));
  wanted.schedule_version = 2;
  EXPECT_TRUE(Hold(wanted).ok());
}

TEST_P(BookingStoreContract, HoldsNobodyWhoNeverHadASchedule) {
  HoldWrite wanted = Wanted(1, kAssociates + 1, Ticks(0, 6));
  for (int64_t version : {0, 1}) {
    wanted.schedule_version = version;
    EXPECT_THAT(Hold(wanted), FailsWith("SCHEDULE_CHANGED"));
  }
}

TEST_P(BookingStoreContract, BeginsNothingAfterTheDeadline) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  const absl::Time over = absl::UnixEpoch();
  const BookingId id = BookingOf(1);
  constexpr auto kLate = StatusCode::kDeadlineExceeded;
  BookingStore& late = store();
  EXPECT_EQ(late.Hold(shopper(), Request("h"), Wanted(2, 2, Ticks(0, 6)), over)
                .status()
                .code(),
            kLate);
  EXPECT_EQ(late.Confirm(shopper(), Request("c"), id, {}, over).status().code(),
            kLate);
  EXPECT_EQ(late.Cancel(shopper(), Request("x"), id, {}, over).status().code(),
            kLate);
  EXPECT_EQ(late.Replay(shopper(), Request("h"), over).status().code(), kLate);
  EXPECT_EQ(late.Get(brand_, id, over).status().code(), kLate);
  EXPECT_EQ(late.List(brand_, {}, {}, 9, over).status().code(), kLate);
  EXPECT_EQ(Get(1).version, 1);
  EXPECT_EQ(under_test().claims().size(), 6);
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_CONTRACT_H_
