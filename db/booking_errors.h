// Why the store refuses a write of a booking, in the words that callers read.
#ifndef RAPPORT_DB_BOOKING_ERRORS_H_
#define RAPPORT_DB_BOOKING_ERRORS_H_

#include "absl/status/status.h"
#include "server/booking/booking.h"

namespace rapport::db {

// ALREADY_EXISTS (SLOT_TAKEN): another has what `wanted` occupies.
absl::Status SlotTaken(const booking::Booking& wanted);

// ALREADY_EXISTS (RESOURCE_TAKEN): another has that resource of `wanted` then;
// among its values are `kind` and, by which it is known, `resource`.
absl::Status ResourceIsTaken(const booking::Booking& wanted,
                             const ResourceId& resource);

// ABORTED (SCHEDULE_CHANGED).
absl::Status ScheduleChanged();

// NOT_FOUND (BOOKING_NOT_FOUND).
absl::Status NoSuchBooking();

// ABORTED (ETAG_MISMATCH): the caller has seen another version.
absl::Status EtagMismatch();

// FAILED_PRECONDITION (NOT_HELD): BookingWrite::replaces is not what it must be.
absl::Status NoHoldToReplace();

// Nothing that callers read: the attempt is begun anew.
absl::Status LookAgain();

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_ERRORS_H_
