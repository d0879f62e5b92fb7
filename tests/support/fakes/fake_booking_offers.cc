// What those who wait are offered, and how they stand.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "server/booking/making_way.h"
#include "tests/support/fakes/fake_booking_store.h"

namespace rapport::booking {

void FakeBookingStore::Became(const BrandId& brand, const Booking& before,
                              const Booking& after) {
  if (!OccupancyChangeOf(&before, after).freed.empty()) {
    freed_.push_back({brand, before, after});
  }
  Settle(brand, before, StateOnce(after.state), after.update_time);
}

void FakeBookingStore::Settle(const BrandId& brand, const Booking& before,
                              std::optional<WaitlistState> state,
                              absl::Time now) {
  if (!before.waitlist_entry || before.state != BookingState::kHeld) return;
  const auto entry = entries_.find({brand, *before.waitlist_entry});
  if (!state.has_value() || entry == entries_.end() ||
      entry->second.state != WaitlistState::kOffered ||
      entry->second.booking != before.id) {
    return;
  }
  entry->second.state = *state;
  entry->second.update_time = now;
  ++entry->second.version;
}

void FakeBookingStore::MakeOffers(absl::Time now) {
  const std::vector<Freed> freed = std::exchange(freed_, {});
  if (!offers_) return;
  for (const Freed& each : freed) {
    const std::vector<Offer> offers =
        offers_(each.brand, each.before, each.after);
    for (const Offer& offer : offers) {
      if (offer.hold.booking.associate != each.before.associate) continue;
      if (offer.hold.shopper_limit.limits() ||
          !offer.hold.booking.resources.empty()) {
        break;
      }
      Take(each.brand, offer, now);
    }
  }
}

bool FakeBookingStore::HasTimeFor(const BrandId& brand,
                                  const HoldWrite& offered,
                                  const BookingWrite& write,
                                  const Booking& hold) {
  if (ScheduleVersion(brand, hold.associate) != offered.schedule_version ||
      !CheckWorkOf(brand, write, nullptr, hold, absl::InfinitePast(), {})
           .ok()) {
    return false;
  }
  const OccupancyChange change = OccupancyChangeOf(nullptr, hold);
  return std::all_of(
      change.taken.begin(), change.taken.end(), [&](const TimeOf& time) {
        return WhoMakesWay(time, offered.capacity, InTheWayOf(brand, time, {}),
                           [](const Booking&) { return Manners::kStays; })
            .has_value();
      });
}

// Holds that ran out and have not ended yet count.
bool FakeBookingStore::HasSeatsFor(const BrandId& brand,
                                   const BookingWrite& write,
                                   const Booking& hold, absl::Time now) const {
  Booking seat = hold;
  std::set<BookingId> ended;
  return SitDown(brand, write, now, seat).ok() &&
         TakeSeats(brand, seat, absl::InfinitePast(), ended).ok();
}

std::optional<Booking> FakeBookingStore::Take(const BrandId& brand,
                                              const Offer& offer,
                                              absl::Time now) {
  const BookingWrite write = Holding(offer.hold);
  absl::StatusOr<Booking> hold = write.become(nullptr, now);
  const auto entry = entries_.find({brand, offer.entry});
  if (!hold.ok() || entry == entries_.end() ||
      entry->second.version != offer.entry_version ||
      entry->second.state != WaitlistState::kWaiting ||
      !CheckLimit(brand, write, nullptr, *hold, now, {}).ok()) {
    return std::nullopt;
  }
  const bool had = hold->is_seat()
                       ? HasSeatsFor(brand, write, *hold, now)
                       : HasTimeFor(brand, offer.hold, write, *hold);
  if (!had) return std::nullopt;
  hold->waitlist_entry = offer.entry;
  Stamp(nullptr, now, *hold);
  Occupy(brand, hold->id, OccupancyChangeOf(nullptr, *hold));
  bookings_[{brand, hold->id}] = *hold;
  entry->second.state = WaitlistState::kOffered;
  entry->second.booking = hold->id;
  entry->second.update_time = now;
  ++entry->second.version;
  return *std::move(hold);
}

void FakeBookingStore::OfferFreedTime(OffersOf offers) {
  std::lock_guard<std::mutex> lock(mutex_);
  offers_ = std::move(offers);
}

}  // namespace rapport::booking
