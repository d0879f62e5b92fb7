// Pages of bookings in order of start.
#ifndef RAPPORT_DB_BOOKING_LIST_H_
#define RAPPORT_DB_BOOKING_LIST_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "db/connection.h"
#include "server/booking/booking_store.h"

namespace rapport::db {

// Sets `bookings` to what BookingStore::List says. Returns the codes of
// errors.h.
absl::Status ListBookings(Connection& connection, const BrandId& brand,
                          const booking::BookingFilter& filter,
                          const booking::BookingCursor& after, size_t limit,
                          std::vector<booking::Booking>& bookings);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_LIST_H_
