// What a full booking costs, beside one raw insert and commit on the same
// database: holds through MysqlBookingStore (calendar version, claims, booking,
// event: one transaction), each on a slot of its own, at 1, 8 and 32 clients.
//
//   booking_bench [ROUNDS [SECONDS A ROUND]]
//
// Raw and full take turns; the ratios are medians over the rounds, as the
// machine's speed drifts.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/change_log.h"
#include "db/embedded/embedded_database.h"
#include "db/migrations.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_schedule_store.h"
#include "db/pool.h"
#include "tests/bench/figures.h"
#include "tests/support/private_database.h"

namespace rapport::bench {
namespace {

constexpr int kClientsMax = 32;
constexpr int kTicks = 8;  // that a booking takes, buffers included

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "booking_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

// One database with full durability, and a calendar for each associate.
class World {
 public:
  World() {
    db::EmbeddedDatabaseOptions options;
    options.data_dir = dir_.path();
    auto started = db::EmbeddedDatabase::Start(options);
    Check(started.status());
    database_ = *std::move(started);
    const db::DatabaseUrl url = database_->url("bench");
    Check(db::Migrate(url, db::ProgramMigrations()).status());
    db::PoolOptions pool_options;
    pool_options.connections_max = kClientsMax + 4;
    pool_ = std::make_unique<db::Pool>(url, pool_options);
    log_ = std::make_unique<db::ChangeLog>(*pool_);
    Check(log_->Start());
    bookings_ = std::make_unique<db::MysqlBookingStore>(*pool_, *log_);
    MakeCalendars();
    MakeRawTable();
  }

  // A hold on a slot that nobody has had.
  void Book() {
    const int64_t n = next_++;
    booking::HoldWrite write;
    booking::Booking& booking = write.booking;
    booking.id = booking::BookingId(TimeOrderedId(n, n, 0));
    booking.associate = associates_[n % associates_.size()];
    booking.store = StoreIdOf("bench", "1");
    booking.service = *ServiceId::Parse("fitting");
    const absl::Time start = first_ + (n / associates_.size()) * kTicks * kTick;
    booking.meeting = {start, start + kTicks * kTick};
    booking.occupied = booking.meeting;
    booking.time_zone = "Etc/UTC";
    booking.shopper = "shopper";
    write.schedule_version = 1;
    write.hold_duration = absl::Minutes(10);
    RequestKey request = {absl::StrCat("request-", n), std::string(32, 'h')};
    Check(bookings_->Hold(actor_, request, write, absl::InfiniteFuture())
              .status());
  }

  // One row of the size of a booking's, in its own transaction.
  void InsertRaw() {
    constexpr absl::string_view kSql =
        "INSERT INTO raw_row (id, content) VALUES (?, ?)";
    const int64_t n = next_++;
    auto lease = pool_->Acquire();
    Check(lease.status());
    Check((*lease)->Begin());
    Check((*lease)->Execute(kSql, {n, std::string(200, 'x')}).status());
    Check((*lease)->Commit());
  }

 private:
  void MakeCalendars() {
    db::MysqlScheduleStore schedules(*pool_, *log_);
    std::vector<calendar::ScheduleWrite> writes;
    for (int i = 0; i < 400; ++i) {
      associates_.push_back(AssociateIdOf("bench", absl::StrCat(i)));
      calendar::ScheduleWrite write;
      write.associate = associates_.back();
      write.schedule.weekly_periods.push_back(
          {absl::Weekday::monday, {0, 1440, std::nullopt, {}}});
      writes.push_back(write);
    }
    Check(schedules.PutMany(actor_, writes).status());
  }

  void MakeRawTable() {
    auto lease = pool_->Acquire();
    Check(lease.status());
    Check((*lease)->ExecuteText(
        "CREATE TABLE raw_row (id BIGINT PRIMARY KEY, content VARCHAR(255)"
        " NOT NULL) ENGINE=InnoDB"));
  }

  test::TempDir dir_;
  std::unique_ptr<db::EmbeddedDatabase> database_;
  std::unique_ptr<db::Pool> pool_;
  std::unique_ptr<db::ChangeLog> log_;
  std::unique_ptr<db::MysqlBookingStore> bookings_;
  const Actor actor_ = {BrandId::FromStored("bench"), Role::kShopper, "bench"};
  const absl::Time first_ = absl::FromUnixSeconds(1'900'000'200);
  std::vector<AssociateId> associates_;
  std::atomic<int64_t> next_ = 1;
};

// How often `work` is done in a second by that many clients.
double Rate(int clients, absl::Duration length,
            const std::function<void()>& work) {
  std::atomic<int64_t> done = 0;
  const absl::Time start = absl::Now();
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&] {
      while (absl::Now() - start < length) {
        work();
        ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(done) / absl::ToDoubleSeconds(absl::Now() - start);
}

void Run(int rounds, absl::Duration length) {
  World world;
  for (int clients : {1, 8, kClientsMax}) {
    std::vector<double> raw, full, ratio;
    for (int round = 0; round < rounds; ++round) {
      raw.push_back(Rate(clients, length, [&] { world.InsertRaw(); }));
      full.push_back(Rate(clients, length, [&] { world.Book(); }));
      ratio.push_back(full.back() / raw.back());
    }
    Print(absl::StrCat("booking.raw_", clients), Median(raw), "commits/s");
    Print(absl::StrCat("booking.full_", clients), Median(full), "bookings/s");
    Print(absl::StrCat("booking.vs_raw_", clients), Median(ratio), "ratio");
  }
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  rapport::bench::Run(rounds, absl::Seconds(seconds));
}
