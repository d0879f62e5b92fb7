// When a failed call is worth sending again, and after which wait.
//
//   absl::Status status = Retry(policy, clock, deadline, Repeat::kSafe,
//                               [&] { return CallOnce(); });
//
// Only what is passing is retried: UNAVAILABLE (the server could not be
// reached, or does not know what became of the request), and ABORTED by
// contention, which another attempt may not meet. ABORTED with a reason of
// its own, such as another etag, is an answer. And only what is safe to
// repeat: reads, and writes whose request id lets the server tell that it has
// done them.

#ifndef RAPPORT_CLIENTS_CPP_RETRY_H_
#define RAPPORT_CLIENTS_CPP_RETRY_H_

#include "absl/functional/function_ref.h"
#include "absl/random/bit_gen_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/cpp/clock.h"

namespace rapport::client {

struct RetryPolicy {
  // Attempts, the first included. Five span about 2 s of waits: a restart, not
  // an outage.
  int attempts_max = 5;
  // The wait before the second attempt is at most this, and then grows.
  absl::Duration backoff_initial = absl::Milliseconds(150);
  absl::Duration backoff_max = absl::Seconds(2);
  double backoff_multiplier = 2.0;
};

enum class Repeat { kSafe, kUnsafe };

// The reason of an ABORTED that says nothing of its own.
inline constexpr char kAbortedReason[] = "ABORTED";

// Whether another attempt may succeed where this one had `status`.
bool IsPassing(const absl::Status& status);

// The wait before attempt number `attempt` (the second is 2): uniform between
// half of the exponential backoff and all of it, so that callers who failed
// together do not come back together.
absl::Duration BackoffBefore(int attempt, const RetryPolicy& policy,
                             absl::BitGenRef random);

// Calls `attempt` until it succeeds, fails for good, or may not be repeated;
// returns its last status. Never waits past the deadline: if the next wait
// would end there or later, it returns what it has.
absl::Status Retry(const RetryPolicy& policy, Clock& clock, absl::Time deadline,
                   Repeat repeat, absl::FunctionRef<absl::Status()> attempt);

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_RETRY_H_
