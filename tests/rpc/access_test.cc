// Who may call what, and that nothing crosses brands or shoppers.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/transport/policy.h"
#include "tests/rpc/rpc_world.h"
#include "tests/transport/error_details.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// `CatalogService/GetBrand`.
std::string Short(const transport::Policy& policy) {
  return std::string(absl::StripPrefix(policy.method, "rapport.v1."));
}

class AccessTest : public RpcTest {
 protected:
  std::map<Role, RpcClient> OneOfEachRole() const {
    return {{Role::kShopper, Shopper()},
            {Role::kAssociate, Associate(kAna)},
            {Role::kStoreManager, Manager(kNyc)},
            {Role::kBrandAdmin, Admin()},
            {Role::kBrandBackend, Backend("sam")},
            {Role::kOperator, Operator()}};
  }
  v1::Booking Hold(const RpcClient& client, const std::string& request_id,
                   absl::string_view utc) const {
    return client.Get<v1::Booking>("BookingService/HoldSlot",
                                   HoldText(request_id, utc));
  }
  static std::string Named(const std::string& name) {
    return absl::StrCat("name: \"", name, "\"");
  }
  std::vector<std::string> BookingsOf(const RpcClient& client,
                                      const std::string& more = "") const {
    const auto reply = client.Get<v1::ListBookingsResponse>(
        "BookingService/ListBookings",
        absl::StrCat("parent: \"brands/acme\" ", more));
    std::vector<std::string> names;
    for (const v1::Booking& booking : reply.bookings()) {
      names.push_back(booking.name());
    }
    return names;
  }
};

TEST_F(AccessTest, NobodyCallsWhoDoesNotSayWhoTheyAre) {
  for (const transport::Policy& policy : transport::Policies()) {
    EXPECT_EQ(Anonymous().Told(Short(policy), ""),
              "UNAUTHENTICATED CALLER_UNKNOWN")
        << policy.method;
  }
}

TEST_F(AccessTest, NobodyCallsWhatTheirRoleMayNot) {
  const std::string before = Everything();
  int denied = 0;
  for (const transport::Policy& policy : transport::Policies()) {
    for (const auto& [role, client] : OneOfEachRole()) {
      Caller caller;
      caller.actor.role = role;
      const std::string told = client.Told(Short(policy), "");
      if (transport::CheckRole(policy, caller).ok()) {
        EXPECT_NE(told, "PERMISSION_DENIED ROLE_NOT_ALLOWED")
            << policy.method << " as " << RoleWord(role);
      } else {
        ++denied;
        EXPECT_EQ(told, "PERMISSION_DENIED ROLE_NOT_ALLOWED")
            << policy.method << " as " << RoleWord(role);
      }
    }
  }
  EXPECT_GT(denied, 50);
  EXPECT_EQ(Everything(), before);
}

TEST_F(AccessTest, AMethodThatIsNotThereIsUnimplemented) {
  std::string reply;
  EXPECT_EQ(
      Admin().CallBytes("CatalogService/DropBrand", "", &reply).error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
}

// One row for each field of each request that takes a name.
TEST_F(AccessTest, NothingCrossesBrands) {
  const v1::Booking held = Hold(Shopper(), "hold-0001", "2026-03-03 15:00");
  const std::string booking = held.name();
  // What another brand's admin asks for, of acme; and acme's, of the other.
  const RpcClient other = AdminOf("other");
  const std::string request = " request_id: \"request-1\" ";
  const std::string hold = absl::Substitute(
      R"(parent: "brands/other" associate: "$0" service: "$1"
         channel: CHANNEL_VIDEO start_time { seconds: $2 })",
      kOtherAssociate, kOtherService, Seconds("2026-03-03 15:00"));
  const std::string any_hold = absl::Substitute(
      R"(parent: "brands/other" service: "$0" channel: CHANNEL_VIDEO
         start_time { seconds: $1 } )",
      kOtherService, Seconds("2026-03-03 15:00"));
  const std::string near = " near { latitude: 40 longitude: -73 } ";
  const std::string parent = "parent: \"brands/acme\" ";
  const std::string store_of_other = absl::Substitute(
      R"(associate { display_name: "X" source: "hr" source_id: "x"
         stores: "$0" languages { language_code: "en"
         level: LANGUAGE_LEVEL_BASIC } channels: CHANNEL_VIDEO)",
      kOtherStore);
  const std::string schedule = absl::Substitute(
      R"(schedule { name: "$0/schedule" weekly_periods { day: MONDAY
         start_time { hours: 1 } end_time { hours: 2 } )",
      kOtherAssociate);
  const struct {
    const char* method;
    std::string request;
  } kRows[] = {
      {"CatalogService/GetBrand", Named("brands/acme")},
      {"CatalogService/UpdateBrand",
       R"(brand { name: "brands/acme" display_name: "Mine" })"},
      {"CatalogService/GetStore", Named(kNyc)},
      {"CatalogService/ListStores", parent},
      {"CatalogService/UpdateStore",
       absl::Substitute(R"(allow_missing: true store { name: "$0"
           display_name: "Mine" location {} source: "pos"
           source_id: "nyc" })",
                        kNyc)},
      {"CatalogService/UpdateStore",
       absl::Substitute(R"(allow_missing: true store { display_name: "Mine"
           location {} source: "pos" source_id: "new" services: "$0" })",
                        kStyling)},
      {"CatalogService/GetAssociate", Named(kAna)},
      {"CatalogService/ListAssociates", parent},
      {"CatalogService/ListAssociates",
       absl::StrCat("parent: \"brands/other\" store: \"", kNyc, "\"")},
      {"CatalogService/UpdateAssociate",
       absl::Substitute(R"(allow_missing: true associate { name: "$0"
           display_name: "Mine" source: "hr" source_id: "ana" })",
                        kAna)},
      {"CatalogService/UpdateAssociate",
       absl::Substitute("allow_missing: true $0 stores: \"$1\" }",
                        store_of_other, kNyc)},
      {"CatalogService/UpdateAssociate",
       absl::Substitute("allow_missing: true $0 services: \"$1\" }",
                        store_of_other, kStyling)},
      {"CatalogService/GetService", Named(kStyling)},
      {"CatalogService/ListServices", parent},
      {"CatalogService/UpdateService",
       absl::Substitute(R"(allow_missing: true service { name: "$0"
           display_name: "Mine" duration { seconds: 3600 }
           channels: CHANNEL_VIDEO })",
                        kStyling)},
      {"CatalogService/ListStoreResources",
       absl::StrCat("parent: \"", kNyc, "\"")},
      {"CatalogService/UpdateStoreResource",
       absl::StrCat(R"(allow_missing: true resource { display_name: "Mine"
           kind: "room" )",
                    Named(kNyc + "/resources/room-1"), "}")},
      {"CatalogService/GetOfferPolicy", Named("brands/acme/offerPolicy")},
      {"CatalogService/GetOfferPolicy", Named(kNyc + "/offerPolicy")},
      {"CatalogService/ListOfferPolicies", parent},
      {"CatalogService/UpdateOfferPolicy",
       "offer_policy { " + Named("brands/acme/regions/us/offerPolicy") + "}"},
      {"CatalogService/UpdateOfferPolicy",
       absl::Substitute(R"(offer_policy { name: "brands/other/offerPolicy"
           rules { service: "$0" } })",
                        kStyling)},
      {"CatalogService/ExplainOffer",
       absl::Substitute(R"(associate: "$0" store: "$1" service: "$2")", kAna,
                        kOtherStore, kOtherService)},
      {"CatalogService/ExplainOffer",
       absl::Substitute(R"(associate: "$0" store: "$1" service: "$2")",
                        kOtherAssociate, kNyc, kOtherService)},
      {"CatalogService/ExplainOffer",
       absl::Substitute(R"(associate: "$0" store: "$1" service: "$2")",
                        kOtherAssociate, kOtherStore, kStyling)},
      {"CalendarService/GetSchedule", Named(kAna + "/schedule")},
      {"CalendarService/UpdateSchedule",
       request + "schedule { " + Named(kAna + "/schedule") + "}"},
      {"CalendarService/UpdateSchedule",
       request + schedule + "store: \"" + kNyc + "\" } }"},
      {"CalendarService/ImportBusyTime",
       Named(kAna + "/schedule") + request +
           R"(source_id: "x" calendar: "BEGIN:VCALENDAR\nEND:VCALENDAR\n")"},
      {"CalendarService/SubscribeBusyTime",
       Named(kAna + "/schedule") + request +
           R"(source_id: "x" uri: "https://cal.example/a")"},
      {"CalendarService/RemoveBusyTime",
       Named(kAna + "/schedule") + request + R"(source_id: "x")"},
      {"CalendarService/GetCalendarFeed",
       absl::StrCat("parent: \"", kAna, "\"")},
      {"CalendarService/CreateFeedAddress",
       absl::StrCat(request, "parent: \"", kAna, "\"")},
      {"CalendarService/ListUncoveredBookings",
       absl::StrCat("parent: \"", kAna, "\"")},
      {"CalendarService/RemoveFeedAddress",
       absl::StrCat(request, "parent: \"", kAna, "\"")},
      {"CalendarService/ListSlots",
       absl::Substitute(R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO)",
                        kAna, kOtherService)},
      {"CalendarService/ListSlots",
       absl::Substitute(R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO)",
                        kOtherAssociate, kStyling)},
      {"CalendarService/ListSlots",
       absl::Substitute(
           R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO store: "$2")",
           kOtherAssociate, kOtherService, kNyc)},
      {"LocatorService/SearchStores", parent + near},
      {"LocatorService/SearchStores",
       absl::StrCat("parent: \"brands/other\" ", near, "service: \"", kStyling,
                    "\"")},
      {"LocatorService/SearchAssociates", parent + near},
      {"LocatorService/SearchAssociates",
       absl::StrCat("parent: \"brands/other\" ", near, "service: \"", kStyling,
                    "\"")},
      {"LocatorService/BatchSearchAssociates",
       absl::StrCat(parent, "requests {", near, "}")},
      {"LocatorService/ListAnySlots",
       absl::StrCat("search {", parent, near, "service: \"", kOtherService,
                    "\" }")},
      {"LocatorService/ListAnySlots",
       absl::StrCat("search { parent: \"brands/other\" ", near, "service: \"",
                    kStyling, "\" }")},
      {"LocatorService/ListAnySlots",
       absl::StrCat("search { parent: \"brands/other\" service: \"",
                    kOtherService, "\" associates: \"", kAna, "\" }")},
      {"BookingService/HoldSlot",
       request + any_hold + "any_associate { " + parent + near + "}"},
      {"BookingService/HoldSlot",
       request + any_hold + "any_associate { stores: \"" + kNyc + "\" }"},
      {"BookingService/HoldSlot", request + hold + parent},
      {"BookingService/HoldSlot",
       request + hold + "associate: \"" + kAna + "\""},
      {"BookingService/HoldSlot", request + hold + "store: \"" + kNyc + "\""},
      {"BookingService/HoldSlot",
       request + hold + "service: \"" + kStyling + "\""},
      {"BookingService/ConfirmBooking", Named(booking) + request},
      {"BookingService/CancelBooking", Named(booking) + request},
      {"BookingService/HoldSlot",
       request + hold + "replaces: \"" + booking + "\""},
      {"BookingService/HoldSlot",
       request + hold + "more_associates: \"" + kAna + "\""},
      {"BookingService/CreateBooking",
       request + hold + "more_associates: \"" + kAna + "\""},
      {"BookingService/CreateBooking", request + hold + parent},
      {"BookingService/CreateBooking",
       request + hold + "associate: \"" + kAna + "\""},
      {"BookingService/CreateBooking",
       request + hold + "store: \"" + kNyc + "\""},
      {"BookingService/CreateBooking",
       request + hold + "service: \"" + kStyling + "\""},
      {"BookingService/CreateBooking",
       request + hold + "replaces: \"" + booking + "\""},
      {"BookingService/ExtendHold", Named(booking) + request},
      {"BookingService/MoveBooking",
       Named(booking) + request + "start_time {}"},
      {"BookingService/SwitchChannel",
       Named(booking) + request + "channel: CHANNEL_VIDEO"},
      {"BookingService/ReassignBooking",
       Named(booking) + request + "associate: \"" + kOtherAssociate + "\""},
      {"BookingService/CheckInBooking", Named(booking) + request},
      {"BookingService/CompleteBooking", Named(booking) + request},
      {"BookingService/MarkNoShow", Named(booking) + request},
      {"BookingService/ListBookingChanges", Named(booking)},
      {"BookingService/ReanchorBookings", request + parent},
      {"BookingService/GetBooking", Named(booking)},
      {"WaitlistService/JoinWaitlist", request + parent},
      {"WaitlistService/JoinWaitlist",
       request + "parent: \"brands/other\" waitlist_entry { service: \"" +
           kStyling + "\" }"},
      {"WaitlistService/LeaveWaitlist",
       Named("brands/acme/waitlistEntries/" + std::string(26, '0')) + request},
      {"WaitlistService/GetWaitlistEntry",
       Named("brands/acme/waitlistEntries/" + std::string(26, '0'))},
      {"WaitlistService/ListWaitlistEntries", parent},
      {"WaitlistService/ListWaitlistEntries",
       "parent: \"brands/other\" service: \"" + kStyling + "\""},
      {"BookingService/ListBookings", parent},
      {"BookingService/ListBookings",
       absl::StrCat("parent: \"brands/other\" associate: \"", kAna, "\"")},
  };
  const std::string before = Everything();
  for (const auto& row : kRows) {
    EXPECT_EQ(other.Told(row.method, row.request), "NOT_FOUND NOT_FOUND")
        << row.method << ": " << row.request;
  }
  EXPECT_EQ(Everything(), before);
  // The id of one brand under the name of the other.
  const std::string id = booking.substr(booking.rfind('/'));
  EXPECT_THAT(other.Told("BookingService/GetBooking",
                         Named("brands/other/bookings" + id)),
              ::testing::StartsWith("NOT_FOUND"));
  EXPECT_THAT(other.Told("BookingService/CancelBooking",
                         Named("brands/other/bookings" + id) + request),
              ::testing::StartsWith("NOT_FOUND"));
}

TEST_F(AccessTest, AListShowsOnesOwnBrand) {
  const auto stores = AdminOf("other").Get<v1::ListStoresResponse>(
      "CatalogService/ListStores", R"(parent: "brands/other")");
  ASSERT_EQ(stores.stores_size(), 1);
  EXPECT_EQ(stores.stores(0).name(), kOtherStore);
  const auto found = AdminOf("other").Get<v1::SearchAssociatesResponse>(
      "LocatorService/SearchAssociates",
      R"(parent: "brands/other" near { latitude: 40 longitude: -73 })");
  ASSERT_EQ(found.associates_size(), 1);
  EXPECT_EQ(found.associates(0).associate().name(), kOtherAssociate);
}

TEST_F(AccessTest, ABookingIsThereForThoseItConcerns) {
  const v1::Booking held = Hold(Shopper(), "hold-0001", "2026-03-03 15:00");
  for (const RpcClient& client :
       {Shopper(), Backend("sam"), Associate(kAna), Manager(kNyc), Admin()}) {
    EXPECT_EQ(client.Told("BookingService/GetBooking", Named(held.name())),
              "OK");
    EXPECT_THAT(BookingsOf(client), ElementsAre(held.name()));
  }
}

TEST_F(AccessTest, ABookingIsNotThereForAnybodyElse) {
  const v1::Booking held = Hold(Shopper(), "hold-0001", "2026-03-03 15:00");
  const std::string change = Named(held.name()) + " request_id: \"request-1\"";
  const std::string before = Everything();
  for (const RpcClient& client : {Shopper("sue"), Backend("sue"), Backend(),
                                  Associate(kBo), Manager(kParis)}) {
    EXPECT_EQ(client.Told("BookingService/GetBooking", Named(held.name())),
              "NOT_FOUND BOOKING_NOT_FOUND");
    EXPECT_EQ(client.Told("BookingService/ConfirmBooking", change),
              "NOT_FOUND BOOKING_NOT_FOUND");
    EXPECT_EQ(client.Told("BookingService/CancelBooking", change),
              "NOT_FOUND BOOKING_NOT_FOUND");
    EXPECT_EQ(client.Told("BookingService/ExtendHold", change),
              "NOT_FOUND BOOKING_NOT_FOUND");
    EXPECT_EQ(client.Told("BookingService/MoveBooking",
                          change + " start_time { seconds: 0 }"),
              "NOT_FOUND BOOKING_NOT_FOUND");
    EXPECT_EQ(client.Told("BookingService/SwitchChannel",
                          change + " channel: CHANNEL_VIDEO"),
              "NOT_FOUND BOOKING_NOT_FOUND");
    EXPECT_EQ(
        client.Told("BookingService/ListBookingChanges", Named(held.name())),
        "NOT_FOUND BOOKING_NOT_FOUND");
    EXPECT_THAT(BookingsOf(client), IsEmpty());
  }
  EXPECT_EQ(Everything(), before);
}

// Those whose role may call at all, and who may not see the booking.
TEST_F(AccessTest, StaffChangeOnlyWhatIsTheirs) {
  const v1::Booking held = Hold(Shopper(), "hold-0001", "2026-03-03 15:00");
  const std::string change = Named(held.name()) + " request_id: \"request-1\"";
  const std::string before = Everything();
  for (const RpcClient& client : {Associate(kBo), Manager(kParis)}) {
    for (const char* method :
         {"CheckInBooking", "CompleteBooking", "MarkNoShow"}) {
      EXPECT_EQ(client.Told(absl::StrCat("BookingService/", method), change),
                "NOT_FOUND BOOKING_NOT_FOUND")
          << method;
    }
  }
  EXPECT_EQ(Manager(kParis).Told("BookingService/ReassignBooking",
                                 change + " associate: \"" + kBo + "\""),
            "NOT_FOUND BOOKING_NOT_FOUND");
  EXPECT_EQ(Everything(), before);
}

TEST_F(AccessTest, AnAssociateListsNobodyElsesBookings) {
  Hold(Shopper(), "hold-0001", "2026-03-03 15:00");
  const std::string ana = absl::StrCat("associate: \"", kAna, "\"");
  EXPECT_THAT(BookingsOf(Associate(kAna), ana), SizeIs(1));
  EXPECT_THAT(BookingsOf(Associate(kBo), ana), IsEmpty());
  EXPECT_THAT(BookingsOf(Manager(kParis), ana), IsEmpty());
}

// An answer kept for one shopper must not be given to another.
TEST_F(AccessTest, ARequestForOneShopperIsNoAnswerForAnother) {
  Hold(Backend("sam"), "hold-0001", "2026-03-03 15:00");
  EXPECT_EQ(Backend("sue").Told("BookingService/HoldSlot",
                                HoldText("hold-0001", "2026-03-03 15:00")),
            "INVALID_ARGUMENT REQUEST_ID_REUSED request_id");
}

TEST_F(AccessTest, RequestIdsOfTwoShoppersAreTheirOwn) {
  const v1::Booking sams = Hold(Shopper(), "hold-0001", "2026-03-03 15:00");
  const v1::Booking sues =
      Hold(Shopper("sue"), "hold-0001", "2026-03-04 15:00");
  EXPECT_NE(sams.name(), sues.name());
  EXPECT_EQ(sues.shopper(), "sue");
}

TEST_F(AccessTest, SchedulesAreForThoseWhoKeepThem) {
  const std::string name = Named(kAna + "/schedule");
  for (const RpcClient& client : {Associate(kAna), Manager(kNyc), Admin()}) {
    EXPECT_EQ(client.Told("CalendarService/GetSchedule", name), "OK");
  }
  for (const RpcClient& client : {Associate(kBo), Manager(kParis)}) {
    EXPECT_EQ(client.Told("CalendarService/GetSchedule", name),
              "NOT_FOUND ASSOCIATE_NOT_FOUND");
    const std::string request = "request_id: \"request-1\" ";
    EXPECT_EQ(client.Told("CalendarService/UpdateSchedule",
                          request + "schedule { " + name + "}"),
              "NOT_FOUND ASSOCIATE_NOT_FOUND");
    for (const char* method :
         {"ImportBusyTime", "RemoveBusyTime", "SubscribeBusyTime"}) {
      EXPECT_EQ(client.Told(absl::StrCat("CalendarService/", method),
                            request + name + " source_id: \"home\""),
                "NOT_FOUND ASSOCIATE_NOT_FOUND");
    }
    EXPECT_EQ(client.Told("CalendarService/GetCalendarFeed",
                          absl::StrCat("parent: \"", kAna, "\"")),
              "NOT_FOUND ASSOCIATE_NOT_FOUND");
  }
  for (const RpcClient& client : {Shopper(), Backend("sam")}) {
    for (const char* method : {"ImportBusyTime", "RemoveBusyTime",
                               "SubscribeBusyTime", "GetCalendarFeed"}) {
      EXPECT_EQ(client.Told(absl::StrCat("CalendarService/", method), ""),
                "PERMISSION_DENIED ROLE_NOT_ALLOWED");
    }
  }
}

TEST_F(AccessTest, PoliciesAreReadByAllAndWrittenByThoseWhoMayAnswerForThem) {
  const auto write = [](const std::string& of) {
    return "offer_policy { " + Named(of + "/offerPolicy") + " rules {} }";
  };
  const std::string region = "brands/acme/regions/us";
  for (const std::string& of : {std::string("brands/acme"), region,
                                region + "/markets/ny", kParis, kBo}) {
    EXPECT_EQ(Manager(kNyc).Told("CatalogService/UpdateOfferPolicy", write(of)),
              "PERMISSION_DENIED NOT_YOURS_TO_CHANGE")
        << of;
  }
  for (const std::string& of : {kNyc, kAna}) {
    EXPECT_EQ(Manager(kNyc).Told("CatalogService/UpdateOfferPolicy", write(of)),
              "OK")
        << of;
  }
  EXPECT_EQ(Admin().Told("CatalogService/UpdateOfferPolicy", write(region)),
            "OK");
  for (const RpcClient& client :
       {Shopper(), Backend("sam"), Associate(kBo), Manager(kParis), Admin()}) {
    const auto policy = client.Get<v1::OfferPolicy>(
        "CatalogService/GetOfferPolicy", Named(kNyc + "/offerPolicy"));
    EXPECT_EQ(policy.rules_size(), 1);
  }
}

TEST_F(AccessTest, ResourcesAreReadByAllAndWrittenByThoseWhoKeepTheStore) {
  const std::string write = "allow_missing: true resource { " +
                            Named(kNyc + "/resources/room-1") +
                            R"( display_name: "Room" kind: "room" })";
  const std::string list = absl::StrCat("parent: \"", kNyc, "\"");
  EXPECT_EQ(Manager(kParis).Told("CatalogService/UpdateStoreResource", write),
            "PERMISSION_DENIED NOT_YOURS_TO_CHANGE");
  for (const RpcClient& client : {Shopper(), Backend("sam"), Associate(kAna)}) {
    EXPECT_EQ(client.Told("CatalogService/UpdateStoreResource", write),
              "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  }
  for (const RpcClient& client : {Manager(kNyc), Admin()}) {
    EXPECT_EQ(client.Told("CatalogService/UpdateStoreResource", write), "OK");
  }
  for (const RpcClient& client :
       {Shopper(), Backend(), Associate(kBo), Manager(kParis), Admin()}) {
    const auto there = client.Get<v1::ListStoreResourcesResponse>(
        "CatalogService/ListStoreResources", list);
    EXPECT_EQ(there.resources_size(), 1);
  }
}

TEST_F(AccessTest, WithoutAShopperThereIsNothingToHold) {
  EXPECT_EQ(Backend().Told("BookingService/HoldSlot", HoldText("hold-0001")),
            "INVALID_ARGUMENT SHOPPER_REQUIRED");
}

TEST_F(AccessTest, AManagerMayHaveAllTheStoresThereMayBe) {
  RpcClient manager = Manager(kNyc);
  std::string stores = manager.metadata().find("x-rapport-stores")->second;
  for (size_t i = 1; i < kCallerStoresMax; ++i) {
    absl::StrAppend(&stores, ",", StoreIdOf("pos", absl::StrCat(i)).ToString());
  }
  manager.metadata().erase("x-rapport-stores");
  manager.metadata().emplace("x-rapport-stores", stores);
  EXPECT_EQ(
      manager.Told("CalendarService/GetSchedule", Named(kAna + "/schedule")),
      "OK");
}

}  // namespace
}  // namespace rapport
