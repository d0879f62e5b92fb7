// What every BookingStore does when the rules of zones have changed. Bookings
// here were promised where the clock is UTC's; by the rules, which are made up,
// it is ahead of it. See booking_store_contract.h.
#ifndef RAPPORT_TESTS_CONTRACT_BOOKING_STORE_REANCHOR_H_
#define RAPPORT_TESTS_CONTRACT_BOOKING_STORE_REANCHOR_H_

#include <optional>
#include <string>
#include <vector>

#include "tests/contract/booking_store_changes.h"

namespace rapport::booking {

class BookingStoreReanchor : public BookingStoreChanges {
 protected:
  // Five minutes a tick: 12 are an hour.
  static constexpr int kHour = 12;

  static ReanchorStep Ahead(absl::Duration by,
                            std::optional<AssociateId> after = std::nullopt,
                            bool dry_run = false) {
    const absl::TimeZone zone =
        absl::FixedTimeZone(static_cast<int>(absl::ToInt64Seconds(by)));
    return {after,
            {"2026b",
             [zone](absl::string_view) -> absl::StatusOr<absl::TimeZone> {
               return zone;
             }},
            dry_run};
  }
  absl::StatusOr<ReanchorAnswer> Reanchor(const std::string& request,
                                          const ReanchorStep& step) {
    return store().Reanchor(admin(), Request(request), step, kNever);
  }
  ReanchorReport Done(const std::string& request, const ReanchorStep& step) {
    const auto answer = Reanchor(request, step);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->report : ReanchorReport();
  }
  Actor admin() const { return {brand_, Role::kBrandAdmin, "admin"}; }
  // A booking of associate 1 that is confirmed.
  void Book(uint32_t booking, const Interval& interval, uint8_t associate = 1) {
    ASSERT_TRUE(Hold(booking, associate, interval).ok());
    ASSERT_TRUE(Confirm(booking).ok());
  }
  std::vector<BookingChange> ChangesOf(uint32_t booking) {
    const auto changes = store().Changes(brand_, BookingOf(booking), kNever);
    EXPECT_TRUE(changes.ok()) << changes.status();
    return changes.value_or(std::vector<BookingChange>());
  }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BookingStoreReanchor);

TEST_P(BookingStoreReanchor, MoveAWholeDayByAnHour) {
  for (uint32_t i = 1; i <= 6; ++i) {
    Book(i, Ticks(kHour * i, kHour * (i + 1)));
  }
  Booking expected = Get(3);
  const auto answer = Reanchor("run", Ahead(absl::Hours(1)));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->report.looked_at, 6);
  EXPECT_EQ(answer->report.moved.size(), 6u);
  EXPECT_EQ(answer->changed.size(), 6u);
  EXPECT_FALSE(answer->report.next.has_value());
  expected.meeting = expected.occupied = Ticks(kHour * 2, kHour * 3);
  expected.utc_offset_s = 3600;
  expected.tzdata_version = "2026b";
  expected.version = 3;
  expected.update_time = Get(3).update_time;
  EXPECT_EQ(Get(3), expected);
  ExpectClaimsAgree();
  EXPECT_TRUE(Hold(9, 1, Ticks(kHour * 6, kHour * 7)).ok());
}

TEST_P(BookingStoreReanchor, MoveNobodyWhereTheirChannelHasNoPlaceLeft) {
  // Eleven chats, and eleven that these would come to: more than seats.
  constexpr int kEach = 11;
  for (uint32_t i = 1; i <= 2 * kEach; ++i) {
    HoldWrite chat =
        Wanted(i, 1, i <= kEach ? Ticks(kHour, 2 * kHour) : Ticks(0, kHour));
    chat.capacity = kEach;
    chat.booking.load = LoadWhere(kEach);
    if (i > kEach) chat.booking.tzdata_version = "2026b";
    ASSERT_TRUE(Hold(chat).ok());
  }
  const ReanchorReport report = Done("run", Ahead(absl::Hours(1)));
  EXPECT_THAT(report.moved, testing::IsEmpty());
  EXPECT_EQ(report.conflicts.size(), kEach);
  ExpectClaimsAgree(kEach);
}

TEST_P(BookingStoreReanchor, RememberTheRulesWhereTheInstantStays) {
  Book(1, Ticks(0, 6));
  const auto claims = under_test().claims();
  const ReanchorReport report = Done("run", Ahead(absl::ZeroDuration()));
  EXPECT_EQ(report.looked_at, 1);
  EXPECT_EQ(report.kept, 1);
  EXPECT_TRUE(report.moved.empty());
  EXPECT_EQ(Get(1).tzdata_version, "2026b");
  EXPECT_EQ(Get(1).version, 3);
  EXPECT_TRUE(under_test().claims() == claims);
  EXPECT_EQ(Done("again", Ahead(absl::ZeroDuration())).looked_at, 0);
}

TEST_P(BookingStoreReanchor, LeaveAConflictAsItIsToBeFoundAgain) {
  Book(1, Ticks(kHour, 2 * kHour));
  HoldWrite other = Wanted(2, 1, Ticks(0, kHour));
  other.booking.tzdata_version = "2026b";
  ASSERT_TRUE(Hold(other).ok());
  const Booking before = Get(1);
  for (const char* run : {"first", "next"}) {
    const ReanchorReport report = Done(run, Ahead(absl::Hours(1)));
    EXPECT_EQ(report.looked_at, 1);
    ASSERT_EQ(report.conflicts.size(), 1u);
    EXPECT_EQ(report.conflicts[0],
              (Shifted{before.id, before.meeting.start, At(0), "SLOT_TAKEN"}));
    EXPECT_EQ(Get(1), before);
    ExpectClaimsAgree();
  }
  ASSERT_TRUE(Cancel(2).ok());
  EXPECT_EQ(Done("last", Ahead(absl::Hours(1))).moved.size(), 1u);
  ExpectClaimsAgree();
}

TEST_P(BookingStoreReanchor, EndWhatRanOutInTheWay) {
  Book(1, Ticks(kHour, 2 * kHour));
  ASSERT_TRUE(Hold(2, 1, Ticks(0, kHour)).ok());
  RunOut(2);
  EXPECT_EQ(Done("run", Ahead(absl::Hours(1))).moved.size(), 1u);
  EXPECT_EQ(Get(2).state, BookingState::kExpired);
  EXPECT_EQ(Get(1).meeting, Ticks(0, kHour));
  ExpectClaimsAgree();
}

TEST_P(BookingStoreReanchor, LookAtOneAssociateAfterTheOther) {
  for (uint8_t number = 1; number <= 3; ++number) {
    Book(number, Ticks(0, 6), number);
  }
  std::optional<AssociateId> after;
  for (uint8_t number = 1; number <= 3; ++number) {
    const ReanchorReport report =
        Done(absl::StrCat("page-", number), Ahead(absl::Hours(1), after));
    ASSERT_EQ(report.moved.size(), 1u);
    EXPECT_EQ(report.moved[0].booking, BookingOf(number));
    EXPECT_EQ(report.next.has_value(), number < 3);
    after = report.next;
  }
  ExpectClaimsAgree();
}

TEST_P(BookingStoreReanchor, OnlySayWhatWouldBe) {
  Book(1, Ticks(kHour, 2 * kHour));
  const Booking before = Get(1);
  const auto answer =
      Reanchor("run", Ahead(absl::Hours(1), std::nullopt, /*dry_run=*/true));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->report.moved.size(), 1u);
  EXPECT_TRUE(answer->changed.empty());
  EXPECT_EQ(Get(1), before);
  EXPECT_EQ(Done("run", Ahead(absl::Hours(1))).moved.size(), 1u);
}

TEST_P(BookingStoreReanchor, AnswerARepetitionAsTheFirstTime) {
  Book(1, Ticks(kHour, 2 * kHour));
  const ReanchorReport first = Done("run", Ahead(absl::Hours(1)));
  ASSERT_TRUE(Cancel(1).ok());
  const auto again = elsewhere().Reanchor(admin(), Request("run"),
                                          Ahead(absl::Hours(1)), kNever);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->report, first);
  EXPECT_TRUE(again->changed.empty());
  EXPECT_THAT(store().Reanchor(admin(), Request("run", 'b'),
                               Ahead(absl::Hours(1)), kNever),
              FailsWith("REQUEST_ID_REUSED"));
}

TEST_P(BookingStoreReanchor, RefuseUnderOlderRules) {
  Book(1, Ticks(0, 6));
  HoldWrite newer = Wanted(2, 2, Ticks(0, 6));
  newer.booking.tzdata_version = "2026c";
  ASSERT_TRUE(Hold(newer).ok());
  EXPECT_THAT(Reanchor("run", Ahead(absl::Hours(1))),
              FailsWith("TZDATA_OLDER"));
  EXPECT_EQ(Get(1).version, 2);
  ASSERT_TRUE(Cancel(2).ok());
  EXPECT_EQ(Done("run", Ahead(absl::Hours(1))).moved.size(), 1u);
}

TEST_P(BookingStoreReanchor, RememberItInTheHistory) {
  Book(1, Ticks(kHour, 2 * kHour));
  Done("run", Ahead(absl::Hours(1)));
  const std::vector<BookingChange> changes = ChangesOf(1);
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[2].action, "ReanchorBooking");
  EXPECT_EQ(changes[2].role, Role::kBrandAdmin);
  EXPECT_EQ(changes[2].booking, Get(1));
}

TEST_P(BookingStoreReanchor, LeaveOtherBrandsAlone) {
  HoldWrite other = Wanted(1, 1, Ticks(0, 6));
  ASSERT_TRUE(store()
                  .Hold({other_brand_, Role::kShopper, "ada"}, Request("other"),
                        other, kNever)
                  .ok());
  EXPECT_EQ(Done("run", Ahead(absl::Hours(1))).looked_at, 0);
}

// Whoever comes first does it; what others book meanwhile is never overlapped.
TEST_P(BookingStoreReanchor, RunOnTwoServersWhileOthersBook) {
  for (uint32_t i = 1; i <= 6; ++i) {
    Book(i, Ticks(kHour * i, kHour * i + 6));
  }
  constexpr int kThreads = 8;
  InThreads(kThreads, [&](int thread) {
    for (int act = 0; act < 6; ++act) {
      if (thread < 4) {
        const auto answer = StoreOf(thread).Reanchor(
            admin(), Request(absl::StrCat("run-", thread / 2, "-", act)),
            Ahead(absl::Hours(1)), kNever);
        EXPECT_TRUE(answer.ok() || absl::IsAborted(answer.status()))
            << answer.status();
      } else {
        HoldWrite hold = Wanted(100 + 10 * thread + act, 1,
                                Ticks(kHour * act + 2, kHour * act + 8));
        hold.booking.tzdata_version = "2026b";
        StoreOf(thread)
            .Hold(shopper(), Request(absl::StrCat("hold-", thread, "-", act)),
                  hold, kNever)
            .IgnoreError();
      }
    }
  });
  const ReanchorReport last = Done("last", Ahead(absl::Hours(1)));
  for (uint32_t i = 1; i <= 6; ++i) {
    const Booking booking = Get(i);
    const bool moved = booking.tzdata_version == "2026b";
    EXPECT_EQ(booking.meeting.start, At(kHour * (moved ? i - 1 : i)));
    EXPECT_EQ(booking.version, moved ? 3 : 2);
  }
  EXPECT_EQ(last.looked_at, static_cast<int>(last.conflicts.size()));
  ExpectClaimsAgree();
}

}  // namespace rapport::booking

#endif  // RAPPORT_TESTS_CONTRACT_BOOKING_STORE_REANCHOR_H_
