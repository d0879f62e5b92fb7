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

TEST_F(PoolTest, KeepsSessionsForWhatTheyWereUsedFor) {
  Pool pool(schema_.url(), Options());
  int64_t writer = 0;
  {
    const Pool::Lease to_read = pool.Acquire().value();
    const Pool::Lease to_write =
        pool.Acquire(absl::InfiniteFuture(), /*to_write=*/true).value();
    ASSERT_EQ(to_write->BeginAtFirstStatement(), absl::OkStatus());
    ASSERT_EQ(to_write->Commit(), absl::OkStatus());
    writer = to_write->session_id();
  }
  for (int i = 0; i < 2; ++i) {
    EXPECT_NE(pool.Acquire().value()->session_id(), writer);
    EXPECT_EQ(pool.Acquire(absl::InfiniteFuture(), true).value()->session_id(),
              writer);
  }
  EXPECT_EQ(pool.stats().opened, 2);
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

TEST_F(PoolTest, AsksForASignOfLifeOnceASessionWasLost) {
  Pool pool(schema_.url(), Options());
  int64_t first = 0, second = 0;
  {
    const Pool::Lease a = pool.Acquire().value();
    const Pool::Lease b = pool.Acquire().value();
    first = a->session_id();
    second = b->session_id();
  }
  Pool other(schema_.url(), Options());
  for (const int64_t id : {first, second}) {
    ASSERT_TRUE(
        other.Acquire().value()->ExecuteText(absl::StrCat("KILL ", id)).ok());
  }
  // Nothing has said yet that this one is gone.
  EXPECT_FALSE(pool.Acquire().value()->Query("SELECT 1", {}, Ignore).ok());
  EXPECT_TRUE(pool.Acquire().value()->Query("SELECT 1", {}, Ignore).ok());
  EXPECT_EQ(pool.stats().opened, 3);
}

// Hosts that are one server: all are reached by its socket, or are the same
// node under two names.
class HostsTest : public PoolTest {
 protected:
  DatabaseUrl TwoHosts() {
    DatabaseUrl url = schema_.url();
    if (!url.socket_path.empty()) url.hosts = {{"one", 1}, {"two", 2}};
    if (url.hosts.size() < 2) url.hosts.push_back({"localhost", -1});
    return url;
  }

  PoolOptions Options() {
    PoolOptions options = PoolTest::Options();
    options.connect.fault = [this](FaultPoint point, absl::string_view) {
      if (point != FaultPoint::kConnect) return absl::OkStatus();
      return ++connects_ <= failing_ ? failure_ : absl::OkStatus();
    };
    return options;
  }

  int connects_ = 0;
  int failing_ = 0;
  absl::Status failure_ =
      MakeDbStatus(DbOutcome::kNotCommitted, 2003, "is down");
};

TEST_F(HostsTest, TakeTheNextOneIfOneIsDownAndStayThere) {
  const DatabaseUrl url = TwoHosts();
  if (url.socket_path.empty()) GTEST_SKIP() << "needs a private database";
  failing_ = 1;
  Pool pool(url, Options());
  const Pool::Lease first = pool.Acquire().value();
  EXPECT_EQ(first->host(), url.hosts[1]);
  EXPECT_EQ(connects_, 2);
  const Pool::Lease second = pool.Acquire().value();
  EXPECT_EQ(second->host(), url.hosts[1]);
  EXPECT_EQ(connects_, 3);
}

TEST_F(HostsTest, AreAllAskedBeforeItIsSaidThatThereIsNone) {
  failing_ = 100;
  Pool pool(TwoHosts(), Options());
  const absl::Status status = pool.Acquire().status();
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kNotCommitted) << status;
  EXPECT_EQ(connects_, 2);
}

TEST_F(HostsTest, AreNotTriedAfterARefusal) {
  failing_ = 1;
  failure_ = MakeDbStatus(DbOutcome::kRefused, 1045, "no such user");
  Pool pool(TwoHosts(), Options());
  EXPECT_EQ(OutcomeOf(pool.Acquire().status()), DbOutcome::kRefused);
  EXPECT_EQ(connects_, 1);
}

TEST_F(HostsTest, ArePassedOverWhileTheyAreReadOnly) {
  if (test::TestServerIsExternal()) {
    GTEST_SKIP() << "would make the given server read only";
  }
  Pool pool(schema_.url(), PoolTest::Options());
  const Pool::Lease judge = pool.Acquire().value();
  const Pool::Lease writer = pool.Acquire().value();
  ASSERT_TRUE(judge->ExecuteText("SET GLOBAL read_only = 1").ok());
  Pool other(TwoHosts(), PoolTest::Options());
  const absl::Status status = other.Acquire().status();
  EXPECT_FALSE(writer->Ping());
  EXPECT_TRUE(judge->ExecuteText("SET GLOBAL read_only = 0").ok());
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kNotCommitted) << status;
  EXPECT_EQ(ErrorNumberOf(status), 1290);
  EXPECT_TRUE(other.Acquire().ok());
}

}  // namespace
}  // namespace rapport::db
