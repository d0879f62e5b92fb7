#include "db/transaction.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/base/internal/raw_logging.h"
#include "absl/random/random.h"
#include "absl/strings/str_cat.h"

namespace rapport::db {
namespace {

// Then what a block holds is sent, whatever is to come: well below the smallest
// max_allowed_packet that the server comes with (16 MiB), with another statement
// of kBatchBytesMax, whose digits are twice as many.
constexpr size_t kBlockBytesMax = 4 << 20;

double OwnJitter() {
  thread_local absl::BitGen random;
  return absl::Uniform(random, 0.5, 1.5);
}

// Sleeps before `attempt`, but not past `deadline`.
void Pause(int attempt, const RetryPolicy& policy, absl::Time deadline) {
  const double jitter = policy.jitter ? policy.jitter() : OwnJitter();
  const absl::Duration pause = BackoffBefore(attempt, policy) * jitter;
  policy.sleep(
      std::max(absl::ZeroDuration(), std::min(pause, deadline - policy.now())));
}

absl::Status WithText(const absl::Status& status, absl::string_view text) {
  return MakeDbStatus(OutcomeOf(status), ErrorNumberOf(status), text,
                      DuplicateKey(status));
}

absl::Status GaveUp(const absl::Status& last, int attempts) {
  return WithText(last, absl::StrCat(last.message(), "; gave up after ",
                                     attempts, " attempts"));
}

absl::Status DeadlinePassed(const absl::Status& last) {
  return absl::DeadlineExceededError(
      last.ok() ? "the deadline passed before the transaction began"
                : absl::StrCat("the deadline passed before another attempt: ",
                               last.message()));
}

// One attempt's end. `commit_sent` tells an unknown COMMIT of this transaction
// from one that the body ran into elsewhere.
struct Attempt {
  absl::Status status;
  bool commit_sent = false;
};

Attempt RunOnce(Connection& connection, int number,
                absl::FunctionRef<absl::Status(Transaction&)> body) {
  absl::Status status = connection.BeginAtFirstStatement();
  if (!status.ok()) return {status};
  Transaction transaction(connection, number);
  status = body(transaction);
  if (!transaction.doom().ok()) status = transaction.doom();
  if (!status.ok()) {
    // Its own failure makes the session unusable; the reason stays `status`.
    connection.Rollback().IgnoreError();
    return {status};
  }
  status = transaction.Commit();
  if (!status.ok() && OutcomeOf(status) != DbOutcome::kCommitUnknown) {
    connection.Rollback().IgnoreError();
  }
  return {status, /*commit_sent=*/true};
}

// The attempts at one transaction, and what is known of them.
class Attempts {
 public:
  Attempts(Pool& pool, const RetryPolicy& policy, absl::Time deadline)
      : pool_(pool), policy_(policy), deadline_(deadline) {}

  absl::Status Run(absl::FunctionRef<absl::Status(Transaction&)> body) {
    // An unknown COMMIT in the last attempt is still asked after once.
    for (int number = 1; number <= policy_.attempts_max + (unknown_ ? 1 : 0);
         ++number) {
      if (number > 1) Pause(number, policy_, deadline_);
      if (policy_.now() >= deadline_) return End(DeadlinePassed(last_));
      const Attempt attempt = Try(number, body);
      if (attempt.status.ok()) return absl::OkStatus();
      if (Unknown(attempt)) {
        if (unknown_) return StillUnknown(attempt.status);
        unknown_ = true;
        deadline_ = std::max(deadline_, policy_.now() + kSeeThrough);
      } else if (!Retryable(OutcomeOf(attempt.status))) {
        return End(attempt.status);
      }
      last_ = attempt.status;
    }
    return End(GaveUp(last_, policy_.attempts_max));
  }

 private:
  static bool Unknown(const Attempt& attempt) {
    return attempt.commit_sent &&
           OutcomeOf(attempt.status) == DbOutcome::kCommitUnknown;
  }

  // After an unknown COMMIT nothing but OK is an answer: the body may fail
  // because of what that COMMIT did, or while it is still being done.
  absl::Status End(const absl::Status& status) const {
    return unknown_ ? StillUnknown(status) : status;
  }

  Attempt Try(int number, absl::FunctionRef<absl::Status(Transaction&)> body) {
    if (!lease_) {
      absl::StatusOr<Pool::Lease> lease =
          pool_.Acquire(deadline_, /*to_write=*/true);
      if (!lease.ok()) return {lease.status()};
      lease_ = *std::move(lease);
    }
    const Attempt attempt = RunOnce(*lease_, number, body);
    if (!lease_->usable()) lease_.Drop();
    return attempt;
  }

  Pool& pool_;
  const RetryPolicy& policy_;
  absl::Time deadline_;
  Pool::Lease lease_;
  absl::Status last_;
  bool unknown_ = false;
};

}  // namespace

absl::Status StillUnknown(const absl::Status& why) {
  return MakeDbStatus(
      DbOutcome::kCommitUnknown, ErrorNumberOf(why),
      absl::StrCat("whether this was committed is not known; ask again with ",
                   "the same request id (", why.message(), ")"));
}

absl::Duration BackoffBefore(int attempt, const RetryPolicy& policy) {
  absl::Duration pause = policy.backoff_initial;
  for (int i = 2; i < attempt && pause < policy.backoff_max; ++i) pause *= 2;
  return std::min(pause, policy.backoff_max);
}

absl::StatusOr<int64_t> Transaction::Execute(absl::string_view sql,
                                             absl::Span<const Value> params) {
  absl::StatusOr<int64_t> rows = connection_.Execute(sql, params);
  Note(rows.status());
  return rows;
}

absl::Status Transaction::Query(
    absl::string_view sql, absl::Span<const Value> params,
    absl::FunctionRef<absl::Status(const Row&)> each) {
  const absl::Status status = connection_.Query(sql, params, each);
  Note(status);
  return status;
}

absl::StatusOr<bool> Transaction::QueryOne(
    absl::string_view sql, absl::Span<const Value> params,
    absl::FunctionRef<absl::Status(const Row&)> row) {
  absl::StatusOr<bool> found = connection_.QueryOne(sql, params, row);
  Note(found.status());
  return found;
}

absl::Status Transaction::ExecuteAtCommit(absl::string_view sql,
                                          absl::Span<const Value> params) {
  if (!takes_blocks()) return Execute(sql, params).status();
  const absl::Status fault = connection_.BeforeBlock(sql);
  Note(fault);
  if (!fault.ok()) return fault;
  absl::Status status = at_commit_.Add(sql, params);
  if (!status.ok() || at_commit_.bytes() <= kBlockBytesMax) return status;
  status = connection_.ExecuteBlock(at_commit_);
  Note(status);
  // Of what was to be committed, the rest has not run.
  if (!status.ok() && doom_.ok()) doom_ = status;
  return status;
}

absl::Status Transaction::RequireAtCommit(absl::string_view count,
                                          absl::Span<const Value> params,
                                          int64_t wanted) {
  ABSL_RAW_CHECK(takes_blocks(), "what is required goes in a block");
  return at_commit_.Require(count, params, wanted);
}

absl::Status Transaction::Commit() {
  return at_commit_.empty() ? connection_.Commit()
                            : connection_.CommitAfter(at_commit_);
}

void Transaction::Note(const absl::Status& status) {
  const DbOutcome outcome = OutcomeOf(status);
  if (doom_.ok() &&
      (outcome == DbOutcome::kRolledBack || !connection_.usable())) {
    doom_ = status;
  }
}

absl::Status RunTransaction(
    Pool& pool, const RetryPolicy& policy, absl::Time deadline,
    absl::FunctionRef<absl::Status(Transaction&)> body) {
  return Attempts(pool, policy, deadline).Run(body);
}

absl::Status RunRead(Pool& pool, const RetryPolicy& policy, absl::Time deadline,
                     absl::FunctionRef<absl::Status(Connection&)> body) {
  absl::Status last;
  for (int number = 1; number <= policy.attempts_max; ++number) {
    if (number > 1) Pause(number, policy, deadline);
    if (policy.now() >= deadline) return DeadlinePassed(last);
    absl::StatusOr<Pool::Lease> lease = pool.Acquire(deadline);
    last = lease.ok() ? body(**lease) : lease.status();
    if (!Retryable(OutcomeOf(last))) return last;
  }
  return GaveUp(last, policy.attempts_max);
}

}  // namespace rapport::db
