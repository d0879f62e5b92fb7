// How rows go that nothing else hangs on: of the waiting list, of shoppers'
// limits, and of demand.
#ifndef RAPPORT_DB_PURGE_WAITS_H_
#define RAPPORT_DB_PURGE_WAITS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "db/purge_place.h"
#include "db/transaction.h"
#include "server/housekeeping/purge_store.h"

namespace rapport::db {

// One attempt at a batch each. Return the codes of errors.h.

// Entries that ended before, and whose window was over by then too.
absl::Status PurgeWaits(Transaction& transaction, absl::Time before,
                        housekeeping::Purged& purged);

// The guards of shoppers of whom no booking starts later than `before`. They
// keep out who writes at the same time, and hold nothing: the next write makes
// one again. `place` is then how far it is.
absl::Status PurgeGuards(Transaction& transaction, absl::Time before,
                         PurgePlace& place, housekeeping::Purged& purged);

// Demand of hours before then.
absl::Status PurgeDemand(Transaction& transaction, absl::Time before,
                         housekeeping::Purged& purged);

}  // namespace rapport::db

#endif  // RAPPORT_DB_PURGE_WAITS_H_
