// Which bookings a schedule leaves without working time, without a place or
// beyond its limits, and why.
#ifndef RAPPORT_SERVER_CALENDAR_UNCOVERED_H_
#define RAPPORT_SERVER_CALENDAR_UNCOVERED_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/slots.h"
#include "server/calendar/working_time.h"

namespace rapport::calendar {

// A live booking of the associate.
struct BookedMeeting {
  Interval interval;  // of the meeting, without its buffers
  StoreId store;
  Channel channel = Channel::kInStore;
  Interval occupied = {};         // its buffers included
  uint8_t load = kWholeCapacity;  // as Busy
  absl::Time booked = absl::InfinitePast();
};

// Numbers as in rapport.v1.UncoveredReason.
enum class UncoveredReason : uint8_t {
  kHours = 1,          // it would be so without the others too
  kTimeOff = 2,        // it is only for approved time off
  kPublicHoliday = 3,  // it is for public holidays, or those too
  kBusy = 4,           // it is only for busy time, or for that and time off
  kTravel = 5,         // it is not without travel
  kCapacity = 6,       // it is beyond what its channel has places for
  kLimit = 7           // it is beyond the limits of the schedule
};

struct UncoveredMeeting {
  size_t place = 0;  // in the list of meetings
  UncoveredReason reason = UncoveredReason::kHours;

  friend bool operator==(const UncoveredMeeting&,
                         const UncoveredMeeting&) = default;
};

// Those of `meetings` that no unbroken working time at their store on their
// channel covers; of those that are covered and share the associate's time the
// ones that were booked last where they are more at a time than their channel's
// capacity; and of the rest those that were booked last where the schedule's
// limits, with the meetings `before`, allow no more; in their order.
std::vector<UncoveredMeeting> Uncovered(
    const Schedule& schedule, const WorkDefaults& defaults,
    absl::Span<const BookedMeeting> meetings, StoreDaysOf days_of,
    absl::Span<const Interval> before = {});

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_UNCOVERED_H_
