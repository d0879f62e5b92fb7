// How occupancy goes that is over.
//
// Claims are found by whose they are, then by tick; there is no key by tick
// alone, which each booking would pay for (schema/0007_lean_claim.sql). So it is
// a walk: of each associate and resource the first claim says whether anything
// is over.
#ifndef RAPPORT_DB_PURGE_CLAIMS_H_
#define RAPPORT_DB_PURGE_CLAIMS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "db/purge_place.h"
#include "db/transaction.h"
#include "server/housekeeping/purge_store.h"

namespace rapport::db {

// One attempt at a batch of ticks that ended before `before`, whosever they
// are; `place` is then how far it is. Locks nothing else. Returns the codes of
// errors.h.
absl::Status PurgeClaims(Transaction& transaction, absl::Time before,
                         PurgePlace& place, housekeeping::Purged& purged);

}  // namespace rapport::db

#endif  // RAPPORT_DB_PURGE_CLAIMS_H_
