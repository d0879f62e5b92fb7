#include "db/time_taking.h"

#include <vector>

#include "db/booking_errors.h"
#include "db/booking_rows.h"
#include "server/booking/changes.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingState;
using booking::TimeOf;

namespace {

// How often a write looks again after finding nothing in its way but a claim
// that had just gone.
constexpr int kLooksMax = 3;

}  // namespace

// How many meetings there may be at a time where `time` is taken; nothing if the
// write did not say that it may take it.
std::optional<int> TimeTaking::CapacityFor(const TimeOf& time) const {
  if (time.resource.has_value()) {
    for (const booking::ResourceTaken& each : write_.resources) {
      if (each.resource == *time.resource) return 1;
    }
    return std::nullopt;
  }
  for (const booking::TimeTaken& each : write_.takes) {
    if (each.associate == time.associate) return each.capacity;
  }
  return std::nullopt;
}

absl::Status TimeTaking::Take(const TimeOf& time, EndOther end) const {
  const std::optional<int> capacity = CapacityFor(time);
  if (!capacity.has_value()) {
    return absl::InternalError("a write takes time that it did not name");
  }
  // Who takes all of somebody hears from the key that others are there.
  bool makes_way = time.load != booking::kWholeLoad;
  for (int look = 0; look <= kLooksMax; ++look) {
    absl::Status gone =
        makes_way ? MakeWay(time, *capacity, end) : absl::OkStatus();
    if (!gone.ok()) return gone;
    absl::StatusOr<bool> claimed =
        InsertClaims(transaction_, brand_, time, *capacity, after_.id);
    if (!claimed.ok()) return claimed.status();
    if (*claimed) return absl::OkStatus();
    makes_way = true;
  }
  return Taken(time);
}

// At a resource there may be another that would do as well: nothing of the
// shopper's ends for it.
booking::Manners TimeTaking::MannersOf(const TimeOf& time,
                                       const Booking& blocker) const {
  if (booking::HasRunOut(blocker, now_)) return booking::Manners::kIsOver;
  const bool own = !time.resource.has_value() && write_.own_holds_give_way &&
                   blocker.state == BookingState::kHeld &&
                   blocker.shopper == after_.shopper;
  return own ? booking::Manners::kGivesWay : booking::Manners::kStays;
}

absl::Status TimeTaking::Taken(const TimeOf& time) const {
  return time.resource.has_value() ? ResourceIsTaken(after_, *time.resource)
                                   : SlotTaken(after_);
}

// Ends what must end, or nothing. Returns as Take.
absl::Status TimeTaking::MakeWay(const TimeOf& time, int capacity,
                                 EndOther end) const {
  const absl::StatusOr<std::vector<Booking>> there =
      FindBlockers(transaction_, brand_, time);
  if (!there.ok()) return there.status();
  const auto ending = booking::WhoMakesWay(
      time, capacity, *there,
      [&](const Booking& blocker) { return MannersOf(time, blocker); });
  if (!ending.has_value()) return Taken(time);
  for (const size_t place : *ending) {
    const Booking& blocker = (*there)[place];
    const bool ran_out = booking::HasRunOut(blocker, now_);
    absl::Status ended = end(
        blocker, ran_out ? BookingState::kExpired : BookingState::kCancelled);
    if (!ended.ok()) return ended;
  }
  return absl::OkStatus();
}

}  // namespace rapport::db
