// Who may call what, and that nothing crosses shoppers. That nothing crosses
// brands is in brands_apart_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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
