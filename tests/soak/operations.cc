#include "tests/soak/operations.h"

#include <string>

#include "absl/time/clock.h"
#include "tests/soak/class_operations.h"
#include "tests/soak/limited_operations.h"
#include "tests/soak/waiting_operations.h"

namespace rapport::soak {
namespace {

using Stub = v1::BookingService::Stub;

static_assert(kChatsAtATime == test::SmallBrand::kChatsAtATime);

// No clock is set so far ahead.
constexpr absl::Duration kNear = absl::Hours(12);

v1::HoldSlotRequest WishedSlot(Caller& caller, absl::Time start) {
  v1::HoldSlotRequest request;
  request.set_parent(test::SmallBrand::kName);
  request.set_service(test::SmallBrand::kService);
  request.set_channel(AnyChannel(caller));
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  if (caller.Below(4) == 0) request.set_store(caller.brand().store());
  return request;
}

void Hold(Caller& caller) {
  const absl::Time start = caller.AnyStart();
  v1::HoldSlotRequest request = WishedSlot(caller, start);
  request.set_associate(caller.AnyAssociate());
  caller.Call({.op = "hold",
               .effect = Effect::kTakes,
               .associate = request.associate(),
               .start = start},
              &Stub::HoldSlot, request);
}

void HoldAny(Caller& caller) {
  const absl::Time start = caller.AnyStart();
  v1::HoldSlotRequest request = WishedSlot(caller, start);
  request.clear_store();
  request.mutable_any_associate()->mutable_near()->set_latitude(51.5);
  caller.Call({.op = "hold-any", .effect = Effect::kTakes, .start = start},
              &Stub::HoldSlot, request);
}

void Confirm(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(), {.op = "confirm", .effect = Effect::kKeeps},
       &Stub::ConfirmBooking);
}

void Cancel(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(), {.op = "cancel", .effect = Effect::kFrees},
       &Stub::CancelBooking);
}

void Create(Caller& caller) {
  const absl::Time start = caller.AnyStart();
  v1::CreateBookingRequest request;
  request.set_parent(test::SmallBrand::kName);
  request.set_service(test::SmallBrand::kService);
  request.set_channel(AnyChannel(caller));
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  request.set_associate(caller.AnyAssociate());
  caller.Call({.op = "create",
               .effect = Effect::kTakes,
               .associate = request.associate(),
               .start = start},
              &Stub::CreateBooking, request);
}

void Move(Caller& caller) {
  const v1::Booking mine = caller.AnyOfMine();
  if (mine.name().empty()) return;
  // Often to a time that overlaps its own.
  const absl::Time start =
      caller.Below(2) == 0
          ? absl::FromUnixSeconds(mine.start_time().seconds()) +
                (static_cast<int64_t>(caller.Below(7)) - 3) * absl::Minutes(5)
          : caller.AnyStart();
  v1::MoveBookingRequest request;
  request.set_name(mine.name());
  // With whom it is then is known only with an etag: it may be reassigned.
  const bool as_seen = caller.Below(2) == 0;
  if (as_seen) request.set_etag(mine.etag());
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  caller.Call({.op = "move",
               .effect = Effect::kTakes,
               .subject = request.name(),
               .associate = as_seen ? mine.associate() : "",
               .start = start},
              &Stub::MoveBooking, request);
}

void Extend(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(), {.op = "extend", .effect = Effect::kKeeps},
       &Stub::ExtendHold);
}

void Switch(Caller& caller) {
  const v1::Booking mine = caller.AnyOfMine();
  v1::SwitchChannelRequest request;
  request.set_channel(AnyChannel(caller));
  if (IsNear(mine)) request.set_channel(v1::CHANNEL_IN_STORE);  // not offered
  DoTo(caller, mine, {.op = "switch", .effect = Effect::kKeeps},
       &Stub::SwitchChannel, request);
}

// Always as it was when last seen, since that is its time.
void Reassign(Caller& caller) {
  const v1::Booking mine = caller.AnyOfMine();
  if (mine.name().empty()) return;
  v1::ReassignBookingRequest request;
  request.set_name(mine.name());
  request.set_etag(mine.etag());
  request.set_associate(caller.AnyAssociate());
  caller.Call({.op = "reassign",
               .effect = Effect::kTakes,
               .subject = request.name(),
               .associate = request.associate(),
               .start = absl::FromUnixSeconds(mine.start_time().seconds()),
               .staff = true},
              &Stub::ReassignBooking, request);
}

void CheckIn(Caller& caller) {
  DoTo(caller, caller.NextOfMine(),
       {.op = "check-in", .effect = Effect::kKeeps, .staff = true},
       &Stub::CheckInBooking);
}

void Complete(Caller& caller) {
  DoTo(caller, caller.NextOfMine(),
       {.op = "complete", .effect = Effect::kFrees, .staff = true},
       &Stub::CompleteBooking);
}

void NoShow(Caller& caller) {
  DoTo(caller, caller.NextOfMine(),
       {.op = "no-show", .effect = Effect::kFrees, .staff = true},
       &Stub::MarkNoShow);
}

void Get(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(), {.op = "get"}, &Stub::GetBooking);
}

void Again(Caller& caller) { caller.Again(); }

constexpr Operation kOperations[] = {
    {"hold", 50, Hold},
    {"hold-any", 8, HoldAny},
    {"create", 5, Create},
    {"confirm", 10, Confirm},
    {"move", 10, Move},
    {"extend", 2, Extend},
    {"switch", 3, Switch},
    {"cancel", 10, Cancel},
    {"get", 4, Get},
    {"again", 3, Again},
    {"reassign", 5, Reassign},
    {"check-in", 3, CheckIn},
    {"complete", 2, Complete},
    {"no-show", 1, NoShow},
    {"hold-popular", 6, HoldPopular},
    {"let-go", 8, LetGo},
    {"join", 6, JoinWaitlist},
    {"leave", 2, LeaveWaitlist},
    {"list-waits", 4, ListWaits},
    {"get-wait", 3, GetWait},
    {"answer-offer", 6, AnswerOffer},
    {"create-session", 5, CreateSession},
    {"move-session", 3, MoveSession},
    {"reassign-session", 3, ReassignSession},
    {"switch-session", 1, SwitchSession},
    {"cancel-session", 1, CancelSession},
    {"get-session", 4, GetSession},
    {"hold-seats", 24, HoldSeats},
    {"confirm-seats", 6, ConfirmSeats},
    {"cancel-seats", 6, CancelSeats},
    {"get-seats", 5, GetSeats},
    {"move-seats", 1, MoveSeats},
    {"attend-session", 2, AttendSession},
    {"hold-limited", 5, HoldLimited},
    {"rush-limited", 4, RushLimited},
    {"create-limited", 2, CreateLimited},
    {"move-limited", 2, MoveLimited},
    {"confirm-limited", 3, ConfirmLimited},
    {"cancel-limited", 7, CancelLimited},
};

}  // namespace

v1::Channel AnyChannel(Caller& caller) {
  return caller.Below(3) == 0 ? v1::CHANNEL_CHAT : v1::CHANNEL_VIDEO;
}

bool IsNear(const v1::Booking& booking) {
  return absl::FromUnixSeconds(booking.start_time().seconds()) <
         absl::Now() + kNear;
}

absl::Span<const Operation> Operations() { return kOperations; }

}  // namespace rapport::soak
