#include "server/booking/session_service.h"

#include <string>
#include <vector>

#include "server/booking/booking_convert.h"
#include "server/booking/booking_page_convert.h"
#include "server/booking/session_convert.h"
#include "server/booking/session_desk.h"
#include "server/transport/convert.h"
#include "server/transport/page.h"

namespace rapport::booking {
namespace {

using search::FoundSession;
using search::ReadModel;
using transport::Call;

constexpr absl::string_view kCreate = "rapport.v1.SessionService/CreateSession";
constexpr absl::string_view kGet = "rapport.v1.SessionService/GetSession";
constexpr absl::string_view kList = "rapport.v1.SessionService/ListSessions";
constexpr absl::string_view kHold = "rapport.v1.SessionService/HoldSeats";

constexpr size_t kPageUnset = 100;
constexpr size_t kPageMax = 1000;

absl::Status Create(const Call& call, const v1::CreateSessionRequest& request,
                    BookingDesk& desk, const ReadModel& model,
                    v1::Session* reply) {
  absl::StatusOr<HoldWish> wish = ToSessionWish(call.caller, request);
  if (!wish.ok()) return wish.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kCreate, request);
  if (!key.ok()) return key.status();
  const absl::StatusOr<Booking> made =
      desk.Create(call.caller, *key, *wish, call.deadline);
  if (!made.ok()) return made.status();
  const BrandId& brand = call.caller.brand();
  // A repeated request is told of the session that it made, with what is left
  // of its seats by now.
  const absl::StatusOr<FoundSession> found =
      FindSession(model, brand, made->id);
  FromSession(brand, *made, found.ok() ? found->seats_left : made->seats,
              reply);
  return absl::OkStatus();
}

absl::Status Get(const Call& call, const v1::GetSessionRequest& request,
                 const ReadModel& model, v1::Session* reply) {
  absl::StatusOr<BookingId> id =
      ToSessionId(call.caller, "name", request.name());
  if (!id.ok()) return id.status();
  const BrandId& brand = call.caller.brand();
  const absl::StatusOr<FoundSession> found = FindSession(model, brand, *id);
  if (!found.ok()) return found.status();
  FromSession(brand, *found->session, found->seats_left, reply);
  return absl::OkStatus();
}

absl::Status List(const Call& call, const v1::ListSessionsRequest& request,
                  const ReadModel& model, v1::ListSessionsResponse* reply) {
  const absl::Time now = model.Now();
  absl::StatusOr<search::SessionFilter> filter =
      ToSessionFilter(call.caller, request, now);
  if (!filter.ok()) return filter.status();
  absl::StatusOr<size_t> size =
      transport::PageSize(request.page_size(), kPageUnset, kPageMax);
  if (!size.ok()) return size.status();
  const std::string query = transport::QueryFingerprint(kList, request);
  absl::StatusOr<BookingCursor> after = ToCursor(query, request.page_token());
  if (!after.ok()) return after.status();
  const BrandId& brand = call.caller.brand();
  // One more tells whether there is a next page.
  std::vector<FoundSession> found =
      model.sessions().List(brand, *filter, *after, *size + 1, now);
  const bool more = found.size() > *size;
  if (more) found.pop_back();
  for (const FoundSession& each : found) {
    FromSession(brand, *each.session, each.seats_left, reply->add_sessions());
  }
  if (more) {
    reply->set_next_page_token(TokenBehind(query, *found.back().session));
  }
  return absl::OkStatus();
}

absl::Status Hold(const Call& call, const v1::HoldSeatsRequest& request,
                  SeatDesk& desk, v1::Booking* reply) {
  absl::StatusOr<SeatsWish> wish = ToSeatsWish(call.caller, request);
  if (!wish.ok()) return wish.status();
  absl::StatusOr<RequestKey> key = transport::ToRequestKey(
      call.caller, request.request_id(), kHold, request);
  if (!key.ok()) return key.status();
  return FromAnswer(call.caller.brand(),
                    desk.Hold(call.caller, *key, *wish, call.deadline), reply);
}

}  // namespace

grpc::ServerUnaryReactor* SessionService::CreateSession(
    grpc::CallbackServerContext* context,
    const v1::CreateSessionRequest* request, v1::Session* reply) {
  return front_.Serve(context, kCreate, [=, this](const Call& call) {
    return Create(call, *request, bookings_, model_, reply);
  });
}

grpc::ServerUnaryReactor* SessionService::GetSession(
    grpc::CallbackServerContext* context, const v1::GetSessionRequest* request,
    v1::Session* reply) {
  return front_.Serve(context, kGet, [=, this](const Call& call) {
    return Get(call, *request, model_, reply);
  });
}

grpc::ServerUnaryReactor* SessionService::ListSessions(
    grpc::CallbackServerContext* context,
    const v1::ListSessionsRequest* request, v1::ListSessionsResponse* reply) {
  return front_.Serve(context, kList, [=, this](const Call& call) {
    return List(call, *request, model_, reply);
  });
}

grpc::ServerUnaryReactor* SessionService::HoldSeats(
    grpc::CallbackServerContext* context, const v1::HoldSeatsRequest* request,
    v1::Booking* reply) {
  return front_.Serve(context, kHold, [=, this](const Call& call) {
    return Hold(call, *request, seats_, reply);
  });
}

}  // namespace rapport::booking
