// How much of a service one shopper may have. Pure.
//
// Who judges it must see all of the shopper's bookings of the service, and no
// other may book for them meanwhile: see ShopperGuard in booking_write.h.
#ifndef RAPPORT_SERVER_BOOKING_SHOPPER_LIMIT_H_
#define RAPPORT_SERVER_BOOKING_SHOPPER_LIMIT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"

namespace rapport::booking {

// See rapport.v1.ShopperLimit. 0: any number.
struct ShopperLimit {
  int live_max = 0;
  int count_max = 0;
  absl::Duration period = {};

  bool limits() const { return live_max != 0 || count_max != 0; }
};

// OK if the shopper may have `after`, which `before`, null if there was none,
// becomes at `now`; `others` are all their other bookings of the service that
// start after LimitReach, and maybe more. What they have already they may keep,
// whatever the limit is by now. Returns FAILED_PRECONDITION (SHOPPER_LIMIT).
absl::Status CheckShopperLimit(const ShopperLimit& limit, const Booking* before,
                               const Booking& after,
                               absl::Span<const Booking> others,
                               absl::Time now);

// Bookings that start before do not count for that.
absl::Time LimitReach(const ShopperLimit& limit, const Booking* before,
                      const Booking& after, absl::Time now);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_SHOPPER_LIMIT_H_
