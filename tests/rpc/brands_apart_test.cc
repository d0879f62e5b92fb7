// Nothing crosses brands: a row for each field of each request that takes a
// name. What another brand's admin asks for is acme's; or it is theirs, with
// something of acme's in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

struct Row {
  const char* method;
  std::string request;  // in text format
};
using Rows = std::vector<Row>;

constexpr char kOfAcme[] = "parent: \"brands/acme\" ";
constexpr char kOfOther[] = "parent: \"brands/other\" ";
constexpr char kRequest[] = "request_id: \"request-1\" ";
constexpr char kNear[] = "near { latitude: 40 longitude: -73 } ";

std::string Field(const char* name, const std::string& value) {
  return absl::StrCat(name, ": \"", value, "\" ");
}
std::string Named(const std::string& name) { return Field("name", name); }

Rows StoreRows() {
  return {{"CatalogService/GetBrand", Named("brands/acme")},
          {"CatalogService/UpdateBrand",
           R"(brand { name: "brands/acme" display_name: "Mine" })"},
          {"CatalogService/GetStore", Named(kNyc)},
          {"CatalogService/ListStores", kOfAcme},
          {"CatalogService/UpdateStore",
           absl::Substitute(R"(allow_missing: true store { name: "$0"
               display_name: "Mine" location {} source: "pos"
               source_id: "nyc" })",
                            kNyc)},
          {"CatalogService/UpdateStore",
           absl::Substitute(R"(allow_missing: true store {
               display_name: "Mine" location {} source: "pos"
               source_id: "new" services: "$0" })",
                            kStyling)},
          {"CatalogService/ListStoreResources", Field("parent", kNyc)},
          {"CatalogService/UpdateStoreResource",
           absl::StrCat(R"(allow_missing: true resource { display_name: "Mine"
               kind: "room" )",
                        Named(kNyc + "/resources/room-1"), "}")},
          {"CatalogService/GetService", Named(kStyling)},
          {"CatalogService/ListServices", kOfAcme},
          {"CatalogService/UpdateService",
           absl::Substitute(R"(allow_missing: true service { name: "$0"
               display_name: "Mine" duration { seconds: 3600 }
               channels: CHANNEL_VIDEO })",
                            kStyling)}};
}

Rows AssociateRows() {
  const std::string new_of_other = absl::Substitute(
      R"(allow_missing: true associate { display_name: "X" source: "hr"
         source_id: "x" stores: "$0" languages { language_code: "en"
         level: LANGUAGE_LEVEL_BASIC } channels: CHANNEL_VIDEO )",
      kOtherStore);
  return {{"CatalogService/GetAssociate", Named(kAna)},
          {"CatalogService/ListAssociates", kOfAcme},
          {"CatalogService/ListAssociates", kOfOther + Field("store", kNyc)},
          {"CatalogService/UpdateAssociate",
           absl::Substitute(R"(allow_missing: true associate { name: "$0"
               display_name: "Mine" source: "hr" source_id: "ana" })",
                            kAna)},
          {"CatalogService/UpdateAssociate",
           new_of_other + Field("stores", kNyc) + "}"},
          {"CatalogService/UpdateAssociate",
           new_of_other + Field("services", kStyling) + "}"}};
}

Rows OfferRows() {
  const auto whether = [](const std::string& associate,
                          const std::string& store,
                          const std::string& service) {
    return Field("associate", associate) + Field("store", store) +
           Field("service", service);
  };
  return {{"CatalogService/GetOfferPolicy", Named("brands/acme/offerPolicy")},
          {"CatalogService/GetOfferPolicy", Named(kNyc + "/offerPolicy")},
          {"CatalogService/ListOfferPolicies", kOfAcme},
          {"CatalogService/UpdateOfferPolicy",
           absl::StrCat("offer_policy { ",
                        Named("brands/acme/regions/us/offerPolicy"), "}")},
          {"CatalogService/UpdateOfferPolicy",
           absl::Substitute(R"(offer_policy { name: "brands/other/offerPolicy"
               rules { service: "$0" } })",
                            kStyling)},
          {"CatalogService/ExplainOffer",
           whether(kAna, kOtherStore, kOtherService)},
          {"CatalogService/ExplainOffer",
           whether(kOtherAssociate, kNyc, kOtherService)},
          {"CatalogService/ExplainOffer",
           whether(kOtherAssociate, kOtherStore, kStyling)}};
}

Rows CalendarRows() {
  const std::string ana = Named(kAna + "/schedule");
  const std::string of_ana = Field("parent", kAna);
  const std::string of_other = Field("parent", kOtherAssociate);
  const std::string video = "channel: CHANNEL_VIDEO ";
  return {
      {"CalendarService/GetSchedule", ana},
      {"CalendarService/UpdateSchedule",
       absl::StrCat(kRequest, "schedule { ", ana, "}")},
      {"CalendarService/UpdateSchedule",
       absl::StrCat(kRequest, "schedule { ",
                    Named(kOtherAssociate + "/schedule"),
                    R"(weekly_periods { day: MONDAY start_time { hours: 1 }
                       end_time { hours: 2 } )",
                    Field("store", kNyc), "} }")},
      {"CalendarService/ImportBusyTime",
       absl::StrCat(
           ana, kRequest,
           R"(source_id: "x" calendar: "BEGIN:VCALENDAR\nEND:VCALENDAR\n")")},
      {"CalendarService/SubscribeBusyTime",
       absl::StrCat(ana, kRequest,
                    R"(source_id: "x" uri: "https://cal.example/a")")},
      {"CalendarService/RemoveBusyTime",
       absl::StrCat(ana, kRequest, R"(source_id: "x")")},
      {"CalendarService/GetCalendarFeed", of_ana},
      {"CalendarService/CreateFeedAddress", kRequest + of_ana},
      {"CalendarService/RemoveFeedAddress", kRequest + of_ana},
      {"CalendarService/ListUncoveredBookings", of_ana},
      {"CalendarService/ListSlots",
       of_ana + Field("service", kOtherService) + video},
      {"CalendarService/ListSlots",
       of_other + Field("service", kStyling) + video},
      {"CalendarService/ListSlots", of_other + Field("service", kOtherService) +
                                        video + Field("store", kNyc)}};
}

Rows LocatorRows() {
  const std::string of_acme = absl::StrCat(kOfAcme, kNear);
  const std::string of_other = absl::StrCat(kOfOther, kNear);
  const std::string styling = Field("service", kStyling);
  const std::string theirs = Field("service", kOtherService);
  const auto search = [](const std::string& text) {
    return absl::StrCat("search { ", text, "}");
  };
  return {{"LocatorService/SearchStores", of_acme},
          {"LocatorService/SearchStores", of_other + styling},
          {"LocatorService/SearchAssociates", of_acme},
          {"LocatorService/SearchAssociates", of_other + styling},
          {"LocatorService/BatchSearchAssociates",
           absl::StrCat(kOfAcme, "requests { ", kNear, "}")},
          {"LocatorService/ListAnySlots", search(of_acme + theirs)},
          {"LocatorService/ListAnySlots", search(of_other + styling)},
          {"LocatorService/ListAnySlots",
           search(kOfOther + theirs + Field("associates", kAna))}};
}

// Wishes for a time from `start`.
Rows WishRows(const std::string& start, const std::string& booking) {
  const std::string time = absl::StrCat(kRequest, "channel: CHANNEL_VIDEO ",
                                        start, Field("service", kOtherService));
  const std::string any = kOfOther + time;
  const std::string hold = any + Field("associate", kOtherAssociate);
  Rows rows = {
      {"BookingService/HoldSlot",
       absl::StrCat(any, "any_associate { ", kOfAcme, kNear, "}")},
      {"BookingService/HoldSlot",
       absl::StrCat(any, "any_associate { ", Field("stores", kNyc), "}")}};
  for (const char* method :
       {"BookingService/HoldSlot", "BookingService/CreateBooking"}) {
    rows.push_back({method, hold + kOfAcme});
    rows.push_back({method, hold + Field("associate", kAna)});
    rows.push_back({method, hold + Field("store", kNyc)});
    rows.push_back({method, hold + Field("service", kStyling)});
    rows.push_back({method, hold + Field("replaces", booking)});
    rows.push_back({method, hold + Field("more_associates", kAna)});
  }
  return rows;
}

Rows BookingRows(const std::string& booking) {
  const std::string change = Named(booking) + kRequest;
  return {{"BookingService/ConfirmBooking", change},
          {"BookingService/CancelBooking", change},
          {"BookingService/ExtendHold", change},
          {"BookingService/MoveBooking", change + "start_time {}"},
          {"BookingService/SwitchChannel", change + "channel: CHANNEL_VIDEO"},
          {"BookingService/ReassignBooking",
           change + Field("associate", kOtherAssociate)},
          {"BookingService/CheckInBooking", change},
          {"BookingService/CompleteBooking", change},
          {"BookingService/MarkNoShow", change},
          {"BookingService/ListBookingChanges", Named(booking)},
          {"BookingService/ReanchorBookings", absl::StrCat(kRequest, kOfAcme)},
          {"BookingService/GetBooking", Named(booking)},
          {"BookingService/ListBookings", kOfAcme},
          {"BookingService/ListBookings", kOfOther + Field("associate", kAna)}};
}

// Of an id that is a booking's of acme.
Rows SessionRows(const std::string& start, const std::string& booking) {
  const std::string session =
      "brands/acme/sessions" + booking.substr(booking.rfind('/'));
  const std::string make = absl::StrCat(
      kRequest, kOfOther, "channel: CHANNEL_VIDEO ", start,
      Field("service", kOtherService), Field("associate", kOtherAssociate));
  return {
      {"SessionService/CreateSession", make + kOfAcme},
      {"SessionService/CreateSession", make + Field("associate", kAna)},
      {"SessionService/CreateSession", make + Field("store", kNyc)},
      {"SessionService/CreateSession", make + Field("service", kStyling)},
      {"SessionService/CreateSession", make + Field("more_associates", kAna)},
      {"SessionService/GetSession", Named(session)},
      {"SessionService/ListSessions", kOfAcme},
      {"SessionService/ListSessions", kOfOther + Field("stores", kNyc)},
      {"SessionService/ListSessions", kOfOther + Field("service", kStyling)},
      {"SessionService/ListSessions", kOfOther + Field("associate", kAna)},
      {"SessionService/HoldSeats", kRequest + Field("session", session)},
      {"SessionService/HoldSeats",
       kRequest +
           Field("session",
                 "brands/other/sessions" + booking.substr(booking.rfind('/'))) +
           Field("replaces", booking)},
      {"BookingService/ListBookings", kOfOther + Field("session", session)}};
}

Rows WaitlistRows() {
  const std::string entry =
      Named("brands/acme/waitlistEntries/" + std::string(26, '0'));
  return {{"WaitlistService/JoinWaitlist", absl::StrCat(kRequest, kOfAcme)},
          {"WaitlistService/JoinWaitlist",
           absl::StrCat(kRequest, kOfOther, "waitlist_entry { ",
                        Field("service", kStyling), "}")},
          {"WaitlistService/LeaveWaitlist", entry + kRequest},
          {"WaitlistService/GetWaitlistEntry", entry},
          {"WaitlistService/ListWaitlistEntries", kOfAcme},
          {"WaitlistService/ListWaitlistEntries",
           kOfOther + Field("service", kStyling)}};
}

class BrandsApartTest : public RpcTest {
 protected:
  BrandsApartTest()
      : booking_(Shopper()
                     .Get<v1::Booking>("BookingService/HoldSlot",
                                       HoldText("hold-0001"))
                     .name()) {}

  const std::string booking_;  // of acme
};

TEST_F(BrandsApartTest, NothingIsFoundOfAnotherBrand) {
  const std::string start = absl::StrCat(
      "start_time { seconds: ", Seconds("2026-03-03 15:00"), " } ");
  const std::string before = Everything();
  for (const Rows& rows :
       {StoreRows(), AssociateRows(), OfferRows(), CalendarRows(),
        LocatorRows(), WishRows(start, booking_), BookingRows(booking_),
        SessionRows(start, booking_), WaitlistRows()}) {
    for (const Row& row : rows) {
      EXPECT_EQ(AdminOf("other").Told(row.method, row.request),
                "NOT_FOUND NOT_FOUND")
          << row.method << ": " << row.request;
    }
  }
  EXPECT_EQ(Everything(), before);
}

TEST_F(BrandsApartTest, AnIdOfOneIsNoneUnderTheNameOfTheOther) {
  const std::string before = Everything();
  const std::string name =
      Named("brands/other/bookings" + booking_.substr(booking_.rfind('/')));
  EXPECT_THAT(AdminOf("other").Told("BookingService/GetBooking", name),
              ::testing::StartsWith("NOT_FOUND"));
  EXPECT_THAT(
      AdminOf("other").Told("BookingService/CancelBooking", name + kRequest),
      ::testing::StartsWith("NOT_FOUND"));
  EXPECT_EQ(Everything(), before);
}

}  // namespace
}  // namespace rapport
