// What is said of one wanted slot, to programs and to people.
#ifndef RAPPORT_SERVER_CALENDAR_SLOT_VERDICT_H_
#define RAPPORT_SERVER_CALENDAR_SLOT_VERDICT_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

// When a service can be had, within the bounds of rapport.v1.Service: multiples
// of 5 minutes, but for minimum_notice and booking_horizon; the interval
// divides a day.
struct SlotRules {
  absl::Duration duration = absl::Hours(1);
  absl::Duration buffer_before;
  absl::Duration buffer_after;
  absl::Duration minimum_notice;
  absl::Duration booking_horizon = absl::Hours(60 * 24);
  absl::Duration slot_interval = absl::Minutes(30);
};

// A slot, without its buffers, and the store whose hours these are.
struct FreeSlot {
  Interval interval;
  StoreId store;

  friend bool operator==(const FreeSlot&, const FreeSlot&) = default;
};

struct SlotVerdict {
  // In the order in which they are looked at.
  enum class Reason : uint8_t {
    kFree,
    kOffTick,          // start is not on the 5-minute tick
    kPast,             // start is before now
    kTooSoon,          // start is within the minimum notice
    kTooFar,           // start is beyond the booking horizon
    kOutsideSchedule,  // not all of it is working time there, on that channel
    kOffGrid,          // start is not on the service's slot interval
    kTaken,            // it meets a booking or a hold, buffers included
    kBeyondLimits,     // the associate would be booked beyond their limits
  };

  Reason reason = Reason::kFree;
  Interval interval;             // the slot, without its buffers
  std::optional<StoreId> store;  // whose hours these are, if it was found

  bool free() const { return reason == Reason::kFree; }
  friend bool operator==(const SlotVerdict&, const SlotVerdict&) = default;
};

// What is to be said of a start before schedule and bookings are looked at:
// kFree, or one of the reasons down to kTooFar.
SlotVerdict::Reason JudgeStart(const SlotRules& rules, absl::Time now,
                               absl::Time start);

// The stable code of a reason, for ErrorInfo: `SLOT_OFF_TICK`, `SLOT_IN_PAST`,
// `SLOT_TOO_SOON`, `SLOT_TOO_FAR`, `SLOT_OUTSIDE_SCHEDULE`, `SLOT_OFF_GRID`,
// `SLOT_TAKEN`, `WORK_LIMIT`; `SLOT_FREE` for a free one.
absl::string_view SlotReasonCode(SlotVerdict::Reason reason);

// OK if the slot is free. INVALID_ARGUMENT if it is off the tick or the
// service's grid, in the past, too soon or too far; FAILED_PRECONDITION if it
// is outside the schedule or beyond its limits; ALREADY_EXISTS if it is taken. Its reason is the
// verdict's SlotReasonCode. The message names the start on the clock of `zone`:
// the store's, or where the verdict names none, the home store's. `rules` and
// `now` are those of the query.
absl::Status SlotStatus(const SlotVerdict& verdict, const SlotRules& rules,
                        absl::Time now, const absl::TimeZone& zone);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_SLOT_VERDICT_H_
