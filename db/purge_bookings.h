// How bookings go: holds that ran out, and, where the operator says so, all that
// are over; with their histories and whatever finds them.
#ifndef RAPPORT_DB_PURGE_BOOKINGS_H_
#define RAPPORT_DB_PURGE_BOOKINGS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "db/purge_place.h"
#include "db/transaction.h"
#include "server/housekeeping/purge_store.h"

namespace rapport::db {

// One attempt at a batch; `place` is then how far it is. Of the first, those
// that ran out before `before` and whose meeting would have been over by then;
// of the second, those whose meeting was over by then and that nobody has
// changed since, in whatever state; but a session, which its seats name, only
// with or after the last of them. Those whose events are not all seen
// (purge_events.h) stay for now. Return the codes of errors.h.
absl::Status PurgeHolds(Transaction& transaction, absl::Time before,
                        PurgePlace& place, housekeeping::Purged& purged);
absl::Status PurgeBookings(Transaction& transaction, absl::Time before,
                           PurgePlace& place, housekeeping::Purged& purged);

}  // namespace rapport::db

#endif  // RAPPORT_DB_PURGE_BOOKINGS_H_
