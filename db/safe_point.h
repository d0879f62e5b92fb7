// Nothing is answered again by what a crash may take back.
//
// A database shows what is committed, and lets go of its locks, before its log
// is on the disk. The log is written in one order: so the COMMIT of a transaction
// that writes anything at all is answered once all that it has read is safe; the
// COMMIT of one that only read is answered at once.
#ifndef RAPPORT_DB_SAFE_POINT_H_
#define RAPPORT_DB_SAFE_POINT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "db/transaction.h"

namespace rapport::db {

// Writes a row that nobody reads. Transactions with another `key` mostly do not
// wait for each other.
absl::Status WriteSafePoint(Transaction& transaction, size_t key);

}  // namespace rapport::db

#endif  // RAPPORT_DB_SAFE_POINT_H_
