#include "server/housekeeping/past.h"

#include <algorithm>

namespace rapport::housekeeping {

absl::string_view PastWord(Past past) {
  switch (past) {
    case Past::kEvents:
      return "events";
    case Past::kOccupancy:
      return "occupancy";
    case Past::kWaits:
      return "waits";
    case Past::kHolds:
      return "holds";
    case Past::kBookings:
      return "bookings";
    case Past::kGuards:
      return "guards";
    case Past::kDemand:
      return "demand";
  }
  return "";
}

absl::Duration Retentions::Of(Past past) const {
  switch (past) {
    case Past::kEvents:
      return events;
    case Past::kOccupancy:
      return std::min(occupancy, Of(Past::kBookings));
    case Past::kWaits:
      return waits;
    case Past::kHolds:
      return std::max(holds, events);
    case Past::kBookings:
      return std::max(bookings, events);
    case Past::kGuards:
      return guards;
    case Past::kDemand:
      return demand;
  }
  return absl::InfiniteDuration();
}

}  // namespace rapport::housekeeping
