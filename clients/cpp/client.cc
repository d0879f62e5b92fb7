#include "clients/cpp/client.h"

#include <grpc/grpc.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "clients/cpp/request_id.h"
#include "clients/cpp/status.h"

namespace rapport::client {
namespace {

// After a failed connection the channel waits before it tries another; longer
// than the retries' own first waits, it would make them pointless.
constexpr int kReconnectBackoffMinMs = 100;
constexpr int kReconnectBackoffMaxMs = 2'000;
// What gRPC calls its least backoff is how long it gives a connection to come
// about: with TLS some round trips, and work at both ends.
constexpr int kConnectTimeoutMs = 5'000;

grpc::ChannelArguments ChannelArguments() {
  grpc::ChannelArguments arguments;
  // Retry sees the reason of an error, gRPC's own retries do not.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   kReconnectBackoffMinMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectBackoffMaxMs);
  return arguments;
}

// gRPC shuts down when the last of its objects goes, and that now and then
// waits 10 s for its own backup poller (1.51). A program that ends need not:
// this keeps gRPC up once it is.
void KeepGrpcUp() {
  [[maybe_unused]] static const bool is_up = [] {
    grpc_init();
    return true;
  }();
}

// What a stub's method answers, from its type.
template <typename Method>
struct ResponseOf;
template <typename Stub, typename Request, typename Response>
struct ResponseOf<grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                         Response*)> {
  using Type = Response;
};

}  // namespace

absl::StatusOr<Client> Client::Connect(const ClientOptions& options) {
  absl::StatusOr<Address> address = ParseAddress(options.address);
  if (!address.ok()) return address.status();
  absl::Status caller = CheckCaller(options.caller);
  if (!caller.ok()) return caller;
  const auto credentials = CredentialsOf(options.tls);
  if (!credentials.ok()) return credentials.status();
  KeepGrpcUp();
  auto connection = std::make_shared<Connection>();
  connection->options = options;
  connection->address = *std::move(address);
  if (options.read_own_writes) {
    connection->seen = std::make_unique<SeenPositions>();
  }
  connection->channel = grpc::CreateCustomChannel(
      connection->address.target, *credentials, ChannelArguments());
  connection->catalog = v1::CatalogService::NewStub(connection->channel);
  connection->locator = v1::LocatorService::NewStub(connection->channel);
  connection->calendar = v1::CalendarService::NewStub(connection->channel);
  connection->booking = v1::BookingService::NewStub(connection->channel);
  connection->waitlist = v1::WaitlistService::NewStub(connection->channel);
  return Client(std::move(connection), options.caller);
}

Client::Client(std::shared_ptr<const Connection> connection, Caller caller)
    : connection_(std::move(connection)), caller_(std::move(caller)) {}

Client Client::As(Caller caller) const {
  return Client(connection_, std::move(caller));
}

template <typename Stub, typename Method, typename Request>
auto Client::Call(Repeat repeat, Stub& stub, Method method,
                  const Request& request) const {
  using Response = typename ResponseOf<Method>::Type;
  Response response;
  const ClientOptions& options = connection_->options;
  const absl::Time deadline = options.clock->Now() + options.timeout;
  const absl::Status status =
      Retry(options.retry, *options.clock, deadline, repeat, [&] {
        grpc::ClientContext context;
        AddCaller(caller_, context);
        // gRPC goes by the machine's clock, whatever ours is.
        context.set_deadline(absl::ToChronoTime(
            absl::Now() + (deadline - options.clock->Now())));
        std::vector<std::string> asked;
        SeenPositions* const seen = connection_->seen.get();
        if (seen != nullptr) asked = seen->AskIn(context);
        const grpc::Status told = (stub.*method)(&context, request, &response);
        if (told.ok() && seen != nullptr) seen->Take(asked, context);
        return WithTlsAdvice(FromGrpc(told), options.tls.IsTls());
      });
  return status.ok() ? absl::StatusOr<Response>(std::move(response))
                     : absl::StatusOr<Response>(status);
}

template <typename Stub, typename Method, typename Request>
auto Client::CallOnceById(Stub& stub, Method method, Request& request) const {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  return Call(Repeat::kSafe, stub, method, request);
}

absl::StatusOr<v1::Brand> Client::CreateBrand(
    v1::CreateBrandRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::CreateBrand, request);
}

absl::StatusOr<v1::Brand> Client::GetBrand(v1::GetBrandRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetBrand, request);
}

absl::StatusOr<v1::Brand> Client::UpdateBrand(
    v1::UpdateBrandRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateBrand, request);
}

absl::StatusOr<v1::Store> Client::GetStore(v1::GetStoreRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetStore, request);
}

absl::StatusOr<v1::ListStoresResponse> Client::ListStores(
    v1::ListStoresRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListStores, request);
}

absl::StatusOr<v1::Store> Client::UpdateStore(
    v1::UpdateStoreRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateStore, request);
}

absl::StatusOr<v1::ImportSummary> Client::ImportStores(
    const v1::ImportHeader& header, const ByteSource& bytes,
    ImportListener& listener) const {
  return client::ImportStores(*connection_->catalog, caller_,
                              connection_->options.import_timeout, header,
                              bytes, listener, connection_->seen.get());
}

absl::Status Client::ExportStores(const v1::ExportStoresRequest& request,
                                  const ByteSink& sink) const {
  const ClientOptions& options = connection_->options;
  return client::ExportStores(*connection_->catalog, caller_, options.retry,
                              *options.clock, options.export_timeout, request,
                              sink, connection_->seen.get());
}

absl::StatusOr<v1::Associate> Client::GetAssociate(
    v1::GetAssociateRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetAssociate, request);
}

absl::StatusOr<v1::ListAssociatesResponse> Client::ListAssociates(
    v1::ListAssociatesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListAssociates, request);
}

absl::StatusOr<v1::Associate> Client::UpdateAssociate(
    v1::UpdateAssociateRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateAssociate, request);
}

absl::StatusOr<v1::ImportSummary> Client::ImportAssociates(
    const v1::ImportHeader& header, const ByteSource& bytes,
    ImportListener& listener) const {
  return client::ImportAssociates(*connection_->catalog, caller_,
                                  connection_->options.import_timeout, header,
                                  bytes, listener, connection_->seen.get());
}

absl::StatusOr<v1::Service> Client::GetService(
    v1::GetServiceRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetService, request);
}

absl::StatusOr<v1::ListServicesResponse> Client::ListServices(
    v1::ListServicesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListServices, request);
}

absl::StatusOr<v1::Service> Client::UpdateService(
    v1::UpdateServiceRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateService, request);
}

absl::StatusOr<v1::ListStoreResourcesResponse> Client::ListStoreResources(
    v1::ListStoreResourcesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListStoreResources, request);
}

absl::StatusOr<v1::StoreResource> Client::UpdateStoreResource(
    v1::UpdateStoreResourceRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateStoreResource, request);
}

absl::StatusOr<v1::OfferPolicy> Client::GetOfferPolicy(
    v1::GetOfferPolicyRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::GetOfferPolicy, request);
}

absl::StatusOr<v1::ListOfferPoliciesResponse> Client::ListOfferPolicies(
    v1::ListOfferPoliciesRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ListOfferPolicies, request);
}

absl::StatusOr<v1::OfferPolicy> Client::UpdateOfferPolicy(
    v1::UpdateOfferPolicyRequest request) const {
  return Call(Repeat::kUnsafe, *connection_->catalog,
              &v1::CatalogService::Stub::UpdateOfferPolicy, request);
}

absl::StatusOr<v1::ExplainOfferResponse> Client::ExplainOffer(
    v1::ExplainOfferRequest request) const {
  return Call(Repeat::kSafe, *connection_->catalog,
              &v1::CatalogService::Stub::ExplainOffer, request);
}

absl::StatusOr<v1::SearchStoresResponse> Client::SearchStores(
    v1::SearchStoresRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::SearchStores, request);
}

absl::StatusOr<v1::SearchAssociatesResponse> Client::SearchAssociates(
    v1::SearchAssociatesRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::SearchAssociates, request);
}

absl::StatusOr<v1::BatchSearchAssociatesResponse> Client::BatchSearchAssociates(
    v1::BatchSearchAssociatesRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::BatchSearchAssociates, request);
}

absl::StatusOr<v1::ListAnySlotsResponse> Client::ListAnySlots(
    v1::ListAnySlotsRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::ListAnySlots, request);
}

std::unique_ptr<SlotWatch> Client::WatchSlots(
    v1::WatchSlotsRequest request) const {
  const ClientOptions& options = connection_->options;
  return std::make_unique<SlotWatch>(
      *connection_->locator, caller_, options.watch_retry, *options.clock,
      std::move(request), connection_->seen.get(), connection_);
}

absl::StatusOr<v1::StorePage> Client::GetStorePage(
    v1::GetStorePageRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::GetStorePage, request);
}

absl::StatusOr<v1::SuggestPlacesResponse> Client::SuggestPlaces(
    v1::SuggestPlacesRequest request) const {
  return Call(Repeat::kSafe, *connection_->locator,
              &v1::LocatorService::Stub::SuggestPlaces, request);
}

absl::StatusOr<v1::Schedule> Client::GetSchedule(
    v1::GetScheduleRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::GetSchedule, request);
}

absl::StatusOr<v1::UpdateScheduleResponse> Client::UpdateSchedule(
    v1::UpdateScheduleRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::UpdateSchedule, request);
}

absl::StatusOr<v1::ImportBusyTimeResponse> Client::ImportBusyTime(
    v1::ImportBusyTimeRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::ImportBusyTime, request);
}

absl::StatusOr<v1::SubscribeBusyTimeResponse> Client::SubscribeBusyTime(
    v1::SubscribeBusyTimeRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::SubscribeBusyTime, request);
}

absl::StatusOr<v1::RemoveBusyTimeResponse> Client::RemoveBusyTime(
    v1::RemoveBusyTimeRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::RemoveBusyTime, request);
}

absl::StatusOr<v1::CalendarFeed> Client::GetCalendarFeed(
    v1::GetCalendarFeedRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::GetCalendarFeed, request);
}

absl::StatusOr<v1::FeedAddress> Client::CreateFeedAddress(
    v1::CreateFeedAddressRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::CreateFeedAddress, request);
}

absl::StatusOr<v1::RemoveFeedAddressResponse> Client::RemoveFeedAddress(
    v1::RemoveFeedAddressRequest request) const {
  return CallOnceById(*connection_->calendar,
                      &v1::CalendarService::Stub::RemoveFeedAddress, request);
}

absl::StatusOr<v1::ListUncoveredBookingsResponse> Client::ListUncoveredBookings(
    v1::ListUncoveredBookingsRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::ListUncoveredBookings, request);
}

absl::StatusOr<v1::ListSlotsResponse> Client::ListSlots(
    v1::ListSlotsRequest request) const {
  return Call(Repeat::kSafe, *connection_->calendar,
              &v1::CalendarService::Stub::ListSlots, request);
}

absl::StatusOr<v1::Booking> Client::HoldSlot(
    v1::HoldSlotRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::HoldSlot, request);
}

absl::StatusOr<v1::Booking> Client::ConfirmBooking(
    v1::ConfirmBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ConfirmBooking, request);
}

absl::StatusOr<v1::Booking> Client::CancelBooking(
    v1::CancelBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CancelBooking, request);
}

absl::StatusOr<v1::Booking> Client::CreateBooking(
    v1::CreateBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CreateBooking, request);
}

absl::StatusOr<v1::Booking> Client::ExtendHold(
    v1::ExtendHoldRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ExtendHold, request);
}

absl::StatusOr<v1::Booking> Client::MoveBooking(
    v1::MoveBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::MoveBooking, request);
}

absl::StatusOr<v1::Booking> Client::SwitchChannel(
    v1::SwitchChannelRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::SwitchChannel, request);
}

absl::StatusOr<v1::Booking> Client::ReassignBooking(
    v1::ReassignBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ReassignBooking, request);
}

absl::StatusOr<v1::Booking> Client::CheckInBooking(
    v1::CheckInBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CheckInBooking, request);
}

absl::StatusOr<v1::Booking> Client::CompleteBooking(
    v1::CompleteBookingRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::CompleteBooking, request);
}

absl::StatusOr<v1::Booking> Client::MarkNoShow(
    v1::MarkNoShowRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::MarkNoShow, request);
}

absl::StatusOr<v1::ListBookingChangesResponse> Client::ListBookingChanges(
    v1::ListBookingChangesRequest request) const {
  return Call(Repeat::kSafe, *connection_->booking,
              &v1::BookingService::Stub::ListBookingChanges, request);
}

absl::StatusOr<v1::ReanchorBookingsResponse> Client::ReanchorBookings(
    v1::ReanchorBookingsRequest request) const {
  return CallOnceById(*connection_->booking,
                      &v1::BookingService::Stub::ReanchorBookings, request);
}

absl::StatusOr<v1::Booking> Client::GetBooking(
    v1::GetBookingRequest request) const {
  return Call(Repeat::kSafe, *connection_->booking,
              &v1::BookingService::Stub::GetBooking, request);
}

absl::StatusOr<v1::ListBookingsResponse> Client::ListBookings(
    v1::ListBookingsRequest request) const {
  return Call(Repeat::kSafe, *connection_->booking,
              &v1::BookingService::Stub::ListBookings, request);
}

absl::StatusOr<v1::WaitlistEntry> Client::JoinWaitlist(
    v1::JoinWaitlistRequest request) const {
  return CallOnceById(*connection_->waitlist,
                      &v1::WaitlistService::Stub::JoinWaitlist, request);
}

absl::StatusOr<v1::WaitlistEntry> Client::LeaveWaitlist(
    v1::LeaveWaitlistRequest request) const {
  return CallOnceById(*connection_->waitlist,
                      &v1::WaitlistService::Stub::LeaveWaitlist, request);
}

absl::StatusOr<v1::WaitlistEntry> Client::GetWaitlistEntry(
    v1::GetWaitlistEntryRequest request) const {
  return Call(Repeat::kSafe, *connection_->waitlist,
              &v1::WaitlistService::Stub::GetWaitlistEntry, request);
}

absl::StatusOr<v1::ListWaitlistEntriesResponse> Client::ListWaitlistEntries(
    v1::ListWaitlistEntriesRequest request) const {
  return Call(Repeat::kSafe, *connection_->waitlist,
              &v1::WaitlistService::Stub::ListWaitlistEntries, request);
}

}  // namespace rapport::client
