// The Rapport API for C++ programs: typed calls with deadlines, bounded
// retries and request ids.
//
//   ClientOptions options;
//   options.address = "localhost:8910";
//   options.caller = {.brand = "demo", .principal = "s-1"};
//   absl::StatusOr<Client> client = Client::Connect(options);
//   v1::HoldSlotRequest request;  // request_id may stay empty
//   absl::StatusOr<v1::Booking> booking = client->HoldSlot(request);
//
// Every call answers the server's status code; DetailsOf (status.h) reads the
// reason and the fields at fault. Beside what each method of the protos lists,
// any call can answer UNAVAILABLE (not reached, or the outcome unknown, also
// after the retries), DEADLINE_EXCEEDED, UNAUTHENTICATED and
// PERMISSION_DENIED.
//
// Retries (retry.h): reads, and writes with a request id. A write whose
// request_id is empty is given a new one before its first attempt, the same
// over all attempts. Other programs may take clients/service_config.json
// instead, which says the same to gRPC.

#ifndef RAPPORT_CLIENTS_CPP_CLIENT_H_
#define RAPPORT_CLIENTS_CPP_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/address.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/clock.h"
#include "clients/cpp/file_export.h"
#include "clients/cpp/file_import.h"
#include "clients/cpp/retry.h"
#include "clients/cpp/seen_positions.h"
#include "clients/cpp/slot_watch.h"
#include "clients/cpp/tls.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "rapport/v1/calendar_service.grpc.pb.h"
#include "rapport/v1/catalog_service.grpc.pb.h"
#include "rapport/v1/locator_service.grpc.pb.h"
#include "rapport/v1/session_service.grpc.pb.h"
#include "rapport/v1/waitlist_service.grpc.pb.h"

namespace grpc {
class Channel;
}

namespace rapport::client {

struct ClientOptions {
  // host:port or unix:/path; see address.h.
  std::string address = "127.0.0.1:8910";
  Caller caller = {};
  // Without any: plaintext.
  TlsFiles tls = {};
  // A call with all its retries. A shopper waits for it.
  absl::Duration timeout = absl::Seconds(10);
  // A whole import: a GiB of rows at some thousand rows a second.
  absl::Duration import_timeout = absl::Hours(2);
  // A whole export with its retries: as much as an import, back again.
  absl::Duration export_timeout = absl::Hours(2);
  RetryPolicy retry = {};
  // Attempts in a row to go on with a watch: about a minute, in which a server
  // can be started again and read its database.
  RetryPolicy watch_retry = {.attempts_max = 16,
                             .backoff_max = absl::Seconds(5)};
  // Whether no answer may be older than what this client, with all its copies,
  // has written and read before, also where calls reach different servers. A
  // server that is behind then lets a call wait for a moment; if that is not
  // enough, UNAVAILABLE (POSITION_NOT_REACHED), which is retried as any.
  bool read_own_writes = false;
  // Times the retries. Outlives the client.
  Clock* clock = &Clock::Real();
};

// Thread-safety: any number of threads may call one client; copies share the
// connection.
class Client {
 public:
  // Prepares a connection; it is made by the first call. INVALID_ARGUMENT if
  // the address or the caller can't be one, and the codes of CredentialsOf.
  static absl::StatusOr<Client> Connect(const ClientOptions& options);

  // The same connection, for another caller, whom CheckCaller accepts.
  Client As(Caller caller) const;

  absl::StatusOr<v1::Brand> CreateBrand(v1::CreateBrandRequest request) const;
  absl::StatusOr<v1::Brand> GetBrand(v1::GetBrandRequest request) const;
  absl::StatusOr<v1::Brand> UpdateBrand(v1::UpdateBrandRequest request) const;

  absl::StatusOr<v1::Store> GetStore(v1::GetStoreRequest request) const;
  absl::StatusOr<v1::ListStoresResponse> ListStores(
      v1::ListStoresRequest request) const;
  absl::StatusOr<v1::Store> UpdateStore(v1::UpdateStoreRequest request) const;
  absl::StatusOr<v1::ImportSummary> ImportStores(
      const v1::ImportHeader& header, const ByteSource& bytes,
      ImportListener& listener) const;
  absl::Status ExportStores(const v1::ExportStoresRequest& request,
                            const ByteSink& sink) const;

  absl::StatusOr<v1::Associate> GetAssociate(
      v1::GetAssociateRequest request) const;
  absl::StatusOr<v1::ListAssociatesResponse> ListAssociates(
      v1::ListAssociatesRequest request) const;
  absl::StatusOr<v1::Associate> UpdateAssociate(
      v1::UpdateAssociateRequest request) const;
  absl::StatusOr<v1::ImportSummary> ImportAssociates(
      const v1::ImportHeader& header, const ByteSource& bytes,
      ImportListener& listener) const;

  absl::StatusOr<v1::Service> GetService(v1::GetServiceRequest request) const;
  absl::StatusOr<v1::ListServicesResponse> ListServices(
      v1::ListServicesRequest request) const;
  absl::StatusOr<v1::Service> UpdateService(
      v1::UpdateServiceRequest request) const;

  absl::StatusOr<v1::ListStoreResourcesResponse> ListStoreResources(
      v1::ListStoreResourcesRequest request) const;
  absl::StatusOr<v1::StoreResource> UpdateStoreResource(
      v1::UpdateStoreResourceRequest request) const;
  absl::StatusOr<v1::OfferPolicy> GetOfferPolicy(
      v1::GetOfferPolicyRequest request) const;
  absl::StatusOr<v1::ListOfferPoliciesResponse> ListOfferPolicies(
      v1::ListOfferPoliciesRequest request) const;
  absl::StatusOr<v1::OfferPolicy> UpdateOfferPolicy(
      v1::UpdateOfferPolicyRequest request) const;
  absl::StatusOr<v1::ExplainOfferResponse> ExplainOffer(
      v1::ExplainOfferRequest request) const;

  absl::StatusOr<v1::SearchStoresResponse> SearchStores(
      v1::SearchStoresRequest request) const;
  absl::StatusOr<v1::SearchAssociatesResponse> SearchAssociates(
      v1::SearchAssociatesRequest request) const;
  absl::StatusOr<v1::BatchSearchAssociatesResponse> BatchSearchAssociates(
      v1::BatchSearchAssociatesRequest request) const;
  absl::StatusOr<v1::ListAnySlotsResponse> ListAnySlots(
      v1::ListAnySlotsRequest request) const;
  // Not begun before its first Next. Keeps the connection, not the client.
  std::unique_ptr<SlotWatch> WatchSlots(v1::WatchSlotsRequest request) const;
  absl::StatusOr<v1::StorePage> GetStorePage(
      v1::GetStorePageRequest request) const;
  absl::StatusOr<v1::SuggestPlacesResponse> SuggestPlaces(
      v1::SuggestPlacesRequest request) const;

  absl::StatusOr<v1::Schedule> GetSchedule(
      v1::GetScheduleRequest request) const;
  absl::StatusOr<v1::UpdateScheduleResponse> UpdateSchedule(
      v1::UpdateScheduleRequest request) const;
  absl::StatusOr<v1::ImportBusyTimeResponse> ImportBusyTime(
      v1::ImportBusyTimeRequest request) const;
  absl::StatusOr<v1::SubscribeBusyTimeResponse> SubscribeBusyTime(
      v1::SubscribeBusyTimeRequest request) const;
  absl::StatusOr<v1::RemoveBusyTimeResponse> RemoveBusyTime(
      v1::RemoveBusyTimeRequest request) const;
  absl::StatusOr<v1::CalendarFeed> GetCalendarFeed(
      v1::GetCalendarFeedRequest request) const;
  // Its answer has no address if it repeats one that was lost on the way.
  absl::StatusOr<v1::FeedAddress> CreateFeedAddress(
      v1::CreateFeedAddressRequest request) const;
  absl::StatusOr<v1::RemoveFeedAddressResponse> RemoveFeedAddress(
      v1::RemoveFeedAddressRequest request) const;
  absl::StatusOr<v1::ListUncoveredBookingsResponse> ListUncoveredBookings(
      v1::ListUncoveredBookingsRequest request) const;
  absl::StatusOr<v1::ListSlotsResponse> ListSlots(
      v1::ListSlotsRequest request) const;

  absl::StatusOr<v1::Booking> HoldSlot(v1::HoldSlotRequest request) const;
  absl::StatusOr<v1::Booking> ConfirmBooking(
      v1::ConfirmBookingRequest request) const;
  absl::StatusOr<v1::Booking> CancelBooking(
      v1::CancelBookingRequest request) const;
  absl::StatusOr<v1::Booking> CreateBooking(
      v1::CreateBookingRequest request) const;
  absl::StatusOr<v1::Booking> ExtendHold(v1::ExtendHoldRequest request) const;
  absl::StatusOr<v1::Booking> MoveBooking(v1::MoveBookingRequest request) const;
  absl::StatusOr<v1::Booking> SwitchChannel(
      v1::SwitchChannelRequest request) const;
  absl::StatusOr<v1::Booking> ReassignBooking(
      v1::ReassignBookingRequest request) const;
  absl::StatusOr<v1::Booking> CheckInBooking(
      v1::CheckInBookingRequest request) const;
  absl::StatusOr<v1::Booking> CompleteBooking(
      v1::CompleteBookingRequest request) const;
  absl::StatusOr<v1::Booking> MarkNoShow(v1::MarkNoShowRequest request) const;
  absl::StatusOr<v1::ListBookingChangesResponse> ListBookingChanges(
      v1::ListBookingChangesRequest request) const;
  absl::StatusOr<v1::ReanchorBookingsResponse> ReanchorBookings(
      v1::ReanchorBookingsRequest request) const;
  absl::StatusOr<v1::Booking> GetBooking(v1::GetBookingRequest request) const;
  absl::StatusOr<v1::ListBookingsResponse> ListBookings(
      v1::ListBookingsRequest request) const;

  absl::StatusOr<v1::Session> CreateSession(
      v1::CreateSessionRequest request) const;
  absl::StatusOr<v1::Session> GetSession(v1::GetSessionRequest request) const;
  absl::StatusOr<v1::ListSessionsResponse> ListSessions(
      v1::ListSessionsRequest request) const;
  absl::StatusOr<v1::Booking> HoldSeats(v1::HoldSeatsRequest request) const;
  absl::StatusOr<v1::WaitlistEntry> JoinWaitlist(
      v1::JoinWaitlistRequest request) const;
  absl::StatusOr<v1::WaitlistEntry> LeaveWaitlist(
      v1::LeaveWaitlistRequest request) const;
  absl::StatusOr<v1::WaitlistEntry> GetWaitlistEntry(
      v1::GetWaitlistEntryRequest request) const;
  absl::StatusOr<v1::ListWaitlistEntriesResponse> ListWaitlistEntries(
      v1::ListWaitlistEntriesRequest request) const;

  const Address& address() const { return connection_->address; }
  bool is_tls() const { return connection_->options.tls.IsTls(); }
  // For calls that are not Rapport's: health, reflection.
  const std::shared_ptr<grpc::Channel>& channel() const {
    return connection_->channel;
  }

 private:
  struct Connection {
    ClientOptions options;
    Address address;
    std::unique_ptr<SeenPositions> seen;  // null: not asked for
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<v1::CatalogService::Stub> catalog;
    std::unique_ptr<v1::LocatorService::Stub> locator;
    std::unique_ptr<v1::CalendarService::Stub> calendar;
    std::unique_ptr<v1::BookingService::Stub> booking;
    std::unique_ptr<v1::SessionService::Stub> session;
    std::unique_ptr<v1::WaitlistService::Stub> waitlist;
  };

  Client(std::shared_ptr<const Connection> connection, Caller caller);

  // One call with its retries; `method` is a member of the stub.
  template <typename Stub, typename Method, typename Request>
  auto Call(Repeat repeat, Stub& stub, Method method,
            const Request& request) const;
  // As Call, for a write with a request id.
  template <typename Stub, typename Method, typename Request>
  auto CallOnceById(Stub& stub, Method method, Request& request) const;

  std::shared_ptr<const Connection> connection_;
  Caller caller_;
};

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_CLIENT_H_
