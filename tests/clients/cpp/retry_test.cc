#include "clients/cpp/retry.h"

#include <vector>

#include "absl/random/random.h"
#include "clients/cpp/status.h"
#include "gtest/gtest.h"
#include "tests/clients/support/fake_clock.h"
#include "tests/clients/support/fake_server.h"

namespace rapport::client {
namespace {

const absl::Time kStart = absl::UnixEpoch();
const absl::Time kFarDeadline = kStart + absl::Hours(1);

// Fails with `failures` in turn, then succeeds.
class Attempts {
 public:
  explicit Attempts(std::vector<absl::Status> failures)
      : failures_(std::move(failures)) {}

  absl::Status operator()() {
    const size_t number = count_++;
    return number < failures_.size() ? failures_[number] : absl::OkStatus();
  }

  size_t count() const { return count_; }

 private:
  const std::vector<absl::Status> failures_;
  size_t count_ = 0;
};

std::vector<absl::Status> Unavailable(size_t times) {
  return std::vector<absl::Status>(times, absl::UnavailableError("gone"));
}

TEST(Retry, CallsOnceWhatSucceeds) {
  FakeClock clock(kStart);
  Attempts attempts({});
  EXPECT_TRUE(Retry({}, clock, kFarDeadline, Repeat::kSafe, [&] {
                return attempts();
              }).ok());
  EXPECT_EQ(attempts.count(), 1);
  EXPECT_TRUE(clock.sleeps().empty());
}

TEST(Retry, RepeatsWhatIsUnavailableUntilItSucceeds) {
  FakeClock clock(kStart);
  Attempts attempts(Unavailable(3));
  EXPECT_TRUE(Retry({}, clock, kFarDeadline, Repeat::kSafe, [&] {
                return attempts();
              }).ok());
  EXPECT_EQ(attempts.count(), 4);
  EXPECT_EQ(clock.sleeps().size(), 3);
}

TEST(Retry, GivesUpAfterTheLastAttempt) {
  FakeClock clock(kStart);
  Attempts attempts(Unavailable(100));
  const absl::Status status = Retry({.attempts_max = 4}, clock, kFarDeadline,
                                    Repeat::kSafe, [&] { return attempts(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(attempts.count(), 4);
  EXPECT_EQ(clock.sleeps().size(), 3);
}

TEST(Retry, NeverRepeatsWhatIsNotSafeToRepeat) {
  FakeClock clock(kStart);
  Attempts attempts(Unavailable(1));
  const absl::Status status = Retry({}, clock, kFarDeadline, Repeat::kUnsafe,
                                    [&] { return attempts(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(attempts.count(), 1);
}

TEST(Retry, NeverRepeatsAnAnswer) {
  for (const absl::Status& answer :
       {absl::AlreadyExistsError("taken"), absl::InvalidArgumentError("bad"),
        absl::NotFoundError("none"), absl::DeadlineExceededError("late"),
        absl::InternalError("oops"), absl::ResourceExhaustedError("much"),
        absl::FailedPreconditionError("held")}) {
    FakeClock clock(kStart);
    Attempts attempts({answer});
    EXPECT_EQ(Retry({}, clock, kFarDeadline, Repeat::kSafe,
                    [&] { return attempts(); }),
              answer);
    EXPECT_EQ(attempts.count(), 1) << answer;
  }
}

TEST(Retry, NeverSleepsPastTheDeadline) {
  FakeClock clock(kStart);
  Attempts attempts(Unavailable(100));
  const absl::Time deadline = kStart + absl::Seconds(1);
  const absl::Status status = Retry({.attempts_max = 100}, clock, deadline,
                                    Repeat::kSafe, [&] { return attempts(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_LT(clock.Now(), deadline);
  EXPECT_GT(attempts.count(), 2);
  EXPECT_LT(attempts.count(), 100);
}

TEST(Retry, CountsTheTimeThatTheAttemptsTook) {
  FakeClock clock(kStart);
  int count = 0;
  const absl::Status status =
      Retry({}, clock, kStart + absl::Seconds(10), Repeat::kSafe, [&] {
        ++count;
        clock.Sleep(absl::Seconds(10));
        return absl::UnavailableError("slow");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(count, 1);
}

TEST(IsPassing, TellsContentionFromAnAnswer) {
  const auto aborted = [](const std::string& reason) {
    return FromGrpc(ErrorWith(grpc::ABORTED, "aborted", reason));
  };
  EXPECT_TRUE(IsPassing(absl::AbortedError("no details")));
  EXPECT_TRUE(IsPassing(aborted("ABORTED")));
  EXPECT_FALSE(IsPassing(aborted("ETAG_MISMATCH")));
  EXPECT_FALSE(IsPassing(aborted("SCHEDULE_CHANGED")));
}

TEST(BackoffBefore, DoublesUpToItsMaximumAndKeepsAboveHalf) {
  const RetryPolicy policy{.backoff_initial = absl::Milliseconds(100),
                           .backoff_max = absl::Milliseconds(500),
                           .backoff_multiplier = 2.0};
  absl::BitGen random;
  const int expected_ms[] = {100, 200, 400, 500, 500, 500};
  for (int attempt = 2; attempt < 8; ++attempt) {
    const absl::Duration most = absl::Milliseconds(expected_ms[attempt - 2]);
    for (int i = 0; i < 200; ++i) {
      const absl::Duration backoff = BackoffBefore(attempt, policy, random);
      EXPECT_LE(backoff, most);
      EXPECT_GE(backoff, most / 2);
    }
  }
}

TEST(BackoffBefore, IsNotTheSameForAll) {
  absl::BitGen random;
  const absl::Duration first = BackoffBefore(3, {}, random);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    differs |= BackoffBefore(3, {}, random) != first;
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace rapport::client
