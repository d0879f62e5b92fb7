// Many rows arrive, all of them, in few statements.

#include "db/multi_row.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "db/errors.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

constexpr char kHead[] = "INSERT INTO t (id, body) VALUES";

class MultiRowTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ConnectOptions options;
    options.fault = [this](FaultPoint point, absl::string_view sql) {
      if (point == FaultPoint::kBeforeStatement &&
          sql.substr(0, sizeof(kHead) - 1) == kHead) {
        ++statements_;
      }
      return absl::OkStatus();
    };
    auto connection = Connection::Open(schema_.url(), options);
    ASSERT_TRUE(connection.ok()) << connection.status();
    connection_ = *std::move(connection);
    ASSERT_EQ(
        connection_->ExecuteText("CREATE TABLE t (id INT NOT NULL PRIMARY "
                                 "KEY, body LONGBLOB NOT NULL)"),
        absl::OkStatus());
  }

  int64_t CountRows() {
    int64_t count = 0;
    EXPECT_EQ(connection_->Query("SELECT COUNT(*) FROM t", {},
                                 [&](const Row& row) {
                                   count = row.Int64(0);
                                   return absl::OkStatus();
                                 }),
              absl::OkStatus());
    return count;
  }

  test::TestSchema schema_;
  int statements_ = 0;
  std::unique_ptr<Connection> connection_;
};

TEST_F(MultiRowTest, SendsAllRowsInFewStatements) {
  constexpr int kRows = 3 * kBatchRowsMax + 100;  // 100 = 96 + 4
  MultiRow rows(kHead, 2);
  for (int id = 0; id < kRows; ++id) rows.Add({id, "body"});
  EXPECT_EQ(rows.rows(), kRows);
  EXPECT_EQ(rows.Execute(*connection_).value(), kRows);
  EXPECT_EQ(rows.rows(), 0);
  EXPECT_EQ(CountRows(), kRows);
  EXPECT_EQ(statements_, 5);
}

TEST_F(MultiRowTest, MayHaveMoreThanPlaceholdersInItsRows) {
  MultiRow rows(kHead, 1, {"(? + 100, 'first')", "(?, 'other')"});
  for (int id : {1, 2, 3}) rows.Add({id});
  const absl::StatusOr<int64_t> count = rows.Execute(*connection_);
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(*count, 3);
  EXPECT_EQ(statements_, 1);
  std::string all;
  EXPECT_EQ(connection_->Query("SELECT id, body FROM t ORDER BY id", {},
                               [&](const Row& row) {
                                 absl::StrAppend(&all, row.Int64(0),
                                                 row.String(1), " ");
                                 return absl::OkStatus();
                               }),
            absl::OkStatus());
  EXPECT_EQ(all, "2other 3other 101first ");
}

TEST_F(MultiRowTest, SendsNothingForNoRows) {
  EXPECT_EQ(MultiRow(kHead, 2).Execute(*connection_).value(), 0);
  EXPECT_EQ(statements_, 0);
}

TEST_F(MultiRowTest, SplitsRowsThatAreTooLargeTogether) {
  MultiRow rows(kHead, 2);
  const std::string body(kBatchBytesMax / 3, 'x');
  for (int id = 0; id < 8; ++id) rows.Add({id, body});
  EXPECT_EQ(rows.Execute(*connection_).value(), 8);
  EXPECT_EQ(CountRows(), 8);
  EXPECT_EQ(statements_, 4);
}

TEST_F(MultiRowTest, SendsAHugeRowAlone) {
  MultiRow rows(kHead, 2);
  rows.Add({1, "small"});
  rows.Add({2, std::string(kBatchBytesMax + 1, 'x')});
  rows.Add({3, "small"});
  EXPECT_EQ(rows.Execute(*connection_).value(), 3);
  EXPECT_EQ(CountRows(), 3);
}

TEST_F(MultiRowTest, StopsAtTheFirstFailure) {
  MultiRow rows(kHead, 2);
  for (int id = 0; id < 11; ++id) rows.Add({id % 10, "body"});
  EXPECT_EQ(OutcomeOf(rows.Execute(*connection_).status()),
            DbOutcome::kDuplicate);
  EXPECT_EQ(rows.rows(), 0);
  EXPECT_EQ(CountRows(), 10);  // the batch of ten that came before
}

TEST_F(MultiRowTest, EndsWithItsTail) {
  MultiRow rows(kHead, 2, "ON DUPLICATE KEY UPDATE body = VALUES(body)");
  rows.Add({1, "one"});
  EXPECT_EQ(rows.Execute(*connection_).value(), 1);
  rows.Add({1, "uno"});
  EXPECT_EQ(rows.Execute(*connection_).value(), 2);
  EXPECT_EQ(CountRows(), 1);
}

}  // namespace
}  // namespace rapport::db
