#include "tests/e2e/small_brand.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rapport/v1/calendar_service.grpc.pb.h"
#include "rapport/v1/catalog_service.grpc.pb.h"

namespace rapport::test {
namespace {

// Fails the test unless the call is OK.
template <typename Method, typename Stub, typename Request, typename Reply>
void Must(Stub& stub, Method method, const std::string& role,
          const Request& request, Reply& reply) {
  grpc::ClientContext context;
  SetCaller(context, role, "setup");
  const grpc::Status status = (stub.*method)(&context, request, &reply);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

}  // namespace

void SetCaller(grpc::ClientContext& context, const std::string& role,
               const std::string& principal) {
  context.AddMetadata("x-rapport-role", role);
  context.AddMetadata("x-rapport-principal", principal);
  if (role != "operator") context.AddMetadata("x-rapport-brand", "small");
}

v1::Service SmallBrand::ServiceLike(const std::string& name) {
  v1::Service service;
  service.set_name(name);
  service.set_display_name("Fitting");
  service.mutable_duration()->set_seconds(30 * 60);
  service.mutable_buffer_before()->set_seconds(5 * 60);
  service.mutable_buffer_after()->set_seconds(5 * 60);
  service.mutable_slot_interval()->set_seconds(5 * 60);
  service.add_channels(v1::CHANNEL_VIDEO);
  service.add_channels(v1::CHANNEL_CHAT);
  return service;
}

SmallBrand::SmallBrand(std::shared_ptr<grpc::Channel> channel, int associates,
                       const More& more)
    : first_start_(absl::FromCivil(
          absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()) + 2,
          absl::UTCTimeZone())) {
  MakeCatalog(*channel, associates, more);
  MakeSchedules(*channel, more);
}

void SmallBrand::MakeCatalog(grpc::Channel& channel, int associates,
                             const More& more) {
  using Catalog = v1::CatalogService::Stub;
  std::shared_ptr<grpc::Channel> alias(&channel, [](grpc::Channel*) {});
  Catalog catalog(alias);
  v1::CreateBrandRequest brand;
  brand.set_brand_id("small");
  brand.mutable_brand()->set_display_name("Small");
  v1::Brand brand_reply;
  Must(catalog, &Catalog::CreateBrand, "operator", brand, brand_reply);

  std::vector<v1::Service> services = {ServiceLike(kService)};
  services.insert(services.end(), more.services.begin(), more.services.end());
  for (const v1::Service& each : services) {
    v1::UpdateServiceRequest service;
    service.set_allow_missing(true);
    *service.mutable_service() = each;
    if (more.hold_s != 0) {
      service.mutable_service()->mutable_hold_duration()->set_seconds(
          more.hold_s);
    }
    v1::Service reply;
    Must(catalog, &Catalog::UpdateService, "brand-admin", service, reply);
  }

  v1::UpdateStoreRequest store;
  store.set_allow_missing(true);
  store.mutable_store()->set_display_name("The store");
  store.mutable_store()->mutable_location()->set_latitude(51.5);
  store.mutable_store()->set_time_zone("Etc/UTC");
  store.mutable_store()->set_source("test");
  store.mutable_store()->set_source_id("1");
  v1::Store store_reply;
  Must(catalog, &Catalog::UpdateStore, "brand-admin", store, store_reply);
  store_ = store_reply.name();

  for (int i = 0; i < associates; ++i) {
    v1::UpdateAssociateRequest associate;
    associate.set_allow_missing(true);
    v1::Associate& content = *associate.mutable_associate();
    content.set_display_name(absl::StrCat("Associate ", i));
    content.add_stores(store_);
    content.add_languages()->set_language_code("en");
    content.mutable_languages(0)->set_level(v1::LANGUAGE_LEVEL_NATIVE);
    for (const v1::Service& each : services) content.add_services(each.name());
    content.add_channels(v1::CHANNEL_VIDEO);
    content.add_channels(v1::CHANNEL_CHAT);
    content.set_source("test");
    content.set_source_id(absl::StrCat(i));
    v1::Associate reply;
    Must(catalog, &Catalog::UpdateAssociate, "brand-admin", associate, reply);
    associates_.push_back(reply.name());
  }
}

void SmallBrand::ShareChats(v1::Schedule& schedule) {
  v1::ChannelCapacity& chats = *schedule.add_channel_capacities();
  chats.set_channel(v1::CHANNEL_CHAT);
  chats.set_capacity(kChatsAtATime);
}

void SmallBrand::MakeSchedules(grpc::Channel& channel, const More& more) {
  using Calendar = v1::CalendarService::Stub;
  std::shared_ptr<grpc::Channel> alias(&channel, [](grpc::Channel*) {});
  Calendar calendar(alias);
  for (size_t i = 0; i < associates_.size(); ++i) {
    v1::UpdateScheduleRequest request;
    request.set_request_id(absl::StrCat("schedule-", i));
    request.mutable_schedule()->set_name(
        absl::StrCat(associates_[i], "/schedule"));
    for (int day = google::type::MONDAY; day <= google::type::SUNDAY; ++day) {
      v1::WeeklyPeriod& period =
          *request.mutable_schedule()->add_weekly_periods();
      period.set_day(static_cast<google::type::DayOfWeek>(day));
      period.mutable_start_time()->set_hours(0);
      period.mutable_end_time()->set_hours(24);
    }
    ShareChats(*request.mutable_schedule());
    if (more.schedule) more.schedule(i, *request.mutable_schedule());
    v1::UpdateScheduleResponse reply;
    Must(calendar, &Calendar::UpdateSchedule, "brand-admin", request, reply);
  }
}

v1::HoldSlotRequest SmallBrand::Hold(const std::string& request_id,
                                     size_t associate, int n) const {
  v1::HoldSlotRequest request;
  request.set_parent(kName);
  request.set_request_id(request_id);
  request.set_associate(associates_[associate]);
  request.set_service(kService);
  request.set_channel(v1::CHANNEL_VIDEO);
  request.mutable_start_time()->set_seconds(
      absl::ToUnixSeconds(first_start_ + n * kApart));
  return request;
}

}  // namespace rapport::test
