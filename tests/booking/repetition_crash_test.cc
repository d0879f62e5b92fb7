// A database shows others what it commits before that is safe from a crash. Who
// asks again in that moment is not answered by what may yet be lost.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>
#include <optional>
#include <string>

#include "db/embedded/embedded_database.h"
#include "db/migrations.h"
#include "db/mysql_booking_store.h"
#include "tests/booking/mysql_booking_fixture.h"
#include "tests/db/embedded_fixture.h"
#include "tests/search/small_world.h"

namespace rapport::db {
namespace {

using booking::Booking;
using search::BookingNo;

constexpr char kSchema[] = "crash";

// What callers ask for.
struct Asks : MysqlBookingFixture {
  using MysqlBookingFixture::Request;
  using MysqlBookingFixture::Wanted;
};

// A server's stores on a database that may be killed.
class Server {
 public:
  explicit Server(const EmbeddedDatabase& database)
      : pool_(database.url(kSchema)) {
    EXPECT_TRUE(log_.Start().ok());
  }

  absl::Status MakeCalendar() {
    MysqlScheduleStore schedules(pool_, log_);
    return schedules
        .PutMany(TestActor(), {{search::AssociateNo(1),
                                search::DailyHours(0, 24), std::nullopt}})
        .status();
  }
  absl::StatusOr<Booking> Hold() {
    return store_.Hold(TestActor(), Asks::Request("hold"), Asks::Wanted(1),
                       Soon());
  }
  absl::StatusOr<Booking> Confirm() {
    return store_.Confirm(TestActor(), Asks::Request("confirm"), BookingNo(1),
                          std::nullopt, Soon());
  }
  absl::StatusOr<std::optional<Booking>> WhatWasAnswered() {
    return store_.Replay(TestActor(), Asks::Request("hold"), Soon());
  }
  absl::StatusOr<Booking> Get() {
    return store_.Get(TestActor().brand, BookingNo(1), Soon());
  }

 private:
  Pool pool_;
  ChangeLog log_{pool_};
  MysqlBookingStore store_{pool_, log_};
};

class RepetitionCrashTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = StartIn(folder_.path());
    ASSERT_NE(database_, nullptr);
    const absl::StatusOr<int> migrated =
        Migrate(database_->url(kSchema), ProgramMigrations());
    ASSERT_TRUE(migrated.ok()) << migrated.status();
    server_ = std::make_unique<Server>(*database_);
    ASSERT_TRUE(server_->MakeCalendar().ok());
  }

  void Execute(const std::string& sql) {
    auto connection = Connection::Open(database_->url(kSchema));
    ASSERT_TRUE(connection.ok()) << connection.status();
    const absl::Status done = (*connection)->ExecuteText(sql);
    EXPECT_TRUE(done.ok()) << done;
  }

  // From here on what is committed is seen, and not written to the log: as
  // between the two steps of any COMMIT.
  void BeginToCommitUnsafely() {
    Execute("SET GLOBAL innodb_flush_log_at_timeout = 2700");
    Execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0");
  }
  // From here on who commits something is answered once it is.
  void CommitSafely() {
    Execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
  }

  void Crash() {
    ::kill(database_->pid(), SIGKILL);
    server_.reset();
    database_.reset();
    database_ = StartIn(folder_.path());
    ASSERT_NE(database_, nullptr);
    server_ = std::make_unique<Server>(*database_);
  }

  const test::TempDir folder_;
  std::unique_ptr<EmbeddedDatabase> database_;
  std::unique_ptr<Server> server_;
};

// Else the others would show nothing.
TEST_F(RepetitionCrashTest, LosesWhatNobodyAskedAbout) {
  BeginToCommitUnsafely();
  ASSERT_TRUE(server_->Hold().ok());
  CommitSafely();
  ASSERT_TRUE(server_->Get().ok());
  Crash();
  EXPECT_TRUE(absl::IsNotFound(server_->Get().status()));
}

TEST_F(RepetitionCrashTest, KeepsAHoldThatWasAnsweredAgain) {
  BeginToCommitUnsafely();
  const absl::StatusOr<Booking> held = server_->Hold();
  ASSERT_TRUE(held.ok()) << held.status();
  CommitSafely();
  const absl::StatusOr<Booking> again = server_->Hold();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *held);
  Crash();
  const absl::StatusOr<Booking> kept = server_->Get();
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(*kept, *held);
}

TEST_F(RepetitionCrashTest, KeepsAChangeThatWasAnsweredAgain) {
  ASSERT_TRUE(server_->Hold().ok());
  BeginToCommitUnsafely();
  ASSERT_TRUE(server_->Confirm().ok());
  CommitSafely();
  const absl::StatusOr<Booking> again = server_->Confirm();
  ASSERT_TRUE(again.ok()) << again.status();
  Crash();
  const absl::StatusOr<Booking> kept = server_->Get();
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(*kept, *again);
}

TEST_F(RepetitionCrashTest, KeepsWhatWasSaidToHaveBeenAnswered) {
  BeginToCommitUnsafely();
  ASSERT_TRUE(server_->Hold().ok());
  CommitSafely();
  const auto answer = server_->WhatWasAnswered();
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_TRUE(answer->has_value());
  Crash();
  const absl::StatusOr<Booking> kept = server_->Get();
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(*kept, **answer);
}

}  // namespace
}  // namespace rapport::db
