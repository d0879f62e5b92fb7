// Sessions and their seats as a test would write them down.
#ifndef RAPPORT_TESTS_SEARCH_SMALL_SESSIONS_H_
#define RAPPORT_TESTS_SEARCH_SMALL_SESSIONS_H_

#include "server/booking/seats.h"
#include "server/search/session_book.h"
#include "tests/search/replica_fixture.h"

namespace rapport::search {

inline constexpr absl::Duration kHour = absl::Hours(1);

// A confirmed session of ten seats with associate 1 at store 1, an hour long.
inline booking::Booking SessionNo(uint32_t number, absl::Duration in) {
  const absl::Time start = kNow + in;
  booking::Booking session =
      BookingIn(booking::BookingState::kConfirmed, number, AssociateNo(1),
                {start, start + kHour});
  session.service = ServiceCalled("yoga");
  session.shopper = "";
  session.seats = 10;
  return session;
}

inline booking::Booking SeatOf(
    const booking::Booking& session, uint32_t number, int party_size,
    booking::BookingState state = booking::BookingState::kConfirmed) {
  booking::Booking seat =
      BookingIn(state, number, session.associate, session.meeting);
  booking::SeatIn(session, seat);
  seat.party_size = party_size;
  seat.update_time = kNow;
  if (state == booking::BookingState::kHeld) {
    seat.hold_expire_time = kNow + absl::Minutes(10);
  }
  return seat;
}

inline booking::Booking Next(booking::Booking booking,
                             booking::BookingState state) {
  booking.state = state;
  ++booking.version;
  if (state != booking::BookingState::kHeld) {
    booking.hold_expire_time = absl::InfiniteFuture();
  }
  return booking;
}

inline SessionFilter Starting(absl::Duration from, absl::Duration to) {
  SessionFilter filter;
  filter.window = {kNow + from, kNow + to};
  return filter;
}

}  // namespace rapport::search

#endif  // RAPPORT_TESTS_SEARCH_SMALL_SESSIONS_H_
