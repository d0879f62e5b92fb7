// Which form of occupancy costs least in the whole transaction of a booking,
// alone and in rounds that share a commit: claims, claims with a key by booking
// beside, or a row of bytes a day (`resource_day`).
//
//   occupancy_bench [ROUNDS [SECONDS A ROUND]]
//
// Each lane has associates of its own, as the lanes of the booking code have.
// The forms take turns; `vs` is by the first form.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/booking_json.h"
#include "db/booking_rows.h"
#include "db/change_log.h"
#include "db/embedded/embedded_database.h"
#include "db/id_list.h"
#include "db/migrations.h"
#include "db/multi_row.h"
#include "db/mysql_schedule_store.h"
#include "tests/bench/cpu_time.h"
#include "tests/bench/load.h"
#include "tests/support/private_database.h"

namespace rapport::bench {
namespace {

using booking::Booking;

constexpr int kTicks = 8;
constexpr int kTicksOfDay = 288;
constexpr int kLanesMax = 4;
constexpr int kRoundMax = 64;

enum Form { kClaims, kKeyedClaims, kDays, kForms };
constexpr const char* kFormNames[] = {"claims", "keyed_claims", "resource_day"};

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "occupancy_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

std::vector<const Booking*> Pointers(const std::vector<Booking>& round) {
  std::vector<const Booking*> pointers;
  for (const Booking& booking : round) pointers.push_back(&booking);
  return pointers;
}

// What one lane books next: its associates in turn, each from slot to slot.
struct Lane {
  std::vector<AssociateId> associates;
  std::vector<int64_t> ticks;  // the next free one, of each
  size_t next = 0;
};

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
    pool_ = std::make_unique<db::Pool>(url);
    log_ = std::make_unique<db::ChangeLog>(*pool_);
    Check(log_->Start());
    MakeTables();
    for (int form = 0; form < kForms; ++form) MakeLanes(form);
  }

  pid_t database_pid() const { return database_->pid(); }

  void BookRound(Form form, int lane, int count) {
    Lane& of = lanes_[form][lane];
    std::vector<Booking> round;
    for (int i = 0; i < count; ++i) round.push_back(NextOf(of));
    Check(log_->Run(absl::InfiniteFuture(),
                    [&](db::Transaction& transaction,
                        db::EventWriter& events) -> absl::Status {
                      absl::Status status = Lock(transaction, round);
                      if (status.ok()) status = Take(transaction, form, round);
                      if (status.ok()) {
                        status =
                            db::InsertBookings(transaction, actor_.brand,
                                               Pointers(round), db::When::kNow);
                      }
                      if (status.ok()) status = Tell(events, round);
                      return status;
                    }));
  }

 private:
  void MakeTables() {
    auto lease = pool_->Acquire();
    Check(lease.status());
    Check((*lease)->ExecuteText("CREATE TABLE keyed_claim LIKE claim"));
    Check((*lease)->ExecuteText(
        "ALTER TABLE keyed_claim ADD KEY booking (brand_id, booking_id)"));
    Check((*lease)->ExecuteText(
        "CREATE TABLE resource_day (brand_id VARCHAR(32) CHARACTER SET ascii"
        " COLLATE ascii_bin NOT NULL, resource_id BINARY(16) NOT NULL,"
        " utc_day INT NOT NULL, version BIGINT NOT NULL,"
        " used VARBINARY(288) NOT NULL,"
        " PRIMARY KEY (brand_id, resource_id, utc_day)) ENGINE=InnoDB"));
  }

  void MakeLanes(int form) {
    db::MysqlScheduleStore schedules(*pool_, *log_);
    std::vector<calendar::ScheduleWrite> writes;
    for (Lane& lane : lanes_[form]) {
      for (int i = 0; i < kRoundMax; ++i) {
        calendar::ScheduleWrite& write = writes.emplace_back();
        write.associate =
            AssociateIdOf("bench", absl::StrCat(form, "-", writes.size()));
        lane.associates.push_back(write.associate);
        lane.ticks.push_back(0);
      }
    }
    Check(schedules.PutMany(actor_, writes).status());
  }

  Booking NextOf(Lane& lane) {
    const int64_t n = next_++;
    const size_t who = lane.next++ % lane.associates.size();
    Booking booking;
    booking.id = booking::BookingId(TimeOrderedId(n, n, 0));
    booking.associate = lane.associates[who];
    booking.store = StoreIdOf("bench", "1");
    booking.service = *ServiceId::Parse("fitting");
    const absl::Time start = first_ + lane.ticks[who] * kTick;
    lane.ticks[who] += kTicks;
    booking.meeting = {start, start + kTicks * kTick};
    booking.occupied = booking.meeting;
    booking.time_zone = "Etc/UTC";
    booking.shopper = "shopper";
    booking.version = 1;
    return booking;
  }

  // Counts the bookings in their calendars, and asks for the clock.
  absl::Status Lock(db::Transaction& transaction, std::vector<Booking>& round) {
    std::vector<AssociateId> ids;
    for (const Booking& booking : round) ids.push_back(booking.associate);
    const absl::string_view head =
        "UPDATE calendar SET bookings = bookings + 1 WHERE brand_id = ?"
        " AND associate_id IN";
    const auto params =
        db::InListParams<AssociateId>(actor_.brand, absl::MakeConstSpan(ids));
    const auto rows = transaction.Execute(db::InList(head, ids.size()), params);
    if (!rows.ok()) return rows.status();
    return transaction.Query(
        db::InList("SELECT UTC_TIMESTAMP(6), associate_id, version FROM"
                   " calendar WHERE brand_id = ? AND associate_id IN",
                   ids.size()),
        params, [&](const db::Row& row) {
          for (Booking& booking : round) {
            booking.create_time = booking.update_time = row.Time(0);
            booking.hold_expire_time = row.Time(0) + absl::Minutes(10);
          }
          return absl::OkStatus();
        });
  }

  absl::Status Take(db::Transaction& transaction, Form form,
                    const std::vector<Booking>& round) {
    if (form == kDays) return TakeDays(transaction, round);
    db::MultiRow rows(
        absl::StrCat("INSERT INTO ", form == kClaims ? "claim" : "keyed_claim",
                     " (brand_id, resource_id, tick, seat, booking_id) VALUES"),
        5);
    for (const Booking& booking : round) {
      for (int64_t tick = TickOf(booking.occupied.start);
           tick < TickOf(booking.occupied.end); ++tick) {
        rows.Add({actor_.brand.text(), booking.associate.stored(), tick, 0,
                  booking.id.stored()});
      }
    }
    return rows.Execute(transaction).status();
  }

  // Reads the days and writes them back; each booking here is of another
  // associate, and none passes midnight.
  absl::Status TakeDays(db::Transaction& transaction,
                        const std::vector<Booking>& round) {
    std::string sql =
        "SELECT resource_id, used FROM resource_day WHERE brand_id = ? AND"
        " (resource_id, utc_day) IN (";
    std::vector<db::Value> params = {actor_.brand.text()};
    for (const Booking& booking : round) {
      absl::StrAppend(&sql, params.size() == 1 ? "" : ",", "(?,?)");
      params.emplace_back(booking.associate.stored());
      params.emplace_back(TickOf(booking.occupied.start) / kTicksOfDay);
    }
    sql += ")";
    std::map<std::string, std::string> used;
    absl::Status status =
        transaction.Query(sql, params, [&](const db::Row& row) {
          used[row.Bytes(0)] = row.Bytes(1);
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
    db::MultiRow rows(
        "INSERT INTO resource_day (brand_id, resource_id, utc_day, version,"
        " used) VALUES",
        5,
        "ON DUPLICATE KEY UPDATE version = version + 1, used = VALUES(used)");
    for (const Booking& booking : round) {
      const int64_t first = TickOf(booking.occupied.start);
      std::string& day = used[std::string(booking.associate.stored())];
      day.resize(kTicksOfDay);
      day.replace(first % kTicksOfDay, kTicks, kTicks, '\xFF');
      rows.Add({actor_.brand.text(), booking.associate.stored(),
                first / kTicksOfDay, 1, day});
    }
    return rows.Execute(transaction).status();
  }

  absl::Status Tell(db::EventWriter& events,
                    const std::vector<Booking>& round) {
    std::vector<RequestKey> requests;
    requests.reserve(round.size());
    std::vector<db::Event> all;
    for (const Booking& booking : round) {
      requests.push_back({booking.id.ToString(), std::string(32, 'h')});
      auto reply = db::BookingToJson(booking);
      if (!reply.ok()) return reply.status();
      all.push_back({.kind = db::EventKind::kBookings,
                     .actor = actor_,
                     .action = "HoldSlot",
                     .request = &requests.back(),
                     .subjects = std::string(booking.id.stored()),
                     .reply = *std::move(reply)});
    }
    return events.AppendAll(all);
  }

  test::TempDir dir_;
  std::unique_ptr<db::EmbeddedDatabase> database_;
  std::unique_ptr<db::Pool> pool_;
  std::unique_ptr<db::ChangeLog> log_;
  const Actor actor_ = {BrandId::FromStored("bench"), Role::kShopper, "bench"};
  const absl::Time first_ = absl::FromUnixSeconds(1'900'022'400);
  Lane lanes_[kForms][kLanesMax];
  std::atomic<int64_t> next_ = 1;
};

void Run(int rounds, absl::Duration length) {
  World world;
  for (const auto& shape :
       {std::pair{1, 1}, {4, 1}, {1, 16}, {2, 32}, {4, 64}}) {
    const int lanes = shape.first;
    const int size = shape.second;
    std::vector<double> rates[kForms], ratios[kForms];
    std::vector<double> database_us[kForms], client_us[kForms];
    for (int round = 0; round < rounds; ++round) {
      for (int form = 0; form < kForms; ++form) {
        const double database = CpuMicros(world.database_pid());
        const double client = CpuMicros(getpid());
        const Load load = RunLoad(lanes, length, [&](int lane) {
          world.BookRound(static_cast<Form>(form), lane, size);
        });
        const double done = static_cast<double>(load.done * size);
        database_us[form].push_back(
            (CpuMicros(world.database_pid()) - database) / done);
        client_us[form].push_back((CpuMicros(getpid()) - client) / done);
        rates[form].push_back(load.per_second * size);
        ratios[form].push_back(rates[form].back() / rates[0][round]);
      }
    }
    for (int form = 0; form < kForms; ++form) {
      const std::string name =
          absl::StrCat("occupancy.", kFormNames[form], "_", lanes, "x", size);
      Print(name, Median(rates[form]), "bookings/s");
      Print(name + "_cpu_database", Median(database_us[form]), "us");
      Print(name + "_cpu_client", Median(client_us[form]), "us");
      if (form > 0) Print(name + "_vs", Median(ratios[form]), "ratio");
    }
  }
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  rapport::bench::Run(rounds, absl::Seconds(seconds));
}
