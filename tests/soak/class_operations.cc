#include "tests/soak/class_operations.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/soak/operations.h"
#include "tests/soak/soak_brand.h"

namespace rapport::soak {
namespace {

using Bookings = v1::BookingService::Stub;
using Sessions = v1::SessionService::Stub;

absl::Time StartOf(const v1::Booking& booking) {
  return absl::FromUnixSeconds(booking.start_time().seconds());
}

}  // namespace

void CreateSession(Caller& caller) {
  const absl::Time start =
      caller.Below(4) == 0 ? caller.AnySoonStart() : caller.AnyFarStart();
  v1::CreateSessionRequest request;
  request.set_parent(test::SmallBrand::kName);
  request.set_service(kClass);
  request.set_channel(AnyChannel(caller));
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  request.set_associate(caller.AnyAssociate());
  request.set_seats(2 + static_cast<int>(caller.Below(kSeatsMax - 1)));
  caller.Call({.op = "create-session",
               .effect = Effect::kTakes,
               .associate = request.associate(),
               .start = start,
               .staff = true},
              &Sessions::CreateSession, request);
}

void MoveSession(Caller& caller) {
  const v1::Booking session = caller.AnySession();
  const absl::Time start =
      caller.Below(2) == 0 && session.has_start_time()
          ? StartOf(session) +
                (static_cast<int64_t>(caller.Below(7)) - 3) * absl::Minutes(5)
          : caller.AnyStart();
  v1::MoveBookingRequest request;
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  // With whom it is then is known only with an etag: it may be reassigned.
  if (caller.Below(2) == 0) request.set_etag(session.etag());
  const bool as_seen = !request.etag().empty();
  DoTo(caller, session,
       {.op = "move-session",
        .effect = Effect::kTakes,
        .associate = as_seen ? session.associate() : "",
        .start = start,
        .staff = true},
       &Bookings::MoveBooking, request);
}

void ReassignSession(Caller& caller) {
  const v1::Booking session = caller.AnySession();
  v1::ReassignBookingRequest request;
  request.set_associate(caller.AnyAssociate());
  // Only so its time is known.
  request.set_etag(session.etag());
  if (session.etag().empty()) return GetSession(caller);
  DoTo(caller, session,
       {.op = "reassign-session",
        .effect = Effect::kTakes,
        .associate = request.associate(),
        .start = StartOf(session),
        .staff = true},
       &Bookings::ReassignBooking, request);
}

void SwitchSession(Caller& caller) {
  const v1::Booking session = caller.AnySession();
  if (IsNear(session)) return;
  v1::SwitchChannelRequest request;
  request.set_channel(AnyChannel(caller));
  DoTo(caller, session,
       {.op = "switch-session", .effect = Effect::kKeeps, .staff = true},
       &Bookings::SwitchChannel, request);
}

// Few, since all seats go with it.
void CancelSession(Caller& caller) {
  if (caller.Below(3) != 0) return;
  DoTo(caller, caller.AnySession(),
       {.op = "cancel-session", .effect = Effect::kFrees, .staff = true},
       &Bookings::CancelBooking);
}

void GetSession(Caller& caller) {
  DoTo(caller, caller.AnySession(), {.op = "get-session", .staff = true},
       &Bookings::GetBooking);
}

void HoldSeats(Caller& caller) {
  const v1::Booking session = caller.AnySession();
  if (session.name().empty()) return;
  v1::HoldSeatsRequest request;
  request.set_session(absl::StrCat(test::SmallBrand::kName, "/sessions/",
                                   IdIn(session.name())));
  request.set_party_size(1 + static_cast<int>(caller.Below(kPartyMax)));
  if (caller.Below(8) == 0) {
    request.set_replaces(caller.AnyOfMine(Kind::kSeat).name());
  }
  caller.Call({.op = "hold-seats",
               .effect = Effect::kTakes,
               .session = request.session(),
               .party = request.party_size(),
               .replaces = request.replaces()},
              &Sessions::HoldSeats, request);
}

void ConfirmSeats(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(Kind::kSeat),
       {.op = "confirm-seats", .effect = Effect::kKeeps},
       &Bookings::ConfirmBooking);
}

void CancelSeats(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(Kind::kSeat),
       {.op = "cancel-seats", .effect = Effect::kFrees},
       &Bookings::CancelBooking);
}

void GetSeats(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(Kind::kSeat), {.op = "get-seats"},
       &Bookings::GetBooking);
}

void MoveSeats(Caller& caller) {
  v1::MoveBookingRequest request;
  request.mutable_start_time()->set_seconds(
      absl::ToUnixSeconds(caller.AnyStart()));
  DoTo(caller, caller.AnyOfMine(Kind::kSeat),
       {.op = "move-seats", .effect = Effect::kTakes}, &Bookings::MoveBooking,
       request);
}

void AttendSession(Caller& caller) {
  const v1::Booking seat = caller.NextOfMine(Kind::kSeat);
  switch (caller.Below(4)) {
    case 0:
      return DoTo(
          caller, seat,
          {.op = "complete-seats", .effect = Effect::kFrees, .staff = true},
          &Bookings::CompleteBooking);
    case 1:
      return DoTo(
          caller, seat,
          {.op = "no-show-seats", .effect = Effect::kFrees, .staff = true},
          &Bookings::MarkNoShow);
    default:
      return DoTo(
          caller, seat,
          {.op = "check-in-seats", .effect = Effect::kKeeps, .staff = true},
          &Bookings::CheckInBooking);
  }
}

}  // namespace rapport::soak
