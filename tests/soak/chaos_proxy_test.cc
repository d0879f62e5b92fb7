#include "tests/soak/chaos_proxy.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>

#include "db/connection.h"
#include "db/errors.h"
#include "tests/support/private_database.h"

namespace rapport::soak {
namespace {

using Kind = CommandReader::Kind;

// A command as it is sent: length, number 0, COM_QUERY, text.
std::string Packet(const std::string& text) {
  const size_t size = text.size() + 1;
  return std::string{static_cast<char>(size), static_cast<char>(size >> 8), 0,
                     0, 3} +
         text;
}

TEST(CommandReader, KnowsACommitWhereverItIsCut) {
  for (const char* commit :
       {"COMMIT", "BEGIN NOT ATOMIC SET @a = 1; COMMIT; END"}) {
    const std::string bytes =
        Packet("SELECT 1") + Packet(commit) + Packet("SELECT 'COMMIT'");
    for (size_t cut = 0; cut <= bytes.size(); ++cut) {
      CommandReader reader;
      const Kind first = reader.Read(bytes.data(), cut);
      const Kind second = reader.Read(bytes.data() + cut, bytes.size() - cut);
      EXPECT_EQ((first == Kind::kCommit) + (second == Kind::kCommit), 1)
          << commit << cut;
    }
  }
}

TEST(CommandReader, TakesNothingElseForACommit) {
  for (const char* text :
       {"SELECT 1", "ROLLBACK", "comm", "", "XCOMMIT", "BEGIN"}) {
    const std::string bytes = Packet(text);
    EXPECT_EQ(CommandReader().Read(bytes.data(), bytes.size()), Kind::kOther)
        << text;
  }
  // An answer to a greeting has another number.
  std::string greeting = Packet("COMMIT");
  greeting[3] = 1;
  EXPECT_EQ(CommandReader().Read(greeting.data(), greeting.size()),
            Kind::kNone);
}

// A table with one row, seen directly and through the proxy.
class ChaosProxyTest : public testing::Test {
 protected:
  ChaosProxyTest()
      : proxy_({.path = folder_.path() + "/net", .port = 0},
               {.path = schema_.url().socket_path, .port = 0}) {
    direct_ = Open(schema_.url());
    Must(*direct_, "CREATE TABLE t (n INT)");
    Must(*direct_, "INSERT INTO t VALUES (0)");
  }

  void SetUp() override {
    if (schema_.url().socket_path.empty()) {
      GTEST_SKIP() << "the server that was given is not on a Unix socket";
    }
  }

  static std::unique_ptr<db::Connection> Open(const db::DatabaseUrl& url) {
    auto connection = db::Connection::Open(url);
    EXPECT_TRUE(connection.ok()) << connection.status();
    return *std::move(connection);
  }
  std::unique_ptr<db::Connection> Through() { return Open(ProxyUrl()); }
  db::DatabaseUrl ProxyUrl() const {
    db::DatabaseUrl url = schema_.url();
    url.socket_path = proxy_.endpoint().path;
    return url;
  }
  static void Must(db::Connection& connection, const char* sql) {
    const absl::Status status = connection.ExecuteText(sql);
    EXPECT_TRUE(status.ok()) << status;
  }
  int64_t Value() {
    int64_t value = -1;
    EXPECT_TRUE(direct_
                    ->QueryOne("SELECT n FROM t", {},
                               [&](const db::Row& row) {
                                 value = row.Int64(0);
                                 return absl::OkStatus();
                               })
                    .ok());
    return value;
  }
  // A transaction that sets the value, up to its COMMIT.
  std::unique_ptr<db::Connection> Begin(const char* update) {
    auto connection = Through();
    EXPECT_TRUE(connection->Begin().ok());
    Must(*connection, update);
    return connection;
  }

  const test::TestSchema schema_;
  const test::TempDir folder_;
  ChaosProxy proxy_;
  std::unique_ptr<db::Connection> direct_;
};

TEST_F(ChaosProxyTest, CarriesWhatIsSent) {
  EXPECT_TRUE(Begin("UPDATE t SET n = 1")->Commit().ok());
  EXPECT_EQ(Value(), 1);
}

TEST_F(ChaosProxyTest, LosesTheAnswerOfACommitThatIsDone) {
  auto connection = Begin("UPDATE t SET n = 2");
  proxy_.Lose(ChaosProxy::Loss::kCommitAnswer, 1);
  const absl::Status status = connection->Commit();
  EXPECT_EQ(db::OutcomeOf(status), db::DbOutcome::kCommitUnknown) << status;
  EXPECT_EQ(Value(), 2);
  EXPECT_EQ(proxy_.lost(), 1);
}

TEST_F(ChaosProxyTest, LosesACommitBeforeItIsDone) {
  auto connection = Begin("UPDATE t SET n = 3");
  proxy_.Lose(ChaosProxy::Loss::kCommit, 1);
  EXPECT_FALSE(connection->Commit().ok());
  EXPECT_EQ(Value(), 0);
}

TEST_F(ChaosProxyTest, LosesTheAnswerOfAStatement) {
  auto connection = Through();
  proxy_.Lose(ChaosProxy::Loss::kStatementAnswer, 1);
  EXPECT_FALSE(connection->ExecuteText("UPDATE t SET n = 4").ok());
  EXPECT_FALSE(connection->usable());
  EXPECT_TRUE(Through()->usable());
}

TEST_F(ChaosProxyTest, CutsAndRefuses) {
  auto connection = Through();
  proxy_.Cut(/*refuse=*/true);
  EXPECT_FALSE(connection->ExecuteText("UPDATE t SET n = 5").ok());
  EXPECT_FALSE(db::Connection::Open(ProxyUrl()).ok());
  proxy_.Accept();
  EXPECT_TRUE(Through()->ExecuteText("UPDATE t SET n = 6").ok());
}

TEST_F(ChaosProxyTest, DeliversAfterASilenceWhatWasSentInIt) {
  auto connection = Through();
  proxy_.SetSilent(true);
  auto update = std::async(std::launch::async, [&] {
    return connection->ExecuteText("UPDATE t SET n = 7");
  });
  EXPECT_EQ(update.wait_for(std::chrono::milliseconds(50)),
            std::future_status::timeout);
  EXPECT_EQ(Value(), 0);
  proxy_.SetSilent(false);
  EXPECT_TRUE(update.get().ok());
  EXPECT_EQ(Value(), 7);
}

}  // namespace
}  // namespace rapport::soak
