// A Rapport server in this process, real gRPC over a Unix socket, that answers
// as the test scripts it and remembers what it heard.
//
//   FakeServer server;
//   server.hold_slot.Answer([](const v1::HoldSlotRequest& request) {
//     return absl::StatusOr<v1::Booking>(...);
//   });
//   ... call server.address() ...
//   EXPECT_EQ(server.hold_slot.heard().size(), 1);
//
// What no test scripted is UNIMPLEMENTED.

#ifndef RAPPORT_TESTS_CLIENTS_SUPPORT_FAKE_SERVER_H_
#define RAPPORT_TESTS_CLIENTS_SUPPORT_FAKE_SERVER_H_

#include <grpcpp/server.h>
#include <grpcpp/server_context.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "clients/cpp/status.h"

namespace rapport::client {

using Metadata = std::map<std::string, std::string>;

// Of a key that is there more than once, all values, separated by commas.
Metadata MetadataOf(const grpc::ServerContext& context);

// gRPC's status with google.rpc details, as the server sends them.
grpc::Status ErrorWith(grpc::StatusCode code, const std::string& message,
                       const std::string& reason,
                       const std::vector<FieldViolation>& violations = {},
                       const std::string& localized_message = "");

// One unary method: what it answers, and what it heard. Thread-safe.
template <typename Request, typename Response>
class Script {
 public:
  using Answerer =
      std::function<grpc::Status(const Request&, Response& response)>;

  struct Heard {
    Request request;
    Metadata metadata;
  };

  // Answers every call from now on.
  void Answer(Answerer answerer) {
    std::lock_guard<std::mutex> lock(mutex_);
    answerer_ = std::move(answerer);
  }

  // Answers every call with `response`.
  void Answer(Response response) {
    Answer([response = std::move(response)](const Request&, Response& out) {
      out = response;
      return grpc::Status::OK;
    });
  }

  // What every answer says of its position from now on.
  void Say(std::string position) {
    std::lock_guard<std::mutex> lock(mutex_);
    position_ = std::move(position);
  }

  // Fails every call.
  void Fail(grpc::Status status) {
    Answer([status](const Request&, Response&) { return status; });
  }

  std::vector<Heard> heard() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return heard_;
  }

  grpc::Status Serve(grpc::ServerContext& context, const Request& request,
                     Response& response) {
    Answerer answerer;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      heard_.push_back({request, MetadataOf(context)});
      answerer = answerer_;
      if (!position_.empty()) {
        context.AddTrailingMetadata(kPositionKey, position_);
      }
    }
    if (!answerer) return grpc::Status(grpc::UNIMPLEMENTED, "not scripted");
    return answerer(request, response);
  }

 private:
  // Not absl's: the thread sanitizer sees through std's.
  mutable std::mutex mutex_;
  Answerer answerer_;
  std::vector<Heard> heard_;
  std::string position_;
};

// What an import does with its stream.
template <typename Request, typename Response>
using ImportScript = std::function<grpc::Status(
    grpc::ServerContext&, grpc::ServerReaderWriter<Response, Request>&)>;

// What an export does with its stream.
using ExportScript = std::function<grpc::Status(
    grpc::ServerContext&, const v1::ExportStoresRequest&,
    grpc::ServerWriter<v1::ExportStoresResponse>&)>;

// What a watch does with its stream.
using WatchScript = std::function<grpc::Status(
    grpc::ServerContext&, const v1::WatchSlotsRequest&,
    grpc::ServerWriter<v1::WatchSlotsResponse>&)>;

// Starts when it is made, stops when it goes out of scope. Scripts are set
// before the calls they are for.
class FakeServer {
 public:
  FakeServer();
  ~FakeServer();

  // unix:/path of its socket.
  const std::string& address() const { return address_; }

  // A client of it, with a fast retry policy and the clock.
  Client Connect(Caller caller, Clock& clock) const;

  // Whether the health service says that it serves.
  void SetServing(bool is_serving);

  Script<v1::CreateBrandRequest, v1::Brand> create_brand;
  Script<v1::GetBrandRequest, v1::Brand> get_brand;
  Script<v1::UpdateBrandRequest, v1::Brand> update_brand;
  Script<v1::GetStoreRequest, v1::Store> get_store;
  Script<v1::ListStoresRequest, v1::ListStoresResponse> list_stores;
  Script<v1::GetAssociateRequest, v1::Associate> get_associate;
  Script<v1::ListAssociatesRequest, v1::ListAssociatesResponse> list_associates;
  Script<v1::UpdateAssociateRequest, v1::Associate> update_associate;
  Script<v1::GetServiceRequest, v1::Service> get_service;
  Script<v1::GetOfferPolicyRequest, v1::OfferPolicy> get_offer_policy;
  Script<v1::ListOfferPoliciesRequest, v1::ListOfferPoliciesResponse>
      list_offer_policies;
  Script<v1::UpdateOfferPolicyRequest, v1::OfferPolicy> update_offer_policy;
  Script<v1::ListStoreResourcesRequest, v1::ListStoreResourcesResponse>
      list_store_resources;
  Script<v1::UpdateStoreResourceRequest, v1::StoreResource>
      update_store_resource;
  Script<v1::ExplainOfferRequest, v1::ExplainOfferResponse> explain_offer;
  Script<v1::ListServicesRequest, v1::ListServicesResponse> list_services;
  Script<v1::UpdateServiceRequest, v1::Service> update_service;
  Script<v1::SearchStoresRequest, v1::SearchStoresResponse> search_stores;
  Script<v1::SearchAssociatesRequest, v1::SearchAssociatesResponse>
      search_associates;
  Script<v1::BatchSearchAssociatesRequest, v1::BatchSearchAssociatesResponse>
      batch_search_associates;
  Script<v1::ListAnySlotsRequest, v1::ListAnySlotsResponse> list_any_slots;
  WatchScript watch_slots;
  Script<v1::GetStorePageRequest, v1::StorePage> get_store_page;
  Script<v1::SuggestPlacesRequest, v1::SuggestPlacesResponse> suggest_places;
  Script<v1::GetScheduleRequest, v1::Schedule> get_schedule;
  Script<v1::UpdateScheduleRequest, v1::UpdateScheduleResponse> update_schedule;
  Script<v1::ImportBusyTimeRequest, v1::ImportBusyTimeResponse>
      import_busy_time;
  Script<v1::SubscribeBusyTimeRequest, v1::SubscribeBusyTimeResponse>
      subscribe_busy_time;
  Script<v1::RemoveBusyTimeRequest, v1::RemoveBusyTimeResponse>
      remove_busy_time;
  Script<v1::GetCalendarFeedRequest, v1::CalendarFeed> get_calendar_feed;
  Script<v1::CreateFeedAddressRequest, v1::FeedAddress> create_feed_address;
  Script<v1::RemoveFeedAddressRequest, v1::RemoveFeedAddressResponse>
      remove_feed_address;
  Script<v1::ListUncoveredBookingsRequest, v1::ListUncoveredBookingsResponse>
      list_uncovered_bookings;
  Script<v1::ListSlotsRequest, v1::ListSlotsResponse> list_slots;
  Script<v1::HoldSlotRequest, v1::Booking> hold_slot;
  Script<v1::ConfirmBookingRequest, v1::Booking> confirm_booking;
  Script<v1::CancelBookingRequest, v1::Booking> cancel_booking;
  Script<v1::CreateBookingRequest, v1::Booking> create_booking;
  Script<v1::ExtendHoldRequest, v1::Booking> extend_hold;
  Script<v1::MoveBookingRequest, v1::Booking> move_booking;
  Script<v1::SwitchChannelRequest, v1::Booking> switch_channel;
  Script<v1::ReassignBookingRequest, v1::Booking> reassign_booking;
  Script<v1::CheckInBookingRequest, v1::Booking> check_in_booking;
  Script<v1::CompleteBookingRequest, v1::Booking> complete_booking;
  Script<v1::MarkNoShowRequest, v1::Booking> mark_no_show;
  Script<v1::ListBookingChangesRequest, v1::ListBookingChangesResponse>
      list_booking_changes;
  Script<v1::ReanchorBookingsRequest, v1::ReanchorBookingsResponse>
      reanchor_bookings;
  Script<v1::GetBookingRequest, v1::Booking> get_booking;
  Script<v1::ListBookingsRequest, v1::ListBookingsResponse> list_bookings;
  Script<v1::CreateSessionRequest, v1::Session> create_session;
  Script<v1::GetSessionRequest, v1::Session> get_session;
  Script<v1::ListSessionsRequest, v1::ListSessionsResponse> list_sessions;
  Script<v1::HoldSeatsRequest, v1::Booking> hold_seats;
  Script<v1::JoinWaitlistRequest, v1::WaitlistEntry> join_waitlist;
  Script<v1::LeaveWaitlistRequest, v1::WaitlistEntry> leave_waitlist;
  Script<v1::GetWaitlistEntryRequest, v1::WaitlistEntry> get_waitlist_entry;
  Script<v1::ListWaitlistEntriesRequest, v1::ListWaitlistEntriesResponse>
      list_waitlist_entries;
  ImportScript<v1::ImportStoresRequest, v1::ImportStoresResponse> import_stores;
  ImportScript<v1::ImportAssociatesRequest, v1::ImportAssociatesResponse>
      import_associates;
  ExportScript export_stores;

 private:
  class Catalog;
  class Locator;
  class Calendar;
  class Booking;
  class Sessions;
  class Waitlist;

  std::string folder_;
  std::string address_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Locator> locator_;
  std::unique_ptr<Calendar> calendar_;
  std::unique_ptr<Booking> booking_;
  std::unique_ptr<Sessions> sessions_;
  std::unique_ptr<Waitlist> waitlist_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace rapport::client

#endif  // RAPPORT_TESTS_CLIENTS_SUPPORT_FAKE_SERVER_H_
