// The rules of each operation, at the instants where they begin and end.
#include "server/booking/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "server/vocabulary/error.h"
#include "tests/search/small_world.h"
#include "tests/support/fails_with.h"

namespace rapport::booking {
namespace {

using search::AssociateNo;
using search::BookingIn;
using search::BookingNo;
using search::StoreNo;
using test::FailsWith;

const absl::Time kTen = absl::FromUnixSeconds(1'800'000'000);
const absl::Time kEleven = kTen + absl::Hours(1);
constexpr absl::Duration kInstant = absl::Microseconds(1);

Booking In(BookingState state, const Interval& meeting = {kTen, kEleven}) {
  Booking booking = BookingIn(state, 1, AssociateNo(1), meeting);
  booking.create_time = kTen - absl::Hours(30);
  if (state == BookingState::kHeld) {
    booking.hold_expire_time = booking.create_time + absl::Minutes(10);
  }
  return booking;
}

absl::StatusOr<Booking> Become(const BookingWrite& write, const Booking& before,
                               absl::Time now) {
  return write.become(&before, now);
}

// Where a booking could be moved, or with whom.
HoldWrite To(const Interval& meeting, uint8_t associate = 1) {
  HoldWrite to;
  to.booking =
      BookingIn(BookingState::kHeld, 9, AssociateNo(associate), meeting);
  to.booking.occupied.end += kTick;
  to.booking.store = StoreNo(2);
  to.booking.time_zone = "Europe/Paris";
  to.booking.utc_offset_s = 3600;
  to.schedule_version = 7;
  return to;
}

constexpr BookingState kAll[] = {
    BookingState::kHeld,      BookingState::kConfirmed,
    BookingState::kCheckedIn, BookingState::kCompleted,
    BookingState::kCancelled, BookingState::kExpired,
    BookingState::kNoShow};

// While the meeting of an hour from ten goes on; holds have not run out.
TEST(Changes, AreOfTheirStatesOnly) {
  const absl::Time now = kTen + absl::Minutes(10);
  const HoldWrite later = To({kEleven, kEleven + absl::Hours(1)});
  const struct {
    const char* name;
    BookingWrite write;
    std::vector<BookingState> from;
  } kRows[] = {
      {"extend",
       Extending(BookingNo(1), {}, absl::Minutes(10)),
       {BookingState::kHeld}},
      {"move",
       Moving(BookingNo(1), 1, later, Asker::kStaff),
       {BookingState::kHeld, BookingState::kConfirmed}},
      {"switch",
       Switching(BookingNo(1), 1, Channel::kPhone, {AssociateNo(1), 7}),
       {BookingState::kHeld, BookingState::kConfirmed,
        BookingState::kCheckedIn}},
      {"reassign",
       Reassigning(BookingNo(1), 1, To({kTen, kEleven}, 2)),
       {BookingState::kHeld, BookingState::kConfirmed}},
      {"check in", CheckingIn(BookingNo(1), {}), {BookingState::kConfirmed}},
      {"no show", MarkingNoShow(BookingNo(1), {}), {BookingState::kConfirmed}},
      {"complete", Completing(BookingNo(1), {}), {BookingState::kCheckedIn}},
  };
  for (const auto& [name, write, from] : kRows) {
    for (const BookingState state : kAll) {
      Booking before = In(state);
      if (state == BookingState::kHeld) {
        before.create_time = now - absl::Minutes(5);
        before.hold_expire_time = now + absl::Minutes(5);
      }
      const auto after = Become(write, before, now);
      const bool may = std::count(from.begin(), from.end(), state) == 1;
      EXPECT_EQ(after.ok(), may)
          << name << " " << BookingStateWord(state) << ": " << after.status();
      if (may && after.ok()) {
        EXPECT_TRUE(after->state == state || MayBecome(state, after->state))
            << name;
        EXPECT_EQ(after->id, before.id);
        EXPECT_EQ(after->shopper, before.shopper);
      } else {
        EXPECT_EQ(after.status().code(), absl::StatusCode::kFailedPrecondition);
      }
    }
  }
}

TEST(Changes, NothingBecomesOfAHoldThatRanOut) {
  const Booking hold = In(BookingState::kHeld);
  const HoldWrite later = To({kEleven, kEleven + absl::Hours(1)});
  const BookingWrite writes[] = {
      Confirming(BookingNo(1), {}),
      Extending(BookingNo(1), {}, absl::Minutes(10)),
      Moving(BookingNo(1), 1, later, Asker::kStaff),
      Switching(BookingNo(1), 1, Channel::kPhone, {AssociateNo(1), 7}),
      Reassigning(BookingNo(1), 1, To({kTen, kEleven}, 2))};
  for (const BookingWrite& write : writes) {
    EXPECT_THAT(Become(write, hold, hold.hold_expire_time),
                FailsWith("HOLD_EXPIRED"))
        << write.action;
    EXPECT_TRUE(Become(write, hold, hold.hold_expire_time - kInstant).ok())
        << write.action;
  }
}

TEST(Changes, TakeTheLoadOfTheTimeThatTheyGoTo) {
  HoldWrite later = To({kEleven, kEleven + absl::Hours(1)});
  later.booking.load = 1;
  later.capacity = 3;
  const Booking before = In(BookingState::kConfirmed);
  for (const BookingWrite& write :
       {Moving(BookingNo(1), 1, later, Asker::kStaff),
        Switching(BookingNo(1), 1, Channel::kPhone, {AssociateNo(1), 7, 3})}) {
    EXPECT_EQ(write.takes.front().capacity, 3);
    const auto after = Become(write, before, kTen - absl::Hours(1));
    ASSERT_TRUE(after.ok()) << after.status();
    EXPECT_EQ(after->load, 1);
  }
  later.booking.associate = AssociateNo(2);
  const auto given = Become(Reassigning(BookingNo(1), 1, later), before,
                            kTen - absl::Hours(1));
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->load, 1);
}

TEST(Switching, TakesAnotherLoadFromTheTickThatHasBegunOn) {
  const Booking before = In(BookingState::kCheckedIn);
  const auto become = [&](int capacity, absl::Duration into) {
    return Become(Switching(BookingNo(1), 1, Channel::kChat,
                            {AssociateNo(1), 7, capacity}),
                  before, kTen + into)
        .value_or(Booking());
  };
  EXPECT_EQ(become(3, -kInstant).occupied, before.occupied);
  EXPECT_EQ(become(3, absl::Minutes(5) - kInstant).occupied, before.occupied);
  const Interval rest = {kTen + absl::Minutes(5), before.occupied.end};
  EXPECT_EQ(become(3, absl::Minutes(5)).occupied, rest);
  EXPECT_EQ(become(3, absl::Minutes(9)).occupied, rest);
  EXPECT_EQ(become(3, absl::Minutes(9)).meeting, before.meeting);
  EXPECT_EQ(become(1, absl::Minutes(9)).occupied, before.occupied);
}

TEST(Extending, GivesTheHoldItsDurationAgainButNeverMoreThanAnHour) {
  Booking hold = In(BookingState::kHeld);
  const absl::Time start = hold.create_time;
  const BookingWrite write = Extending(BookingNo(1), {}, absl::Minutes(10));
  const auto later = [](int minutes) { return absl::Minutes(minutes); };
  auto after = Become(write, hold, start + later(5));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->hold_expire_time, start + later(15));
  hold.hold_expire_time = start + later(58);
  after = Become(write, hold, start + later(57));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->hold_expire_time, start + kHoldLengthMax);
  EXPECT_THAT(Become(write, *after, start + later(59)),
              FailsWith("HOLD_AT_LIMIT"));
}

TEST(Creating, ConfirmsAtOnceAndOnlyWhatHasNotStarted) {
  HoldWrite wanted = To({kTen, kEleven});
  const BookingWrite write = Creating(wanted);
  const auto created = write.become(nullptr, kTen - kInstant);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->state, BookingState::kConfirmed);
  EXPECT_EQ(created->hold_expire_time, absl::InfiniteFuture());
  EXPECT_THAT(write.become(nullptr, kTen), FailsWith("MEETING_STARTED"));
}

TEST(Moving, TakesTheTimeAndThePromiseAndNothingElse) {
  Booking before = In(BookingState::kConfirmed);
  before.channel = Channel::kVideo;
  const HoldWrite to = To({kEleven, kEleven + absl::Hours(2)});
  const auto after = Become(Moving(BookingNo(1), 1, to, Asker::kShopper),
                            before, kTen - kTick);
  ASSERT_TRUE(after.ok()) << after.status();
  Booking expected = before;
  expected.meeting = to.booking.meeting;
  expected.occupied = to.booking.occupied;
  expected.store = StoreNo(2);
  expected.time_zone = "Europe/Paris";
  expected.utc_offset_s = 3600;
  EXPECT_EQ(*after, expected);
}

TEST(Moving, BindsShoppersToTheirNoticeAndStaffToNothing) {
  Booking before = In(BookingState::kConfirmed);
  before.move_notice = absl::Hours(2);
  const HoldWrite to = To({kEleven, kEleven + absl::Hours(2)});
  const auto move = [&](Asker asker, absl::Time now) {
    return Become(Moving(BookingNo(1), 1, to, asker), before, now);
  };
  const absl::Time last = kTen - absl::Hours(2);
  EXPECT_TRUE(move(Asker::kShopper, last).ok());
  EXPECT_THAT(move(Asker::kShopper, last + kInstant),
              FailsWith("TOO_LATE_TO_MOVE"));
  EXPECT_TRUE(move(Asker::kStaff, last + kInstant).ok());
  EXPECT_THAT(move(Asker::kShopper, kTen), FailsWith("MEETING_STARTED"));
  EXPECT_TRUE(move(Asker::kStaff, kTen).ok());
  EXPECT_THAT(move(Asker::kStaff, kEleven), FailsWith("MEETING_STARTED"));
}

TEST(Cancelling, BindsShoppersToTheirNoticeButNotForHolds) {
  Booking before = In(BookingState::kConfirmed);
  before.cancel_notice = absl::Hours(24);
  const auto cancel = [&](Asker asker, absl::Time now) {
    return Become(Cancelling(BookingNo(1), {}, asker), before, now);
  };
  const absl::Time last = kTen - absl::Hours(24);
  EXPECT_TRUE(cancel(Asker::kShopper, last).ok());
  EXPECT_THAT(cancel(Asker::kShopper, last + kInstant),
              FailsWith("TOO_LATE_TO_CANCEL"));
  EXPECT_TRUE(cancel(Asker::kStaff, last + kInstant).ok());
  before.state = BookingState::kHeld;
  EXPECT_TRUE(cancel(Asker::kShopper, kTen).ok());
}

TEST(Switching, IsPossibleUntilTheMeetingEnds) {
  const BookingWrite write =
      Switching(BookingNo(1), 1, Channel::kPhone, {AssociateNo(1), 7});
  const Booking before = In(BookingState::kCheckedIn);
  const auto after = Become(write, before, kEleven - kInstant);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->channel, Channel::kPhone);
  EXPECT_TRUE(OccupancyChangeOf(&before, *after).empty());
  EXPECT_THAT(Become(write, before, kEleven), FailsWith("MEETING_OVER"));
}

TEST(Reassigning, RemembersWhomItWasWithEachOnce) {
  Booking booking = In(BookingState::kConfirmed);
  const auto give = [&](uint8_t to) {
    auto after = Become(Reassigning(BookingNo(1), 1, To({kTen, kEleven}, to)),
                        booking, kTen - kTick);
    if (after.ok()) booking = *after;
    return after;
  };
  ASSERT_TRUE(give(2).ok());
  EXPECT_EQ(booking.associate, AssociateNo(2));
  EXPECT_EQ(booking.former_associates, std::vector{AssociateNo(1)});
  EXPECT_EQ(booking.store, StoreNo(2));
  EXPECT_EQ(booking.meeting, (Interval{kTen, kEleven}));
  ASSERT_TRUE(give(1).ok());
  EXPECT_EQ(booking.former_associates, std::vector{AssociateNo(2)});
  EXPECT_THAT(give(1), FailsWith("SAME_ASSOCIATE"));
  for (uint8_t to = 3; to <= 9; ++to) ASSERT_TRUE(give(to).ok()) << int{to};
  EXPECT_EQ(booking.former_associates.size(), kFormerAssociatesMax);
  EXPECT_THAT(give(10), FailsWith("TOO_MANY_REASSIGNS"));
  // Somebody who had it may have it again.
  EXPECT_TRUE(give(2).ok());
  EXPECT_EQ(booking.former_associates.size(), kFormerAssociatesMax);
}

TEST(CheckingIn, IsNotForAnotherDay) {
  const BookingWrite write = CheckingIn(BookingNo(1), {});
  const Booking before = In(BookingState::kConfirmed);
  const absl::Time first = kTen - kCheckInEarlyMax;
  EXPECT_THAT(Become(write, before, first - kInstant), FailsWith("TOO_EARLY"));
  const auto after = Become(write, before, first);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->state, BookingState::kCheckedIn);
}

TEST(MarkingNoShow, GivesTheShopperFiveMinutes) {
  const BookingWrite write = MarkingNoShow(BookingNo(1), {});
  const Booking before = In(BookingState::kConfirmed);
  const absl::Time first = kTen + kNoShowAfter;
  EXPECT_THAT(Become(write, before, first - kInstant), FailsWith("TOO_EARLY"));
  const auto after = Become(write, before, first);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->state, BookingState::kNoShow);
}

}  // namespace
}  // namespace rapport::booking
