#include "tests/clients/support/fake_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <stdlib.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "clients/cpp/status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rapport::client {
namespace {

using grpc::ServerContext;
using grpc::Status;

std::string MakeFolder() {
  std::string folder =
      (std::filesystem::temp_directory_path() / "rapport_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) abort();
  return folder;
}

}  // namespace

Metadata MetadataOf(const ServerContext& context) {
  Metadata metadata;
  for (const auto& [key, value] : context.client_metadata()) {
    std::string& values = metadata[std::string(key.data(), key.size())];
    if (!values.empty()) values.push_back(',');
    values.append(value.data(), value.size());
  }
  return metadata;
}

Status ErrorWith(grpc::StatusCode code, const std::string& message,
                 const std::string& reason,
                 const std::vector<FieldViolation>& violations,
                 const std::string& localized_message) {
  google::rpc::Status details;
  details.set_code(code);
  details.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  details.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : violations) {
    auto& added = *bad.add_field_violations();
    added.set_field(violation.field);
    added.set_description(violation.description);
  }
  if (!violations.empty()) details.add_details()->PackFrom(bad);
  google::rpc::LocalizedMessage localized;
  localized.set_locale("en");
  localized.set_message(localized_message);
  if (!localized_message.empty()) details.add_details()->PackFrom(localized);
  return Status(code, message, details.SerializeAsString());
}

class FakeServer::Catalog : public v1::CatalogService::Service {
 public:
  explicit Catalog(FakeServer& fake) : fake_(fake) {}

  Status CreateBrand(ServerContext* context, const v1::CreateBrandRequest* in,
                     v1::Brand* out) override {
    return fake_.create_brand.Serve(*context, *in, *out);
  }
  Status GetBrand(ServerContext* context, const v1::GetBrandRequest* in,
                  v1::Brand* out) override {
    return fake_.get_brand.Serve(*context, *in, *out);
  }
  Status UpdateBrand(ServerContext* context, const v1::UpdateBrandRequest* in,
                     v1::Brand* out) override {
    return fake_.update_brand.Serve(*context, *in, *out);
  }
  Status GetStore(ServerContext* context, const v1::GetStoreRequest* in,
                  v1::Store* out) override {
    return fake_.get_store.Serve(*context, *in, *out);
  }
  Status ListStores(ServerContext* context, const v1::ListStoresRequest* in,
                    v1::ListStoresResponse* out) override {
    return fake_.list_stores.Serve(*context, *in, *out);
  }
  Status ImportStores(
      ServerContext* context,
      grpc::ServerReaderWriter<v1::ImportStoresResponse,
                               v1::ImportStoresRequest>* stream) override {
    return fake_.import_stores(*context, *stream);
  }
  Status ExportStores(
      ServerContext* context, const v1::ExportStoresRequest* in,
      grpc::ServerWriter<v1::ExportStoresResponse>* stream) override {
    return fake_.export_stores(*context, *in, *stream);
  }
  Status GetAssociate(ServerContext* context, const v1::GetAssociateRequest* in,
                      v1::Associate* out) override {
    return fake_.get_associate.Serve(*context, *in, *out);
  }
  Status ListAssociates(ServerContext* context,
                        const v1::ListAssociatesRequest* in,
                        v1::ListAssociatesResponse* out) override {
    return fake_.list_associates.Serve(*context, *in, *out);
  }
  Status ImportAssociates(
      ServerContext* context,
      grpc::ServerReaderWriter<v1::ImportAssociatesResponse,
                               v1::ImportAssociatesRequest>* stream) override {
    return fake_.import_associates(*context, *stream);
  }
  Status UpdateAssociate(ServerContext* context,
                         const v1::UpdateAssociateRequest* in,
                         v1::Associate* out) override {
    return fake_.update_associate.Serve(*context, *in, *out);
  }
  Status GetService(ServerContext* context, const v1::GetServiceRequest* in,
                    v1::Service* out) override {
    return fake_.get_service.Serve(*context, *in, *out);
  }
  Status GetOfferPolicy(ServerContext* context,
                        const v1::GetOfferPolicyRequest* in,
                        v1::OfferPolicy* out) override {
    return fake_.get_offer_policy.Serve(*context, *in, *out);
  }
  Status ListOfferPolicies(ServerContext* context,
                           const v1::ListOfferPoliciesRequest* in,
                           v1::ListOfferPoliciesResponse* out) override {
    return fake_.list_offer_policies.Serve(*context, *in, *out);
  }
  Status UpdateOfferPolicy(ServerContext* context,
                           const v1::UpdateOfferPolicyRequest* in,
                           v1::OfferPolicy* out) override {
    return fake_.update_offer_policy.Serve(*context, *in, *out);
  }
  Status ListStoreResources(ServerContext* context,
                            const v1::ListStoreResourcesRequest* in,
                            v1::ListStoreResourcesResponse* out) override {
    return fake_.list_store_resources.Serve(*context, *in, *out);
  }
  Status UpdateStoreResource(ServerContext* context,
                             const v1::UpdateStoreResourceRequest* in,
                             v1::StoreResource* out) override {
    return fake_.update_store_resource.Serve(*context, *in, *out);
  }
  Status ExplainOffer(ServerContext* context, const v1::ExplainOfferRequest* in,
                      v1::ExplainOfferResponse* out) override {
    return fake_.explain_offer.Serve(*context, *in, *out);
  }
  Status ListServices(ServerContext* context, const v1::ListServicesRequest* in,
                      v1::ListServicesResponse* out) override {
    return fake_.list_services.Serve(*context, *in, *out);
  }
  Status UpdateService(ServerContext* context,
                       const v1::UpdateServiceRequest* in,
                       v1::Service* out) override {
    return fake_.update_service.Serve(*context, *in, *out);
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Locator : public v1::LocatorService::Service {
 public:
  explicit Locator(FakeServer& fake) : fake_(fake) {}

  Status SearchStores(ServerContext* context, const v1::SearchStoresRequest* in,
                      v1::SearchStoresResponse* out) override {
    return fake_.search_stores.Serve(*context, *in, *out);
  }
  Status SearchAssociates(ServerContext* context,
                          const v1::SearchAssociatesRequest* in,
                          v1::SearchAssociatesResponse* out) override {
    return fake_.search_associates.Serve(*context, *in, *out);
  }
  Status BatchSearchAssociates(
      ServerContext* context, const v1::BatchSearchAssociatesRequest* in,
      v1::BatchSearchAssociatesResponse* out) override {
    return fake_.batch_search_associates.Serve(*context, *in, *out);
  }
  Status ListAnySlots(ServerContext* context, const v1::ListAnySlotsRequest* in,
                      v1::ListAnySlotsResponse* out) override {
    return fake_.list_any_slots.Serve(*context, *in, *out);
  }
  Status WatchSlots(
      ServerContext* context, const v1::WatchSlotsRequest* in,
      grpc::ServerWriter<v1::WatchSlotsResponse>* stream) override {
    return fake_.watch_slots(*context, *in, *stream);
  }
  Status GetStorePage(ServerContext* context, const v1::GetStorePageRequest* in,
                      v1::StorePage* out) override {
    return fake_.get_store_page.Serve(*context, *in, *out);
  }
  Status SuggestPlaces(ServerContext* context,
                       const v1::SuggestPlacesRequest* in,
                       v1::SuggestPlacesResponse* out) override {
    return fake_.suggest_places.Serve(*context, *in, *out);
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Calendar : public v1::CalendarService::Service {
 public:
  explicit Calendar(FakeServer& fake) : fake_(fake) {}

  Status GetSchedule(ServerContext* context, const v1::GetScheduleRequest* in,
                     v1::Schedule* out) override {
    return fake_.get_schedule.Serve(*context, *in, *out);
  }
  Status UpdateSchedule(ServerContext* context,
                        const v1::UpdateScheduleRequest* in,
                        v1::UpdateScheduleResponse* out) override {
    return fake_.update_schedule.Serve(*context, *in, *out);
  }
  Status ImportBusyTime(ServerContext* context,
                        const v1::ImportBusyTimeRequest* in,
                        v1::ImportBusyTimeResponse* out) override {
    return fake_.import_busy_time.Serve(*context, *in, *out);
  }
  Status SubscribeBusyTime(ServerContext* context,
                           const v1::SubscribeBusyTimeRequest* in,
                           v1::SubscribeBusyTimeResponse* out) override {
    return fake_.subscribe_busy_time.Serve(*context, *in, *out);
  }
  Status RemoveBusyTime(ServerContext* context,
                        const v1::RemoveBusyTimeRequest* in,
                        v1::RemoveBusyTimeResponse* out) override {
    return fake_.remove_busy_time.Serve(*context, *in, *out);
  }
  Status GetCalendarFeed(ServerContext* context,
                         const v1::GetCalendarFeedRequest* in,
                         v1::CalendarFeed* out) override {
    return fake_.get_calendar_feed.Serve(*context, *in, *out);
  }
  Status CreateFeedAddress(ServerContext* context,
                           const v1::CreateFeedAddressRequest* in,
                           v1::FeedAddress* out) override {
    return fake_.create_feed_address.Serve(*context, *in, *out);
  }
  Status RemoveFeedAddress(ServerContext* context,
                           const v1::RemoveFeedAddressRequest* in,
                           v1::RemoveFeedAddressResponse* out) override {
    return fake_.remove_feed_address.Serve(*context, *in, *out);
  }
  Status ListUncoveredBookings(
      ServerContext* context, const v1::ListUncoveredBookingsRequest* in,
      v1::ListUncoveredBookingsResponse* out) override {
    return fake_.list_uncovered_bookings.Serve(*context, *in, *out);
  }
  Status ListSlots(ServerContext* context, const v1::ListSlotsRequest* in,
                   v1::ListSlotsResponse* out) override {
    return fake_.list_slots.Serve(*context, *in, *out);
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Booking : public v1::BookingService::Service {
 public:
  explicit Booking(FakeServer& fake) : fake_(fake) {}

  Status HoldSlot(ServerContext* context, const v1::HoldSlotRequest* in,
                  v1::Booking* out) override {
    return fake_.hold_slot.Serve(*context, *in, *out);
  }
  Status ConfirmBooking(ServerContext* context,
                        const v1::ConfirmBookingRequest* in,
                        v1::Booking* out) override {
    return fake_.confirm_booking.Serve(*context, *in, *out);
  }
  Status CancelBooking(ServerContext* context,
                       const v1::CancelBookingRequest* in,
                       v1::Booking* out) override {
    return fake_.cancel_booking.Serve(*context, *in, *out);
  }
  Status CreateBooking(ServerContext* context,
                       const v1::CreateBookingRequest* in,
                       v1::Booking* out) override {
    return fake_.create_booking.Serve(*context, *in, *out);
  }
  Status ExtendHold(ServerContext* context, const v1::ExtendHoldRequest* in,
                    v1::Booking* out) override {
    return fake_.extend_hold.Serve(*context, *in, *out);
  }
  Status MoveBooking(ServerContext* context, const v1::MoveBookingRequest* in,
                     v1::Booking* out) override {
    return fake_.move_booking.Serve(*context, *in, *out);
  }
  Status SwitchChannel(ServerContext* context,
                       const v1::SwitchChannelRequest* in,
                       v1::Booking* out) override {
    return fake_.switch_channel.Serve(*context, *in, *out);
  }
  Status ReassignBooking(ServerContext* context,
                         const v1::ReassignBookingRequest* in,
                         v1::Booking* out) override {
    return fake_.reassign_booking.Serve(*context, *in, *out);
  }
  Status CheckInBooking(ServerContext* context,
                        const v1::CheckInBookingRequest* in,
                        v1::Booking* out) override {
    return fake_.check_in_booking.Serve(*context, *in, *out);
  }
  Status CompleteBooking(ServerContext* context,
                         const v1::CompleteBookingRequest* in,
                         v1::Booking* out) override {
    return fake_.complete_booking.Serve(*context, *in, *out);
  }
  Status MarkNoShow(ServerContext* context, const v1::MarkNoShowRequest* in,
                    v1::Booking* out) override {
    return fake_.mark_no_show.Serve(*context, *in, *out);
  }
  Status ListBookingChanges(ServerContext* context,
                            const v1::ListBookingChangesRequest* in,
                            v1::ListBookingChangesResponse* out) override {
    return fake_.list_booking_changes.Serve(*context, *in, *out);
  }
  Status ReanchorBookings(ServerContext* context,
                          const v1::ReanchorBookingsRequest* in,
                          v1::ReanchorBookingsResponse* out) override {
    return fake_.reanchor_bookings.Serve(*context, *in, *out);
  }
  Status GetBooking(ServerContext* context, const v1::GetBookingRequest* in,
                    v1::Booking* out) override {
    return fake_.get_booking.Serve(*context, *in, *out);
  }
  Status ListBookings(ServerContext* context, const v1::ListBookingsRequest* in,
                      v1::ListBookingsResponse* out) override {
    return fake_.list_bookings.Serve(*context, *in, *out);
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Sessions : public v1::SessionService::Service {
 public:
  explicit Sessions(FakeServer& fake) : fake_(fake) {}

  Status CreateSession(ServerContext* context,
                       const v1::CreateSessionRequest* in,
                       v1::Session* out) override {
    return fake_.create_session.Serve(*context, *in, *out);
  }
  Status GetSession(ServerContext* context, const v1::GetSessionRequest* in,
                    v1::Session* out) override {
    return fake_.get_session.Serve(*context, *in, *out);
  }
  Status ListSessions(ServerContext* context, const v1::ListSessionsRequest* in,
                      v1::ListSessionsResponse* out) override {
    return fake_.list_sessions.Serve(*context, *in, *out);
  }
  Status HoldSeats(ServerContext* context, const v1::HoldSeatsRequest* in,
                   v1::Booking* out) override {
    return fake_.hold_seats.Serve(*context, *in, *out);
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Waitlist : public v1::WaitlistService::Service {
 public:
  explicit Waitlist(FakeServer& fake) : fake_(fake) {}

  Status JoinWaitlist(ServerContext* context, const v1::JoinWaitlistRequest* in,
                      v1::WaitlistEntry* out) override {
    return fake_.join_waitlist.Serve(*context, *in, *out);
  }
  Status LeaveWaitlist(ServerContext* context,
                       const v1::LeaveWaitlistRequest* in,
                       v1::WaitlistEntry* out) override {
    return fake_.leave_waitlist.Serve(*context, *in, *out);
  }
  Status GetWaitlistEntry(ServerContext* context,
                          const v1::GetWaitlistEntryRequest* in,
                          v1::WaitlistEntry* out) override {
    return fake_.get_waitlist_entry.Serve(*context, *in, *out);
  }
  Status ListWaitlistEntries(ServerContext* context,
                             const v1::ListWaitlistEntriesRequest* in,
                             v1::ListWaitlistEntriesResponse* out) override {
    return fake_.list_waitlist_entries.Serve(*context, *in, *out);
  }

 private:
  FakeServer& fake_;
};

FakeServer::FakeServer()
    : folder_(MakeFolder()),
      address_(absl::StrCat("unix:", folder_, "/socket")),
      catalog_(std::make_unique<Catalog>(*this)),
      locator_(std::make_unique<Locator>(*this)),
      calendar_(std::make_unique<Calendar>(*this)),
      booking_(std::make_unique<Booking>(*this)),
      sessions_(std::make_unique<Sessions>(*this)),
      waitlist_(std::make_unique<Waitlist>(*this)) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address_, grpc::InsecureServerCredentials());
  builder.RegisterService(catalog_.get());
  builder.RegisterService(locator_.get());
  builder.RegisterService(calendar_.get());
  builder.RegisterService(booking_.get());
  builder.RegisterService(sessions_.get());
  builder.RegisterService(waitlist_.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) abort();
}

FakeServer::~FakeServer() {
  server_->Shutdown();
  server_->Wait();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Client FakeServer::Connect(Caller caller, Clock& clock) const {
  ClientOptions options;
  options.address = address_;
  options.caller = std::move(caller);
  options.clock = &clock;
  return *Client::Connect(options);
}

void FakeServer::SetServing(bool is_serving) {
  server_->GetHealthCheckService()->SetServingStatus(is_serving);
}

}  // namespace rapport::client
