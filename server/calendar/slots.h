// The bookable slots that working time, bookings and a service's rules leave.
//
// A slot [start, end) is free if
// - start lies on the 5-minute tick of UTC, and the store's clock reads a whole
//   multiple of the service's slot interval after midnight there. Where the
//   clock repeats an hour both are offered; a skipped one has no instants;
// - now + minimum_notice <= start <= now + booking_horizon;
// - unbroken working time at one store on the channel contains it. Spans that
//   touch at that store are unbroken;
// - [start - buffer_before, end + buffer_after) meets nothing that occupies the
//   associate. Buffers may lie outside working time: they keep meetings
//   apart, and do not shorten the day;
// - no limit of how much the associate may be booked is broken by it.
//
// CheckSlot judges one start by the very rules by which ForEachSlot finds
// them. Both are advice: the claim in the database is the judge.
#ifndef RAPPORT_SERVER_CALENDAR_SLOTS_H_
#define RAPPORT_SERVER_CALENDAR_SLOTS_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/slot_verdict.h"
#include "server/calendar/work_limits.h"
#include "server/calendar/working_time.h"

namespace rapport::calendar {

// The load of what takes all of an associate, whatever their capacity.
inline constexpr uint8_t kWholeCapacity = 255;

// What occupies the associate: a booking, a hold.
struct Busy {
  Interval interval;  // its buffers included
  // When a hold ends; free from then on. A booking has no end.
  absl::Time expires = absl::InfiniteFuture();
  // Of the associate's capacity. Who needs all of it finds any load in the way.
  uint8_t load = kWholeCapacity;
};

// All that decides about slots. Refers to what it is made from.
struct SlotQuery {
  absl::Span<const WorkSpan> spans;  // as WorkingTime gives them
  absl::Span<const Busy> busy;       // sorted by start; may overlap
  SlotRules rules;
  Channel channel = Channel::kInStore;
  std::optional<StoreId> store;  // unset: any store
  absl::Time now;
  // Of the associate on the channel: of 1, any load is in the way of a slot; of
  // more, loads that are together as much.
  int capacity = 1;
  const BookedWork* work = nullptr;  // null: there are no limits
};

// Calls `visit` with the free slots inside `window`, earliest first, until it
// answers false. query.spans must be of a window that contains `window`: slots
// are found only in them.
void ForEachSlot(const SlotQuery& query, const Interval& window, ZoneOf zone_of,
                 absl::FunctionRef<bool(const FreeSlot&)> visit);

// Whether the slot from `start` is free, else the first reason why not, in the
// order of SlotVerdict::Reason. query.spans must be of a window that contains
// the slot.
SlotVerdict CheckSlot(const SlotQuery& query, absl::Time start, ZoneOf zone_of);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_SLOTS_H_
