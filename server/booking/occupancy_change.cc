#include "server/booking/occupancy_change.h"

#include <utility>

namespace rapport::booking {
namespace {

// Nothing, or what `booking` occupies.
std::vector<TimeOf> OccupiedBy(const Booking* booking) {
  if (booking == nullptr || !IsLive(booking->state)) return {};
  return {{booking->associate, booking->occupied, booking->load}};
}

// What of `all` is not in `kept`.
std::vector<TimeOf> Without(const std::vector<TimeOf>& all,
                            const std::vector<TimeOf>& kept) {
  std::vector<TimeOf> left = all;
  for (const TimeOf& keep : kept) {
    std::vector<TimeOf> next;
    for (const TimeOf& each : left) {
      const Interval& interval = each.interval;
      if (each.associate != keep.associate || each.load != keep.load ||
          !interval.Overlaps(keep.interval)) {
        next.push_back(each);
        continue;
      }
      const Interval before = {interval.start, keep.interval.start};
      const Interval after = {keep.interval.end, interval.end};
      if (!before.empty()) next.push_back({each.associate, before, each.load});
      if (!after.empty()) next.push_back({each.associate, after, each.load});
    }
    left = std::move(next);
  }
  return left;
}

}  // namespace

OccupancyChange OccupancyChangeOf(const Booking* before, const Booking& after) {
  const std::vector<TimeOf> was = OccupiedBy(before);
  const std::vector<TimeOf> is = OccupiedBy(&after);
  return {.freed = Without(was, is), .taken = Without(is, was)};
}

}  // namespace rapport::booking
