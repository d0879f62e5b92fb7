#include "server/calendar/calendar_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/calendar/calendar_convert.h"
#include "server/search/query_fields.h"
#include "server/search/slot_finder.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

using transport::Call;

constexpr absl::string_view kGet = "rapport.v1.CalendarService/GetSchedule";
constexpr absl::string_view kUpdate =
    "rapport.v1.CalendarService/UpdateSchedule";
constexpr absl::string_view kImportBusy =
    "rapport.v1.CalendarService/ImportBusyTime";
constexpr absl::string_view kListUncovered =
    "rapport.v1.CalendarService/ListUncoveredBookings";
constexpr absl::string_view kListSlots = "rapport.v1.CalendarService/ListSlots";

constexpr size_t kPageUnset = 100;
constexpr size_t kPageMax = 1000;
constexpr absl::Duration kWindowUnset = absl::Hours(14 * 24);

std::string NameOf(const Call& call, const booking::BookingId& id) {
  return transport::BookingName(call.caller.brand(), id.ToString());
}

void FromUncovered(const Call& call, const UncoveredBooking& uncovered,
                   v1::UncoveredBooking* out) {
  out->set_booking(NameOf(call, uncovered.id));
  out->set_reason(static_cast<v1::UncoveredReason>(uncovered.reason));
}

template <typename Reply>
void AddUncovered(const Call& call, const ScheduleChange& change,
                  Reply* reply) {
  for (const UncoveredBooking& each : change.uncovered.first) {
    v1::UncoveredBooking* const told = reply->add_uncovered();
    FromUncovered(call, each, told);
    reply->add_uncovered_bookings(told->booking());
  }
  reply->set_uncovered_more(change.uncovered.more);
}

absl::Status Update(const Call& call, const v1::UpdateScheduleRequest& request,
                    ScheduleDesk& desk, v1::UpdateScheduleResponse* reply) {
  absl::StatusOr<AssociateId> associate = transport::ParseScheduleName(
      call.caller, "schedule.name", request.schedule().name());
  if (!associate.ok()) return associate.status();
  absl::StatusOr<Schedule> schedule =
      ToSchedule(call.caller, request.schedule());
  if (!schedule.ok()) return schedule.status();
  absl::StatusOr<std::optional<int64_t>> version =
      transport::ToVersion("schedule.etag", request.schedule().etag());
  if (!version.ok()) return version.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kUpdate, request);
  if (!key.ok()) return key.status();
  absl::StatusOr<ScheduleChange> change =
      desk.Put(call.caller, *key, {*associate, *std::move(schedule), *version});
  if (!change.ok()) return change.status();
  FromSchedule(call.caller, change->schedule, reply->mutable_schedule());
  AddUncovered(call, *change, reply);
  return absl::OkStatus();
}

absl::Status ImportBusy(const Call& call,
                        const v1::ImportBusyTimeRequest& request,
                        ScheduleDesk& desk, v1::ImportBusyTimeResponse* reply) {
  absl::StatusOr<AssociateId> associate =
      transport::ParseScheduleName(call.caller, "name", request.name());
  if (!associate.ok()) return associate.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kImportBusy, request);
  if (!key.ok()) return key.status();
  absl::StatusOr<ScheduleChange> change = desk.ImportBusy(
      call.caller, *key, *associate, request.source_id(), request.calendar());
  if (!change.ok()) return change.status();
  const BusySource* source =
      FindBusySource(change->schedule.schedule.busy, request.source_id());
  if (source != nullptr)
    FromBusySource(call.caller, *source, reply->mutable_source());
  AddUncovered(call, *change, reply);
  return absl::OkStatus();
}

absl::Status ListUncovered(const Call& call,
                           const v1::ListUncoveredBookingsRequest& request,
                           ScheduleDesk& desk,
                           v1::ListUncoveredBookingsResponse* reply) {
  absl::StatusOr<AssociateId> associate =
      transport::ParseAssociateName(call.caller, "parent", request.parent());
  if (!associate.ok()) return associate.status();
  const absl::StatusOr<UncoveredBookings> uncovered =
      desk.ListUncovered(call.caller, *associate);
  if (!uncovered.ok()) return uncovered.status();
  for (const UncoveredBooking& each : uncovered->first) {
    FromUncovered(call, each, reply->add_uncovered());
  }
  reply->set_uncovered_more(uncovered->more);
  return absl::OkStatus();
}

// A ListSlots request, decoded.
struct SlotsWanted {
  const search::AssociateRecord* associate = nullptr;
  search::SlotWish wish;
  std::vector<search::OwnHold> own;  // of the caller's
  Interval window;
  size_t size = 0;
  std::string query;
};

absl::StatusOr<SlotsWanted> ToSlotsWanted(const Call& call,
                                          const search::BrandIndex& index,
                                          const v1::ListSlotsRequest& request,
                                          absl::Time now) {
  SlotsWanted wanted;
  absl::StatusOr<AssociateId> associate =
      transport::ParseAssociateName(call.caller, "parent", request.parent());
  if (!associate.ok()) return associate.status();
  wanted.associate = index.FindAssociate(*associate);
  if (wanted.associate == nullptr) {
    return transport::NotFound("parent", request.parent());
  }
  absl::StatusOr<ServiceId> service =
      transport::ParseServiceName(call.caller, "service", request.service());
  if (!service.ok()) return service.status();
  wanted.wish.service = index.FindService(*service);
  if (wanted.wish.service == nullptr) {
    return transport::NotFound("service", request.service());
  }
  absl::Status no_class = search::CheckNoClass(*wanted.wish.service);
  if (!no_class.ok()) return no_class;
  absl::StatusOr<Channel> channel =
      transport::ToChannel("channel", request.channel());
  if (!channel.ok()) return channel.status();
  wanted.wish.channel = *channel;
  wanted.wish.now = now;
  absl::Status length =
      search::SetDuration(request, wanted.wish.service, wanted.wish.duration);
  if (!length.ok()) return length;
  if (!request.store().empty()) {
    absl::StatusOr<StoreId> store =
        transport::ParseStoreName(call.caller, "store", request.store());
    if (!store.ok()) return store.status();
    wanted.wish.store = *store;
  }
  absl::Status offered =
      search::CheckOffered(index, *wanted.associate, wanted.wish);
  if (!offered.ok()) return offered;
  wanted.own =
      wanted.associate->person->HoldsOf(search::HolderOf(call.caller), now);
  wanted.window = {now, now + kWindowUnset};
  if (request.has_window()) {
    absl::StatusOr<Interval> window =
        transport::ToWindow("window", request.window(), transport::kWindowMax);
    if (!window.ok()) return window.status();
    wanted.window = *window;
  }
  absl::StatusOr<size_t> size =
      transport::PageSize(request.page_size(), kPageUnset, kPageMax);
  if (!size.ok()) return size.status();
  wanted.size = *size;
  wanted.query = transport::QueryFingerprint(kListSlots, request);
  if (request.page_token().empty()) return wanted;
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(wanted.query, request.page_token());
  if (!position.ok()) return position.status();
  absl::StatusOr<absl::Time> last = transport::UnpackTime(*position);
  if (!last.ok()) return last.status();
  // From the first instant after the start of the last slot.
  wanted.window.start =
      std::max(wanted.window.start, *last + absl::Microseconds(1));
  return wanted;
}

absl::Status ListFree(const Call& call, const search::BrandIndex* index,
                      const v1::ListSlotsRequest& request, absl::Time now,
                      v1::ListSlotsResponse* reply) {
  if (index == nullptr) {
    return transport::NotFound("parent", request.parent());
  }
  absl::StatusOr<SlotsWanted> wanted =
      ToSlotsWanted(call, *index, request, now);
  if (!wanted.ok()) return wanted.status();
  wanted->wish.own = wanted->own;
  absl::Time last;
  bool more = false;
  search::ForEachFreeSlot(
      *index, *wanted->associate, wanted->wish, wanted->window,
      [&](const FreeSlot& slot) {
        more = static_cast<size_t>(reply->slots_size()) == wanted->size;
        if (more) return false;
        last = slot.interval.start;
        v1::Slot* const out = reply->add_slots();
        FromSlot(call.caller.brand(), wanted->associate->associate->id,
                 wanted->wish.service->id, wanted->wish.channel, slot,
                 index->ZoneOf(slot.store), out);
        const auto own_hold = search::OwnHoldFor(
            *index, *wanted->associate, wanted->wish, slot.interval.start);
        if (own_hold.has_value()) out->set_own_hold(NameOf(call, *own_hold));
        return true;
      });
  if (more) {
    reply->set_next_page_token(
        transport::EncodePageToken(wanted->query, transport::PackTime(last)));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* CalendarService::GetSchedule(
    grpc::CallbackServerContext* context, const v1::GetScheduleRequest* request,
    v1::Schedule* reply) {
  return front_.Serve(
      context, kGet, [=, this](const Call& call) -> absl::Status {
        absl::StatusOr<AssociateId> associate =
            transport::ParseScheduleName(call.caller, "name", request->name());
        if (!associate.ok()) return associate.status();
        absl::StatusOr<StoredSchedule> schedule =
            desk_.Get(call.caller, *associate);
        if (!schedule.ok()) return schedule.status();
        FromSchedule(call.caller, *schedule, reply);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CalendarService::UpdateSchedule(
    grpc::CallbackServerContext* context,
    const v1::UpdateScheduleRequest* request,
    v1::UpdateScheduleResponse* reply) {
  return front_.Serve(context, kUpdate, [=, this](const Call& call) {
    return Update(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* CalendarService::ImportBusyTime(
    grpc::CallbackServerContext* context,
    const v1::ImportBusyTimeRequest* request,
    v1::ImportBusyTimeResponse* reply) {
  return front_.Serve(context, kImportBusy, [=, this](const Call& call) {
    return ImportBusy(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* CalendarService::ListUncoveredBookings(
    grpc::CallbackServerContext* context,
    const v1::ListUncoveredBookingsRequest* request,
    v1::ListUncoveredBookingsResponse* reply) {
  return front_.Serve(context, kListUncovered, [=, this](const Call& call) {
    return ListUncovered(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* CalendarService::ListSlots(
    grpc::CallbackServerContext* context, const v1::ListSlotsRequest* request,
    v1::ListSlotsResponse* reply) {
  return front_.Serve(context, kListSlots, [=, this](const Call& call) {
    return ListFree(call, model_.Find(call.caller.brand()).get(), *request,
                    model_.Now(), reply);
  });
}

}  // namespace rapport::calendar
