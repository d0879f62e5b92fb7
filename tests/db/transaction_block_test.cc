// That MariaDB takes a block for what was meant, and what becomes of the
// transaction whose COMMIT it ends in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "db/errors.h"
#include "tests/db/transaction_fixture.h"

namespace rapport::db {
namespace {

using testing::HasSubstr;
using testing::Not;

// A table with a column of each kind.
class TransactionBlockTest : public TransactionTest {
 protected:
  void SetUp() override {
    TransactionTest::SetUp();
    auto connection = Connection::Open(schema_.url());
    ASSERT_TRUE(connection.ok()) << connection.status();
    connection_ = *std::move(connection);
    if (!connection_->takes_blocks()) GTEST_SKIP() << "MariaDB's only";
    ASSERT_TRUE(connection_
                    ->ExecuteText("CREATE TABLE kinds (n INT PRIMARY KEY,"
                                  " text MEDIUMTEXT, ascii_text VARCHAR(300)"
                                  " CHARACTER SET ascii, bytes MEDIUMBLOB,"
                                  " small BIGINT, large BIGINT UNSIGNED,"
                                  " real_number DOUBLE, at DATETIME(6))"
                                  " ENGINE=InnoDB")
                    .ok());
  }

  // Of one number.
  int64_t Select(absl::string_view sql) {
    int64_t number = -1;
    EXPECT_TRUE(connection_
                    ->Query(sql, {},
                            [&](const Row& row) {
                              number = row.Int64(0);
                              return absl::OkStatus();
                            })
                    .ok());
    return number;
  }

  std::unique_ptr<Connection> connection_;
};

constexpr char kInsertKinds[] =
    "INSERT INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

TEST_F(TransactionBlockTest, SaysTheSameAsAPreparedStatement) {
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
  const std::string text = "l'été \\ \"?\" \n\t 日本 👗 -- /* ; */";
  std::vector<Value> row = {
      1,
      text,
      "it's ASCII?",
      all_bytes,
      std::numeric_limits<int64_t>::min(),
      std::numeric_limits<uint64_t>::max(),
      -1.0 / 3,
      absl::FromCivil(absl::CivilSecond(2026, 3, 29, 1), absl::UTCTimeZone()) +
          absl::Microseconds(7)};
  ASSERT_TRUE(connection_->Execute(kInsertKinds, row).ok());
  row[0] = 2;
  ASSERT_TRUE(Run([&](Transaction& transaction) {
                return transaction.ExecuteAtCommit(kInsertKinds, row);
              }).ok());
  EXPECT_EQ(Select("SELECT COUNT(*) FROM kinds a JOIN kinds b ON b.n = 2"
                   " AND BINARY a.text = b.text AND a.bytes = b.bytes"
                   " AND a.ascii_text = b.ascii_text AND a.small = b.small"
                   " AND a.large = b.large AND a.real_number = b.real_number"
                   " AND a.at = b.at WHERE a.n = 1"),
            1);
}

TEST_F(TransactionBlockTest, IsSentInPartsWhenItIsLarge) {
  const std::string large(3 << 20, '\1');
  ASSERT_TRUE(Run([&](Transaction& transaction) {
                absl::Status status;
                for (int n = 1; n <= 5 && status.ok(); ++n) {
                  status = transaction.ExecuteAtCommit(
                      "INSERT INTO kinds (n, bytes) VALUES (?, ?)", {n, large});
                }
                return status;
              }).ok());
  EXPECT_EQ(Select("SELECT COUNT(*) FROM kinds WHERE LENGTH(bytes) = 3145728"),
            5);
}

TEST_F(TransactionBlockTest, LeavesNothingOfWhatEndsWithARefusal) {
  const absl::Status status = Run([&](Transaction& transaction) {
    for (const int n : {1, 2, 1}) {
      absl::Status added =
          transaction.ExecuteAtCommit("INSERT INTO kinds (n) VALUES (?)", {n});
      if (!added.ok()) return added;
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(DuplicateOf(status, "kinds.PRIMARY")) << status;
  EXPECT_EQ(Select("SELECT COUNT(*) FROM kinds"), 0);
  // Nor is the session any the worse.
  ASSERT_TRUE(Run([&](Transaction& transaction) {
                return transaction.ExecuteAtCommit(
                    "INSERT INTO kinds (n) VALUES (?)", {3});
              }).ok());
  EXPECT_EQ(Select("SELECT n FROM kinds"), 3);
}

TEST_F(TransactionBlockTest, LeavesNothingOfWhatCameBeforeTheBlock) {
  const absl::Status status =
      Run([&](Transaction& transaction) -> absl::Status {
        const auto sent =
            transaction.Execute("INSERT INTO kinds (n) VALUES (1)");
        if (!sent.ok()) return sent.status();
        return transaction.ExecuteAtCommit("INSERT INTO kinds (n) VALUES (?)",
                                           {1});
      });
  EXPECT_TRUE(DuplicateOf(status, "kinds.PRIMARY")) << status;
  EXPECT_EQ(Select("SELECT COUNT(*) FROM kinds"), 0);
}

// Whatever its body makes of the failure: the rest of that part has not run.
TEST_F(TransactionBlockTest, LeavesNothingIfAPartOfItFailed) {
  const std::string large(5 << 20, '\1');
  const absl::Status status = Run([&](Transaction& transaction) {
    for (const int n : {1, 1, 2}) {
      EXPECT_TRUE(
          transaction.ExecuteAtCommit("INSERT INTO kinds (n) VALUES (?)", {n})
              .ok());
    }
    const absl::Status sent = transaction.ExecuteAtCommit(
        "INSERT INTO kinds (n, bytes) VALUES (?, ?)", {3, large});
    EXPECT_TRUE(DuplicateOf(sent, "kinds.PRIMARY")) << sent;
    return absl::OkStatus();
  });
  EXPECT_TRUE(DuplicateOf(status, "kinds.PRIMARY")) << status;
  EXPECT_EQ(Select("SELECT COUNT(*) FROM kinds"), 0);
}

TEST_F(TransactionBlockTest, TakesNoValueThatItsColumnCannotHold) {
  const absl::Status status = Run([&](Transaction& transaction) {
    return transaction.ExecuteAtCommit(
        "INSERT INTO kinds (n, ascii_text) VALUES (1, ?)",
        {std::string(301, 'x')});
  });
  EXPECT_EQ(ErrorNumberOf(status), 1406) << status;
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kOther) << status;
  EXPECT_EQ(Select("SELECT COUNT(*) FROM kinds"), 0);
}

TEST_F(TransactionBlockTest, CommitsOnlyIfWhatIsRequiredIsSo) {
  for (const int wanted : {0, 1}) {
    const absl::Status status = Run([&](Transaction& transaction) {
      absl::Status added = transaction.ExecuteAtCommit(
          "INSERT INTO kinds (n) VALUES (?)", {10 + wanted});
      if (!added.ok()) return added;
      return transaction.RequireAtCommit(
          "SELECT COUNT(*) FROM kinds WHERE n > ?", {0}, wanted);
    });
    EXPECT_EQ(status.ok(), wanted == 1) << status;
    EXPECT_EQ(RequiredInVain(status), wanted == 0) << status;
  }
  EXPECT_EQ(Select("SELECT n FROM kinds"), 11);
}

TEST_F(TransactionBlockTest, RequiresMoreThanNothing) {
  const absl::Status status = Run([&](Transaction& transaction) {
    return transaction.RequireAtCommit("SELECT n FROM kinds WHERE n > ?", {0},
                                       1);
  });
  EXPECT_TRUE(RequiredInVain(status)) << status;
}

// As long as the transaction, not only while it is looked at.
TEST_F(TransactionBlockTest, KeepsTheLocksOfWhatItRequires) {
  ASSERT_TRUE(
      connection_->Execute("INSERT INTO kinds (n) VALUES (1), (2)").ok());
  constexpr char kFree[] =
      "SELECT COUNT(*) FROM kinds WHERE n > 0 FOR UPDATE SKIP LOCKED";
  auto other = Connection::Open(schema_.url());
  ASSERT_TRUE(other.ok()) << other.status();
  ASSERT_TRUE((*other)->Begin().ok());
  Block block;
  ASSERT_TRUE(
      block.Require("SELECT n FROM kinds WHERE n = 1 FOR UPDATE", {}, 1).ok());
  ASSERT_TRUE((*other)->ExecuteBlock(block).ok());
  EXPECT_EQ(Select(kFree), 1);
  ASSERT_TRUE((*other)->Rollback().ok());
  EXPECT_EQ(Select(kFree), 2);
}

TEST_F(TransactionBlockTest, RepeatsNoValueWhenItIsRefused) {
  const absl::Status status = Run([&](Transaction& transaction) {
    return transaction.ExecuteAtCommit("NONSENSE ? NONSENSE", {"a-shopper"});
  });
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kOther) << status;
  EXPECT_THAT(status.ToString(), Not(HasSubstr("a-shopper")));
}

// On a server of whatever kind.
TEST_F(TransactionTest, SendsAtOnceWhereThereAreNoBlocks) {
  PoolOptions options;
  options.connect.as_if_galera = true;
  Pool pool(schema_.url(), options);
  const absl::Status status = RunTransaction(
      pool, policy_, deadline_, [](Transaction& tx) -> absl::Status {
        const absl::Status sent = tx.ExecuteAtCommit(kInsert, {1});
        if (!sent.ok()) return sent;
        const absl::Status again = tx.ExecuteAtCommit(kInsert, {1});
        EXPECT_TRUE(DuplicateOf(again, "t.PRIMARY")) << again;
        return absl::CancelledError("taken back");
      });
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
}

TEST_F(TransactionBlockTest, IsInDoubtIfItsAnswerIsLost) {
  Inject(FaultPoint::kAfterCommit, Lost());
  Inject(FaultPoint::kAfterCommit, Lost());
  int runs = 0;
  const absl::Status status = Run([&](Transaction& transaction) {
    ++runs;
    return transaction.ExecuteAtCommit("INSERT INTO kinds (n) VALUES (?)",
                                       {runs});
  });
  EXPECT_EQ(OutcomeOf(status), DbOutcome::kCommitUnknown) << status;
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace rapport::db
