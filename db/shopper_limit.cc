#include "db/shopper_limit.h"

#include "absl/strings/string_view.h"
#include "db/booking_rows.h"

namespace rapport::db {

using booking::Booking;
using booking::ShopperGuard;

absl::Status TakeGuard(Transaction& transaction, const BrandId& brand,
                       const ShopperGuard& guard) {
  // PRIMARY
  constexpr absl::string_view kSql =
      "INSERT INTO shopper_guard (brand_id, shopper, service_id, uses)"
      " VALUES (?,?,?,1) ON DUPLICATE KEY UPDATE uses = uses + 1";
  return transaction
      .Execute(kSql, {brand.text(), guard.shopper, guard.service.text()})
      .status();
}

absl::StatusOr<std::vector<Booking>> FindOthers(
    Transaction& transaction, const BrandId& brand, const ShopperGuard& guard,
    absl::Time from, const booking::BookingId& except) {
  // shopper_time
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND shopper = ? AND start_time >= ?"
      " AND service_id = ? AND state NOT IN (5, 6) AND booking_id <> ?";
  std::vector<Booking> others;
  absl::Status status =
      transaction.Query(kSql,
                        {brand.text(), guard.shopper, from,
                         guard.service.text(), except.stored()},
                        [&](const Row& row) {
                          others.push_back(BookingOf(row));
                          return absl::OkStatus();
                        });
  if (!status.ok()) return status;
  return others;
}

}  // namespace rapport::db
