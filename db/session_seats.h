// Who has seats of a session, in the transaction that changes it or takes some.
// That has locked the calendar of its associate (booking_locks.h).
#ifndef RAPPORT_DB_SESSION_SEATS_H_
#define RAPPORT_DB_SESSION_SEATS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/event.h"
#include "db/transaction.h"
#include "db/waitlist_offering.h"
#include "server/booking/booking.h"
#include "server/vocabulary/id.h"

namespace rapport::db {

// Those that nobody gave back, locked. Returns the codes of errors.h.
absl::StatusOr<std::vector<booking::Booking>> FindSeats(
    Transaction& transaction, const BrandId& brand,
    const booking::BookingId& session);

// Has the seats of a session that `before` was follow it to what it is `after`,
// and adds those that changed; `waiting` hears of them. Returns those of
// CheckFollows, the codes of errors.h, LookAgain().
absl::Status FollowSession(Transaction& transaction, const BrandId& brand,
                           const booking::Booking& before,
                           const booking::Booking& after, absl::Time now,
                           WaitlistOffering& waiting,
                           std::vector<booking::Booking>& changed);

// An event of each of them, of `actor`, that is its history.
absl::Status AddSeatEvents(const std::vector<booking::Booking>& seats,
                           const Actor& actor, std::vector<Event>& events);

}  // namespace rapport::db

#endif  // RAPPORT_DB_SESSION_SEATS_H_
