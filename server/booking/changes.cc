#include "server/booking/changes.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"

namespace rapport::booking {
namespace {

// A change of state that leaves all else as it is.
BookingWrite Becoming(absl::string_view action, const BookingId& id,
                      std::optional<int64_t> expected_version, Become become) {
  BookingWrite write;
  write.action = action;
  write.id = id;
  write.expected_version = expected_version;
  write.become = std::move(become);
  return write;
}

// Nothing, or what `booking` occupies.
std::vector<TimeOf> OccupiedBy(const Booking* booking) {
  if (booking == nullptr || !IsLive(booking->state)) return {};
  return {{booking->associate, booking->occupied}};
}

// What of `all` is not in `kept`.
std::vector<TimeOf> Without(const std::vector<TimeOf>& all,
                            const std::vector<TimeOf>& kept) {
  std::vector<TimeOf> left = all;
  for (const TimeOf& keep : kept) {
    std::vector<TimeOf> next;
    for (const TimeOf& each : left) {
      const Interval& interval = each.interval;
      if (each.associate != keep.associate ||
          !interval.Overlaps(keep.interval)) {
        next.push_back(each);
        continue;
      }
      const Interval before = {interval.start, keep.interval.start};
      const Interval after = {keep.interval.end, interval.end};
      if (!before.empty()) next.push_back({each.associate, before});
      if (!after.empty()) next.push_back({each.associate, after});
    }
    left = std::move(next);
  }
  return left;
}

}  // namespace

BookingWrite Holding(const HoldWrite& hold) {
  BookingWrite write;
  write.action = "HoldSlot";
  write.become = [hold](const Booking*, absl::Time now) {
    Booking after = hold.booking;
    after.state = BookingState::kHeld;
    after.hold_expire_time = now + hold.hold_duration;
    return absl::StatusOr<Booking>(std::move(after));
  };
  write.takes = {{hold.booking.associate, hold.schedule_version}};
  return write;
}

BookingWrite Confirming(const BookingId& id,
                        std::optional<int64_t> expected_version) {
  return Becoming(
      "ConfirmBooking", id, expected_version,
      [](const Booking* before, absl::Time now) -> absl::StatusOr<Booking> {
        absl::Status may = CheckConfirm(*before, now);
        if (!may.ok()) return may;
        Booking after = *before;
        after.state = BookingState::kConfirmed;
        after.hold_expire_time = absl::InfiniteFuture();
        return after;
      });
}

BookingWrite Cancelling(const BookingId& id,
                        std::optional<int64_t> expected_version) {
  return Becoming(
      "CancelBooking", id, expected_version,
      [](const Booking* before, absl::Time) -> absl::StatusOr<Booking> {
        absl::Status may = CheckCancel(*before);
        if (!may.ok()) return may;
        Booking after = *before;
        after.state = BookingState::kCancelled;
        after.hold_expire_time = absl::InfiniteFuture();
        return after;
      });
}

bool HasRunOut(const Booking& booking, absl::Time now) {
  return booking.state == BookingState::kHeld &&
         booking.hold_expire_time <= now;
}

Booking Ended(Booking booking, BookingState state, absl::Time now) {
  booking.state = state;
  booking.hold_expire_time = absl::InfiniteFuture();
  booking.update_time = now;
  ++booking.version;
  return booking;
}

void Stamp(const Booking* before, absl::Time now, Booking& after) {
  after.version = before == nullptr ? 1 : before->version + 1;
  after.create_time = before == nullptr ? now : before->create_time;
  after.update_time = now;
}

OccupancyChange OccupancyChangeOf(const Booking* before, const Booking& after) {
  const std::vector<TimeOf> was = OccupiedBy(before);
  const std::vector<TimeOf> is = OccupiedBy(&after);
  return {.freed = Without(was, is), .taken = Without(is, was)};
}

}  // namespace rapport::booking
