#include "server/booking/booking_service.h"

#include <algorithm>
#include <string>
#include <vector>

#include "server/booking/booking_convert.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

using transport::Call;

constexpr absl::string_view kHold = "rapport.v1.BookingService/HoldSlot";
constexpr absl::string_view kCreateBooking =
    "rapport.v1.BookingService/CreateBooking";
constexpr absl::string_view kGet = "rapport.v1.BookingService/GetBooking";
constexpr absl::string_view kList = "rapport.v1.BookingService/ListBookings";

constexpr size_t kPageUnset = 100;
constexpr size_t kPageMax = 1000;
// A page ends earlier where shoppers have said much: most clients take no
// message over 4 MiB.
constexpr size_t kPageBytesMax = 2 << 20;

absl::StatusOr<Booking> Hold(const Call& call,
                             const v1::HoldSlotRequest& request,
                             BookingDesk& desk, AnyHoldDesk& any_desk) {
  const Caller& caller = call.caller;
  const bool is_any = request.has_any_associate();
  absl::StatusOr<HoldWish> wish = HoldWish();
  absl::StatusOr<AnyHoldWish> any_wish = AnyHoldWish();
  if (is_any) {
    any_wish = ToAnyHoldWish(caller, request);
    if (!any_wish.ok()) return any_wish.status();
  } else {
    wish = ToHoldWish(caller, request);
    if (!wish.ok()) return wish.status();
  }
  absl::StatusOr<RequestKey> key =
      transport::ToRequestKey(caller, request.request_id(), kHold, request);
  if (!key.ok()) return key.status();
  if (is_any) return any_desk.Hold(caller, *key, *any_wish, call.deadline);
  return desk.Hold(caller, *key, *wish, call.deadline);
}

absl::Status Create(const Call& call, const v1::CreateBookingRequest& request,
                    BookingDesk& desk, v1::Booking* reply) {
  absl::StatusOr<HoldWish> wish = ToCreateWish(call.caller, request);
  if (!wish.ok()) return wish.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kCreateBooking, request);
  if (!key.ok()) return key.status();
  return FromAnswer(call.caller.brand(),
                    desk.Create(call.caller, *key, *wish, call.deadline),
                    reply);
}

std::string PositionOf(const Booking& booking) {
  return transport::PackTimedId({booking.meeting.start, booking.id.bytes()});
}

absl::StatusOr<BookingCursor> ToCursor(absl::string_view query,
                                       absl::string_view token) {
  if (token.empty()) return BookingCursor();
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, token);
  if (!position.ok()) return position.status();
  absl::StatusOr<transport::TimedId> last = transport::UnpackTimedId(*position);
  if (!last.ok()) return last.status();
  return BookingCursor{last->time, BookingId(last->id)};
}

absl::Status List(const Call& call, const v1::ListBookingsRequest& request,
                  BookingDesk& desk, v1::ListBookingsResponse* reply) {
  absl::StatusOr<ListWish> wish = ToListWish(call.caller, request, desk.Now());
  if (!wish.ok()) return wish.status();
  absl::StatusOr<size_t> size =
      transport::PageSize(request.page_size(), kPageUnset, kPageMax);
  if (!size.ok()) return size.status();
  const std::string query = transport::QueryFingerprint(kList, request);
  absl::StatusOr<BookingCursor> after = ToCursor(query, request.page_token());
  if (!after.ok()) return after.status();
  // One more tells whether there is a next page.
  absl::StatusOr<std::vector<Booking>> bookings =
      desk.List(call.caller, *wish, *after, *size + 1, call.deadline);
  if (!bookings.ok()) return bookings.status();
  size_t told = 0;
  for (size_t bytes = 0;
       told < std::min(*size, bookings->size()) && bytes < kPageBytesMax;
       ++told) {
    v1::Booking* const added = reply->add_bookings();
    FromBooking(call.caller.brand(), (*bookings)[told], added);
    bytes += added->ByteSizeLong();
  }
  if (told < bookings->size()) {
    reply->set_next_page_token(
        transport::EncodePageToken(query, PositionOf((*bookings)[told - 1])));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* BookingService::HoldSlot(
    grpc::CallbackServerContext* context, const v1::HoldSlotRequest* request,
    v1::Booking* reply) {
  return front_.Serve(context, kHold, [=, this](const Call& call) {
    return FromAnswer(call.caller.brand(),
                      Hold(call, *request, desk_, any_desk_), reply);
  });
}

grpc::ServerUnaryReactor* BookingService::CreateBooking(
    grpc::CallbackServerContext* context,
    const v1::CreateBookingRequest* request, v1::Booking* reply) {
  return front_.Serve(context, kCreateBooking, [=, this](const Call& call) {
    return Create(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::GetBooking(
    grpc::CallbackServerContext* context, const v1::GetBookingRequest* request,
    v1::Booking* reply) {
  return front_.Serve(context, kGet, [=, this](const Call& call) {
    absl::StatusOr<BookingId> id =
        ToBookingId(call.caller, "name", request->name());
    if (!id.ok()) return id.status();
    return FromAnswer(call.caller.brand(),
                      desk_.Get(call.caller, *id, call.deadline), reply);
  });
}

grpc::ServerUnaryReactor* BookingService::ListBookings(
    grpc::CallbackServerContext* context,
    const v1::ListBookingsRequest* request, v1::ListBookingsResponse* reply) {
  return front_.Serve(context, kList, [=, this](const Call& call) {
    return List(call, *request, desk_, reply);
  });
}

}  // namespace rapport::booking
