// What a change of a booking takes and frees of people's time. Pure.
#ifndef RAPPORT_SERVER_BOOKING_OCCUPANCY_CHANGE_H_
#define RAPPORT_SERVER_BOOKING_OCCUPANCY_CHANGE_H_

#include <cstdint>
#include <vector>

#include "server/booking/booking.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::booking {

// Time of one associate, on the tick.
struct TimeOf {
  AssociateId associate;
  Interval interval;
  uint8_t load = kWholeLoad;  // of theirs, as Booking

  friend bool operator==(const TimeOf&, const TimeOf&) = default;
};

// What somebody's calendar loses and gets when a booking changes. What is kept
// is in neither, so that nobody can slip into it. Time of which another load is
// wanted is freed and taken anew.
struct OccupancyChange {
  std::vector<TimeOf> freed;
  std::vector<TimeOf> taken;

  bool empty() const { return freed.empty() && taken.empty(); }
};
OccupancyChange OccupancyChangeOf(const Booking* before, const Booking& after);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_OCCUPANCY_CHANGE_H_
