#ifndef RAPPORT_TESTS_DB_TRANSACTION_FIXTURE_H_
#define RAPPORT_TESTS_DB_TRANSACTION_FIXTURE_H_

// What the tests of transactions share: a table t(id, n) with the rows 100 and
// 200, a pool whose sessions fail when they are told to, and a clock that
// stands still.

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/clock.h"
#include "db/connection.h"
#include "db/errors.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "tests/support/private_database.h"

namespace rapport::db {

inline constexpr char kInsert[] = "INSERT INTO t (id, n) VALUES (?, 0)";
inline constexpr char kCount[] = "SELECT COUNT(*) FROM t";

// The number that the server gives each failure that is injected.
inline absl::Status Deadlock() {
  return StatusFromServer(1213, "40001", "deadlock");
}
inline absl::Status Lost() { return StatusFromServer(2013, "HY000", "lost"); }
inline absl::Status Unknown() {
  return MakeDbStatus(DbOutcome::kCommitUnknown, 2013, "no answer");
}

class TransactionTest : public ::testing::Test {
 protected:
  TransactionTest() {
    PoolOptions options;
    options.connect.fault = [this](FaultPoint point, absl::string_view) {
      return NextFault(point);
    };
    pool_ = std::make_unique<Pool>(schema_.url(), options);
    policy_.sleep = [this](absl::Duration pause) { pauses_.push_back(pause); };
    policy_.now = [this] { return now_; };
    policy_.jitter = [] { return 1.0; };
  }

  void SetUp() override {
    ASSERT_EQ(pool_->Acquire().value()->ExecuteText(
                  "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, n INT NOT NULL)"
                  " ENGINE=InnoDB"),
              absl::OkStatus());
    ASSERT_EQ(InsertRow(100), absl::OkStatus());
    ASSERT_EQ(InsertRow(200), absl::OkStatus());
  }

  // The next call at `point` fails with `status`; several are taken in turn.
  void Inject(FaultPoint point, absl::Status status) {
    faults_.emplace_back(point, std::move(status));
  }

  absl::Status NextFault(FaultPoint point) {
    if (faults_.empty() || faults_.front().first != point) {
      return absl::OkStatus();
    }
    const absl::Status status = std::move(faults_.front().second);
    faults_.pop_front();
    return status;
  }

  absl::Status Run(absl::FunctionRef<absl::Status(Transaction&)> body) {
    return RunTransaction(*pool_, policy_, deadline_, body);
  }

  absl::Status InsertRow(int id) {
    return Run([&](Transaction& tx) {
      ++bodies_;
      return tx.Execute(kInsert, {id}).status();
    });
  }

  // Inserts the row unless it is there: as a body with a request id does.
  absl::Status InsertOnce(int id) {
    return Run([&](Transaction& tx) -> absl::Status {
      ++bodies_;
      const absl::StatusOr<bool> there =
          tx.QueryOne("SELECT 1 FROM t WHERE id = ?", {id},
                      [](const Row&) { return absl::OkStatus(); });
      if (!there.ok()) return there.status();
      return *there ? absl::OkStatus() : tx.Execute(kInsert, {id}).status();
    });
  }

  int64_t CountRows() {
    int64_t count = -1;
    auto connection = Connection::Open(schema_.url());
    EXPECT_EQ((*connection)
                  ->Query(kCount, {},
                          [&](const Row& row) {
                            count = row.Int64(0);
                            return absl::OkStatus();
                          }),
              absl::OkStatus());
    return count;
  }

  test::TestSchema schema_;
  std::deque<std::pair<FaultPoint, absl::Status>> faults_;
  std::unique_ptr<Pool> pool_;
  RetryPolicy policy_;
  absl::Time now_ = absl::Now();
  absl::Time deadline_ = now_ + absl::Hours(1);
  std::vector<absl::Duration> pauses_;
  int bodies_ = 0;
};

}  // namespace rapport::db

#endif  // RAPPORT_TESTS_DB_TRANSACTION_FIXTURE_H_
