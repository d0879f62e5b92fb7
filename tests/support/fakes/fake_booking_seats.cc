// Seats of sessions.
#include <set>
#include <vector>

#include "server/booking/seats.h"
#include "server/booking/waitlist_entry.h"
#include "server/vocabulary/error.h"
#include "tests/support/fakes/fake_booking_store.h"

namespace rapport::booking {

absl::Status FakeBookingStore::SitDown(const BrandId& brand,
                                       const BookingWrite& write,
                                       absl::Time now, Booking& seat) const {
  const auto at = bookings_.find({brand, *write.session});
  if (at == bookings_.end()) return NoSuchSession();
  const int64_t version = at->second.version;
  absl::Status may = CheckSession(at->second, now);
  if (may.ok() && write.session_version.value_or(version) != version) {
    return Error(absl::StatusCode::kAborted, "SESSION_CHANGED",
                 "the session has just changed; look at it again");
  }
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

absl::Status FakeBookingStore::CheckFollowers(const BrandId& brand,
                                              const Booking& before,
                                              const Booking& after) const {
  std::vector<Booking> seats;
  for (const auto& [key, booking] : bookings_) {
    if (key.first == brand && booking.session == before.id) {
      seats.push_back(booking);
    }
  }
  return CheckFollows(before, after, seats);
}

void FakeBookingStore::FollowSession(const Actor& actor, const Booking& session,
                                     absl::Time now) {
  for (auto& [key, booking] : bookings_) {
    if (key.first != actor.brand || booking.session != session.id) continue;
    const Booking before = booking;
    if (HasRunOut(booking, now)) {
      booking = Ended(booking, BookingState::kExpired, now);
    } else if (const auto after = Followed(session, booking, now)) {
      booking = *after;
      changes_[key].push_back(
          {"FollowSession", actor.role, actor.principal, now, booking});
    }
    if (booking.version == before.version) continue;
    Settle(actor.brand, before, StateOnceFollowed(booking.state),
           booking.update_time);
  }
}

}  // namespace rapport::booking
