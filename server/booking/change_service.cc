// The calls of BookingService that are about one booking that is there.
#include <utility>
#include <vector>

#include "server/booking/booking_convert.h"
#include "server/booking/booking_service.h"
#include "server/transport/convert.h"

namespace rapport::booking {
namespace {

using transport::Call;

constexpr absl::string_view kExtendHold =
    "rapport.v1.BookingService/ExtendHold";
constexpr absl::string_view kMoveBooking =
    "rapport.v1.BookingService/MoveBooking";
constexpr absl::string_view kSwitchChannel =
    "rapport.v1.BookingService/SwitchChannel";
constexpr absl::string_view kReassignBooking =
    "rapport.v1.BookingService/ReassignBooking";
constexpr absl::string_view kCheckInBooking =
    "rapport.v1.BookingService/CheckInBooking";
constexpr absl::string_view kCompleteBooking =
    "rapport.v1.BookingService/CompleteBooking";
constexpr absl::string_view kMarkNoShow =
    "rapport.v1.BookingService/MarkNoShow";
constexpr absl::string_view kListBookingChanges =
    "rapport.v1.BookingService/ListBookingChanges";
constexpr absl::string_view kConfirm =
    "rapport.v1.BookingService/ConfirmBooking";
constexpr absl::string_view kCancel = "rapport.v1.BookingService/CancelBooking";

// What requests for changes have in common.
struct Asked {
  RequestKey key;
  ChangeWish wish;
};

template <typename Request>
absl::StatusOr<Asked> ToAsked(const Call& call, absl::string_view method,
                              const Request& request) {
  absl::StatusOr<BookingId> id =
      ToBookingId(call.caller, "name", request.name());
  if (!id.ok()) return id.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), method, request);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::optional<int64_t>> version =
      transport::ToVersion("etag", request.etag());
  if (!version.ok()) return version.status();
  return Asked{*std::move(key), {*id, *version}};
}

// Of a request that says no more than which booking.
template <typename Request, typename Desk>
absl::Status Change(const Call& call, absl::string_view method,
                    const Request& request, Desk& desk,
                    absl::StatusOr<Booking> (Desk::*change)(const Caller&,
                                                            const RequestKey&,
                                                            const ChangeWish&,
                                                            absl::Time),
                    v1::Booking* reply) {
  absl::StatusOr<Asked> asked = ToAsked(call, method, request);
  if (!asked.ok()) return asked.status();
  return FromAnswer(
      call.caller.brand(),
      (desk.*change)(call.caller, asked->key, asked->wish, call.deadline),
      reply);
}

absl::Status Confirm(const Call& call, const v1::ConfirmBookingRequest& request,
                     BookingDesk& desk, v1::Booking* reply) {
  absl::StatusOr<Asked> asked = ToAsked(call, kConfirm, request);
  if (!asked.ok()) return asked.status();
  const ConfirmWish wish = ToConfirmWish(asked->wish, request);
  return FromAnswer(call.caller.brand(),
                    desk.Confirm(call.caller, asked->key, wish, call.deadline),
                    reply);
}

absl::Status Move(const Call& call, const v1::MoveBookingRequest& request,
                  ChangeDesk& desk, v1::Booking* reply) {
  absl::StatusOr<Asked> asked = ToAsked(call, kMoveBooking, request);
  if (!asked.ok()) return asked.status();
  absl::StatusOr<MoveWish> wish = ToMoveWish(call.caller, asked->wish, request);
  if (!wish.ok()) return wish.status();
  return FromAnswer(call.caller.brand(),
                    desk.Move(call.caller, asked->key, *wish, call.deadline),
                    reply);
}

absl::Status Switch(const Call& call, const v1::SwitchChannelRequest& request,
                    ChangeDesk& desk, v1::Booking* reply) {
  absl::StatusOr<Asked> asked = ToAsked(call, kSwitchChannel, request);
  if (!asked.ok()) return asked.status();
  absl::StatusOr<SwitchWish> wish = ToSwitchWish(asked->wish, request);
  if (!wish.ok()) return wish.status();
  return FromAnswer(call.caller.brand(),
                    desk.Switch(call.caller, asked->key, *wish, call.deadline),
                    reply);
}

absl::Status Reassign(const Call& call,
                      const v1::ReassignBookingRequest& request,
                      ChangeDesk& desk, v1::Booking* reply) {
  absl::StatusOr<Asked> asked = ToAsked(call, kReassignBooking, request);
  if (!asked.ok()) return asked.status();
  absl::StatusOr<ReassignWish> wish =
      ToReassignWish(call.caller, asked->wish, request);
  if (!wish.ok()) return wish.status();
  return FromAnswer(
      call.caller.brand(),
      desk.Reassign(call.caller, asked->key, *wish, call.deadline), reply);
}

absl::Status Changes(const Call& call,
                     const v1::ListBookingChangesRequest& request,
                     ChangeDesk& desk, v1::ListBookingChangesResponse* reply) {
  absl::StatusOr<BookingId> id =
      ToBookingId(call.caller, "name", request.name());
  if (!id.ok()) return id.status();
  absl::StatusOr<std::vector<BookingChange>> changes =
      desk.Changes(call.caller, *id, call.deadline);
  if (!changes.ok()) return changes.status();
  for (const BookingChange& change : *changes) {
    FromChange(call.caller.brand(), change, reply->add_changes());
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* BookingService::ConfirmBooking(
    grpc::CallbackServerContext* context,
    const v1::ConfirmBookingRequest* request, v1::Booking* reply) {
  return front_.Serve(context, kConfirm, [=, this](const Call& call) {
    return Confirm(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::CancelBooking(
    grpc::CallbackServerContext* context,
    const v1::CancelBookingRequest* request, v1::Booking* reply) {
  return front_.Serve(context, kCancel, [=, this](const Call& call) {
    return Change(call, kCancel, *request, desk_, &BookingDesk::Cancel, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::ExtendHold(
    grpc::CallbackServerContext* context, const v1::ExtendHoldRequest* request,
    v1::Booking* reply) {
  return front_.Serve(context, kExtendHold, [=, this](const Call& call) {
    return Change(call, kExtendHold, *request, change_desk_,
                  &ChangeDesk::Extend, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::MoveBooking(
    grpc::CallbackServerContext* context, const v1::MoveBookingRequest* request,
    v1::Booking* reply) {
  return front_.Serve(context, kMoveBooking, [=, this](const Call& call) {
    return Move(call, *request, change_desk_, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::SwitchChannel(
    grpc::CallbackServerContext* context,
    const v1::SwitchChannelRequest* request, v1::Booking* reply) {
  return front_.Serve(context, kSwitchChannel, [=, this](const Call& call) {
    return Switch(call, *request, change_desk_, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::ReassignBooking(
    grpc::CallbackServerContext* context,
    const v1::ReassignBookingRequest* request, v1::Booking* reply) {
  return front_.Serve(context, kReassignBooking, [=, this](const Call& call) {
    return Reassign(call, *request, change_desk_, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::CheckInBooking(
    grpc::CallbackServerContext* context,
    const v1::CheckInBookingRequest* request, v1::Booking* reply) {
  return front_.Serve(context, kCheckInBooking, [=, this](const Call& call) {
    return Change(call, kCheckInBooking, *request, change_desk_,
                  &ChangeDesk::CheckIn, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::CompleteBooking(
    grpc::CallbackServerContext* context,
    const v1::CompleteBookingRequest* request, v1::Booking* reply) {
  return front_.Serve(context, kCompleteBooking, [=, this](const Call& call) {
    return Change(call, kCompleteBooking, *request, change_desk_,
                  &ChangeDesk::Complete, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::MarkNoShow(
    grpc::CallbackServerContext* context, const v1::MarkNoShowRequest* request,
    v1::Booking* reply) {
  return front_.Serve(context, kMarkNoShow, [=, this](const Call& call) {
    return Change(call, kMarkNoShow, *request, change_desk_,
                  &ChangeDesk::MarkNoShow, reply);
  });
}

grpc::ServerUnaryReactor* BookingService::ListBookingChanges(
    grpc::CallbackServerContext* context,
    const v1::ListBookingChangesRequest* request,
    v1::ListBookingChangesResponse* reply) {
  return front_.Serve(context, kListBookingChanges,
                      [=, this](const Call& call) {
                        return Changes(call, *request, change_desk_, reply);
                      });
}

}  // namespace rapport::booking
