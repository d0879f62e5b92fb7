// What is booked of an associate whose schedule has limits, for the transaction
// that may book more of them.
#ifndef RAPPORT_DB_BOOKED_WORK_H_
#define RAPPORT_DB_BOOKED_WORK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/transaction.h"
#include "server/booking/booking.h"

namespace rapport::db {

// The bookings in which the associate takes part that IsWork and start within
// WorkReach of `start`, but `except`. Whoever judges by them has locked the
// calendar, and written it.
absl::StatusOr<std::vector<booking::Booking>> FindWork(
    Transaction& transaction, const BrandId& brand,
    const AssociateId& associate, absl::Time start,
    const booking::BookingId& except);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKED_WORK_H_
