#include "clients/cpp/retry.h"

#include <algorithm>
#include <string>

#include "absl/random/random.h"
#include "clients/cpp/status.h"

namespace rapport::client {

bool IsPassing(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return true;
  if (!absl::IsAborted(status)) return false;
  const std::string reason = DetailsOf(status).reason;
  return reason.empty() || reason == kAbortedReason;
}

absl::Duration BackoffBefore(int attempt, const RetryPolicy& policy,
                             absl::BitGenRef random) {
  absl::Duration backoff = policy.backoff_initial;
  for (int i = 2; i < attempt && backoff < policy.backoff_max; ++i) {
    backoff *= policy.backoff_multiplier;
  }
  backoff = std::min(backoff, policy.backoff_max);
  return backoff * absl::Uniform(absl::IntervalClosed, random, 0.5, 1.0);
}

absl::Status Retry(const RetryPolicy& policy, Clock& clock, absl::Time deadline,
                   Repeat repeat, absl::FunctionRef<absl::Status()> attempt) {
  absl::InsecureBitGen random;
  for (int number = 1;; ++number) {
    absl::Status status = attempt();
    if (status.ok() || repeat == Repeat::kUnsafe || !IsPassing(status) ||
        number >= policy.attempts_max) {
      return status;
    }
    const absl::Duration wait = BackoffBefore(number + 1, policy, random);
    if (clock.Now() + wait >= deadline) return status;
    clock.Sleep(wait);
  }
}

}  // namespace rapport::client
