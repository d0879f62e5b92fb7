// Whether an associate whose schedule has limits may have a meeting. Pure.
//
// Who judges it must see all of the associate's bookings around it, and no other
// may book for them meanwhile: see TimeTaken in booking_write.h.
#ifndef RAPPORT_SERVER_BOOKING_WORK_CHECK_H_
#define RAPPORT_SERVER_BOOKING_WORK_CHECK_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/calendar/work_limits.h"

namespace rapport::booking {

// Whether a booking's meeting counts for limits: it is to be, or was. A hold
// counts until it runs out (HasRunOut).
bool IsWork(const Booking& booking);

// Whether the associate takes part in it.
bool TakesPart(const Booking& booking, const AssociateId& associate);

// Whether the associate has a meeting by `after` that they had not by `before`,
// null if there was none: what they have already they keep, whatever the limits
// are by now, and however they meet.
bool GetsMeeting(const Booking* before, const Booking& after,
                 const AssociateId& associate);

// OK if the associate may have after.meeting beside `others`: all their bookings
// but `after` itself that start within WorkReach of it, and maybe more. Those
// that are no work at `now` do not count. Returns FAILED_PRECONDITION
// (WORK_LIMIT), with `limit` among its values: the WorkLimitField.
absl::Status CheckWork(const calendar::WorkRule& rule, const Booking& after,
                       absl::Span<const Booking> others, absl::Time now);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_WORK_CHECK_H_
