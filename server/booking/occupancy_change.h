// What a change of a booking takes and frees of the time of people, and of
// stores' resources. Pure.
#ifndef RAPPORT_SERVER_BOOKING_OCCUPANCY_CHANGE_H_
#define RAPPORT_SERVER_BOOKING_OCCUPANCY_CHANGE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/booking/booking.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"
#include "server/vocabulary/resource_id.h"

namespace rapport::booking {

// Time of one associate, or of one of a store's resources, on the tick.
struct TimeOf {
  AssociateId associate;  // of nobody, where it is a resource's
  Interval interval;
  uint8_t load = kWholeLoad;  // of theirs, as Booking
  std::optional<ResourceId> resource = std::nullopt;

  // The 16 bytes by which claims know whose it is.
  absl::string_view claimant() const {
    return resource.has_value() ? resource->stored() : associate.stored();
  }

  friend bool operator==(const TimeOf&, const TimeOf&) = default;
};

// All that `booking` occupies: nothing, if it is not live.
std::vector<TimeOf> OccupiedBy(const Booking& booking);

// What calendars lose and get when a booking changes: people's first, the
// booking's own associate's before the others'. What is kept is in neither, so
// that nobody can slip into it. Time of which another load is wanted is freed
// and taken anew.
struct OccupancyChange {
  std::vector<TimeOf> freed;
  std::vector<TimeOf> taken;

  bool empty() const { return freed.empty() && taken.empty(); }
};
OccupancyChange OccupancyChangeOf(const Booking* before, const Booking& after);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_OCCUPANCY_CHANGE_H_
