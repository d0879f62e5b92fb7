// All bookings of a filter, page by page.
#ifndef RAPPORT_SERVER_BOOKING_LIST_ALL_H_
#define RAPPORT_SERVER_BOOKING_LIST_ALL_H_

#include <vector>

#include "absl/status/statusor.h"
#include "server/booking/booking_store.h"

namespace rapport::booking {

inline constexpr size_t kListPage = 1000;

// In order of start, then id. Returns the codes of BookingStore::List.
absl::StatusOr<std::vector<Booking>> ListAll(BookingStore& bookings,
                                             const BrandId& brand,
                                             const BookingFilter& filter);

// What the read model must know of somebody whose schedule has limits, beside
// what is to come: all of theirs that start so shortly before `now` that they
// may matter to what starts from then on.
absl::StatusOr<std::vector<Booking>> ListWorkBefore(
    BookingStore& bookings, const BrandId& brand, const AssociateId& associate,
    absl::Time now);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_LIST_ALL_H_
