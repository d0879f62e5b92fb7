#include "tests/soak/operations.h"

#include <string>

#include "absl/time/clock.h"
#include "tests/soak/waiting_operations.h"

namespace rapport::soak {
namespace {

using Stub = v1::BookingService::Stub;

static_assert(kChatsAtATime == test::SmallBrand::kChatsAtATime);

// Of a meeting that goes on only the rest takes another load, which answers say
// nothing of; so meetings this near keep theirs. No clock is set so far ahead.
constexpr absl::Duration kNear = absl::Hours(12);

v1::Channel AnyChannel(Caller& caller) {
  return caller.Below(3) == 0 ? v1::CHANNEL_CHAT : v1::CHANNEL_VIDEO;
}

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

// Fills in whom it is about; sometimes only as it was when last seen.
template <typename Request>
bool AboutMine(Caller& caller, Request& request) {
  const v1::Booking mine = caller.AnyOfMine();
  request.set_name(mine.name());
  if (caller.Below(3) == 0) request.set_etag(mine.etag());
  return !mine.name().empty();
}

void Confirm(Caller& caller) {
  v1::ConfirmBookingRequest request;
  if (!AboutMine(caller, request)) return;
  caller.Call(
      {.op = "confirm", .effect = Effect::kKeeps, .subject = request.name()},
      &Stub::ConfirmBooking, request);
}

void Cancel(Caller& caller) {
  v1::CancelBookingRequest request;
  if (!AboutMine(caller, request)) return;
  caller.Call(
      {.op = "cancel", .effect = Effect::kFrees, .subject = request.name()},
      &Stub::CancelBooking, request);
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
  v1::ExtendHoldRequest request;
  if (!AboutMine(caller, request)) return;
  caller.Call(
      {.op = "extend", .effect = Effect::kKeeps, .subject = request.name()},
      &Stub::ExtendHold, request);
}

void Switch(Caller& caller) {
  const v1::Booking mine = caller.AnyOfMine();
  if (mine.name().empty()) return;
  v1::SwitchChannelRequest request;
  request.set_name(mine.name());
  if (caller.Below(3) == 0) request.set_etag(mine.etag());
  request.set_channel(AnyChannel(caller));
  const bool is_near =
      absl::FromUnixSeconds(mine.start_time().seconds()) < absl::Now() + kNear;
  if (is_near) request.set_channel(v1::CHANNEL_IN_STORE);  // not offered
  caller.Call(
      {.op = "switch", .effect = Effect::kKeeps, .subject = request.name()},
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

// What is done to a booking on its day.
template <typename Request>
void OnItsDay(Caller& caller, const char* op, Effect effect,
              Caller::Method<Request> method) {
  const v1::Booking mine = caller.NextOfMine();
  if (mine.name().empty()) return;
  Request request;
  request.set_name(mine.name());
  if (caller.Below(3) == 0) request.set_etag(mine.etag());
  caller.Call(
      {.op = op, .effect = effect, .subject = request.name(), .staff = true},
      method, request);
}

void CheckIn(Caller& caller) {
  OnItsDay(caller, "check-in", Effect::kKeeps, &Stub::CheckInBooking);
}

void Complete(Caller& caller) {
  OnItsDay(caller, "complete", Effect::kFrees, &Stub::CompleteBooking);
}

void NoShow(Caller& caller) {
  OnItsDay(caller, "no-show", Effect::kFrees, &Stub::MarkNoShow);
}

void Get(Caller& caller) {
  v1::GetBookingRequest request;
  request.set_name(caller.AnyOfMine().name());
  if (request.name().empty()) return;
  caller.Call({.op = "get", .subject = request.name()}, &Stub::GetBooking,
              request);
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
};

}  // namespace

absl::Span<const Operation> Operations() { return kOperations; }

}  // namespace rapport::soak
