// BookingService.ReanchorBookings. A page is one associate.
#include <string>
#include <utility>

#include "server/booking/booking_service.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"

namespace rapport::booking {
namespace {

using transport::Call;

constexpr absl::string_view kReanchor =
    "rapport.v1.BookingService/ReanchorBookings";

// The run that the request is a page of: each page is a request of its own.
std::string RunOf(v1::ReanchorBookingsRequest request) {
  request.clear_request_id();
  return transport::QueryFingerprint(kReanchor, request);
}

absl::StatusOr<ReanchorWish> ToWish(
    const v1::ReanchorBookingsRequest& request) {
  ReanchorWish wish;
  wish.dry_run = request.dry_run();
  if (request.page_token().empty()) return wish;
  const absl::StatusOr<std::string> position =
      transport::DecodePageToken(RunOf(request), request.page_token());
  if (!position.ok()) return position.status();
  if (position->size() != IdBytes().size()) {
    return transport::InvalidPageToken();
  }
  wish.after = AssociateId::FromBytes(*position);
  return wish;
}

void FromShifted(const BrandId& brand, const Shifted& shifted,
                 v1::ReanchoredBooking* out) {
  out->set_booking(transport::BookingName(brand, shifted.booking.ToString()));
  transport::FromTime(shifted.old_start, out->mutable_old_start_time());
  if (shifted.new_start.has_value()) {
    transport::FromTime(*shifted.new_start, out->mutable_new_start_time());
  }
  out->set_reason(shifted.reason);
}

absl::Status Reanchor(const Call& call,
                      const v1::ReanchorBookingsRequest& request,
                      ReanchorDesk& desk, v1::ReanchorBookingsResponse* reply) {
  const BrandId& brand = call.caller.brand();
  absl::Status parent =
      transport::CheckBrandName(call.caller, "parent", request.parent());
  if (!parent.ok()) return parent;
  const absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kReanchor, request);
  if (!key.ok()) return key.status();
  const absl::StatusOr<ReanchorWish> wish = ToWish(request);
  if (!wish.ok()) return wish.status();
  const absl::StatusOr<ReanchorReport> report =
      desk.Step(call.caller, *key, *wish, call.deadline);
  if (!report.ok()) return report.status();
  reply->set_booking_count(report->looked_at);
  reply->set_kept_count(report->kept);
  for (const Shifted& each : report->moved) {
    FromShifted(brand, each, reply->add_moved());
  }
  for (const Shifted& each : report->conflicts) {
    FromShifted(brand, each, reply->add_conflicts());
  }
  if (report->next.has_value()) {
    reply->set_next_page_token(
        transport::EncodePageToken(RunOf(request), report->next->stored()));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* BookingService::ReanchorBookings(
    grpc::CallbackServerContext* context,
    const v1::ReanchorBookingsRequest* request,
    v1::ReanchorBookingsResponse* reply) {
  return front_.Serve(context, kReanchor, [=, this](const Call& call) {
    return Reanchor(call, *request, reanchor_desk_, reply);
  });
}

}  // namespace rapport::booking
