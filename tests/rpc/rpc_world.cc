#include "tests/rpc/rpc_world.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/session_service.pb.h"
#include "rapport/v1/waitlist_service.pb.h"
#include "server/transport/resource_name.h"
#include "tests/catalog/zones.h"
#include "tests/places/small_gazetteer.h"

namespace rapport {
namespace {

const BrandId& Acme() {
  static const BrandId& brand = *new BrandId(*BrandId::Parse("acme"));
  return brand;
}
const BrandId& Other() {
  static const BrandId& brand = *new BrandId(*BrandId::Parse("other"));
  return brand;
}

std::string StoreOf(const BrandId& brand, absl::string_view source_id) {
  return transport::StoreName(brand, StoreIdOf("pos", source_id));
}
std::string AssociateOf(const BrandId& brand, absl::string_view source_id) {
  return transport::AssociateName(brand, AssociateIdOf("hr", source_id));
}

absl::Time TimeOf(absl::string_view utc) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", utc, &time, &error)) << error;
  return time;
}

// The last segment of a resource name.
std::string IdIn(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

constexpr char kStore[] = R"(allow_missing: true store {
  display_name: "Acme $0" source: "pos" source_id: "$0"
  location { latitude: $1 longitude: $2 } time_zone: "$3" })";
constexpr char kAssociate[] = R"(allow_missing: true associate {
  display_name: "$0" source: "hr" source_id: "$0" stores: "$1" $2
  channels: CHANNEL_IN_STORE channels: CHANNEL_VIDEO })";

void PutSchedule(const RpcClient& admin, const std::string& associate) {
  std::string text = absl::Substitute(
      R"(request_id: "schedule-$0" schedule { name: "$1/schedule" )",
      IdIn(associate).substr(0, 20), associate);
  for (const char* day :
       {"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"}) {
    absl::StrAppend(&text, "weekly_periods { day: ", day,
                    " start_time { hours: 10 } end_time { hours: 18 } } ");
  }
  admin.Get<v1::UpdateScheduleResponse>("CalendarService/UpdateSchedule",
                                        text + "}");
}

}  // namespace

const std::string kNyc = StoreOf(Acme(), "nyc");
const std::string kParis = StoreOf(Acme(), "paris");
const std::string kTokyo = StoreOf(Acme(), "tokyo");
const std::string kAna = AssociateOf(Acme(), "ana");
const std::string kBo = AssociateOf(Acme(), "bo");
const std::string kChi = AssociateOf(Acme(), "chi");
const std::string kStyling = "brands/acme/services/styling";
const std::string kRepair = "brands/acme/services/repair";
const std::string kYoga = "brands/acme/services/yoga";
const std::string kOtherStore = StoreOf(Other(), "rome");
const std::string kOtherAssociate = AssociateOf(Other(), "otto");
const std::string kOtherService = "brands/other/services/tailoring";

RpcWorld::RpcWorld(RpcServerOptions options)
    : clock_(TimeOf("2026-03-02 09:00")),
      catalog_([this] { return clock_.Now(); }),
      schedules_([this] { return clock_.Now(); }),
      bookings_([this] { return clock_.Now(); }, schedules_),
      model_([this] { return clock_.Now(); }),
      share_{catalog::OneZone("Etc/UTC"),
             places::Gazetteer(places::SmallTable(places::SomeLines())),
             std::make_shared<const hours::HolidayTable>()} {
  options.address = folder_.Socket();
  server_ = std::make_unique<RpcServer>(
      search::Stores{catalog_, schedules_, bookings_, waitlist_}, model_,
      share_, callers_, options);
  const absl::Status started = server_->Start();
  EXPECT_TRUE(started.ok()) << started;
  channel_ = Connect();
}

RpcWorld::~RpcWorld() = default;

std::shared_ptr<grpc::Channel> RpcWorld::Connect() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(
      folder_.Socket(), grpc::InsecureChannelCredentials(), arguments);
}

void RpcWorld::MakeBrands() {
  MakeAcme();
  MakeOther();
}

void RpcWorld::MakeAcme() {
  Operator().Get<v1::Brand>("CatalogService/CreateBrand",
                            R"(brand_id: "acme" brand { display_name: "Acme"
      styles { style_id: "bridal" display_name: "Bridal" }
      styles { style_id: "minimalist" display_name: "Minimalist" } })");
  const RpcClient admin = Admin();
  admin.Get<v1::Service>("CatalogService/UpdateService",
                         R"(allow_missing: true service {
      name: "brands/acme/services/styling" display_name: "Styling"
      duration { seconds: 3600 } buffer_after { seconds: 900 }
      minimum_notice { seconds: 3600 } hold_duration { seconds: 600 }
      channels: CHANNEL_IN_STORE channels: CHANNEL_VIDEO })");
  admin.Get<v1::Service>("CatalogService/UpdateService",
                         R"(allow_missing: true service {
      name: "brands/acme/services/repair" display_name: "Repair"
      duration { seconds: 1800 } channels: CHANNEL_IN_STORE })");
  const std::string put_store = "CatalogService/UpdateStore";
  admin.Get<v1::Store>(
      put_store,
      absl::Substitute(kStore, "nyc", "40.75", "-73.98", "America/New_York"));
  admin.Get<v1::Store>(put_store, absl::Substitute(kStore, "paris", "48.87",
                                                   "2.33", "Europe/Paris"));
  admin.Get<v1::Store>(put_store, absl::Substitute(kStore, "tokyo", "35.67",
                                                   "139.76", "Asia/Tokyo"));
  const std::string styling = absl::StrCat("services: \"", kStyling, "\" ");
  const std::string put_associate = "CatalogService/UpdateAssociate";
  admin.Get<v1::Associate>(
      put_associate, absl::Substitute(kAssociate, "ana", kNyc,
                                      styling + "services: \"" + kRepair + R"("
          styles: "bridal" styles: "minimalist"
          languages { language_code: "es" level: LANGUAGE_LEVEL_NATIVE }
          languages { language_code: "en" level: LANGUAGE_LEVEL_FLUENT })"));
  admin.Get<v1::Associate>(
      put_associate,
      absl::Substitute(kAssociate, "bo", kParis, styling + R"(styles: "bridal"
          languages { language_code: "fr" level: LANGUAGE_LEVEL_NATIVE }
          languages { language_code: "en" level: LANGUAGE_LEVEL_BASIC })"));
  admin.Get<v1::Associate>(
      put_associate, absl::Substitute(kAssociate, "chi", kTokyo, styling + R"(
          languages { language_code: "ja" level: LANGUAGE_LEVEL_NATIVE }
          languages { language_code: "zh-HK" level: LANGUAGE_LEVEL_FLUENT })"));
  for (const std::string& name : {kAna, kBo, kChi}) PutSchedule(admin, name);
}

void RpcWorld::MakeOther() {
  Operator().Get<v1::Brand>("CatalogService/CreateBrand",
                            R"(brand_id: "other" brand {
      display_name: "Other"
      styles { style_id: "bridal" display_name: "Bridal" } })");
  const RpcClient admin = AdminOf("other");
  admin.Get<v1::Service>("CatalogService/UpdateService",
                         R"(allow_missing: true service {
      name: "brands/other/services/tailoring" display_name: "Tailoring"
      duration { seconds: 3600 } channels: CHANNEL_VIDEO })");
  admin.Get<v1::Store>(
      "CatalogService/UpdateStore",
      absl::Substitute(kStore, "rome", "41.9", "12.5", "Europe/Rome"));
  admin.Get<v1::Associate>(
      "CatalogService/UpdateAssociate",
      absl::Substitute(kAssociate, "otto", kOtherStore,
                       absl::StrCat("services: \"", kOtherService, R"("
          languages { language_code: "it" level: LANGUAGE_LEVEL_NATIVE })")));
  PutSchedule(admin, kOtherAssociate);
}

void RpcWorld::MakeClass() {
  const RpcClient admin = Admin();
  admin.Get<v1::Service>("CatalogService/UpdateService",
                         R"(allow_missing: true service {
      name: "brands/acme/services/yoga" display_name: "Yoga"
      duration { seconds: 3600 } minimum_notice { seconds: 3600 }
      hold_duration { seconds: 600 } slot_interval { seconds: 1800 }
      channels: CHANNEL_IN_STORE channels: CHANNEL_VIDEO
      seats: 3 party_max: 5 })");
  v1::UpdateAssociateRequest request;
  *request.mutable_associate() = admin.Get<v1::Associate>(
      "CatalogService/GetAssociate", absl::StrCat("name: \"", kAna, "\""));
  request.mutable_associate()->add_services(kYoga);
  v1::Associate answer;
  const grpc::Status status =
      admin.Call("CatalogService/UpdateAssociate", request, &answer);
  EXPECT_TRUE(status.ok()) << status.error_message();
  model_.WaitPublished(Acme());
}

std::string RpcWorld::SessionText(const std::string& request_id,
                                  absl::string_view utc,
                                  const std::string& more) {
  return absl::Substitute(
      R"(parent: "brands/acme" request_id: "$0" associate: "$1"
         service: "$2" channel: CHANNEL_VIDEO start_time { seconds: $3 } $4)",
      request_id, kAna, kYoga, Seconds(utc), more);
}

RpcClient RpcWorld::Shopper(const std::string& id) const {
  return RpcClient(channel_, {{"x-rapport-brand", "acme"},
                              {"x-rapport-role", "shopper"},
                              {"x-rapport-principal", id}});
}

RpcClient RpcWorld::Admin() const { return AdminOf("acme"); }

RpcClient RpcWorld::AdminOf(const std::string& brand) const {
  return RpcClient(channel_, {{"x-rapport-brand", brand},
                              {"x-rapport-role", "brand-admin"},
                              {"x-rapport-principal", "ada"},
                              {"x-rapport-shopper", "sam"}});
}

RpcClient RpcWorld::Backend(const std::string& shopper) const {
  RpcClient client(channel_, {{"x-rapport-brand", "acme"},
                              {"x-rapport-role", "brand-backend"},
                              {"x-rapport-principal", "web"}});
  if (!shopper.empty()) client.metadata().emplace("x-rapport-shopper", shopper);
  return client;
}

RpcClient RpcWorld::Associate(const std::string& name) const {
  return RpcClient(channel_, {{"x-rapport-brand", "acme"},
                              {"x-rapport-role", "associate"},
                              {"x-rapport-principal", IdIn(name)}});
}

RpcClient RpcWorld::Manager(const std::string& store) const {
  return RpcClient(channel_, {{"x-rapport-brand", "acme"},
                              {"x-rapport-role", "store-manager"},
                              {"x-rapport-principal", "mo"},
                              {"x-rapport-stores", IdIn(store)}});
}

RpcClient RpcWorld::Operator() const {
  return RpcClient(channel_, {{"x-rapport-role", "operator"},
                              {"x-rapport-principal", "ops"}});
}

RpcClient RpcWorld::Anonymous() const { return RpcClient(channel_, {}); }

std::string RpcWorld::Seconds(absl::string_view utc) {
  return absl::StrCat(absl::ToUnixSeconds(TimeOf(utc)));
}

std::string RpcWorld::UtcText(int64_t seconds) {
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(seconds),
                          absl::UTCTimeZone());
}

std::string RpcWorld::HoldText(const std::string& request_id,
                               absl::string_view utc) {
  return absl::Substitute(
      R"(parent: "brands/acme" request_id: "$0" associate: "$1"
         service: "$2" channel: CHANNEL_VIDEO start_time { seconds: $3 })",
      request_id, kAna, kStyling, Seconds(utc));
}

std::string RpcWorld::SlotsText(const std::string& associate,
                                absl::string_view start,
                                absl::string_view end) {
  return absl::Substitute(
      R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO
         window { start_time { seconds: $2 } end_time { seconds: $3 } })",
      associate, kStyling, Seconds(start), Seconds(end));
}

std::string RpcWorld::Everything() const {
  const RpcClient admin = Admin();
  const std::string parent = R"(parent: "brands/acme")";
  std::vector<std::string> parts = {
      admin.Get<v1::Brand>("CatalogService/GetBrand", R"(name: "brands/acme")")
          .DebugString(),
      admin.Get<v1::ListStoresResponse>("CatalogService/ListStores", parent)
          .DebugString(),
      admin
          .Get<v1::ListAssociatesResponse>("CatalogService/ListAssociates",
                                           parent)
          .DebugString(),
      admin.Get<v1::ListServicesResponse>("CatalogService/ListServices", parent)
          .DebugString(),
      admin
          .Get<v1::ListOfferPoliciesResponse>(
              "CatalogService/ListOfferPolicies", parent)
          .DebugString(),
      admin.Get<v1::ListBookingsResponse>("BookingService/ListBookings", parent)
          .DebugString(),
      admin.Get<v1::ListSessionsResponse>("SessionService/ListSessions", parent)
          .DebugString(),
      admin
          .Get<v1::ListWaitlistEntriesResponse>(
              "WaitlistService/ListWaitlistEntries", parent)
          .DebugString()};
  for (const std::string& name : {kAna, kBo, kChi}) {
    parts.push_back(
        admin
            .Get<v1::Schedule>("CalendarService/GetSchedule",
                               absl::StrCat("name: \"", name, "/schedule\""))
            .DebugString());
  }
  return absl::StrJoin(parts, "\n");
}

}  // namespace rapport
