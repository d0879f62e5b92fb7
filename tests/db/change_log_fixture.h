// What the tests of the change log share: a schema, a pool that can be made to
// fail, and a connection to look over everybody's shoulder.
#ifndef RAPPORT_TESTS_DB_CHANGE_LOG_FIXTURE_H_
#define RAPPORT_TESTS_DB_CHANGE_LOG_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "db/change_follower.h"
#include "db/change_log.h"
#include "db/connection.h"
#include "db/errors.h"
#include "db/migrations.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "tests/support/private_database.h"

namespace rapport::db {

inline absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

// One attempt at each transaction.
inline RetryPolicy Once() {
  RetryPolicy policy;
  policy.attempts_max = 1;
  return policy;
}

inline Actor TestActor() {
  return {BrandId::FromStored("maison"), Role::kBrandAdmin, "ada"};
}

inline Event EventOf(absl::string_view subjects) {
  return {.kind = EventKind::kStores,
          .actor = TestActor(),
          .action = "PutStores",
          .subjects = std::string(subjects)};
}

class ChangeLogFixture : public testing::Test {
 protected:
  using Rows = std::vector<std::vector<std::string>>;

  void SetUp() override {
    absl::StatusOr<std::unique_ptr<Connection>> open =
        Connection::Open(schema_.url());
    ASSERT_TRUE(open.ok()) << open.status();
    onlooker_ = *std::move(open);
  }

  // One event in a transaction of its own.
  static absl::Status Append(ChangeLog& log, absl::string_view subjects) {
    return log.Run(Soon(), [&](Transaction&, EventWriter& events) {
      return events.Append(EventOf(subjects));
    });
  }

  // What a new Poll hands out.
  static std::vector<std::string> Poll(ChangeFollower& follower) {
    std::vector<std::string> seen;
    const absl::StatusOr<int> count = follower.Poll(
        [&](const SeenEvent& event) { seen.push_back(event.subjects); });
    EXPECT_TRUE(count.ok()) << count.status();
    EXPECT_EQ(count.value_or(0), static_cast<int>(seen.size()));
    return seen;
  }

  // The answer to the next COMMIT on pool_ is lost.
  void LoseNextAnswerToCommit() {
    fault_ = [commits = 0](FaultPoint point, absl::string_view) mutable {
      return point == FaultPoint::kAfterCommit && ++commits == 1
                 ? MakeDbStatus(DbOutcome::kNotCommitted, 2013, "lost")
                 : absl::OkStatus();
    };
  }

  // All columns as texts; NULL is "NULL".
  Rows Select(absl::string_view sql) {
    Rows rows;
    const absl::Status status = onlooker_->Query(sql, {}, [&](const Row& row) {
      std::vector<std::string>& texts = rows.emplace_back();
      for (int i = 0; i < row.columns(); ++i) {
        texts.push_back(row.OptionalString(i).value_or("NULL"));
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return rows;
  }

  void Execute(absl::string_view sql) {
    const absl::StatusOr<int64_t> rows = onlooker_->Execute(sql);
    EXPECT_TRUE(rows.ok()) << rows.status();
  }

  void EndAllLeases() {
    Execute(
        "UPDATE origin_lease SET lease_end ="
        " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND");
  }

  Rows EventRows() {
    return Select("SELECT origin_id, seq, kind FROM event ORDER BY 1, 2");
  }

  test::TestSchema schema_{ProgramMigrations()};
  // Called at every fault point of pool_'s connections, to the very end: it
  // must not refer to what is in a test's body.
  FaultHook fault_ = [](FaultPoint, absl::string_view) {
    return absl::OkStatus();
  };
  Pool pool_{
      schema_.url(),
      {.connect = {.fault = [this](FaultPoint point, absl::string_view sql) {
         return fault_(point, sql);
       }}}};
  std::unique_ptr<Connection> onlooker_;
};

}  // namespace rapport::db

#endif  // RAPPORT_TESTS_DB_CHANGE_LOG_FIXTURE_H_
