// Seats of sessions: what shoppers have of a class. Pure.
//
// A session is a booking of nobody's that takes its associate's time. A seat is
// a shopper's booking of party_size of its seats, and takes nothing else: where
// and when it is says the session, and whatever becomes of the session, becomes
// of its seats in the same moment.
//
// Who judges seats must see all that there are of the session, and no other may
// take any, or change the session, meanwhile.
#ifndef RAPPORT_SERVER_BOOKING_SEATS_H_
#define RAPPORT_SERVER_BOOKING_SEATS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"

namespace rapport::booking {

// NOT_FOUND (SESSION_NOT_FOUND).
absl::Status NoSuchSession();

// OK if a seat of `session` may be taken at `now`. Returns NOT_FOUND
// (SESSION_NOT_FOUND) if it is none, FAILED_PRECONDITION (SESSION_CANCELLED),
// (MEETING_STARTED).
absl::Status CheckSession(const Booking& session, absl::Time now);

// Has `seat` be where and when `session` is, with the same associates.
void SeatIn(const Booking& session, Booking& seat);

// How many seats of a session these leave: those that are live, but no hold that
// has run out at `now`, and whoever has met. Below 0 if they are more.
int SeatsLeft(const Booking& session, absl::Span<const Booking> seats,
              absl::Time now);

// OK if there is room for `seat` beside `others`. Returns ALREADY_EXISTS
// (SESSION_FULL).
absl::Status CheckSeats(const Booking& session, const Booking& seat,
                        absl::Span<const Booking> others, absl::Time now);

// OK if a session that is to become `after` may, with these seats. Returns
// FAILED_PRECONDITION (MEETING_STARTED) if it would end, or be at another time or
// with somebody else, although shoppers have come to it.
absl::Status CheckFollows(const Booking& before, const Booking& after,
                          absl::Span<const Booking> seats);

// What becomes of a live seat by what its session has become, in its next
// version. Unset: nothing. Who is moved with it may cancel at any time.
std::optional<Booking> Followed(const Booking& session, const Booking& seat,
                                absl::Time now);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_SEATS_H_
