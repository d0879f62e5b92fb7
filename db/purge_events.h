// How events go that nobody asks for any more.
//
// An event is news, the answer to a repeated request, and of a booking its
// history. The last stays as long as the booking; everything else goes by its
// age, in the order in which it came, and its origin's lease says up to where
// (schema/0015_purged_to.sql): who has not seen that much is told so
// (change_follower.h). An origin that is long gone goes once all has been looked
// at, but never the newest: its number must not be used again.
#ifndef RAPPORT_DB_PURGE_EVENTS_H_
#define RAPPORT_DB_PURGE_EVENTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/transaction.h"
#include "server/housekeeping/purge_store.h"

namespace rapport::db {

// Deletes those of one origin, and locks no other. How many were there; or the
// codes of errors.h.
absl::StatusOr<int64_t> DeleteEvents(Transaction& transaction, int64_t origin,
                                     const std::vector<int64_t>& seqs);

// One attempt at a batch: of the origin after `after`, which it then sets to how
// far it is. Begins anew (LookAgain) if another server was faster. Returns the
// codes of errors.h.
absl::Status PurgeEvents(Transaction& transaction, absl::Time before,
                         int64_t& after, housekeeping::Purged& purged);

}  // namespace rapport::db

#endif  // RAPPORT_DB_PURGE_EVENTS_H_
