// The rows of a booking: how `booking` and `claim` are written and read.
#ifndef RAPPORT_DB_BOOKING_ROWS_H_
#define RAPPORT_DB_BOOKING_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/connection.h"
#include "db/row.h"
#include "db/transaction.h"
#include "server/booking/booking_store.h"

namespace rapport::db {

// The columns that BookingOf reads, in its order.
#define RAPPORT_BOOKING_COLUMNS                                              \
  "booking_id, version, state, associate_id, store_id, service_id, channel," \
  " start_time, end_time, start_tick, end_tick, time_zone, local_start,"     \
  " utc_offset_s, tzdata_version, shopper, hold_expire_time, create_time,"   \
  " update_time"

booking::Booking BookingOf(const Row& row);

// The booking of that id, or nothing.
absl::StatusOr<std::optional<booking::Booking>> FindBooking(
    Transaction& transaction, const BrandId& brand,
    const booking::BookingId& id);

absl::Status InsertBooking(Transaction& transaction, const BrandId& brand,
                           const booking::Booking& booking);

// Writes state, version and hold_expire_time of `changed`, if the row still has
// the version before it; whether it had. A hold must not have run out by the
// database's clock to become confirmed, and must have to become expired.
absl::StatusOr<bool> UpdateBookingState(Transaction& transaction,
                                        const BrandId& brand,
                                        const booking::Booking& changed);

// Inserts a claim for each tick that `booking` occupies, all or none. Whether
// it could; false if a claim of another is in the way.
absl::StatusOr<bool> InsertClaims(Transaction& transaction,
                                  const BrandId& brand,
                                  const booking::Booking& booking);

absl::Status DeleteClaims(Transaction& transaction, const BrandId& brand,
                          const booking::BookingId& id);

// The bookings whose claims are in the way of `booking`.
absl::StatusOr<std::vector<booking::Booking>> FindBlockers(
    Transaction& transaction, const BrandId& brand,
    const booking::Booking& booking);

// Counts a hold in the associate's calendar, which also keeps other holds of
// them waiting until this transaction ends. False if the calendar is not of
// that version.
absl::StatusOr<bool> TouchCalendar(Transaction& transaction,
                                   const BrandId& brand,
                                   const AssociateId& associate,
                                   int64_t schedule_version);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_ROWS_H_
