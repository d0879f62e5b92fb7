// Who has seats of a session, in the transaction that changes it or takes some.
// That has locked the calendar of its associate (booking_locks.h).
#ifndef RAPPORT_DB_SESSION_SEATS_H_
#define RAPPORT_DB_SESSION_SEATS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/vocabulary/id.h"

namespace rapport::db {

// The live ones. Returns the codes of errors.h.
absl::StatusOr<std::vector<booking::Booking>> FindSeats(
    Transaction& transaction, const BrandId& brand,
    const booking::BookingId& session);

// Has the seats of `session`, as it has become, follow it, and appends the ids
// of those that changed. Returns the codes of errors.h, LookAgain().
absl::Status FollowSession(Transaction& transaction, const BrandId& brand,
                           const booking::Booking& session, absl::Time now,
                           std::string& changed);

}  // namespace rapport::db

#endif  // RAPPORT_DB_SESSION_SEATS_H_
