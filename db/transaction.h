#ifndef RAPPORT_DB_TRANSACTION_H_
#define RAPPORT_DB_TRANSACTION_H_

// Runs a piece of work as one transaction, again if need be.
//
//   absl::Status status = RunTransaction(
//       pool, RetryPolicy{}, deadline, [&](Transaction& tx) -> absl::Status {
//         // 1. Look for the request id: done before? then its reply.
//         // 2. Do the work. Any non-OK return rolls everything back.
//         return absl::OkStatus();
//       });
//
// The body runs once or more: it must set its results afresh each time, and do
// nothing outside the database. A body that books or changes a booking begins
// by looking for its request id, because an unknown COMMIT is answered by
// running it again.
//
//   seen                                  done
//   ------------------------------------  ------------------------------------
//   deadlock, lock wait, changed record   the whole body again after a jittered
//   (at COMMIT too)                       pause, attempts_max times; ABORTED
//   no connection, or lost before COMMIT  the same on another connection;
//                                         UNAVAILABLE
//   COMMIT without a plain answer         the body once more; if that does not
//                                         end in OK, UNAVAILABLE, its outcome
//                                         kCommitUnknown: neither "failed" nor
//                                         "taken" would be true
//   any other non-OK from the body, or    rolled back and returned
//   of what goes with COMMIT

#include <cstdint>
#include <functional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/block.h"
#include "db/connection.h"
#include "db/errors.h"
#include "db/pool.h"

namespace rapport::db {

// Pauses double from backoff_initial to backoff_max; each is multiplied by
// jitter(), in [0.5, 1.5), so that those who collided do not meet again.
struct RetryPolicy {
  int attempts_max = 10;
  absl::Duration backoff_initial = absl::Milliseconds(2);
  absl::Duration backoff_max = absl::Milliseconds(200);

  std::function<void(absl::Duration)> sleep = absl::SleepFor;
  std::function<absl::Time()> now = absl::Now;
  std::function<double()> jitter;  // unset: the thread's own random numbers
};

// The pause before attempt `attempt` (2 or more), jitter aside.
absl::Duration BackoffBefore(int attempt, const RetryPolicy& policy);

// How long what may have been committed is asked after, whatever the caller's
// deadline: leaving it alone would leave the caller in doubt.
inline constexpr absl::Duration kSeeThrough = absl::Seconds(10);

// What a caller is told whom asking after it has not helped: kCommitUnknown.
absl::Status StillUnknown(const absl::Status& why);

// When a statement is sent: now, or with COMMIT (Transaction::ExecuteAtCommit).
enum class When { kNow, kAtCommit };

// The connection inside a transaction. Remembers what went wrong, so that a
// body that swallows a deadlock cannot commit the half that came after it.
// Valid only during the body. Not thread-safe.
class Transaction {
 public:
  Transaction(Connection& connection, int attempt)
      : connection_(connection), attempt_(attempt) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // As Connection's.
  absl::StatusOr<int64_t> Execute(absl::string_view sql,
                                  absl::Span<const Value> params = {});
  absl::Status Query(absl::string_view sql, absl::Span<const Value> params,
                     absl::FunctionRef<absl::Status(const Row&)> each);
  absl::StatusOr<bool> QueryOne(
      absl::string_view sql, absl::Span<const Value> params,
      absl::FunctionRef<absl::Status(const Row&)> row);

  // As Execute, but with COMMIT, in its round trip, if the server takes blocks;
  // else now. So the rest of the body may or may not see what it did. If it is
  // refused, either this or RunTransaction says so.
  absl::Status ExecuteAtCommit(absl::string_view sql,
                               absl::Span<const Value> params);

  // The transaction fails at COMMIT (RequiredInVain) unless `count`, a query of
  // one number, then finds `wanted`. It runs in its turn among what is executed
  // at COMMIT. Only for servers that take blocks.
  absl::Status RequireAtCommit(absl::string_view count,
                               absl::Span<const Value> params, int64_t wanted);

  // RunTransaction's: nobody else's.
  absl::Status Commit();

  // As Connection's.
  bool takes_blocks() const { return connection_.takes_blocks(); }
  bool is_galera() const { return connection_.is_galera(); }

  // 1 the first time the body runs.
  int attempt() const { return attempt_; }

  // OK, or the failure after which nothing of this transaction can stand.
  const absl::Status& doom() const { return doom_; }

 private:
  void Note(const absl::Status& status);

  Connection& connection_;
  const int attempt_;
  absl::Status doom_;
  Block at_commit_;
};

// Checks `deadline` before each attempt: DEADLINE_EXCEEDED, nothing begun. Once
// COMMIT is sent it is seen through. Returns OK only if committed; else the
// body's status, the codes of the table above, or those of Pool::Acquire.
absl::Status RunTransaction(Pool& pool, const RetryPolicy& policy,
                            absl::Time deadline,
                            absl::FunctionRef<absl::Status(Transaction&)> body);

// Runs reads, each its own transaction, on one connection; again on another if
// it is lost. Returns the body's status, ABORTED, UNAVAILABLE,
// DEADLINE_EXCEEDED, or the codes of Pool::Acquire.
absl::Status RunRead(Pool& pool, const RetryPolicy& policy, absl::Time deadline,
                     absl::FunctionRef<absl::Status(Connection&)> body);

}  // namespace rapport::db

#endif  // RAPPORT_DB_TRANSACTION_H_
