// One migrator at a time on a schema, however many programs start together.
//
// On one server a named lock is enough: it ends with the session. On Galera a
// named lock binds only those on the same node, so a row with a lease is taken
// as well; what is written there is certified, and one writer has it. A migrator
// that died keeps others waiting until its lease is over.
#ifndef RAPPORT_DB_MIGRATION_LOCK_H_
#define RAPPORT_DB_MIGRATION_LOCK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "db/connection.h"

namespace rapport::db {

// Longer than any statement of a migration may take on Galera, which carries
// out one that changes a table everywhere at once while nobody else commits.
inline constexpr absl::Duration kMigrationLease = absl::Minutes(1);

// Not thread-safe. `connection` must outlive it.
class MigrationLock {
 public:
  // With `lease`, the row; else the named lock.
  MigrationLock(Connection& connection, std::string schema, bool lease);

  // Waits for it. With a lease the schema must exist. Returns
  // DEADLINE_EXCEEDED after `timeout`, and the codes of errors.h.
  absl::Status Take(absl::Duration timeout);

  // Before each statement: ABORTED if the lease was over and another has it.
  absl::Status Renew();

  // Those who wait go on at once.
  void Release();

 private:
  absl::Status TakeName(absl::Duration timeout);
  absl::Status TakeLease(absl::Duration timeout);
  // Whether the row is ours now, for `lease` from now on.
  absl::StatusOr<bool> WriteLease(absl::Duration lease);

  Connection& connection_;
  const std::string schema_;
  const bool lease_;
  std::string holder_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MIGRATION_LOCK_H_
