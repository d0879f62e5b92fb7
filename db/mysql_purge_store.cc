#include "db/mysql_purge_store.h"

#include <utility>

#include "db/database_clock.h"
#include "db/purge_bookings.h"
#include "db/purge_claims.h"
#include "db/purge_events.h"
#include "db/purge_waits.h"

namespace rapport::db {
namespace {

using housekeeping::Past;
using housekeeping::Purged;

// In the background: nobody waits for it.
constexpr absl::Duration kCallDeadline = absl::Seconds(30);

}  // namespace

MysqlPurgeStore::MysqlPurgeStore(Pool& pool, RetryPolicy retry)
    : pool_(pool), retry_(std::move(retry)) {}

absl::Status MysqlPurgeStore::Run(
    absl::FunctionRef<absl::Status(Transaction&)> body) {
  return RunTransaction(pool_, retry_, retry_.now() + kCallDeadline, body);
}

absl::StatusOr<absl::Time> MysqlPurgeStore::Now() {
  absl::StatusOr<absl::Time> now;
  const absl::Status status = Run([&](Transaction& transaction) {
    now = DatabaseNow(transaction);
    return now.status();
  });
  if (!status.ok()) return status;
  return now;
}

absl::Status MysqlPurgeStore::PurgeOne(Transaction& transaction, Past past,
                                       absl::Time before, Places& places,
                                       Purged& purged) {
  switch (past) {
    case Past::kEvents:
      return PurgeEvents(transaction, before, places.origin, purged);
    case Past::kOccupancy:
      return PurgeClaims(transaction, before, places.claims, purged);
    case Past::kWaits:
      return PurgeWaits(transaction, before, purged);
    case Past::kHolds:
      return PurgeHolds(transaction, before, places.holds, purged);
    case Past::kBookings:
      return PurgeBookings(transaction, before, places.bookings, purged);
    case Past::kGuards:
      return PurgeGuards(transaction, before, places.guards, purged);
    case Past::kDemand:
      return PurgeDemand(transaction, before, purged);
  }
  return absl::InternalError("nothing that is kept");
}

absl::StatusOr<Purged> MysqlPurgeStore::Purge(Past past, absl::Time before) {
  Purged purged;
  Places places;
  const absl::Status status = Run([&](Transaction& transaction) {
    places = places_;
    return PurgeOne(transaction, past, before, places, purged);
  });
  if (!status.ok()) return status;
  places_ = places;
  return purged;
}

}  // namespace rapport::db
