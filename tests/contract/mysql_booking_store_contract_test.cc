#include <memory>
#include <string>

#include "db/connection.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_catalog_store.h"
#include "db/mysql_schedule_store.h"
#include "db/mysql_waitlist_store.h"
#include "tests/contract/booking_store_capacity.h"
#include "tests/contract/booking_store_changes.h"
#include "tests/contract/booking_store_contract.h"
#include "tests/contract/booking_store_limits.h"
#include "tests/contract/booking_store_races.h"
#include "tests/contract/booking_store_reads.h"
#include "tests/contract/booking_store_reanchor.h"
#include "tests/contract/booking_store_requests.h"
#include "tests/contract/booking_store_resources.h"
#include "tests/contract/booking_store_sessions.h"
#include "tests/contract/booking_store_storm.h"
#include "tests/contract/booking_store_work.h"
#include "tests/contract/mysql_world.h"
#include "tests/contract/waitlist_store_contract.h"
#include "tests/contract/waitlist_store_limits.h"
#include "tests/contract/waitlist_store_offers.h"
#include "tests/contract/waitlist_store_seats.h"

namespace rapport::booking {
namespace {

// One database, and two servers on it.
struct TwoServers {
  std::shared_ptr<test::MysqlWorld> one = test::MakeMysqlWorld();
  db::Pool other_pool{one->schema.url()};
  db::ChangeLog other_log{other_pool};
  db::MysqlBookingStore elsewhere{other_pool, other_log};
  db::MysqlWaitlistStore waitlist{one->pool, one->log};
  db::MysqlWaitlistStore waitlist_elsewhere{other_pool, other_log};
};

void RunOut(db::Pool& pool, const BrandId& brand, const BookingId& id) {
  constexpr absl::string_view kSql =
      "UPDATE booking SET hold_expire_time ="
      " UTC_TIMESTAMP(6) - INTERVAL 1 SECOND"
      " WHERE brand_id = ? AND booking_id = ? AND state = 1";
  auto lease = pool.Acquire(absl::InfiniteFuture());
  ASSERT_TRUE(lease.ok()) << lease.status();
  absl::StatusOr<int64_t> rows;
  do {
    rows = (*lease)->Execute(kSql, {brand.text(), id.stored()});
  } while (absl::IsAborted(rows.status()));
  EXPECT_TRUE(rows.ok()) << rows.status();
}

std::vector<ClaimRow> ReadClaims(db::Pool& pool) {
  auto lease = pool.Acquire(absl::InfiniteFuture());
  EXPECT_TRUE(lease.ok()) << lease.status();
  std::vector<ClaimRow> rows;
  const absl::Status read = (*lease)->Query(
      "SELECT brand_id, resource_id, tick, booking_id FROM claim", {},
      [&](const db::Row& row) {
        rows.push_back({BrandId::FromStored(row.String(0)),
                        AssociateId::FromBytes(row.Bytes(1)), row.Int64(2),
                        BookingId::FromBytes(row.Bytes(3))});
        return absl::OkStatus();
      });
  EXPECT_TRUE(read.ok()) << read;
  return rows;
}

int Count(db::Pool& pool, const char* sql) {
  auto lease = pool.Acquire(absl::InfiniteFuture());
  EXPECT_TRUE(lease.ok()) << lease.status();
  int count = -1;
  const absl::Status read = (*lease)->Query(sql, {}, [&](const db::Row& row) {
    count = static_cast<int>(row.Int64(0));
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  return count;
}

// Knows nothing of claims. Whoever says nothing takes all of the associate, but
// who has a seat takes none.
int CountOverlaps(db::Pool& pool) {
  return Count(pool,
               "SELECT COUNT(*) FROM booking AS a JOIN booking AS b"
               " ON a.brand_id = b.brand_id AND a.associate_id = b.associate_id"
               " AND a.booking_id < b.booking_id AND a.start_tick < b.end_tick"
               " AND b.start_tick < a.end_tick"
               " WHERE a.state IN (1, 2, 3) AND b.state IN (1, 2, 3)"
               " AND a.booking_id NOT IN (SELECT booking_id FROM booking_seat)"
               " AND b.booking_id NOT IN (SELECT booking_id FROM booking_seat)"
               " AND (JSON_VALUE(NULLIF(a.content, ''), '$.load') IS NULL"
               " OR JSON_VALUE(NULLIF(b.content, ''), '$.load') IS NULL)");
}

// Ticks at which seats are left out: the key would not keep out whoever takes
// all of the associate.
int CountGaps(db::Pool& pool) {
  return Count(pool,
               "SELECT COUNT(*) FROM (SELECT MAX(seat) AS last,"
               " COUNT(*) AS seats FROM claim"
               " GROUP BY brand_id, resource_id, tick) AS of_tick"
               " WHERE last + 1 <> seats");
}

BookingStoreUnderTest MakeMysql() {
  auto world = std::make_shared<TwoServers>();
  const absl::Status started = world->other_log.Start();
  EXPECT_TRUE(started.ok()) << started;
  db::Pool& pool = world->one->pool;
  BookingStoreUnderTest made;
  made.world = world;
  made.schedules =
      std::make_unique<db::MysqlScheduleStore>(pool, world->one->log);
  made.catalog = std::make_unique<db::MysqlCatalogStore>(pool, world->one->log);
  made.store = std::make_shared<db::MysqlBookingStore>(pool, world->one->log);
  made.elsewhere = {world, &world->elsewhere};
  made.waitlist = {world, &world->waitlist};
  made.waitlist_elsewhere = {world, &world->waitlist_elsewhere};
  made.run_out = [&pool](const BrandId& brand, const BookingId& id) {
    RunOut(pool, brand, id);
  };
  made.claims = [&pool] { return ReadClaims(pool); };
  made.overlaps = [&pool] { return CountOverlaps(pool) + CountGaps(pool); };
  return made;
}

const auto kMysql = testing::Values(BookingStoreCase{"Mysql", MakeMysql});
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreContract, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreReads, kMysql, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreRaces, kMysql, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreChanges, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreCapacity, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreResources, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, SessionReanchor, kMysql, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreSessions, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreLimits, kMysql, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreWork, kMysql, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreReanchor, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, WaitlistStoreContract, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, WaitlistStoreOffers, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, WaitlistStoreLimits, kMysql,
                         NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, WaitlistStoreSeats, kMysql, NameOfBookingStore);
INSTANTIATE_TEST_SUITE_P(Mysql, BookingStoreStorm, kMysql, NameOfBookingStore);

}  // namespace
}  // namespace rapport::booking
