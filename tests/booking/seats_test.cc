// The rules of sessions' seats, at the instants and counts where they turn.
#include "server/booking/seats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "server/booking/occupancy_change.h"
#include "server/vocabulary/error.h"
#include "tests/search/small_world.h"

namespace rapport::booking {
namespace {

using search::AssociateNo;
using search::BookingIn;
using search::BookingNo;
using search::StoreNo;

const absl::Time kTen = absl::FromUnixSeconds(1'800'000'000);
constexpr absl::Duration kInstant = absl::Microseconds(1);

Booking Session(int seats) {
  Booking session = BookingIn(BookingState::kConfirmed, 1, AssociateNo(1),
                              {kTen, kTen + absl::Hours(1)});
  session.seats = seats;
  session.more_associates = {AssociateNo(2)};
  session.store = StoreNo(3);
  session.time_zone = "Europe/Paris";
  session.resources = {{}};
  return session;
}

Booking Seat(uint32_t number, BookingState state, int party = 1) {
  Booking seat =
      BookingIn(state, number, AssociateNo(9), {kTen, kTen + absl::Hours(1)});
  seat.session = BookingNo(1);
  seat.party_size = party;
  if (state == BookingState::kHeld) seat.hold_expire_time = kTen;
  return seat;
}

TEST(Seats, AreTakenUntilTheSessionStarts) {
  Booking session = Session(2);
  EXPECT_TRUE(CheckSession(session, kTen - kInstant).ok());
  EXPECT_EQ(ReasonOf(CheckSession(session, kTen)), "MEETING_STARTED");
  session.state = BookingState::kCancelled;
  EXPECT_EQ(ReasonOf(CheckSession(session, kTen - kInstant)),
            "SESSION_CANCELLED");
  session.seats = 0;
  EXPECT_EQ(ReasonOf(CheckSession(session, kTen - kInstant)),
            "SESSION_NOT_FOUND");
}

TEST(Seats, AreWhoeversLivesOrHasMet) {
  const std::vector<Booking> seats = {
      Seat(2, BookingState::kHeld, 2),
      Seat(3, BookingState::kConfirmed, 3),
      Seat(4, BookingState::kCheckedIn),
      Seat(5, BookingState::kCancelled, 9),
      Seat(6, BookingState::kExpired, 9),
      Seat(7, BookingState::kNoShow, 9),
      Seat(8, BookingState::kCompleted, 4),
  };
  EXPECT_EQ(SeatsLeft(Session(14), seats, kTen - kInstant), 4);
  EXPECT_EQ(SeatsLeft(Session(14), seats, kTen), 6);
  EXPECT_EQ(SeatsLeft(Session(7), seats, kTen), -1);
  const auto check = [&](int party, int of) {
    return CheckSeats(Session(of), Seat(9, BookingState::kHeld, party), seats,
                      kTen - kInstant);
  };
  EXPECT_TRUE(check(4, 14).ok());
  EXPECT_EQ(ReasonOf(check(5, 14)), "SESSION_FULL");
  EXPECT_THAT(check(5, 14).message(), testing::HasSubstr("4 seats left"));
  EXPECT_THAT(check(1, 10).message(), testing::HasSubstr("is full"));
}

TEST(Seats, AreWhereTheSessionIsAndTakeNothing) {
  Booking session = Session(2);
  Booking seat = Seat(2, BookingState::kHeld);
  SeatIn(session, seat);
  EXPECT_EQ(seat.session, session.id);
  EXPECT_EQ(seat.associate, AssociateNo(1));
  EXPECT_EQ(seat.more_associates, session.more_associates);
  EXPECT_EQ(seat.store, StoreNo(3));
  EXPECT_EQ(seat.time_zone, "Europe/Paris");
  EXPECT_TRUE(seat.resources.empty());
  EXPECT_EQ(seat.seats, 0);
  EXPECT_TRUE(OccupiedBy(seat).empty());
  EXPECT_FALSE(OccupiedBy(session).empty());
}

TEST(Seats, FollowWhereverTheSessionGoesAndNowhereElse) {
  Booking session = Session(2);
  Booking seat = Seat(2, BookingState::kConfirmed, 2);
  SeatIn(session, seat);
  seat.version = 3;
  EXPECT_FALSE(Followed(session, seat, kTen).has_value());
  session.meeting = {kTen + absl::Hours(2), kTen + absl::Hours(3)};
  session.channel = Channel::kVideo;
  Booking expected = seat;
  expected.meeting = session.meeting;
  expected.channel = Channel::kVideo;
  expected.version = 4;
  expected.update_time = kTen;
  EXPECT_EQ(Followed(session, seat, kTen), expected);
  for (const BookingState ended :
       {BookingState::kCancelled, BookingState::kNoShow,
        BookingState::kCompleted, BookingState::kExpired}) {
    seat.state = ended;
    EXPECT_FALSE(Followed(session, seat, kTen).has_value());
  }
}

TEST(Seats, KeepTheSessionWhereItIsOnceSomebodyHasCome) {
  const Booking before = Session(2);
  Booking moved = before;
  moved.meeting = {kTen + absl::Hours(2), kTen + absl::Hours(3)};
  Booking ended = before;
  ended.state = BookingState::kCancelled;
  Booking reassigned = before;
  reassigned.associate = AssociateNo(7);
  Booking switched = before;
  switched.channel = Channel::kVideo;
  const auto check = [&](const Booking& after, BookingState state) {
    return ReasonOf(CheckFollows(before, after, {Seat(2, state)}));
  };
  for (const BookingState came :
       {BookingState::kCheckedIn, BookingState::kCompleted,
        BookingState::kNoShow}) {
    EXPECT_EQ(check(moved, came), "MEETING_STARTED");
    EXPECT_EQ(check(ended, came), "MEETING_STARTED");
    EXPECT_EQ(check(reassigned, came), "MEETING_STARTED");
    EXPECT_EQ(check(switched, came), "");
  }
  for (const BookingState state :
       {BookingState::kHeld, BookingState::kConfirmed, BookingState::kCancelled,
        BookingState::kExpired}) {
    EXPECT_EQ(check(moved, state), "");
    EXPECT_EQ(check(ended, state), "");
  }
}

TEST(Seats, MayBeGivenBackByWhoeverIsMovedWithThem) {
  Booking session = Session(2);
  Booking seat = Seat(2, BookingState::kConfirmed);
  SeatIn(session, seat);
  seat.cancel_notice = absl::Hours(24);
  seat.update_time = kTen + absl::Hours(1);
  session.channel = Channel::kVideo;
  EXPECT_EQ(Followed(session, seat, kTen)->cancel_notice, absl::Hours(24));
  session.meeting = {kTen + absl::Hours(2), kTen + absl::Hours(3)};
  const auto moved = Followed(session, seat, kTen);
  EXPECT_EQ(moved->cancel_notice, absl::ZeroDuration());
  EXPECT_EQ(moved->update_time, seat.update_time) << "never back in time";
}

TEST(Seats, EndWithTheSession) {
  Booking session = Session(2);
  session.state = BookingState::kCancelled;
  const auto after =
      Followed(session, Seat(2, BookingState::kHeld), kTen - kInstant);
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->state, BookingState::kCancelled);
  EXPECT_EQ(after->hold_expire_time, absl::InfiniteFuture());
}

}  // namespace
}  // namespace rapport::booking
