#include "db/booking_errors.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "db/errors.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

using booking::Booking;

absl::Status SlotTaken(const Booking& booking) {
  return Error(
      absl::StatusCode::kAlreadyExists, "SLOT_TAKEN",
      absl::StrCat("the slot at ",
                   absl::FormatTime("%Y-%m-%d %H:%M",
                                    absl::FromCivil(booking.local_start,
                                                    absl::UTCTimeZone()),
                                    absl::UTCTimeZone()),
                   " ", booking.time_zone, " has been taken; choose another"));
}

absl::Status ResourceIsTaken(const Booking& booking,
                             const ResourceId& resource) {
  const auto kept = std::find_if(
      booking.resources.begin(), booking.resources.end(),
      [&](const booking::KeptResource& each) { return each.id == resource; });
  const std::string kind =
      kept == booking.resources.end() ? "" : kept->kind.text();
  return WithValues(
      Error(absl::StatusCode::kAlreadyExists, "RESOURCE_TAKEN",
            absl::StrCat("one of kind ", kind,
                         " has been taken then at the store; choose another "
                         "time")),
      {{"kind", kind}, {"resource", resource.ToString()}});
}

absl::Status ScheduleChanged() {
  return Error(absl::StatusCode::kAborted, "SCHEDULE_CHANGED",
               "the associate's schedule has just changed; search again");
}

absl::Status NoSuchBooking() {
  return Error(absl::StatusCode::kNotFound, "BOOKING_NOT_FOUND",
               "there is no such booking");
}

absl::Status EtagMismatch() {
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
               "the booking has changed since; read it again");
}

absl::Status NoHoldToReplace() {
  return Error(absl::StatusCode::kFailedPrecondition, "NOT_HELD",
               "the booking to replace is not held by the same shopper, or not "
               "any longer; only a hold of their own can be replaced");
}

absl::Status LookAgain() {
  return MakeDbStatus(DbOutcome::kRolledBack, 0,
                      "the booking changed in the meantime");
}

}  // namespace rapport::db
