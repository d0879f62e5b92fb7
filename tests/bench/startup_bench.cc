// How long a server takes to read a brand from its database at start.
//
//   startup_bench [ASSOCIATES]
//
// Writes the joint world's stores, associates, schedules and some bookings into
// a private database, and loads a read model from it as a server does.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/change_log.h"
#include "db/migrations.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_catalog_store.h"
#include "db/mysql_change_feed.h"
#include "db/mysql_schedule_store.h"
#include "db/mysql_waitlist_store.h"
#include "db/pool.h"
#include "server/search/replica.h"
#include "tests/bench/figures.h"
#include "tests/bench/joint_brand.h"
#include "tests/support/private_database.h"

namespace rapport::bench {
namespace {

constexpr size_t kPortion = catalog::kPutMax;
constexpr size_t kBookingOneIn = 20;  // associates have one each

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "startup_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

class Database {
 public:
  explicit Database(const BrandId& brand)
      : actor_{brand, Role::kBrandAdmin, "bench"} {
    Check(log_.Start());
  }

  // Writes all that the index shows.
  void Write(const search::BrandIndex& index) {
    Check(catalog_.CreateBrand(actor_, index.brand()).status());
    for (const auto& [id, service] : index.services()) {
      Check(catalog_.PutService(actor_, *service, {}).status());
    }
    std::vector<catalog::Store> stores;
    for (const search::StoreRecord& record : index.stores()) {
      stores.push_back(*record.store);
      if (stores.size() == kPortion) Flush(stores);
    }
    Flush(stores);
    std::vector<catalog::Associate> associates;
    std::vector<calendar::ScheduleWrite> schedules;
    for (const search::AssociateRecord& record : index.associates()) {
      associates.push_back(*record.associate);
      schedules.push_back({record.associate->id,
                           record.person->time()->schedule->schedule,
                           std::nullopt});
      if (record.number % kBookingOneIn == 0) Book(record);
      if (associates.size() == kPortion) Flush(associates, schedules);
    }
    Flush(associates, schedules);
    for (const booking::HoldWrite& write : holds_) Hold(write);
  }

  search::Stores stores() {
    return {catalog_, schedules_, bookings_, waitlist_};
  }
  db::Pool& pool() { return pool_; }
  size_t holds() const { return holds_.size(); }

 private:
  void Flush(std::vector<catalog::Store>& stores) {
    if (!stores.empty()) Check(catalog_.PutStores(actor_, stores, {}).status());
    stores.clear();
  }

  void Flush(std::vector<catalog::Associate>& associates,
             std::vector<calendar::ScheduleWrite>& schedules) {
    if (associates.empty()) return;
    Check(catalog_.PutAssociates(actor_, associates, {}).status());
    Check(schedules_.PutMany(actor_, schedules).status());
    associates.clear();
    schedules.clear();
  }

  void Book(const search::AssociateRecord& record) {
    booking::HoldWrite& write = holds_.emplace_back();
    booking::Booking& booking = write.booking;
    const auto number = static_cast<int64_t>(holds_.size());
    booking.id = booking::BookingId(TimeOrderedId(number, number, 0));
    booking.associate = record.associate->id;
    booking.store = record.associate->content.stores.front();
    booking.service = *ServiceId::Parse("v0");
    booking.meeting = {JointNow() + absl::Hours(34),
                       JointNow() + absl::Hours(35)};
    booking.occupied = booking.meeting;
    booking.time_zone = "Etc/UTC";
    booking.shopper = "shopper";
    write.schedule_version = 1;
    write.hold_duration = absl::Hours(1);
  }

  void Hold(const booking::HoldWrite& write) {
    const RequestKey request = {absl::StrCat("request-", ++requests_),
                                std::string(32, 'h')};
    Check(bookings_.Hold(actor_, request, write, absl::InfiniteFuture())
              .status());
  }

  const Actor actor_;
  test::TestSchema schema_{db::ProgramMigrations()};
  db::Pool pool_{schema_.url()};
  db::ChangeLog log_{pool_};
  db::MysqlCatalogStore catalog_{pool_, log_};
  db::MysqlScheduleStore schedules_{pool_, log_};
  db::MysqlBookingStore bookings_{pool_, log_};
  db::MysqlWaitlistStore waitlist_{pool_, log_};
  std::vector<booking::HoldWrite> holds_;
  int requests_ = 0;
};

void Run(size_t associates) {
  const JointWorld world(associates, /*correlated=*/false, /*threads=*/4);
  JointBrand brand(world);
  Database database(brand.id());
  database.Write(*brand.index());
  search::ReadModel model([] { return JointNow(); });
  db::MysqlChangeFeed feed(database.pool());
  search::Replica replica(database.stores(), feed, model);
  const absl::Time begin = absl::Now();
  Check(replica.Load([](absl::string_view progress) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(progress.size()),
                 progress.data());
  }));
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  const auto loaded = model.Find(brand.id());
  if (loaded == nullptr || loaded->associates().size() != associates) {
    Check(absl::InternalError("not everybody was loaded"));
  }
  Print("search.start_associates", static_cast<double>(associates), "");
  Print("search.start_bookings", static_cast<double>(database.holds()), "");
  Print("search.start", seconds, "s");
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  rapport::bench::Run(argc > 1 ? std::atoll(argv[1]) : 200'000);
}
