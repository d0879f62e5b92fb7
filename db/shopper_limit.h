// How much of a service a shopper has, for the transaction that may give them
// more.
#ifndef RAPPORT_DB_SHOPPER_LIMIT_H_
#define RAPPORT_DB_SHOPPER_LIMIT_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/booking/booking_write.h"

namespace rapport::db {

// Keeps other writes of the same guard waiting until this transaction ends.
absl::Status TakeGuard(Transaction& transaction, const BrandId& brand,
                       const booking::ShopperGuard& guard);

// The bookings of the guard's shopper and service that start at or after
// `from`, but `except`; those that ended without a meeting are left out.
absl::StatusOr<std::vector<booking::Booking>> FindOthers(
    Transaction& transaction, const BrandId& brand,
    const booking::ShopperGuard& guard, absl::Time from,
    const booking::BookingId& except);

}  // namespace rapport::db

#endif  // RAPPORT_DB_SHOPPER_LIMIT_H_
