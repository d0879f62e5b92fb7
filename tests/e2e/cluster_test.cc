// Servers on three database nodes, of which one at a time is killed, cut off
// or brought back: nobody is booked twice, nothing acknowledged is lost, and
// booking goes on.
#include <gtest/gtest.h>

#include <cstdio>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/change_follower.h"
#include "db/change_log.h"
#include "db/connection.h"
#include "db/migration_lock.h"
#include "db/migrations.h"
#include "db/pool.h"
#include "tests/e2e/booking_storm.h"
#include "tests/e2e/books.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/small_brand.h"
#include "tests/e2e/test_cluster.h"

namespace rapport::test {
namespace {

constexpr int kCallers = 6;
constexpr int kAssociates = 6;

// A cluster of all tests of a suite.
template <ClusterKind kKind>
class OnCluster : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (TestCluster::Missing(kKind).empty()) {
      cluster_ = std::make_unique<TestCluster>(kKind);
    }
  }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override {
    const std::string missing = TestCluster::Missing(kKind);
    if (!missing.empty()) GTEST_SKIP() << "needs the package " << missing;
  }

  // With a schema of the test's own, node `first` first.
  static db::DatabaseUrl Url(int first) {
    return cluster_->url(first).WithSchema(
        testing::UnitTest::GetInstance()->current_test_info()->name());
  }

  static std::vector<std::string> Flags(int first) {
    return {"--database", Url(first).ToSecretString()};
  }

  // That all that was confirmed is so still, at node `node`.
  static void ExpectNothingLost(const BookingStorm& storm, int node) {
    for (const std::string& wrong : storm.wrong()) ADD_FAILURE() << wrong;
    const Books books = ReadBooks(Url(node));
    EXPECT_TRUE(books.Agree())
        << books.overlaps << " overlaps, " << books.stray_claims << " strays, "
        << books.live_ticks << " ticks, " << books.claims << " claims";
    constexpr int kConfirmed = 2;
    for (const std::string& booking : storm.confirmed()) {
      const auto state = books.states.find(booking);
      ASSERT_NE(state, books.states.end()) << booking << " is lost";
      EXPECT_EQ(state->second, kConfirmed) << booking;
    }
    std::printf("%zu bookings confirmed\n", storm.confirmed().size());
  }

  static unsigned Seed() {
    const unsigned seed = std::random_device()();
    std::printf("seed %u\n", seed);
    return seed;
  }

  static std::unique_ptr<TestCluster> cluster_;
};

template <ClusterKind kKind>
std::unique_ptr<TestCluster> OnCluster<kKind>::cluster_;

class Galera : public OnCluster<ClusterKind::kGalera> {};

TEST_F(Galera, LetsOneServerMigrate) {
  std::vector<int> applied(3, -1);
  std::vector<std::thread> programs;
  for (int node = 1; node <= 3; ++node) {
    programs.emplace_back([&applied, node] {
      const absl::StatusOr<int> count =
          db::Migrate(Url(node), db::ProgramMigrations());
      EXPECT_TRUE(count.ok()) << count.status();
      applied[node - 1] = count.value_or(-1);
    });
  }
  for (std::thread& program : programs) program.join();
  EXPECT_EQ(applied[0] + applied[1] + applied[2],
            static_cast<int>(db::ProgramMigrations().size()));
}

// Who only asks for the lease takes it from nobody, whoever's write is first.
TEST_F(Galera, KeepsTheLeaseOfWhoMigrates) {
  ASSERT_TRUE(db::Migrate(Url(1), db::ProgramMigrations()).ok());
  const auto ours = db::Connection::Open(Url(1));
  const auto theirs = db::Connection::Open(Url(2));
  ASSERT_TRUE(ours.ok() && theirs.ok());
  db::MigrationLock lease(**ours, Url(1).schema, /*lease=*/true);
  ASSERT_TRUE(lease.Take(absl::Seconds(10)).ok());
  for (int i = 0; i < 200; ++i) {
    auto asked = std::async(std::launch::async, [&theirs] {
      return (*theirs)->ExecuteText(
          "UPDATE schema_migration_lock"
          " SET lease_end = lease_end + INTERVAL 1 MICROSECOND");
    });
    const absl::Status renewed = lease.Renew();
    asked.get().IgnoreError();  // ours may have been first
    ASSERT_TRUE(renewed.ok()) << renewed;
  }
}

// A server that was stopped for longer than its lease, and goes on at another
// node than the one where it was fenced: its locks there say nothing here.
TEST_F(Galera, CertifiesFencing) {
  ASSERT_TRUE(db::Migrate(Url(1), db::ProgramMigrations()).ok());
  db::Pool here(Url(1)), there(Url(2));
  db::ChangeLog log(here);
  ASSERT_TRUE(log.Start().ok());
  db::ChangeFollower follower(there);
  ASSERT_TRUE(follower.Start().ok());
  const int64_t first = log.origin();
  int runs = 0, seen = 0;
  const auto poll = [&] {
    const auto count = follower.Poll([&](const db::SeenEvent&) { ++seen; });
    EXPECT_TRUE(count.ok()) << count.status();
  };
  const absl::Status status = log.Run(
      absl::Now() + absl::Minutes(1),
      [&](db::Transaction&, db::EventWriter& events) {
        const absl::Status appended = events.Append(
            {.kind = db::EventKind::kStores,
             .actor = {BrandId::FromStored("small"), Role::kBrandAdmin, "ada"},
             .action = "PutStores",
             .subjects = std::string(16, 'a')});
        if (++runs > 1) return appended;
        EXPECT_TRUE(there.Acquire()
                        .value()
                        ->ExecuteText("UPDATE origin_lease SET lease_end ="
                                      " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
                        .ok());
        poll();  // fences it
        return appended;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_GT(runs, 1);
  EXPECT_NE(log.origin(), first);
  poll();
  EXPECT_EQ(seen, 1);  // and not lost behind a number that was given up
}

TEST_F(Galera, ShowsEverywhereWhatWasDoneAnywhere) {
  ServerProcess a(Flags(1));
  SmallBrand brand(a.Connect(), 1);
  ASSERT_FALSE(HasFatalFailure());
  ServerProcess b(Flags(2)), c(Flags(3));
  v1::BookingService::Stub hold(a.Connect()), confirm(b.Connect()),
      get(c.Connect());
  for (int i = 0; i < 40; ++i) {
    v1::Booking booking;
    grpc::ClientContext first, second, third;
    for (grpc::ClientContext* context : {&first, &second, &third}) {
      SetCaller(*context, "shopper", "ada");
    }
    grpc::Status status = hold.HoldSlot(
        &first, brand.Hold(absl::StrCat("hold-000-", i), 0, i), &booking);
    ASSERT_TRUE(status.ok()) << status.error_message();
    v1::ConfirmBookingRequest request;
    request.set_name(booking.name());
    request.set_request_id(absl::StrCat("confirm-00-", i));
    status = confirm.ConfirmBooking(&second, request, &booking);
    ASSERT_TRUE(status.ok()) << i << ": " << status.error_message();
    v1::GetBookingRequest question;
    question.set_name(booking.name());
    v1::Booking seen;
    status = get.GetBooking(&third, question, &seen);
    ASSERT_TRUE(status.ok()) << i << ": " << status.error_message();
    EXPECT_EQ(seen.state(), v1::BOOKING_STATE_CONFIRMED);
  }
}

TEST_F(Galera, KeepsBookingWhenANodeIsKilledOrCutOff) {
  ServerProcess a(Flags(1));
  SmallBrand brand(a.Connect(), kAssociates);
  ASSERT_FALSE(HasFatalFailure());
  ServerProcess b(Flags(2));
  BookingStorm storm(brand, {a.Connect(), b.Connect()}, kCallers, Seed());
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  cluster_->Do("kill", 1);
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  cluster_->Do("join", 1);
  cluster_->Do("isolate", 2);
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  cluster_->Do("join", 2);
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  storm.Stop();
  ExpectNothingLost(storm, 3);
}

class SemiSync : public OnCluster<ClusterKind::kSemiSync> {};

TEST_F(SemiSync, LosesNothingWhenThePrimaryIsKilledAndAReplicaPromoted) {
  ServerProcess a(Flags(1));
  SmallBrand brand(a.Connect(), kAssociates);
  ASSERT_FALSE(HasFatalFailure());
  ServerProcess b(Flags(1));
  BookingStorm storm(brand, {a.Connect(), b.Connect()}, kCallers, Seed());
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  cluster_->Do("isolate", 3);  // only node 2 acknowledges
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  cluster_->Do("kill", 1);
  cluster_->Do("promote", 2);
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  cluster_->Do("join", 1);
  EXPECT_TRUE(storm.MoreAreConfirmed(30));
  storm.Stop();
  ExpectNothingLost(storm, 2);
}

}  // namespace
}  // namespace rapport::test
