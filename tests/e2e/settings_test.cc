// The server says what is wrong with its database's settings, and does not
// serve where bookings can be lost: as in the tests' private database, which
// writes nothing through to the disk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "tests/e2e/server_process.h"
#include "tests/support/private_database.h"

namespace rapport::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Settings : public testing::Test {
 protected:
  void SetUp() override {
    if (TestServerIsExternal()) GTEST_SKIP() << "the given server may be safe";
  }

  TestSchema schema_;
};

TEST_F(Settings, ThatLoseBookingsAreRefused) {
  const ServerRun run = RunServer({"--listen", "127.0.0.1:0", "--database",
                                   schema_.url().ToSecretString()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(
      run.said,
      AllOf(HasSubstr("LOSES BOOKINGS: innodb_flush_log_at_trx_commit=2"),
            HasSubstr("--unsafe-durability"), Not(HasSubstr("ready on"))));
}

TEST_F(Settings, AreServedOnAllTheSameIfToldTo) {
  ServerProcess server({"--database", schema_.url().ToSecretString()});
  server.Kill(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
}

TEST_F(Settings, AreToldWithoutServing) {
  const ServerRun run = RunServer(
      {"--check-database", "--database", schema_.url().ToSecretString()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.said, HasSubstr("can be lost"));
  EXPECT_THAT(run.said, Not(HasSubstr("migrations")));
}

TEST_F(Settings, CannotBeAskedOfADatabaseThatIsNotThere) {
  const ServerRun run =
      RunServer({"--check-database", "--database",
                 "mysql://nobody@localhost/none?socket=/no/such/socket"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.said, HasSubstr("not asked"));
}

}  // namespace
}  // namespace rapport::test
