// Every row of the table in transaction.h, on a real database: what the server
// does by itself where it can be made to, and an injected failure where not.

#include "db/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/barrier.h"
#include "db/errors.h"
#include "tests/db/transaction_fixture.h"

namespace rapport::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(TransactionTest, CommitsWhatTheBodyDid) {
  bodies_ = 0;
  EXPECT_EQ(InsertRow(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 1);
  EXPECT_EQ(CountRows(), 3);
  EXPECT_THAT(pauses_, IsEmpty());
}

TEST_F(TransactionTest, RollsBackWhatABodyRefuses) {
  const absl::Status status = Run([](Transaction& tx) -> absl::Status {
    EXPECT_TRUE(tx.Execute(kInsert, {1}).ok());
    return absl::NotFoundError("no such store");
  });
  EXPECT_EQ(status, absl::NotFoundError("no such store"));
  EXPECT_EQ(CountRows(), 2);
}

TEST_F(TransactionTest, HandsADuplicateToTheBodyAndItsCaller) {
  bodies_ = 0;
  const absl::Status status = InsertRow(100);
  EXPECT_TRUE(DuplicateOf(status, "t.PRIMARY")) << status;
  EXPECT_EQ(bodies_, 1);
}

TEST_F(TransactionTest, LetsABodyGoOnAfterADuplicate) {
  EXPECT_EQ(Run([](Transaction& tx) -> absl::Status {
              EXPECT_FALSE(tx.Execute(kInsert, {100}).ok());
              return tx.Execute(kInsert, {101}).status();
            }),
            absl::OkStatus());
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(TransactionTest, DoesNotBeginOnceTheDeadlinePassed) {
  bodies_ = 0;
  deadline_ = now_;
  EXPECT_EQ(InsertRow(1).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(bodies_, 0);
}

TEST_F(TransactionTest, RunsAgainAfterADeadlockAtAStatement) {
  Inject(FaultPoint::kBeforeStatement, Deadlock());
  bodies_ = 0;
  EXPECT_EQ(InsertRow(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 2);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(TransactionTest, RunsAgainAfterADeadlockAtCommit) {
  Inject(FaultPoint::kBeforeCommit, Deadlock());
  bodies_ = 0;
  EXPECT_EQ(InsertRow(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 2);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(TransactionTest, RunsAgainAfterALockWaitAndAfterAChangedRecord) {
  Inject(FaultPoint::kBeforeStatement, StatusFromServer(1205, "HY000", "wait"));
  Inject(FaultPoint::kBeforeStatement, StatusFromServer(1020, "HY000", "read"));
  Inject(FaultPoint::kBeforeCommit, StatusFromServer(1205, "HY000", "wait"));
  bodies_ = 0;
  EXPECT_EQ(InsertRow(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 4);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(TransactionTest, GivesUpOnDeadlocksWithAborted) {
  for (int i = 0; i < policy_.attempts_max; ++i) {
    Inject(FaultPoint::kBeforeStatement, Deadlock());
  }
  bodies_ = 0;
  const absl::Status status = InsertRow(1);
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(absl::StrCat("after ", policy_.attempts_max)));
  EXPECT_EQ(bodies_, policy_.attempts_max);
  EXPECT_EQ(CountRows(), 2);
}

TEST_F(TransactionTest, PausesLongerEachTimeUpToALimit) {
  policy_.attempts_max = 5;
  policy_.backoff_initial = absl::Milliseconds(2);
  policy_.backoff_max = absl::Milliseconds(10);
  for (int i = 0; i < 4; ++i) Inject(FaultPoint::kBeforeStatement, Deadlock());
  EXPECT_EQ(InsertRow(1), absl::OkStatus());
  EXPECT_THAT(pauses_,
              ElementsAre(absl::Milliseconds(2), absl::Milliseconds(4),
                          absl::Milliseconds(8), absl::Milliseconds(10)));
}

TEST_F(TransactionTest, DoesNotPausePastItsDeadline) {
  policy_.backoff_initial = policy_.backoff_max = absl::Seconds(10);
  deadline_ = now_ + absl::Seconds(1);
  policy_.sleep = [this](absl::Duration pause) { now_ += pause; };
  Inject(FaultPoint::kBeforeStatement, Deadlock());
  bodies_ = 0;
  EXPECT_EQ(InsertRow(1).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(now_, deadline_);
  EXPECT_EQ(bodies_, 1);
}

TEST_F(TransactionTest, CommitsNoHalfWhenABodySwallowsADeadlock) {
  bool first = true;
  EXPECT_EQ(Run([&](Transaction& tx) -> absl::Status {
              EXPECT_TRUE(tx.Execute(kInsert, {1}).ok());
              if (std::exchange(first, false)) {
                Inject(FaultPoint::kBeforeStatement, Deadlock());
              }
              tx.Execute(kInsert, {2}).status().IgnoreError();
              return absl::OkStatus();
            }),
            absl::OkStatus());
  EXPECT_EQ(CountRows(), 4);
}

TEST_F(TransactionTest, IgnoresADeadlockFromRollback) {
  Inject(FaultPoint::kBeforeRollback, Deadlock());
  const absl::Status status =
      Run([](Transaction&) { return absl::NotFoundError("nothing"); });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(pool_->stats().dropped, 0);
}

TEST_F(TransactionTest, DropsASessionWhoseRollbackFailed) {
  Inject(FaultPoint::kBeforeRollback, Lost());
  const absl::Status status = Run([](Transaction& tx) -> absl::Status {
    EXPECT_TRUE(tx.Execute(kInsert, {1}).ok());
    return absl::NotFoundError("nothing");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(pool_->stats().dropped, 1);
  EXPECT_EQ(CountRows(), 2);
}

TEST_F(TransactionTest, TakesAnotherSessionWhenOneIsLostBeforeCommit) {
  Inject(FaultPoint::kBeforeBegin, Lost());
  Inject(FaultPoint::kBeforeStatement, Lost());
  Inject(FaultPoint::kBeforeCommit, Lost());
  bodies_ = 0;
  EXPECT_EQ(InsertRow(1), absl::OkStatus());
  EXPECT_EQ(bodies_, 3);
  EXPECT_EQ(pool_->stats().dropped, 3);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(TransactionTest, TakesAnotherSessionWhenTheServerKilledOne) {
  auto killer = Connection::Open(schema_.url());
  ASSERT_TRUE(killer.ok()) << killer.status();
  bodies_ = 0;
  EXPECT_EQ(Run([&](Transaction& tx) -> absl::Status {
              ++bodies_;
              int64_t session = 0;
              const absl::Status status =
                  tx.Query("SELECT CONNECTION_ID()", {}, [&](const Row& row) {
                    session = row.Int64(0);
                    return absl::OkStatus();
                  });
              if (!status.ok()) return status;
              if (tx.attempt() == 1) {
                EXPECT_EQ(
                    (*killer)->ExecuteText(absl::StrCat("KILL ", session)),
                    absl::OkStatus());
              }
              return tx.Execute(kInsert, {1}).status();
            }),
            absl::OkStatus());
  EXPECT_EQ(bodies_, 2);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(TransactionTest, IsUnavailableWhenThereIsNoServer) {
  for (int i = 0; i < policy_.attempts_max; ++i) {
    Inject(FaultPoint::kBeforeBegin, Lost());
  }
  const absl::Status status = InsertRow(1);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kNotCommitted);
}

// Two transactions that lock two rows in opposite order, each holding its first
// before either asks for its second: one of them is the server's victim.
TEST_F(TransactionTest, BothEndWellInARealDeadlock) {
  absl::Barrier* const both_hold_one = new absl::Barrier(2);
  std::atomic<int> bodies{0};
  const auto add = [&](int first, int second) {
    RetryPolicy policy;
    return RunTransaction(
        *pool_, policy, absl::InfiniteFuture(),
        [&](Transaction& tx) -> absl::Status {
          ++bodies;
          constexpr char kAdd[] = "UPDATE t SET n = n + 1 WHERE id = ?";
          absl::Status status = tx.Execute(kAdd, {first}).status();
          if (tx.attempt() == 1 && both_hold_one->Block()) delete both_hold_one;
          if (status.ok()) status = tx.Execute(kAdd, {second}).status();
          return status;
        });
  };
  std::thread other([&] { EXPECT_EQ(add(200, 100), absl::OkStatus()); });
  EXPECT_EQ(add(100, 200), absl::OkStatus());
  other.join();
  EXPECT_EQ(bodies, 3);
  int64_t sum = 0;
  EXPECT_EQ(pool_->Acquire().value()->Query("SELECT SUM(n) FROM t", {},
                                            [&](const Row& row) {
                                              sum = row.Int64(0);
                                              return absl::OkStatus();
                                            }),
            absl::OkStatus());
  EXPECT_EQ(sum, 4);
}

TEST_F(TransactionTest, RunReadTakesAnotherSessionWhenOneIsLost) {
  Inject(FaultPoint::kBeforeStatement, Lost());
  int64_t count = 0;
  EXPECT_EQ(RunRead(*pool_, policy_, deadline_,
                    [&](Connection& connection) {
                      return connection.Query(kCount, {}, [&](const Row& row) {
                        count = row.Int64(0);
                        return absl::OkStatus();
                      });
                    }),
            absl::OkStatus());
  EXPECT_EQ(count, 2);
  EXPECT_EQ(pool_->stats().dropped, 1);
}

TEST_F(TransactionTest, RunReadPassesOnWhatTheBodySays) {
  bodies_ = 0;
  EXPECT_EQ(RunRead(*pool_, policy_, deadline_,
                    [&](Connection&) {
                      ++bodies_;
                      return absl::NotFoundError("no such store");
                    }),
            absl::NotFoundError("no such store"));
  EXPECT_EQ(bodies_, 1);
  deadline_ = now_;
  EXPECT_EQ(RunRead(*pool_, policy_, deadline_,
                    [](Connection&) { return absl::OkStatus(); })
                .code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(RetryPolicy, SpreadsItsPauses) {
  RetryPolicy policy;
  EXPECT_EQ(BackoffBefore(2, policy), policy.backoff_initial);
  EXPECT_EQ(BackoffBefore(3, policy), 2 * policy.backoff_initial);
  EXPECT_EQ(BackoffBefore(1000, policy), policy.backoff_max);
}

}  // namespace
}  // namespace rapport::db
