// Calendars kept elsewhere: the part of CalendarService that subscribes to them.
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/calendar/calendar_convert.h"
#include "server/calendar/calendar_service.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"

namespace rapport::calendar {
namespace {

using transport::Call;

constexpr absl::string_view kSubscribeBusy =
    "rapport.v1.CalendarService/SubscribeBusyTime";
constexpr absl::string_view kRemoveBusy =
    "rapport.v1.CalendarService/RemoveBusyTime";

absl::Status SubscribeBusy(const Call& call,
                           const v1::SubscribeBusyTimeRequest& request,
                           ScheduleDesk& desk,
                           v1::SubscribeBusyTimeResponse* reply) {
  absl::StatusOr<AssociateId> associate =
      transport::ParseScheduleName(call.caller, "name", request.name());
  if (!associate.ok()) return associate.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kSubscribeBusy, request);
  if (!key.ok()) return key.status();
  const absl::StatusOr<StoredSchedule> stored = desk.SubscribeBusy(
      call.caller, *key, *associate, request.source_id(), request.uri());
  if (!stored.ok()) return stored.status();
  const BusySource* source =
      FindBusySource(stored->schedule.busy, request.source_id());
  if (source != nullptr)
    FromBusySource(call.caller, *source, reply->mutable_source());
  return absl::OkStatus();
}

absl::Status RemoveBusy(const Call& call,
                        const v1::RemoveBusyTimeRequest& request,
                        ScheduleDesk& desk) {
  absl::StatusOr<AssociateId> associate =
      transport::ParseScheduleName(call.caller, "name", request.name());
  if (!associate.ok()) return associate.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kRemoveBusy, request);
  if (!key.ok()) return key.status();
  return desk.RemoveBusy(call.caller, *key, *associate, request.source_id())
      .status();
}

}  // namespace

grpc::ServerUnaryReactor* CalendarService::SubscribeBusyTime(
    grpc::CallbackServerContext* context,
    const v1::SubscribeBusyTimeRequest* request,
    v1::SubscribeBusyTimeResponse* reply) {
  return front_.Serve(context, kSubscribeBusy, [=, this](const Call& call) {
    return SubscribeBusy(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* CalendarService::RemoveBusyTime(
    grpc::CallbackServerContext* context,
    const v1::RemoveBusyTimeRequest* request, v1::RemoveBusyTimeResponse*) {
  return front_.Serve(context, kRemoveBusy, [=, this](const Call& call) {
    return RemoveBusy(call, *request, desk_);
  });
}

}  // namespace rapport::calendar
