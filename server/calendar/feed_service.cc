// The calls of CalendarService that are about feeds.
#include <string>
#include <utility>

#include "server/calendar/calendar_service.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"

namespace rapport::calendar {
namespace {

using transport::Call;

constexpr absl::string_view kFeed =
    "rapport.v1.CalendarService/GetCalendarFeed";
constexpr absl::string_view kCreate =
    "rapport.v1.CalendarService/CreateFeedAddress";
constexpr absl::string_view kRemove =
    "rapport.v1.CalendarService/RemoveFeedAddress";

absl::Status ReadFeed(const Call& call,
                      const v1::GetCalendarFeedRequest& request, absl::Time now,
                      const ScheduleDesk& desk, v1::CalendarFeed* reply) {
  absl::StatusOr<AssociateId> associate =
      transport::ParseAssociateName(call.caller, "parent", request.parent());
  if (!associate.ok()) return associate.status();
  Interval window = FeedWindow(now);
  if (request.has_window()) {
    absl::StatusOr<Interval> wanted =
        transport::ToWindow("window", request.window(), kFeedWindowMax);
    if (!wanted.ok()) return wanted.status();
    window = *wanted;
  }
  absl::StatusOr<Feed> feed = desk.ReadFeed(call.caller, *associate, window);
  if (!feed.ok()) return feed.status();
  reply->set_calendar(std::move(feed->calendar));
  reply->set_cut(feed->cut);
  return absl::OkStatus();
}

// Whose address a request is about, and this attempt.
struct Asked {
  AssociateId associate;
  RequestKey key;
};

template <typename Request>
absl::StatusOr<Asked> ToAsked(const Call& call, absl::string_view method,
                              const Request& request) {
  absl::StatusOr<AssociateId> associate =
      transport::ParseAssociateName(call.caller, "parent", request.parent());
  if (!associate.ok()) return associate.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), method, request);
  if (!key.ok()) return key.status();
  return Asked{*associate, *std::move(key)};
}

}  // namespace

grpc::ServerUnaryReactor* CalendarService::GetCalendarFeed(
    grpc::CallbackServerContext* context,
    const v1::GetCalendarFeedRequest* request, v1::CalendarFeed* reply) {
  return front_.Serve(context, kFeed, [=, this](const Call& call) {
    return ReadFeed(call, *request, model_.Now(), desk_, reply);
  });
}

grpc::ServerUnaryReactor* CalendarService::CreateFeedAddress(
    grpc::CallbackServerContext* context,
    const v1::CreateFeedAddressRequest* request, v1::FeedAddress* reply) {
  return front_.Serve(
      context, kCreate, [=, this](const Call& call) -> absl::Status {
        const absl::StatusOr<Asked> asked = ToAsked(call, kCreate, *request);
        if (!asked.ok()) return asked.status();
        absl::StatusOr<std::string> uri =
            feed_desk_.Create(call.caller, asked->key, asked->associate);
        if (!uri.ok()) return uri.status();
        reply->set_uri(*std::move(uri));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* CalendarService::RemoveFeedAddress(
    grpc::CallbackServerContext* context,
    const v1::RemoveFeedAddressRequest* request,
    v1::RemoveFeedAddressResponse*) {
  return front_.Serve(
      context, kRemove, [=, this](const Call& call) -> absl::Status {
        const absl::StatusOr<Asked> asked = ToAsked(call, kRemove, *request);
        if (!asked.ok()) return asked.status();
        return feed_desk_.Remove(call.caller, asked->key, asked->associate);
      });
}

}  // namespace rapport::calendar
