#ifndef RAPPORT_DB_ERRORS_H_
#define RAPPORT_DB_ERRORS_H_

// What a failure of the database means to the caller.
//
// Every non-OK status that this room returns for a failure of the database
// carries an outcome as a payload, so that a store can ask "was it a
// duplicate, and of which key?" without knowing an error number of either
// server, and the transaction runner can tell what may be run again:
//
//   absl::Status status = transaction.Execute(kInsertClaim, {...}).status();
//   if (DuplicateOf(status, "claim.PRIMARY")) return Taken(slot);
//
// Codes: ABORTED for kRolledBack and kLockWait, ALREADY_EXISTS for kDuplicate,
// UNAVAILABLE for kNotCommitted and kCommitUnknown, FAILED_PRECONDITION for
// kConstraint and kRefused, INTERNAL for kOther. Texts name the error number
// and never a value that was bound to a statement.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rapport::db {

enum class DbOutcome {
  kNone,           // the status is OK, or is not about the database
  kRolledBack,     // the whole transaction is gone (deadlock): run it again
  kLockWait,       // this statement did not get a lock in time, or with NOWAIT
                   // at once; the transaction stands, and may be run again
  kDuplicate,      // a unique key refused the row; see DuplicateKey
  kConstraint,     // a CHECK, a foreign key or NOT NULL refused the row, or
                   // what a block requires is not so
  kNotCommitted,   // no connection, or lost before COMMIT was sent
  kCommitUnknown,  // COMMIT was sent and its answer never came
  kRefused,        // the server refuses this user, schema or program
  kOther,
};

// A word for logs and tests: "rolled-back", "duplicate", ...
absl::string_view DbOutcomeName(DbOutcome outcome);

// The outcome attached to `status`.
DbOutcome OutcomeOf(const absl::Status& status);

// The server's (or the client library's, 2000-2999) error number attached to
// `status`; 0 where there is none.
int ErrorNumberOf(const absl::Status& status);

// For kDuplicate: the key that refused, as "<table>.<key>" where the server
// says so (MySQL) and as "<key>" where it does not (MariaDB); else empty.
std::string DuplicateKey(const absl::Status& status);

// Whether `status` says that `key` refused the row. `key` is spelled
// "<table>.<key>", "claim.PRIMARY"; the table counts only where the server
// names it, so give keys that one transaction must tell apart distinct names.
bool DuplicateOf(const absl::Status& status, absl::string_view key);

// Whether `status` says that what a block requires (block.h) is not so.
bool RequiredInVain(const absl::Status& status);

// Whether the whole transaction may be run again from its start.
bool Retryable(DbOutcome outcome);

// Whether a connection must not be used again after `status`: it is lost, or
// in doubt.
bool PoisonsConnection(const absl::Status& status);

// A status of `outcome`, for this room and for tests that inject failures.
absl::Status MakeDbStatus(DbOutcome outcome, int error_number,
                          absl::string_view message,
                          absl::string_view duplicate_key = "");

// What an error number, SQLSTATE and text of the server or of the client
// library amount to, for a statement that is not COMMIT. `message` is repeated
// only for errors whose text cannot hold a value that was bound.
absl::Status StatusFromServer(int error_number, absl::string_view sql_state,
                              absl::string_view message);

// What the answer `status` to a COMMIT amounts to: rolled back if it plainly
// says so, else kCommitUnknown.
absl::Status StatusFromCommit(const absl::Status& status);

// The same of a block that ends in COMMIT. A failure that only a statement before
// that can have is returned as it is: the transaction stands, uncommitted.
absl::Status StatusFromBlock(const absl::Status& status);

}  // namespace rapport::db

#endif  // RAPPORT_DB_ERRORS_H_
