#include "server/booking/waitlist_service.h"

#include <string>
#include <vector>

#include "server/booking/waitlist_convert.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"

namespace rapport::booking {
namespace {

using transport::Call;

constexpr absl::string_view kJoin = "rapport.v1.WaitlistService/JoinWaitlist";
constexpr absl::string_view kLeave = "rapport.v1.WaitlistService/LeaveWaitlist";
constexpr absl::string_view kGet =
    "rapport.v1.WaitlistService/GetWaitlistEntry";
constexpr absl::string_view kList =
    "rapport.v1.WaitlistService/ListWaitlistEntries";

constexpr size_t kPageUnset = 100;
constexpr size_t kPageMax = 1000;

absl::Status FromAnswer(const Call& call,
                        const absl::StatusOr<WaitlistEntry>& entry,
                        v1::WaitlistEntry* reply) {
  if (!entry.ok()) return entry.status();
  FromEntry(call.caller.brand(), *entry, reply);
  return absl::OkStatus();
}

absl::Status Join(const Call& call, const v1::JoinWaitlistRequest& request,
                  WaitlistDesk& desk, v1::WaitlistEntry* reply) {
  absl::StatusOr<WaitlistEntry> entry = ToEntry(call.caller, request);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kJoin, request);
  if (!key.ok()) return key.status();
  return FromAnswer(
      call, desk.Join(call.caller, *key, *std::move(entry), call.deadline),
      reply);
}

absl::Status Leave(const Call& call, const v1::LeaveWaitlistRequest& request,
                   WaitlistDesk& desk, v1::WaitlistEntry* reply) {
  absl::StatusOr<WaitlistEntryId> id = ToEntryId(call.caller, request.name());
  if (!id.ok()) return id.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kLeave, request);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::optional<int64_t>> version =
      transport::ToVersion("etag", request.etag());
  if (!version.ok()) return version.status();
  return FromAnswer(
      call, desk.Leave(call.caller, *key, *id, *version, call.deadline), reply);
}

std::string PositionOf(const WaitlistEntry& entry) {
  return transport::PackTimedId({entry.create_time, entry.id.bytes()});
}

absl::StatusOr<WaitlistPlace> ToPlace(absl::string_view query,
                                      absl::string_view token) {
  if (token.empty()) return WaitlistPlace();
  absl::StatusOr<std::string> position =
      transport::DecodePageToken(query, token);
  if (!position.ok()) return position.status();
  absl::StatusOr<transport::TimedId> last = transport::UnpackTimedId(*position);
  if (!last.ok()) return last.status();
  return WaitlistPlace{last->time, WaitlistEntryId(last->id)};
}

absl::Status List(const Call& call,
                  const v1::ListWaitlistEntriesRequest& request,
                  WaitlistDesk& desk, v1::ListWaitlistEntriesResponse* reply) {
  absl::StatusOr<WaitlistWish> wish = ToWaitlistWish(call.caller, request);
  if (!wish.ok()) return wish.status();
  absl::StatusOr<size_t> size =
      transport::PageSize(request.page_size(), kPageUnset, kPageMax);
  if (!size.ok()) return size.status();
  const std::string query = transport::QueryFingerprint(kList, request);
  absl::StatusOr<WaitlistPlace> after = ToPlace(query, request.page_token());
  if (!after.ok()) return after.status();
  // One more tells whether there is a next page.
  absl::StatusOr<std::vector<WaitlistEntry>> entries =
      desk.List(call.caller, *wish, *after, *size + 1, call.deadline);
  if (!entries.ok()) return entries.status();
  const bool more = entries->size() > *size;
  if (more) entries->pop_back();
  for (const WaitlistEntry& entry : *entries) {
    FromEntry(call.caller.brand(), entry, reply->add_waitlist_entries());
  }
  if (more) {
    reply->set_next_page_token(
        transport::EncodePageToken(query, PositionOf(entries->back())));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* WaitlistService::JoinWaitlist(
    grpc::CallbackServerContext* context,
    const v1::JoinWaitlistRequest* request, v1::WaitlistEntry* reply) {
  return front_.Serve(context, kJoin, [=, this](const Call& call) {
    return Join(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* WaitlistService::LeaveWaitlist(
    grpc::CallbackServerContext* context,
    const v1::LeaveWaitlistRequest* request, v1::WaitlistEntry* reply) {
  return front_.Serve(context, kLeave, [=, this](const Call& call) {
    return Leave(call, *request, desk_, reply);
  });
}

grpc::ServerUnaryReactor* WaitlistService::GetWaitlistEntry(
    grpc::CallbackServerContext* context,
    const v1::GetWaitlistEntryRequest* request, v1::WaitlistEntry* reply) {
  return front_.Serve(context, kGet, [=, this](const Call& call) {
    absl::StatusOr<WaitlistEntryId> id =
        ToEntryId(call.caller, request->name());
    if (!id.ok()) return id.status();
    return FromAnswer(call, desk_.Get(call.caller, *id, call.deadline), reply);
  });
}

grpc::ServerUnaryReactor* WaitlistService::ListWaitlistEntries(
    grpc::CallbackServerContext* context,
    const v1::ListWaitlistEntriesRequest* request,
    v1::ListWaitlistEntriesResponse* reply) {
  return front_.Serve(context, kList, [=, this](const Call& call) {
    return List(call, *request, desk_, reply);
  });
}

}  // namespace rapport::booking
