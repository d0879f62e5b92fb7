// What every BookingStore answers to requests that come again.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_REQUESTS_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_REQUESTS_H_

#include "tests/contract/booking_store_under_test.h"

namespace rapport::booking {

TEST_P(BookingStoreContract, AnswersARepeatedHoldAsBeforeWhateverHappened) {
  const HoldWrite wanted = RichWanted(1);
  const auto held = Hold(wanted);
  ASSERT_TRUE(held.ok()) << held.status();
  const auto expect_same = [&](absl::string_view after) {
    const auto again = Hold(wanted);
    ASSERT_TRUE(again.ok()) << "after " << after << ": " << again.status();
    EXPECT_EQ(*again, *held) << "after " << after;
  };
  expect_same("nothing");
  ASSERT_TRUE(Confirm(1).ok());
  expect_same("a confirmation");
  ASSERT_TRUE(Cancel(1).ok());
  expect_same("a cancellation");
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
  ASSERT_TRUE(Hold(2, 2, wanted.booking.occupied).ok());
  expect_same("a hold of another");
  ASSERT_TRUE(under_test()
                  .schedules
                  ->Put({brand_, Role::kBrandAdmin, "admin"}, Request("put"),
                        {Associate(2), calendar::Schedule(), std::nullopt})
                  .ok());
  expect_same("a change of the schedule");
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, AnswersARepeatedHoldAsBeforeAfterItExpired) {
  const auto held = Hold(1, 1, Ticks(0, 6));
  ASSERT_TRUE(held.ok()) << held.status();
  RunOut(1);
  ASSERT_TRUE(store().ExpireDue().ok());
  const auto again = Hold(1, 1, Ticks(0, 6));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *held);
  EXPECT_EQ(Get(1).state, BookingState::kExpired);
}

TEST_P(BookingStoreContract, AnswersARepeatedHoldWhoseNewIdDiffers) {
  const auto held = Hold(1, 1, Ticks(0, 6));
  ASSERT_TRUE(held.ok()) << held.status();
  // A server chooses an id each time; the request is the same.
  const auto again = store().Hold(
      shopper(), Request(absl::StrCat("hold-", BookingOf(1).ToString())),
      Wanted(2, 1, Ticks(0, 6)), kNever);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *held);
  EXPECT_EQ(under_test().claims().size(), 6);
}

TEST_P(BookingStoreContract, AnswersARepeatedConfirmAsBefore) {
  ASSERT_TRUE(Hold(RichWanted(1)).ok());
  const auto confirmed = Confirm(1, 1);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  ASSERT_TRUE(Cancel(1).ok());
  const auto again = Confirm(1, 1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *confirmed);
  EXPECT_EQ(Get(1).state, BookingState::kCancelled);
}

TEST_P(BookingStoreContract, AnswersARepeatedCancelAsBefore) {
  ASSERT_TRUE(Hold(RichWanted(1)).ok());
  const auto cancelled = Cancel(1, 1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  ASSERT_TRUE(Hold(RichWanted(2)).ok());
  const auto again = Cancel(1, 1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *cancelled);
  EXPECT_EQ(Get(2).state, BookingState::kHeld);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreContract, RefusesARequestIdReused) {
  const HoldWrite wanted = Wanted(1, 1, Ticks(0, 6));
  ASSERT_TRUE(store().Hold(shopper(), Request("one"), wanted, kNever).ok());
  const RequestKey reused = Request("one", 'b');
  const auto hold =
      store().Hold(shopper(), reused, Wanted(2, 2, Ticks(0, 6)), kNever);
  EXPECT_THAT(hold, FailsWith("REQUEST_ID_REUSED"));
  EXPECT_EQ(hold.status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(FieldProblemsOf(hold.status()).size(), 1);
  EXPECT_THAT(store().Hold(shopper(), reused, wanted, kNever),
              FailsWith("REQUEST_ID_REUSED"));
  EXPECT_THAT(store().Confirm(shopper(), reused, BookingOf(1), {}, kNever),
              FailsWith("REQUEST_ID_REUSED"));
  EXPECT_THAT(store().Cancel(shopper(), reused, BookingOf(1), {}, kNever),
              FailsWith("REQUEST_ID_REUSED"));
  EXPECT_THAT(store().Replay(shopper(), reused, kNever),
              FailsWith("REQUEST_ID_REUSED"));
  EXPECT_EQ(Get(1).version, 1);
  EXPECT_EQ(under_test().claims().size(), 6);
}

TEST_P(BookingStoreContract, TakesOneRequestIdFromEachPrincipal) {
  const RequestKey request = Request("one");
  ASSERT_TRUE(
      store().Hold(shopper(), request, Wanted(1, 1, Ticks(0, 6)), kNever).ok());
  uint32_t number = 2;
  // What differs only at its end, or in case, differs.
  for (const char* principal : {"Ada", "ada ", "ad",
                                "\xC3\xA1"
                                "da"}) {
    const Actor other = {brand_, Role::kShopper, principal};
    const auto held = store().Hold(
        other, request, Wanted(number, 1, Ticks(6 * number, 6 * number + 6)),
        kNever);
    ASSERT_TRUE(held.ok()) << principal << ": " << held.status();
    EXPECT_EQ(held->id, BookingOf(number)) << principal;
    ++number;
  }
}

TEST_P(BookingStoreContract, RunsARequestThatFailedAgain) {
  ASSERT_TRUE(Hold(1, 1, Ticks(0, 6)).ok());
  EXPECT_THAT(Hold(2, 1, Ticks(0, 6)), FailsWith("SLOT_TAKEN"));
  ASSERT_TRUE(Cancel(1).ok());
  const auto again = Hold(2, 1, Ticks(0, 6));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->id, BookingOf(2));
  EXPECT_THAT(Confirm(2, 7), FailsWith("ETAG_MISMATCH"));
  EXPECT_TRUE(Confirm(2, 1).ok());
}

TEST_P(BookingStoreContract, ReplaysWhatWasAnswered) {
  const auto before = store().Replay(shopper(), Request("one"), kNever);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->has_value());
  const auto held =
      store().Hold(shopper(), Request("one"), RichWanted(1), kNever);
  ASSERT_TRUE(held.ok()) << held.status();
  ASSERT_TRUE(Cancel(1).ok());
  const auto replay = store().Replay(shopper(), Request("one"), kNever);
  ASSERT_TRUE(replay.ok()) << replay.status();
  ASSERT_TRUE(replay->has_value());
  EXPECT_EQ(**replay, *held);
  const Actor stranger = {brand_, Role::kShopper, "bob"};
  const auto nothing = store().Replay(stranger, Request("one"), kNever);
  ASSERT_TRUE(nothing.ok()) << nothing.status();
  EXPECT_FALSE(nothing->has_value());
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_REQUESTS_H_
