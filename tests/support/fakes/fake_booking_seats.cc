// Seats of sessions.
#include <set>
#include <vector>

#include "server/booking/seats.h"
#include "tests/support/fakes/fake_booking_store.h"

namespace rapport::booking {

absl::Status FakeBookingStore::SitDown(const BrandId& brand,
                                       const BookingId& session, absl::Time now,
                                       Booking& seat) const {
  const auto at = bookings_.find({brand, session});
  if (at == bookings_.end()) return NoSuchSession();
  absl::Status may = CheckSession(at->second, now);
  if (may.ok()) SeatIn(at->second, seat);
  return may;
}

absl::Status FakeBookingStore::TakeSeats(const BrandId& brand,
                                         const Booking& seat, absl::Time now,
                                         std::set<BookingId>& ended) const {
  std::vector<Booking> others;
  for (const auto& [key, booking] : bookings_) {
    if (key.first != brand || booking.session != seat.session ||
        ended.contains(booking.id)) {
      continue;
    }
    others.push_back(booking);
    if (HasRunOut(booking, now)) ended.insert(booking.id);
  }
  return CheckSeats(bookings_.at({brand, *seat.session}), seat, others, now);
}

void FakeBookingStore::FollowSession(const BrandId& brand,
                                     const Booking& session, absl::Time now) {
  for (auto& [key, booking] : bookings_) {
    if (key.first != brand || booking.session != session.id) continue;
    if (HasRunOut(booking, now)) {
      booking = Ended(booking, BookingState::kExpired, now);
    } else if (const auto after = Followed(session, booking, now)) {
      booking = *after;
    }
  }
}

}  // namespace rapport::booking
