#include "tests/bench/booking_world.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "db/migrations.h"
#include "db/mysql_schedule_store.h"
#include "server/vocabulary/error.h"

namespace rapport::bench {
namespace {

// Far enough away that no hold is of the past.
const absl::Time kFirstDay = absl::FromUnixSeconds(1'900'022'400);

constexpr int64_t kTicksOfDay = 288;

// A number's hash, so that both databases are asked for the same.
uint64_t Mixed(uint64_t n) {
  n = (n ^ (n >> 30)) * 0xBF58476D1CE4E5B9;
  n = (n ^ (n >> 27)) * 0x94D049BB133111EB;
  return n ^ (n >> 31);
}

booking::HoldWrite HoldOf(int64_t n, const Wish& wish,
                          const AssociateId& associate) {
  booking::HoldWrite write;
  booking::Booking& booking = write.booking;
  booking.id = booking::BookingId(TimeOrderedId(n, n, 0));
  booking.associate = associate;
  booking.store = StoreIdOf("bench", "1");
  booking.service = *ServiceId::Parse("fitting");
  const absl::Time start = kFirstDay + wish.first_tick * kTick;
  booking.meeting = {start, start + kTicks * kTick};
  booking.occupied = booking.meeting;
  booking.time_zone = "Etc/UTC";
  booking.shopper = "shopper";
  write.schedule_version = 1;
  write.hold_duration = absl::Minutes(10);
  return write;
}

}  // namespace

void Check(const absl::Status& status, absl::string_view what) {
  if (status.ok()) return;
  std::fprintf(stderr, "booking_bench: %.*s: %s\n",
               static_cast<int>(what.size()), what.data(),
               status.ToString().c_str());
  std::exit(1);
}

Wish OwnSlot(int64_t n) {
  return {static_cast<int>(n % kAssociates), n / kAssociates * kTicks};
}

Wish HotSlot(int64_t n) {
  constexpr int kWishesOfDay = kHotAssociates * 40;
  constexpr int kTicksOpen = 96;
  // Behind all the slots of OwnSlot, which are of other associates too.
  constexpr int64_t kFirst = 20'000;
  const uint64_t random = Mixed(n + 1);
  const int64_t tick = (random >> 8) % (kTicksOpen - kTicks + 1);
  return {static_cast<int>(random % kHotAssociates),
          (kFirst + n / kWishesOfDay) * kTicksOfDay + tick};
}

BookingWorld::BookingWorld(const db::RoundOptions& rounds) {
  db::EmbeddedDatabaseOptions options;
  options.data_dir = dir_.path();
  options.connections_max = kClientsMax + 64;
  auto started = db::EmbeddedDatabase::Start(options);
  Check(started.status(), "database");
  database_ = *std::move(started);
  const db::DatabaseUrl url = database_->url("bench");
  Check(db::Migrate(url, db::ProgramMigrations()).status(), "migrations");
  db::PoolOptions pool_options;
  pool_options.connections_max = kClientsMax + 4;
  pool_ = std::make_unique<db::Pool>(url, pool_options);
  log_ = std::make_unique<db::ChangeLog>(*pool_);
  Check(log_->Start(), "change log");
  bookings_ = std::make_unique<db::MysqlBookingStore>(
      *pool_, *log_, db::RetryPolicy{}, rounds);
  MakeCalendars();
  MakeRawTable();
}

bool BookingWorld::Book(const Wish& wish) {
  const int64_t n = next_++;
  const RequestKey request = {absl::StrCat("request-", n),
                              std::string(32, 'h')};
  const absl::Status status =
      bookings_
          ->Hold(actor_, request, HoldOf(n, wish, associates_[wish.associate]),
                 absl::InfiniteFuture())
          .status();
  if (ReasonOf(status) == "SLOT_TAKEN") return false;
  Check(status, "hold");
  return true;
}

void BookingWorld::InsertRaw() {
  constexpr absl::string_view kSql =
      "INSERT INTO raw_row (id, content) VALUES (?, ?)";
  const int64_t n = next_++;
  auto lease = pool_->Acquire();
  Check(lease.status(), "connection");
  Check((*lease)->Begin(), "begin");
  Check((*lease)->Execute(kSql, {n, std::string(200, 'x')}).status(), "insert");
  Check((*lease)->Commit(), "commit");
}

void BookingWorld::MakeCalendars() {
  db::MysqlScheduleStore schedules(*pool_, *log_);
  std::vector<calendar::ScheduleWrite> writes;
  for (int i = 0; i < kAssociates; ++i) {
    associates_.push_back(AssociateIdOf("bench", absl::StrCat(i)));
    calendar::ScheduleWrite write;
    write.associate = associates_.back();
    write.schedule.weekly_periods.push_back(
        {absl::Weekday::monday, {0, 1440, std::nullopt, {}}});
    writes.push_back(write);
  }
  Check(schedules.PutMany(actor_, writes).status(), "calendars");
}

void BookingWorld::MakeRawTable() {
  auto lease = pool_->Acquire();
  Check(lease.status(), "connection");
  Check((*lease)->ExecuteText(
            "CREATE TABLE raw_row (id BIGINT PRIMARY KEY, content VARCHAR(255)"
            " NOT NULL) ENGINE=InnoDB"),
        "raw table");
}

}  // namespace rapport::bench
