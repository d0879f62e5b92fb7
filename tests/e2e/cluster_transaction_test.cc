// That a transaction at a node of a cluster is done as a whole or not at all,
// whatever the other nodes commit meanwhile, also while one of its statements
// is prepared for the first time: then a node may roll it back without a word.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/connection.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "tests/e2e/test_cluster.h"

namespace rapport::test {
namespace {

constexpr int kNodes = 3;
constexpr int kRows = 3;  // that all fight for
constexpr int kPairs = 8;
constexpr int kLooks = 5;
// Of which one in twelve left half of it behind, before nodes were asked.
constexpr int kTakenBack = 1000;
constexpr absl::Duration kLong = absl::Minutes(2);

class ClusterTransaction : public testing::Test {
 protected:
  void SetUp() override {
    const std::string missing = TestCluster::Missing(ClusterKind::kGalera);
    if (!missing.empty()) GTEST_SKIP() << "needs the package " << missing;
    cluster_.emplace(ClusterKind::kGalera);
    Run(cluster_->url(), {"CREATE DATABASE whole"});
    Run(UrlOf(0), {"CREATE TABLE fought_for (id INT PRIMARY KEY, n INT)",
                   "INSERT INTO fought_for VALUES (0, 0), (1, 0), (2, 0)",
                   "CREATE TABLE left_behind (id BIGINT PRIMARY KEY)"});
  }

  db::DatabaseUrl UrlOf(int worker) const {
    return cluster_->url(1 + worker % kNodes).WithSchema("whole");
  }

  static void Run(const db::DatabaseUrl& url,
                  const std::vector<std::string>& statements) {
    auto connection = db::Connection::Open(url);
    ASSERT_TRUE(connection.ok()) << connection.status();
    for (const std::string& statement : statements) {
      const absl::Status status = (*connection)->ExecuteText(statement);
      ASSERT_TRUE(status.ok()) << status;
    }
  }

  // Changes row after row, for good.
  void Disturb(int worker) {
    db::Pool pool(UrlOf(worker), {});
    for (int i = 0; taken_back_ < kTakenBack; ++i) {
      const absl::Status done = db::RunTransaction(
          pool, {}, absl::Now() + kLong, [&](db::Transaction& transaction) {
            return transaction.Execute(kChange, {i % kRows}).status();
          });
      if (done.ok()) ++disturbed_;
    }
  }

  // Writes, and takes it back: in a session of its own, so that each statement
  // is prepared in the middle of it.
  void TakeBack(int worker) {
    db::PoolOptions options;
    options.age_max = absl::ZeroDuration();
    db::Pool pool(UrlOf(worker), options);
    const auto change_mind = [&](db::Transaction& transaction) {
      const int64_t id = next_++;
      absl::Status status = transaction.Execute(kChange, {id % kRows}).status();
      for (int i = 0; i < kLooks && status.ok(); ++i) {
        status =
            transaction.Query(absl::StrCat(kLook, i), {id % kRows},
                              [](const db::Row&) { return absl::OkStatus(); });
      }
      if (status.ok()) status = transaction.Execute(kLeave, {id}).status();
      return status.ok() ? absl::CancelledError("taken back") : status;
    };
    while (taken_back_ < kTakenBack) {
      const absl::Status status =
          db::RunTransaction(pool, {}, absl::Now() + kLong, change_mind);
      if (absl::IsCancelled(status)) ++taken_back_;
    }
  }

  int64_t LeftBehind() const {
    int64_t left = -1;
    auto connection = db::Connection::Open(UrlOf(0));
    if (!connection.ok()) return left;
    const auto found = (*connection)
                           ->QueryOne("SELECT COUNT(*) FROM left_behind", {},
                                      [&](const db::Row& row) {
                                        left = row.Int64(0);
                                        return absl::OkStatus();
                                      });
    EXPECT_TRUE(found.ok()) << found.status();
    return left;
  }

  static constexpr char kChange[] =
      "UPDATE fought_for SET n = n + 1 WHERE id = ?";
  static constexpr char kLook[] =
      "SELECT n FROM fought_for WHERE id = ? LIMIT 1";  // and digits
  static constexpr char kLeave[] = "INSERT INTO left_behind (id) VALUES (?)";

  std::optional<TestCluster> cluster_;
  std::atomic<int64_t> next_ = 0;
  std::atomic<int> taken_back_ = 0;
  std::atomic<int> disturbed_ = 0;
};

TEST_F(ClusterTransaction, LeavesNothingBehindThatWasTakenBack) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kPairs; ++i) {
    threads.emplace_back([this, i] { Disturb(i); });
    threads.emplace_back([this, i] { TakeBack(i + 1); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(next_, kTakenBack) << "nobody was disturbed";
  EXPECT_GT(disturbed_, 0);
  EXPECT_EQ(LeftBehind(), 0);
}

}  // namespace
}  // namespace rapport::test
