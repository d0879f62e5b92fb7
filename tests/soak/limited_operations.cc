#include "tests/soak/limited_operations.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/soak/operations.h"
#include "tests/soak/soak_brand.h"

namespace rapport::soak {
namespace {

using Stub = v1::BookingService::Stub;

// So few that many callers book for one at a time.
constexpr uint64_t kGuests = 4;
constexpr uint64_t kDays = 3;

// With anybody: what is scarce is what the guest may have.
template <typename Request>
Request Wished(Caller& caller, absl::Time start) {
  const auto& associates = caller.brand().associates();
  Request request;
  request.set_parent(test::SmallBrand::kName);
  request.set_service(kLimited);
  request.set_channel(AnyChannel(caller));
  request.set_associate(associates[caller.Below(associates.size())]);
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  return request;
}

Caller::Wish WishOf(Caller& caller, const char* op) {
  return {.op = op,
          .effect = Effect::kTakes,
          .staff = true,
          .guest = absl::StrCat("guest-", caller.Below(kGuests))};
}

// Of the days of the next few cycles too, where more is free. None of them is
// over before the soak is.
absl::Time AnyLimitedStart(Caller& caller) {
  return caller.AnyFarStart() +
         static_cast<int64_t>(caller.Below(kDays)) * absl::Hours(24);
}

template <typename Request>
void Want(Caller& caller, const char* op, Caller::Method<Request> method) {
  Caller::Wish wish = WishOf(caller, op);
  wish.start = AnyLimitedStart(caller);
  const auto request = Wished<Request>(caller, wish.start);
  wish.associate = request.associate();
  caller.Call(wish, method, request);
}

}  // namespace

void HoldLimited(Caller& caller) {
  Want(caller, "hold-limited", &Stub::HoldSlot);
}

void RushLimited(Caller& caller) {
  caller.CallBoth(WishOf(caller, "rush-limited"), &Stub::HoldSlot,
                  Wished<v1::HoldSlotRequest>(caller, AnyLimitedStart(caller)),
                  Wished<v1::HoldSlotRequest>(caller, AnyLimitedStart(caller)));
}

void CreateLimited(Caller& caller) {
  Want(caller, "create-limited", &Stub::CreateBooking);
}

void MoveLimited(Caller& caller) {
  const v1::Booking mine = caller.AnyOfMine(Kind::kLimited);
  const absl::Time start = AnyLimitedStart(caller);
  v1::MoveBookingRequest request;
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  request.set_etag(mine.etag());
  DoTo(caller, mine,
       {.op = "move-limited",
        .effect = Effect::kTakes,
        .associate = mine.associate(),
        .start = start,
        .staff = true},
       &Stub::MoveBooking, request);
}

void ConfirmLimited(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(Kind::kLimited),
       {.op = "confirm-limited", .effect = Effect::kKeeps, .staff = true},
       &Stub::ConfirmBooking);
}

void CancelLimited(Caller& caller) {
  DoTo(caller, caller.AnyOfMine(Kind::kLimited),
       {.op = "cancel-limited", .effect = Effect::kFrees, .staff = true},
       &Stub::CancelBooking);
}

}  // namespace rapport::soak
