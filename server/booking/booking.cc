#include "server/booking/booking.h"

#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {

bool IsLive(BookingState state) {
  return state == BookingState::kHeld || state == BookingState::kConfirmed ||
         state == BookingState::kCheckedIn;
}

bool MayBecome(BookingState from, BookingState to) {
  switch (to) {
    case BookingState::kHeld:
      return false;
    case BookingState::kConfirmed:
    case BookingState::kExpired:
      return from == BookingState::kHeld;
    case BookingState::kCheckedIn:
    case BookingState::kNoShow:
      return from == BookingState::kConfirmed;
    case BookingState::kCompleted:
      return from == BookingState::kCheckedIn;
    case BookingState::kCancelled:
      return from == BookingState::kHeld || from == BookingState::kConfirmed;
  }
  return false;
}

absl::Status CheckConfirm(const Booking& booking, absl::Time now) {
  const bool ran_out =
      booking.state == BookingState::kExpired ||
      (booking.state == BookingState::kHeld && booking.hold_expire_time <= now);
  if (ran_out) {
    return Error(absl::StatusCode::kFailedPrecondition, "HOLD_EXPIRED",
                 "the hold has run out; hold the slot again");
  }
  if (booking.state == BookingState::kHeld && booking.meeting.start <= now) {
    return Error(absl::StatusCode::kFailedPrecondition, "MEETING_STARTED",
                 "the meeting was to start before it was confirmed; choose a "
                 "later slot");
  }
  if (MayBecome(booking.state, BookingState::kConfirmed)) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kFailedPrecondition, "NOT_HELD",
               absl::StrCat("the booking is ", BookingStateWord(booking.state),
                            "; only a held one can be confirmed"));
}

absl::Status CheckCancel(const Booking& booking) {
  if (MayBecome(booking.state, BookingState::kCancelled)) {
    return absl::OkStatus();
  }
  const bool started = booking.state == BookingState::kCheckedIn;
  return Error(absl::StatusCode::kFailedPrecondition,
               started ? "MEETING_STARTED" : "ALREADY_ENDED",
               absl::StrCat("the booking is ", BookingStateWord(booking.state),
                            "; only a held or confirmed one can be "
                            "cancelled"));
}

absl::string_view BookingStateWord(BookingState state) {
  switch (state) {
    case BookingState::kHeld:
      return "held";
    case BookingState::kConfirmed:
      return "confirmed";
    case BookingState::kCheckedIn:
      return "checked in";
    case BookingState::kCompleted:
      return "completed";
    case BookingState::kCancelled:
      return "cancelled";
    case BookingState::kExpired:
      return "expired";
    case BookingState::kNoShow:
      return "no show";
  }
  return "unknown";
}

}  // namespace rapport::booking
