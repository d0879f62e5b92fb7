#include "server/booking/occupancy_change.h"

#include <utility>

namespace rapport::booking {
namespace {

// What of `all` is not in `kept`.
std::vector<TimeOf> Without(const std::vector<TimeOf>& all,
                            const std::vector<TimeOf>& kept) {
  std::vector<TimeOf> left = all;
  for (const TimeOf& keep : kept) {
    std::vector<TimeOf> next;
    for (const TimeOf& each : left) {
      const Interval& interval = each.interval;
      if (each.associate != keep.associate || each.resource != keep.resource ||
          each.load != keep.load || !interval.Overlaps(keep.interval)) {
        next.push_back(each);
        continue;
      }
      const Interval before = {interval.start, keep.interval.start};
      const Interval after = {keep.interval.end, interval.end};
      for (const Interval& rest : {before, after}) {
        if (rest.empty()) continue;
        next.push_back(each);
        next.back().interval = rest;
      }
    }
    left = std::move(next);
  }
  return left;
}

}  // namespace

std::vector<TimeOf> OccupiedBy(const Booking& booking) {
  if (!IsLive(booking.state) || booking.is_seat()) return {};
  std::vector<TimeOf> occupied = {{.associate = booking.associate,
                                   .interval = booking.occupied,
                                   .load = booking.load}};
  for (const AssociateId& associate : booking.more_associates) {
    occupied.push_back({.associate = associate, .interval = booking.occupied});
  }
  for (const KeptResource& kept : booking.resources) {
    occupied.push_back(
        {.associate = {}, .interval = booking.occupied, .resource = kept.id});
  }
  return occupied;
}

OccupancyChange OccupancyChangeOf(const Booking* before, const Booking& after) {
  const std::vector<TimeOf> was =
      before == nullptr ? std::vector<TimeOf>() : OccupiedBy(*before);
  const std::vector<TimeOf> is = OccupiedBy(after);
  return {.freed = Without(was, is), .taken = Without(is, was)};
}

}  // namespace rapport::booking
