// What a repeated request was answered the first time, as a store's Replay
// reads it.
#ifndef RAPPORT_DB_REPLAY_H_
#define RAPPORT_DB_REPLAY_H_

#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/change_log.h"
#include "db/event.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/vocabulary/actor.h"

namespace rapport::db {

// INVALID_ARGUMENT (REQUEST_ID_REUSED) if `replay` is of another request.
absl::Status CheckSameRequest(const Replay& replay, const RequestKey& request);

// What `request` of `actor` was answered, as `read` makes it of what was kept;
// nothing if it was not done before. Returns the codes of RunTransaction and
// those of `read`, which is called once in each attempt.
template <typename Answer>
absl::StatusOr<std::optional<Answer>> ReplayOf(
    Pool& pool, const RetryPolicy& retry, const Actor& actor,
    const RequestKey& request, absl::Time deadline,
    absl::FunctionRef<absl::Status(Transaction&, const Replay&, Answer&)>
        read) {
  std::optional<Answer> answer;
  absl::Status status = RunTransaction(
      pool, retry, deadline, [&](Transaction& transaction) -> absl::Status {
        absl::Time now;
        std::optional<Replay> replay;
        answer.reset();
        absl::Status look =
            ChangeLog::Look(transaction, actor, request, &now, &replay);
        if (!look.ok() || !replay.has_value()) return look;
        return read(transaction, *replay, answer.emplace());
      });
  if (!status.ok()) return status;
  return answer;
}

// The same where AnswerFrom reads an Answer.
template <typename Answer>
absl::StatusOr<std::optional<Answer>> ReplayOf(Pool& pool,
                                               const RetryPolicy& retry,
                                               const Actor& actor,
                                               const RequestKey& request,
                                               absl::Time deadline) {
  return ReplayOf<Answer>(
      pool, retry, actor, request, deadline,
      [&](Transaction&, const Replay& replay, Answer& answer) {
        return AnswerFrom(replay, request, answer);
      });
}

}  // namespace rapport::db

#endif  // RAPPORT_DB_REPLAY_H_
