#include "server/booking/booking_change.h"

#include <algorithm>

namespace rapport::booking {

void CompleteChanges(const Booking& now, std::vector<BookingChange>& changes) {
  std::sort(changes.begin(), changes.end(),
            [](const BookingChange& a, const BookingChange& b) {
              return a.booking.version < b.booking.version;
            });
  if (changes.empty() || changes.back().booking.version < now.version) {
    const bool ran_out = now.state == BookingState::kExpired;
    // What nobody asked for by itself was offered to who waited for it.
    const char* made = now.version == 1 ? "OfferSlot" : "GiveWay";
    changes.push_back({.action = ran_out ? "ExpireHolds" : made,
                       .role = Role::kOperator,
                       .principal = "rapport",
                       .time = now.update_time,
                       .booking = now});
  }
  if (changes.size() > kChangesMax) {
    changes.erase(changes.begin(), changes.end() - kChangesMax);
  }
}

}  // namespace rapport::booking
