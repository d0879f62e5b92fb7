// Which bookings a change of schedule leaves without working time.
#ifndef RAPPORT_SERVER_CALENDAR_UNCOVERED_H_
#define RAPPORT_SERVER_CALENDAR_UNCOVERED_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "server/calendar/working_time.h"

namespace rapport::calendar {

// A live booking of the associate.
struct BookedMeeting {
  Interval interval;  // of the meeting, without its buffers
  StoreId store;
  Channel channel = Channel::kInStore;
};

// The places in `meetings` of those that no unbroken working time at their
// store on their channel covers, ascending. `spans` are as WorkingTime gives
// them, over a window that contains all meetings.
std::vector<size_t> Uncovered(absl::Span<const WorkSpan> spans,
                              absl::Span<const BookedMeeting> meetings);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_UNCOVERED_H_
