// A session is the same on every server, and stays usable whatever a statement
// does.

#include "db/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/errors.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

using ::testing::HasSubstr;

absl::Status Ignore(const Row&) { return absl::OkStatus(); }

class ConnectionTest : public ::testing::Test {
 protected:
  std::unique_ptr<Connection> Open() {
    auto connection = Connection::Open(schema_.url());
    EXPECT_TRUE(connection.ok()) << connection.status();
    return *std::move(connection);
  }

  void SetUp() override {
    first_ = Open();
    ASSERT_EQ(first_->ExecuteText("CREATE TABLE t (id INT NOT NULL PRIMARY KEY,"
                                  " n INT NOT NULL, CHECK (n >= 0),"
                                  " UNIQUE KEY by_n (n)) ENGINE=InnoDB"),
              absl::OkStatus());
  }

  static int64_t Number(Connection& connection, absl::string_view sql) {
    int64_t number = -1;
    const absl::Status status = connection.Query(sql, {}, [&](const Row& row) {
      number = row.Int64(0);
      return absl::OkStatus();
    });
    EXPECT_EQ(status, absl::OkStatus());
    return number;
  }

  static std::string Text(Connection& connection, absl::string_view sql) {
    std::string text;
    const absl::Status status = connection.Query(sql, {}, [&](const Row& row) {
      text = row.String(0);
      return absl::OkStatus();
    });
    EXPECT_EQ(status, absl::OkStatus());
    return text;
  }

  absl::Status Insert(Connection& connection, int id, int n) {
    return connection.Execute("INSERT INTO t (id, n) VALUES (?, ?)", {id, n})
        .status();
  }

  test::TestSchema schema_;
  std::unique_ptr<Connection> first_;
};

TEST_F(ConnectionTest, IsSetUpAlikeOnBothServers) {
  EXPECT_EQ(Text(*first_, "SELECT @@session.time_zone"), "+00:00");
  EXPECT_EQ(Text(*first_, "SELECT @@session.character_set_client"), "utf8mb4");
  EXPECT_EQ(Text(*first_, "SELECT @@session.collation_connection"),
            "utf8mb4_bin");
  EXPECT_EQ(Number(*first_, "SELECT @@session.autocommit"), 1);
  EXPECT_THAT(Text(*first_, "SELECT @@session.sql_mode"),
              HasSubstr("STRICT_ALL_TABLES"));
  EXPECT_FALSE(first_->server_version().empty());
  EXPECT_EQ(first_->session_id(), Number(*first_, "SELECT CONNECTION_ID()"));
}

TEST_F(ConnectionTest, SeesWhatOthersCommitDuringItsTransaction) {
  const std::unique_ptr<Connection> second = Open();
  ASSERT_EQ(first_->Begin(), absl::OkStatus());
  EXPECT_EQ(Number(*first_, "SELECT COUNT(*) FROM t"), 0);
  ASSERT_EQ(Insert(*second, 1, 1), absl::OkStatus());
  EXPECT_EQ(Number(*first_, "SELECT COUNT(*) FROM t"), 1);
  ASSERT_EQ(first_->Commit(), absl::OkStatus());
}

TEST_F(ConnectionTest, DoesNotSeeWhatOthersHaveNotCommitted) {
  const std::unique_ptr<Connection> second = Open();
  ASSERT_EQ(second->Begin(), absl::OkStatus());
  ASSERT_EQ(Insert(*second, 1, 1), absl::OkStatus());
  EXPECT_EQ(Number(*first_, "SELECT COUNT(*) FROM t"), 0);
  ASSERT_EQ(second->Rollback(), absl::OkStatus());
  EXPECT_EQ(Number(*first_, "SELECT COUNT(*) FROM t"), 0);
}

TEST_F(ConnectionTest, BeginsATransactionWithItsFirstStatement) {
  constexpr char kInsert[] = "INSERT INTO t VALUES (?, ?)";
  constexpr char kCount[] = "SELECT COUNT(*) FROM t";
  const std::unique_ptr<Connection> second = Open();
  ASSERT_EQ(first_->BeginAtFirstStatement(), absl::OkStatus());
  ASSERT_TRUE(first_->Execute(kInsert, {1, 1}).ok());
  EXPECT_EQ(Number(*second, kCount), 0);
  ASSERT_EQ(first_->Commit(), absl::OkStatus());
  EXPECT_EQ(Number(*second, kCount), 1);
  EXPECT_TRUE(first_->begins_by_itself());

  ASSERT_EQ(first_->BeginAtFirstStatement(), absl::OkStatus());
  ASSERT_TRUE(first_->Execute(kInsert, {2, 2}).ok());
  ASSERT_EQ(first_->Rollback(), absl::OkStatus());
  EXPECT_EQ(Number(*first_, kCount), 1);
}

TEST_F(ConnectionTest, CommitsEachStatementOutsideTransactions) {
  const std::unique_ptr<Connection> second = Open();
  ASSERT_EQ(first_->BeginAtFirstStatement(), absl::OkStatus());
  ASSERT_EQ(first_->Commit(), absl::OkStatus());
  ASSERT_TRUE(first_->Execute("INSERT INTO t VALUES (1, 1)").ok());
  EXPECT_FALSE(first_->begins_by_itself());
  EXPECT_EQ(Number(*second, "SELECT COUNT(*) FROM t"), 1);
}

TEST_F(ConnectionTest, CountsTheRowsThatAnUpdateMatches) {
  ASSERT_EQ(Insert(*first_, 1, 5), absl::OkStatus());
  constexpr char kUpdate[] = "UPDATE t SET n = ? WHERE id = ?";
  EXPECT_EQ(first_->Execute(kUpdate, {6, 1}).value(), 1);
  EXPECT_EQ(first_->Execute(kUpdate, {6, 1}).value(), 1);  // as it was
  EXPECT_EQ(first_->Execute(kUpdate, {6, 2}).value(), 0);
}

TEST_F(ConnectionTest, CountsInsertedAndDeletedRows) {
  EXPECT_EQ(
      first_->Execute("INSERT INTO t (id, n) VALUES (1, 1), (2, 2)").value(),
      2);
  EXPECT_EQ(first_->Execute("DELETE FROM t").value(), 2);
}

TEST_F(ConnectionTest, CountsAnUpsertAsItsHeaderSays) {
  constexpr char kUpsert[] =
      "INSERT INTO t (id, n) VALUES (?, ?)"
      " ON DUPLICATE KEY UPDATE n = VALUES(n)";
  EXPECT_EQ(first_->Execute(kUpsert, {1, 1}).value(), 1);  // new
  EXPECT_EQ(first_->Execute(kUpsert, {1, 2}).value(), 2);  // changed
  EXPECT_EQ(first_->Execute(kUpsert, {1, 2}).value(), 1);  // as it was
}

TEST_F(ConnectionTest, NamesTheKeyThatRefusedARow) {
  ASSERT_EQ(Insert(*first_, 1, 1), absl::OkStatus());
  const absl::Status primary = Insert(*first_, 1, 2);
  EXPECT_EQ(primary.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_TRUE(DuplicateOf(primary, "t.PRIMARY")) << primary;
  const absl::Status by_n = Insert(*first_, 2, 1);
  EXPECT_TRUE(DuplicateOf(by_n, "t.by_n")) << by_n;
  EXPECT_FALSE(DuplicateOf(by_n, "t.PRIMARY"));
  EXPECT_TRUE(first_->usable());
}

TEST_F(ConnectionTest, TellsACheckThatRefusedARow) {
  const absl::Status status = Insert(*first_, 1, -1);
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kConstraint) << status;
}

TEST_F(ConnectionTest, TellsALockThatNoWaitDidNotGet) {
  ASSERT_EQ(Insert(*first_, 1, 1), absl::OkStatus());
  const std::unique_ptr<Connection> second = Open();
  constexpr char kLock[] = "SELECT id FROM t WHERE id = 1 FOR UPDATE NOWAIT";
  ASSERT_EQ(first_->Begin(), absl::OkStatus());
  ASSERT_EQ(first_->Query(kLock, {}, Ignore), absl::OkStatus());
  ASSERT_EQ(second->Begin(), absl::OkStatus());
  const absl::Status status = second->Query(kLock, {}, Ignore);
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kLockWait) << status;
  EXPECT_TRUE(second->usable());
}

TEST_F(ConnectionTest, StaysUsableWhenARowIsRefusedHalfway) {
  for (int i = 0; i < 5; ++i)
    ASSERT_EQ(Insert(*first_, i, i), absl::OkStatus());
  int seen = 0;
  const absl::Status status =
      first_->Query("SELECT id FROM t ORDER BY id", {}, [&](const Row&) {
        return ++seen == 2 ? absl::DataLossError("enough") : absl::OkStatus();
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(Number(*first_, "SELECT COUNT(*) FROM t"), 5);
  EXPECT_TRUE(first_->usable());
}

TEST_F(ConnectionTest, RunsNoStatementThatIsOfTheOtherKind) {
  ASSERT_EQ(Insert(*first_, 1, 1), absl::OkStatus());
  EXPECT_EQ(first_->Execute("SELECT 1").status().code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(first_->Query("DELETE FROM t", {}, Ignore).code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(Number(*first_, "SELECT COUNT(*) FROM t"), 1);
  EXPECT_EQ(Number(*first_, "SELECT 7"), 7);
}

TEST_F(ConnectionTest, RefusesASecondRowWhereOneIsAsked) {
  ASSERT_EQ(Insert(*first_, 1, 1), absl::OkStatus());
  EXPECT_TRUE(first_->QueryOne("SELECT id FROM t", {}, Ignore).value());
  EXPECT_FALSE(
      first_->QueryOne("SELECT id FROM t WHERE id = 9", {}, Ignore).value());
  ASSERT_EQ(Insert(*first_, 2, 2), absl::OkStatus());
  EXPECT_EQ(first_->QueryOne("SELECT id FROM t", {}, Ignore).status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(ConnectionTest, SaysWhatIsWrongWithAStatement) {
  const absl::Status status = first_->Query("SELECT nonsense", {}, Ignore);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(ErrorNumberOf(status), 1054);
  EXPECT_TRUE(first_->usable());
}

TEST_F(ConnectionTest, RefusesTooFewParameters) {
  EXPECT_EQ(first_->Execute("DELETE FROM t WHERE id = ?").status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(ConnectionTest, PreparesMoreStatementsThanItKeeps) {
  for (int i = 0; i < kPreparedStatementsMax + 10; ++i) {
    ASSERT_EQ(Number(*first_, absl::StrCat("SELECT ", i)), i);
  }
  EXPECT_EQ(Number(*first_, "SELECT 0"), 0);
}

TEST_F(ConnectionTest, IsUnusableOnceItIsKilled) {
  const std::unique_ptr<Connection> second = Open();
  ASSERT_EQ(second->ExecuteText(absl::StrCat("KILL ", first_->session_id())),
            absl::OkStatus());
  const absl::Status status = first_->Query("SELECT 1", {}, Ignore);
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kNotCommitted) << status;
  EXPECT_FALSE(first_->usable());
  EXPECT_FALSE(first_->Ping());
  EXPECT_EQ(OutcomeOf(first_->Begin()), DbOutcome::kNotCommitted);
}

TEST_F(ConnectionTest, GivesUpOnAServerThatIsSilentForTooLong) {
  auto hasty =
      Connection::Open(schema_.url(), {.read_timeout = absl::Seconds(1)});
  ASSERT_TRUE(hasty.ok()) << hasty.status();
  const absl::Status status = (*hasty)->Query("SELECT SLEEP(10)", {}, Ignore);
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kNotCommitted) << status;
  EXPECT_FALSE((*hasty)->usable());
}

TEST_F(ConnectionTest, SaysThatASchemaIsNotThere) {
  const absl::Status status =
      Connection::Open(schema_.url().WithSchema("rapport_no_such")).status();
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kRefused) << status;
  EXPECT_EQ(ErrorNumberOf(status), 1049);
}

TEST_F(ConnectionTest, SaysThatAServerIsNotThere) {
  DatabaseUrl url;
  url.user = "root";
  url.socket_path = "/nonexistent/socket";
  const absl::Status status = Connection::Open(url).status();
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kNotCommitted) << status;
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace rapport::db
