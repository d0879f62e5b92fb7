// The claims of meetings that share somebody's time.
//
// At each tick they have the seats from 0 up, without a gap. So a meeting that
// takes all of somebody, which claims seat 0, has the primary key against it
// wherever there is any of them, and they have it where it is: nobody who
// claims needs to look for that. And the first seat that is free is how many
// there are. Whoever frees a seat has the last one move into it.
//
// All of this is done by transactions that have written the calendar's row
// (TouchCalendar, WriteCalendar): a lock where there is one server, and on a
// cluster what is compared at COMMIT.
#ifndef RAPPORT_DB_CLAIM_SEATS_H_
#define RAPPORT_DB_CLAIM_SEATS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/booking/occupancy_change.h"

namespace rapport::db {

// Claims a seat below `capacity` for `id` at each tick of that time, all or
// none. Whether it could. That nothing there takes all of the associate is for
// the caller to see to.
absl::StatusOr<bool> ClaimSeats(Transaction& transaction, const BrandId& brand,
                                const booking::TimeOf& time, int capacity,
                                const booking::BookingId& id);

// Frees those of `id` within that time.
absl::Status FreeSeats(Transaction& transaction, const BrandId& brand,
                       const booking::TimeOf& time,
                       const booking::BookingId& id);

}  // namespace rapport::db

#endif  // RAPPORT_DB_CLAIM_SEATS_H_
