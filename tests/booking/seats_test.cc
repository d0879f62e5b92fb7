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

TEST(Seats, AreThoseOfTheLiveAndOfHoldsThatHaveNotRunOut) {
  const std::vector<Booking> seats = {
      Seat(2, BookingState::kHeld, 2),
      Seat(3, BookingState::kConfirmed, 3),
      Seat(4, BookingState::kCheckedIn),
      Seat(5, BookingState::kCancelled, 9),
      Seat(6, BookingState::kExpired, 9),
      Seat(7, BookingState::kNoShow, 9),
      Seat(8, BookingState::kCompleted, 9),
  };
  EXPECT_EQ(SeatsLeft(Session(10), seats, kTen - kInstant), 4);
  EXPECT_EQ(SeatsLeft(Session(10), seats, kTen), 6);
  EXPECT_EQ(SeatsLeft(Session(3), seats, kTen), -1);
  const auto check = [&](int party, int of) {
    return CheckSeats(Session(of), Seat(9, BookingState::kHeld, party), seats,
                      kTen - kInstant);
  };
  EXPECT_TRUE(check(4, 10).ok());
  EXPECT_EQ(ReasonOf(check(5, 10)), "SESSION_FULL");
  EXPECT_THAT(check(5, 10).message(), testing::HasSubstr("4 seats left"));
  EXPECT_THAT(check(1, 6).message(), testing::HasSubstr("is full"));
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
