#include "server/booking/waitlist_entry.h"

#include "absl/strings/str_cat.h"

namespace rapport::booking {

bool IsOpen(WaitlistState state) {
  return state == WaitlistState::kWaiting || state == WaitlistState::kOffered;
}

std::optional<WaitlistState> StateOnce(BookingState state) {
  switch (state) {
    case BookingState::kHeld:
      return std::nullopt;
    case BookingState::kCancelled:
      return WaitlistState::kLeft;
    case BookingState::kExpired:
      return WaitlistState::kOver;
    case BookingState::kConfirmed:
    case BookingState::kCheckedIn:
    case BookingState::kCompleted:
    case BookingState::kNoShow:
      return WaitlistState::kBooked;
  }
  return std::nullopt;
}

std::optional<WaitlistState> StateOnceFollowed(BookingState state) {
  if (state == BookingState::kCancelled) return WaitlistState::kWaiting;
  return StateOnce(state);
}

IdBytes WishOf(const WaitlistEntry& entry) {
  const std::string what = absl::StrCat(
      entry.service.text(), "/",
      entry.associate.has_value() ? entry.associate->ToString() : "", "/",
      entry.store.has_value() ? entry.store->ToString() : "", "/",
      absl::ToUnixMicros(entry.window.start), "/",
      absl::ToUnixMicros(entry.window.end));
  return DeriveId("waitlist", entry.shopper, what);
}

absl::string_view WaitlistStateWord(WaitlistState state) {
  switch (state) {
    case WaitlistState::kWaiting:
      return "waiting";
    case WaitlistState::kOffered:
      return "offered";
    case WaitlistState::kBooked:
      return "booked";
    case WaitlistState::kLeft:
      return "left";
    case WaitlistState::kOver:
      return "over";
  }
  return "in no state that this server knows";
}

}  // namespace rapport::booking
