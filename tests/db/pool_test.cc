// Sessions are bounded, shared, and dropped at the least doubt.

#include "db/pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "db/errors.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

using ::testing::HasSubstr;

absl::Status Ignore(const Row&) { return absl::OkStatus(); }

class PoolTest : public ::testing::Test {
 protected:
  PoolOptions Options() {
    PoolOptions options;
    options.connections_max = 2;
    options.now = [this] { return now_; };
    return options;
  }

  // Returns once `count` callers wait.
  static void AwaitWaiters(const Pool& pool, int count) {
    while (pool.stats().waiters < count) std::this_thread::yield();
  }

  test::TestSchema schema_;
  absl::Time now_ = absl::UnixEpoch();
};

TEST_F(PoolTest, OpensNothingUntilAsked) {
  Pool pool(schema_.url(), Options());
  EXPECT_EQ(pool.stats().opened, 0);
}

TEST_F(PoolTest, UsesASessionAgain) {
  Pool pool(schema_.url(), Options());
  const int64_t first = pool.Acquire().value()->session_id();
  EXPECT_EQ(pool.stats().idle, 1);
  EXPECT_EQ(pool.Acquire().value()->session_id(), first);
  EXPECT_EQ(pool.stats().opened, 1);
}

TEST_F(PoolTest, GivesEachCallerASessionOfItsOwn) {
  Pool pool(schema_.url(), Options());
  const Pool::Lease a = pool.Acquire().value();
  const Pool::Lease b = pool.Acquire().value();
  EXPECT_NE(a->session_id(), b->session_id());
  EXPECT_EQ(pool.stats().in_use, 2);
}

TEST_F(PoolTest, AnswersThatTheDeadlinePassed) {
  Pool pool(schema_.url(), Options());
  const Pool::Lease a = pool.Acquire().value();
  const Pool::Lease b = pool.Acquire().value();
  const absl::Status status = pool.Acquire(absl::Now()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_EQ(pool.stats().refused, 1);
  EXPECT_EQ(pool.stats().waiters, 0);
}

TEST_F(PoolTest, LetsNobodyWaitLongerThanItsLimit) {
  PoolOptions options = Options();
  options.wait_max = absl::Milliseconds(1);
  Pool pool(schema_.url(), options);
  const Pool::Lease a = pool.Acquire().value();
  const Pool::Lease b = pool.Acquire().value();
  const absl::Status status = pool.Acquire().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
}

TEST_F(PoolTest, HandsAReturnedSessionToWhoWaits) {
  Pool pool(schema_.url(), Options());
  Pool::Lease a = pool.Acquire().value();
  const Pool::Lease b = pool.Acquire().value();
  const int64_t first = a->session_id();
  std::thread waiter([&] {
    const absl::StatusOr<Pool::Lease> lease = pool.Acquire();
    ASSERT_TRUE(lease.ok()) << lease.status();
    EXPECT_EQ((*lease)->session_id(), first);
  });
  AwaitWaiters(pool, 1);
  a = Pool::Lease();
  waiter.join();
}

TEST_F(PoolTest, TurnsAwayWhoWouldBeOneWaiterTooMany) {
  PoolOptions options = Options();
  options.waiters_max = 1;
  Pool pool(schema_.url(), options);
  Pool::Lease a = pool.Acquire().value();
  const Pool::Lease b = pool.Acquire().value();
  std::thread waiter([&] { EXPECT_TRUE(pool.Acquire().ok()); });
  AwaitWaiters(pool, 1);
  const absl::Status status = pool.Acquire().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("the limit is 1"));
  a = Pool::Lease();
  waiter.join();
}

TEST_F(PoolTest, DropsASessionThatTheServerKilled) {
  Pool pool(schema_.url(), Options());
  {
    const Pool::Lease victim = pool.Acquire().value();
    const Pool::Lease killer = pool.Acquire().value();
    ASSERT_EQ(killer->ExecuteText(absl::StrCat("KILL ", victim->session_id())),
              absl::OkStatus());
    EXPECT_EQ(OutcomeOf(victim->Query("SELECT 1", {}, Ignore)),
              DbOutcome::kNotCommitted);
  }
  EXPECT_EQ(pool.stats().dropped, 1);
  EXPECT_EQ(pool.stats().idle, 1);
  EXPECT_EQ(pool.Acquire().value()->Query("SELECT 1", {}, Ignore),
            absl::OkStatus());
}

TEST_F(PoolTest, AsksASessionThatWasIdleForASignOfLife) {
  Pool pool(schema_.url(), Options());
  const int64_t idle = pool.Acquire().value()->session_id();
  auto killer = Connection::Open(schema_.url());
  ASSERT_TRUE(killer.ok()) << killer.status();
  ASSERT_EQ((*killer)->ExecuteText(absl::StrCat("KILL ", idle)),
            absl::OkStatus());
  now_ += Options().unchecked_idle_max + absl::Nanoseconds(1);
  const Pool::Lease lease = pool.Acquire().value();
  EXPECT_NE(lease->session_id(), idle);
  EXPECT_TRUE(lease->usable());
  EXPECT_EQ(pool.stats().dropped, 1);
}

TEST_F(PoolTest, ClosesASessionThatWasIdleForTooLong) {
  const PoolOptions options = Options();
  Pool pool(schema_.url(), options);
  const int64_t first = pool.Acquire().value()->session_id();
  now_ += options.idle_max;
  EXPECT_EQ(pool.Acquire().value()->session_id(), first);
  now_ += options.idle_max + absl::Nanoseconds(1);
  EXPECT_NE(pool.Acquire().value()->session_id(), first);
  EXPECT_EQ(pool.stats().dropped, 1);
}

TEST_F(PoolTest, ClosesASessionThatIsTooOld) {
  const PoolOptions options = Options();
  Pool pool(schema_.url(), options);
  Pool::Lease lease = pool.Acquire().value();
  now_ += options.age_max + absl::Nanoseconds(1);
  lease = Pool::Lease();
  EXPECT_EQ(pool.stats().dropped, 1);
  EXPECT_EQ(pool.stats().idle, 0);
}

TEST_F(PoolTest, ClosesALeaseThatIsDropped) {
  Pool pool(schema_.url(), Options());
  Pool::Lease lease = pool.Acquire().value();
  lease.Drop();
  EXPECT_FALSE(lease);
  EXPECT_EQ(pool.stats().dropped, 1);
  EXPECT_EQ(pool.stats().in_use, 0);
}

TEST_F(PoolTest, PassesOnWhyASessionCannotBeOpened) {
  Pool pool(schema_.url().WithSchema("rapport_no_such"), Options());
  for (int i = 0; i < 3; ++i) {  // and does not leak its places
    const absl::Status status = pool.Acquire().status();
    EXPECT_EQ(OutcomeOf(status), DbOutcome::kRefused) << status;
  }
  EXPECT_EQ(pool.stats().in_use, 0);
}

TEST_F(PoolTest, EndsOnceItsLeasesAreBack) {
  Pool pool(schema_.url(), Options());
  Pool::Lease lease = pool.Acquire().value();
  EXPECT_EQ(pool.Shutdown(absl::Now()).code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(pool.Acquire().status().code(), absl::StatusCode::kUnavailable);
  lease = Pool::Lease();
  EXPECT_EQ(pool.Shutdown(absl::Now()), absl::OkStatus());
  EXPECT_EQ(pool.stats().idle, 0);
}

TEST_F(PoolTest, TurnsAwayWhoWaitsWhenItEnds) {
  Pool pool(schema_.url(), Options());
  Pool::Lease a = pool.Acquire().value();
  const Pool::Lease b = pool.Acquire().value();
  std::thread waiter([&] {
    EXPECT_EQ(pool.Acquire().status().code(), absl::StatusCode::kUnavailable);
  });
  AwaitWaiters(pool, 1);
  EXPECT_FALSE(pool.Shutdown(absl::Now()).ok());
  waiter.join();
}

TEST_F(PoolTest, ServesManyThreads) {
  PoolOptions options = Options();
  options.wait_max = absl::Minutes(1);
  options.connections_max = 4;
  Pool pool(schema_.url(), options);
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k) {
        const absl::StatusOr<Pool::Lease> lease = pool.Acquire();
        ASSERT_TRUE(lease.ok()) << lease.status();
        EXPECT_EQ((*lease)->Query("SELECT 1", {}, Ignore), absl::OkStatus());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(pool.stats().opened, 4);
  EXPECT_EQ(pool.stats().in_use, 0);
}

}  // namespace
}  // namespace rapport::db
