// A schema is brought to the state the program was built for, once, by one
// program at a time, and never by guesswork.

#include "db/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/connection.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr Migration kOne = {1, "store",
                            "CREATE TABLE store (id INT PRIMARY KEY);\n"
                            "INSERT INTO store VALUES (1);\n"};
constexpr Migration kTwo = {2, "associate",
                            "CREATE TABLE associate (id INT PRIMARY KEY);\n"};

class MigrationsTest : public ::testing::Test {
 protected:
  absl::StatusOr<int> Run(const std::vector<Migration>& migrations) {
    return Migrate(schema_.url(), migrations);
  }

  std::string Fails(const std::vector<Migration>& migrations,
                    absl::StatusCode code) {
    const absl::Status status = Run(migrations).status();
    EXPECT_EQ(status.code(), code) << status;
    return std::string(status.message());
  }

  int64_t Number(absl::string_view sql) {
    auto connection = Connection::Open(schema_.url());
    EXPECT_TRUE(connection.ok()) << connection.status();
    int64_t number = -1;
    EXPECT_EQ((*connection)
                  ->Query(sql, {},
                          [&](const Row& row) {
                            number = row.Int64(0);
                            return absl::OkStatus();
                          }),
              absl::OkStatus());
    return number;
  }

  test::TestSchema schema_;
};

TEST_F(MigrationsTest, ApplyOnce) {
  EXPECT_EQ(Run({kOne}).value(), 1);
  EXPECT_EQ(Run({kOne}).value(), 0);
  EXPECT_EQ(Run({kOne, kTwo}).value(), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM store"), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM schema_migration"
                   " WHERE applied_at IS NOT NULL"),
            2);
}

TEST_F(MigrationsTest, MakeTheSchemaIfItIsAbsent) {
  const DatabaseUrl url =
      schema_.url().WithSchema(absl::StrCat(schema_.url().schema, "_new"));
  EXPECT_EQ(Migrate(url, {kOne}).value(), 1);
  auto connection = Connection::Open(url);
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_EQ((*connection)
                ->ExecuteText(absl::StrCat("DROP DATABASE `", url.schema, "`")),
            absl::OkStatus());
}

TEST_F(MigrationsTest, RefuseATextThatHasChanged) {
  ASSERT_TRUE(Run({kOne, kTwo}).ok());
  Migration changed = kOne;
  changed.sql = "CREATE TABLE store (id BIGINT PRIMARY KEY);\n";
  EXPECT_THAT(Fails({changed, kTwo}, absl::StatusCode::kFailedPrecondition),
              AllOf(HasSubstr("0001_store.sql"), HasSubstr("another text")));
}

TEST_F(MigrationsTest, RefuseASchemaNewerThanTheProgram) {
  ASSERT_TRUE(Run({kOne, kTwo}).ok());
  EXPECT_THAT(Fails({kOne}, absl::StatusCode::kFailedPrecondition),
              AllOf(HasSubstr("at migration 2"), HasSubstr("knows only 1")));
}

TEST_F(MigrationsTest, NameTheStatementThatFails) {
  const Migration bad = {2, "bad",
                         "CREATE TABLE a (id INT);\n"
                         "CREATE TABEL b (id INT);\n"
                         "CREATE TABLE c (id INT);\n"};
  const std::string message = Fails({kOne, bad}, absl::StatusCode::kInternal);
  EXPECT_THAT(message,
              AllOf(HasSubstr("0002_bad.sql"), HasSubstr("statement 2 of 3"),
                    HasSubstr("the 1 before it stand")));
  EXPECT_EQ(Number("SELECT statements_done FROM schema_migration"
                   " WHERE number = 2 AND applied_at IS NULL"),
            1);
}

TEST_F(MigrationsTest, RefuseAnotherTextForOneThatStoppedHalfway) {
  const Migration bad = {1, "a", "CREATE TABLE a (id INT);\nNONSENSE;\n"};
  ASSERT_FALSE(Run({bad}).ok());
  const Migration mended = {1, "a", "CREATE TABLE a (id INT);\nDO 1;\n"};
  EXPECT_THAT(Fails({mended}, absl::StatusCode::kFailedPrecondition),
              HasSubstr("applied in part"));
}

TEST_F(MigrationsTest, TakeAMendedTextIfNothingOfTheOldOneStands) {
  ASSERT_FALSE(Run({{1, "a", "CREATE TABEL a (id INT);\n"}}).ok());
  EXPECT_EQ(Run({{1, "a", "CREATE TABLE a (id INT);\n"}}).value(), 1);
}

TEST_F(MigrationsTest, GoOnAfterTheLastStatementThatWentThrough) {
  // The second statement fails until there is a table to fill.
  const Migration migration = {
      1, "a", "CREATE TABLE a (id INT);\nINSERT INTO missing VALUES (1);\n"};
  ASSERT_FALSE(Run({migration}).ok());
  auto connection = Connection::Open(schema_.url());
  ASSERT_TRUE(connection.ok()) << connection.status();
  ASSERT_EQ((*connection)->ExecuteText("CREATE TABLE missing (id INT)"),
            absl::OkStatus());
  EXPECT_EQ(Run({migration}).value(), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM missing"), 1);
}

TEST_F(MigrationsTest, AreNumberedWithoutGaps) {
  EXPECT_THAT(Fails({kTwo}, absl::StatusCode::kInvalidArgument),
              HasSubstr("numbered 1, 2, 3"));
  EXPECT_FALSE(Run({kOne, kOne}).ok());
}

TEST_F(MigrationsTest, NeedASchema) {
  EXPECT_EQ(Migrate(schema_.url().WithSchema(""), {kOne}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(MigrationsTest, RunOnceThoughManyProgramsStartTogether) {
  std::vector<std::thread> programs;
  std::atomic<int> applied{0};
  for (int i = 0; i < 4; ++i) {
    programs.emplace_back([&] {
      const absl::StatusOr<int> count = Run({kOne, kTwo});
      ASSERT_TRUE(count.ok()) << count.status();
      applied += *count;
    });
  }
  for (std::thread& program : programs) program.join();
  EXPECT_EQ(applied, 2);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM store"), 1);
}

TEST_F(MigrationsTest, DoNotWaitForeverForAnotherProgram) {
  auto other = Connection::Open(schema_.url());
  ASSERT_TRUE(other.ok()) << other.status();
  ASSERT_EQ((*other)->Query("SELECT GET_LOCK(CONCAT('rapport.',"
                            " LEFT(SHA2(DATABASE(), 256), 40)), 0)",
                            {}, [](const Row&) { return absl::OkStatus(); }),
            absl::OkStatus());
  const absl::Status status =
      Migrate(schema_.url(), {kOne}, {.lock_timeout = absl::ZeroDuration()})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
}

// The lock of a cluster, which also serves on one server.
class MigrationLeaseTest : public MigrationsTest {
 protected:
  absl::StatusOr<int> RunLeased(absl::Span<const Migration> migrations,
                                absl::Duration timeout = absl::Minutes(1)) {
    return Migrate(schema_.url(), migrations,
                   {.lock_timeout = timeout, .take_lease = true});
  }

  void Execute(absl::string_view sql) {
    auto connection = Connection::Open(schema_.url());
    ASSERT_TRUE(connection.ok()) << connection.status();
    EXPECT_EQ((*connection)->ExecuteText(sql), absl::OkStatus());
  }
};

TEST_F(MigrationLeaseTest, LetsOneProgramWorkAtATime) {
  std::vector<std::thread> programs;
  std::atomic<int> applied{0};
  for (int i = 0; i < 4; ++i) {
    programs.emplace_back([&] {
      const absl::StatusOr<int> count = RunLeased({kOne, kTwo});
      ASSERT_TRUE(count.ok()) << count.status();
      applied += *count;
    });
  }
  for (std::thread& program : programs) program.join();
  EXPECT_EQ(applied, 2);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM store"), 1);
}

TEST_F(MigrationLeaseTest, KeepsOthersOutUntilItIsOver) {
  ASSERT_EQ(RunLeased({kOne}).value(), 1);
  Execute(
      "UPDATE schema_migration_lock SET holder = 'another',"
      " lease_end = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
  EXPECT_EQ(RunLeased({kOne, kTwo}, absl::ZeroDuration()).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  Execute("UPDATE schema_migration_lock SET lease_end = '2000-01-01'");
  EXPECT_EQ(RunLeased({kOne, kTwo}, absl::ZeroDuration()).value(), 1);
}

TEST_F(MigrationLeaseTest, IsLostToWhoeverTookItWhenItWasOver) {
  // The first statement takes so long that another program comes.
  constexpr Migration kSlow = {
      1, "slow",
      "UPDATE schema_migration_lock SET holder = 'another',"
      " lease_end = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR;\n"
      "CREATE TABLE never (id INT PRIMARY KEY);\n"};
  EXPECT_EQ(RunLeased({kSlow}).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM information_schema.tables"
                   " WHERE table_schema = DATABASE()"
                   " AND table_name = 'never'"),
            0);
}

TEST_F(MigrationsTest, OfTheProgramApplyToAnEmptySchema) {
  const absl::Span<const Migration> migrations = ProgramMigrations();
  const absl::StatusOr<int> applied = Migrate(schema_.url(), migrations);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(*applied, static_cast<int>(migrations.size()));
  EXPECT_EQ(Migrate(schema_.url(), migrations).value(), 0);
}

}  // namespace
}  // namespace rapport::db
