// The clock that all servers share: the database's, in UTC.
#ifndef RAPPORT_DB_DATABASE_CLOCK_H_
#define RAPPORT_DB_DATABASE_CLOCK_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/transaction.h"

namespace rapport::db {

// Now, to the microsecond. Returns the codes of errors.h.
inline absl::StatusOr<absl::Time> DatabaseNow(Transaction& transaction) {
  absl::Time now;
  absl::Status status =
      transaction.Query("SELECT UTC_TIMESTAMP(6)", {}, [&](const Row& row) {
        now = row.Time(0);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return now;
}

}  // namespace rapport::db

#endif  // RAPPORT_DB_DATABASE_CLOCK_H_
