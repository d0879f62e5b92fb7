#include "tests/soak/waiting_operations.h"

namespace rapport::soak {
namespace {

using Bookings = v1::BookingService::Stub;
using Waitlist = v1::WaitlistService::Stub;

constexpr int kPageSize = 100;
// Draws for a booking that others wait for.
constexpr int kDraws = 12;
constexpr absl::Duration kMeeting = absl::Minutes(30);
// The window of who is not particular.
constexpr absl::Duration kWide = absl::Hours(2);

template <typename Request>
void EndIt(Caller& caller, const char* op, const std::string& booking,
           Effect effect, Caller::Method<Request> method) {
  Request request;
  request.set_name(booking);
  caller.Call({.op = op, .effect = effect, .subject = booking}, method,
              request);
}

void AddChannels(Caller& caller, v1::WaitlistEntry& entry) {
  const uint64_t drawn = caller.Below(4);
  if (drawn != 0) entry.add_channels(v1::CHANNEL_VIDEO);
  if (drawn <= 1) entry.add_channels(v1::CHANNEL_CHAT);
}

}  // namespace

void HoldPopular(Caller& caller) {
  const absl::Time start = caller.AnyPopularStart();
  v1::HoldSlotRequest request;
  request.set_parent(test::SmallBrand::kName);
  request.set_service(test::SmallBrand::kService);
  request.set_channel(caller.Below(2) == 0 ? v1::CHANNEL_CHAT
                                           : v1::CHANNEL_VIDEO);
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  request.set_associate(caller.AnyPopularAssociate());
  caller.Call({.op = "hold-popular",
               .effect = Effect::kTakes,
               .associate = request.associate(),
               .start = start},
              &Bookings::HoldSlot, request);
}

void LetGo(Caller& caller) {
  for (int i = 0; i < kDraws; ++i) {
    const v1::Booking mine = caller.AnyOfMine();
    if (!caller.IsPopular(absl::FromUnixSeconds(mine.start_time().seconds()))) {
      continue;
    }
    return EndIt<v1::CancelBookingRequest>(caller, "let-go", mine.name(),
                                           Effect::kFrees,
                                           &Bookings::CancelBooking);
  }
}

void JoinWaitlist(Caller& caller) {
  const absl::Time start = caller.AnyPopularStart();
  const absl::Duration length = caller.Below(4) == 0 ? kWide : kMeeting;
  v1::JoinWaitlistRequest request;
  request.set_parent(test::SmallBrand::kName);
  v1::WaitlistEntry& entry = *request.mutable_waitlist_entry();
  entry.set_service(test::SmallBrand::kService);
  entry.set_associate(caller.AnyPopularAssociate());
  AddChannels(caller, entry);
  entry.mutable_window()->mutable_start_time()->set_seconds(
      absl::ToUnixSeconds(start));
  entry.mutable_window()->mutable_end_time()->set_seconds(
      absl::ToUnixSeconds(start + length));
  caller.Call({.op = "join", .effect = Effect::kJoins}, &Waitlist::JoinWaitlist,
              request);
}

void LeaveWaitlist(Caller& caller) {
  v1::WaitlistEntry mine = caller.AnyWaitOfMine();
  const v1::WaitlistEntry offered = caller.AnyOfferOfMine();
  if (caller.Below(2) == 0 && !offered.name().empty()) mine = offered;
  if (mine.name().empty()) return;
  v1::LeaveWaitlistRequest request;
  request.set_name(mine.name());
  if (caller.Below(3) == 0) request.set_etag(mine.etag());
  caller.Call(
      {.op = "leave", .effect = Effect::kLeaves, .subject = request.name()},
      &Waitlist::LeaveWaitlist, request);
}

void ListWaits(Caller& caller) {
  v1::ListWaitlistEntriesRequest request;
  request.set_parent(test::SmallBrand::kName);
  request.set_page_size(kPageSize);
  request.set_state(caller.Below(4) == 0 ? v1::WAITLIST_STATE_WAITING
                                         : v1::WAITLIST_STATE_OFFERED);
  caller.Call({.op = "list-waits"}, &Waitlist::ListWaitlistEntries, request);
}

void GetWait(Caller& caller) {
  v1::GetWaitlistEntryRequest request;
  request.set_name(caller.AnyWaitOfMine().name());
  if (request.name().empty()) return;
  caller.Call({.op = "get-wait", .subject = request.name()},
              &Waitlist::GetWaitlistEntry, request);
}

void AnswerOffer(Caller& caller) {
  const v1::WaitlistEntry offered = caller.AnyOfferOfMine();
  if (offered.name().empty()) return;
  switch (caller.Below(4)) {
    case 0:  // or let it run out
      return;
    case 1:
      return EndIt<v1::CancelBookingRequest>(caller, "give-back",
                                             offered.booking(), Effect::kFrees,
                                             &Bookings::CancelBooking);
    default:
      return EndIt<v1::ConfirmBookingRequest>(caller, "take-offer",
                                              offered.booking(), Effect::kKeeps,
                                              &Bookings::ConfirmBooking);
  }
}

}  // namespace rapport::soak
