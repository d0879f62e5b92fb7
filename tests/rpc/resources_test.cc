// Bookings that take more than one associate's time: rooms, equipment, others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kThree[] = "2026-03-03 15:00";

// Ana, dan and eve at nyc, and two rooms there.
class ResourcesTest : public RpcTest {
 protected:
  ResourcesTest() : dan_(AddAssociate("dan")), eve_(AddAssociate("eve")) {
    PutRoom("room-1");
    PutRoom("room-2");
  }

  std::string AddAssociate(const std::string& id) {
    const auto added = Admin().Get<v1::Associate>(
        "CatalogService/UpdateAssociate",
        absl::Substitute(R"(allow_missing: true associate {
            display_name: "X" source: "hr" source_id: "$2" stores: "$0"
            languages { language_code: "en" level: LANGUAGE_LEVEL_NATIVE }
            services: "$1" channels: CHANNEL_IN_STORE channels: CHANNEL_VIDEO })",
                         kNyc, kStyling, id));
    Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::Substitute(
            R"(request_id: "schedule-$1" schedule { name: "$0/schedule"
               weekly_periods { day: TUESDAY start_time { hours: 10 }
               end_time { hours: 18 } } })",
            added.name(), id));
    return added.name();
  }
  static std::string RoomNamed(const std::string& id) {
    return kNyc + "/resources/" + id;
  }
  void PutRoom(const std::string& id, const std::string& more = "") {
    Admin().Get<v1::StoreResource>(
        "CatalogService/UpdateStoreResource",
        absl::Substitute(R"(allow_missing: true resource { name: "$0"
            display_name: "Room" kind: "fitting-room" $1 })",
                         RoomNamed(id), more));
    model_.WaitPublished(BrandId::FromStored("acme"));
  }
  void StylingNeeds(int count) {
    v1::UpdateServiceRequest request;
    *request.mutable_service() = Admin().Get<v1::Service>(
        "CatalogService/GetService", absl::StrCat("name: \"", kStyling, "\""));
    request.mutable_service()->clear_needs();
    v1::ResourceNeed* need = request.mutable_service()->add_needs();
    need->set_kind("fitting-room");
    need->set_count(count);
    v1::Service answer;
    const grpc::Status status =
        Admin().Call("CatalogService/UpdateService", request, &answer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(answer.needs(0).count(), count);
    model_.WaitPublished(BrandId::FromStored("acme"));
  }
  // By whoever it is, on Tuesday.
  static std::string Wanted(const std::string& associate, const std::string& id,
                            const std::string& more = "",
                            absl::string_view utc = kThree) {
    return absl::Substitute(
        R"(parent: "brands/acme" request_id: "request-$0" associate: "$1"
           service: "$2" channel: CHANNEL_VIDEO start_time { seconds: $3 } $4)",
        id, associate, kStyling, Seconds(utc), more);
  }
  v1::Booking Create(const std::string& associate, const std::string& id,
                     const std::string& more = "") const {
    return Shopper().Get<v1::Booking>("BookingService/CreateBooking",
                                      Wanted(associate, id, more));
  }
  std::vector<std::string> SlotsOf(const std::string& associate) const {
    const auto reply = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        absl::Substitute(R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO
            window { start_time { seconds: $2 } end_time { seconds: $3 } })",
                         associate, kStyling, Seconds(kThree),
                         Seconds("2026-03-03 18:00")));
    std::vector<std::string> starts;
    for (const v1::Slot& slot : reply.slots()) {
      starts.push_back(UtcText(slot.start_time().seconds()));
    }
    return starts;
  }
  // Whom a search finds free at three.
  std::vector<std::string> Found() const {
    const auto reply = Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates",
        absl::Substitute(R"(parent: "brands/acme" stores: "$0" service: "$1"
            channels: CHANNEL_VIDEO
            window { start_time { seconds: $2 } end_time { seconds: $3 } })",
                         kNyc, kStyling, Seconds(kThree),
                         Seconds("2026-03-03 16:00")));
    std::vector<std::string> names;
    for (const v1::AssociateHit& hit : reply.associates()) {
      names.push_back(hit.associate().name());
    }
    return names;
  }
  static std::string About(const v1::Booking& booking, const std::string& id,
                           const std::string& more = "") {
    return absl::Substitute(R"(name: "$0" request_id: "request-$1" $2)",
                            booking.name(), id, more);
  }
  std::vector<std::string> ListOf(const std::string& associate) const {
    const auto reply = Admin().Get<v1::ListBookingsResponse>(
        "BookingService/ListBookings",
        absl::StrCat(R"(parent: "brands/acme" associate: ")", associate, "\""));
    std::vector<std::string> names;
    for (const v1::Booking& booking : reply.bookings()) {
      names.push_back(booking.name());
    }
    return names;
  }

  const std::string dan_;
  const std::string eve_;
};

TEST_F(ResourcesTest, AreListedInOrderOfName) {
  PutRoom("a-table");
  const auto list = Shopper().Get<v1::ListStoreResourcesResponse>(
      "CatalogService/ListStoreResources",
      absl::StrCat("parent: \"", kNyc, "\""));
  ASSERT_EQ(list.resources_size(), 3);
  EXPECT_EQ(list.resources(0).name(), RoomNamed("a-table"));
  EXPECT_EQ(list.resources(2).name(), RoomNamed("room-2"));
  EXPECT_EQ(list.resources(0).kind(), "fitting-room");
  EXPECT_EQ(list.resources(0).etag(), "v1");
  EXPECT_TRUE(list.resources(0).has_create_time());
}

TEST_F(ResourcesTest, AreTakenWithABookingAndFreedWithIt) {
  StylingNeeds(1);
  const v1::Booking first = Create(kAna, "ana");
  EXPECT_THAT(first.resources(), ElementsAre(RoomNamed("room-1")));
  const v1::Booking second = Create(dan_, "dan");
  EXPECT_THAT(second.resources(), ElementsAre(RoomNamed("room-2")));
  EXPECT_THAT(SlotsOf(eve_), Not(Contains(kThree)));
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot", Wanted(eve_, "eve")),
            "ALREADY_EXISTS RESOURCE_TAKEN");
  EXPECT_EQ(Shopper("sue").Told(
                "BookingService/HoldSlot",
                absl::Substitute(R"(parent: "brands/acme" request_id: "any-0001"
              service: "$0" channel: CHANNEL_VIDEO start_time { seconds: $1 }
              any_associate { stores: "$2" })",
                                 kStyling, Seconds(kThree), kNyc)),
            "ALREADY_EXISTS ANY_ASSOCIATE_TAKEN");
  Shopper().Get<v1::Booking>("BookingService/CancelBooking",
                             About(first, "cancel"));
  EXPECT_THAT(SlotsOf(eve_), Contains(kThree));
  EXPECT_THAT(Create(eve_, "eve").resources(),
              ElementsAre(RoomNamed("room-1")));
}

TEST_F(ResourcesTest, AreTriedOneAfterTheOtherWhereMemoryIsBehind) {
  StylingNeeds(1);
  // Another server's booking, of which memory has not heard.
  bookings_.BeforeNextHold([&] {
    booking::HoldWrite write;
    booking::Booking& other = write.booking;
    other.id = booking::BookingId(TimeOrderedId(1, 2, 3));
    other.associate = AssociateIdOf("hr", "dan");
    other.store = StoreIdOf("pos", "nyc");
    other.service = ServiceId::FromStored("styling");
    other.meeting = other.occupied = {
        absl::FromUnixSeconds(std::stoll(Seconds(kThree))),
        absl::FromUnixSeconds(std::stoll(Seconds(kThree))) + absl::Hours(1)};
    other.shopper = "sue";
    const ResourceSlug slug = ResourceSlug::FromStored("room-1");
    other.resources = {
        {ResourceIdOf(BrandId::FromStored("acme"), other.store, slug), slug,
         ResourceKind::FromStored("fitting-room")}};
    write.schedule_version = 1;
    write.hold_duration = absl::Minutes(10);
    const auto held = bookings_.Hold(
        {BrandId::FromStored("acme"), Role::kShopper, "sue"},
        {"elsewhere-1", std::string(32, 'x')}, write, absl::InfiniteFuture());
    EXPECT_TRUE(held.ok()) << held.status();
  });
  EXPECT_THAT(Create(kAna, "ana").resources(),
              ElementsAre(RoomNamed("room-2")));
  // And memory still believes that room-1 is free.
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot", Wanted(eve_, "eve")),
            "ALREADY_EXISTS RESOURCE_TAKEN");
}

TEST_F(ResourcesTest, MayBeTwoOfAKind) {
  StylingNeeds(2);
  EXPECT_THAT(Create(kAna, "ana").resources(),
              ::testing::UnorderedElementsAre(RoomNamed("room-1"),
                                              RoomNamed("room-2")));
  EXPECT_THAT(SlotsOf(dan_), Not(Contains(kThree)));
}

TEST_F(ResourcesTest, OutOfServiceAreKeptButNotBookedAnew) {
  StylingNeeds(1);
  const v1::Booking booked = Create(kAna, "ana");
  PutRoom("room-1", "out_of_service: true");
  const auto switched = Shopper().Get<v1::Booking>(
      "BookingService/SwitchChannel",
      About(booked, "switch", "channel: CHANNEL_IN_STORE"));
  EXPECT_THAT(switched.resources(), ElementsAre(RoomNamed("room-1")));
  const auto moved = Shopper().Get<v1::Booking>(
      "BookingService/MoveBooking",
      About(booked, "move",
            absl::StrCat("start_time { seconds: ", Seconds("2026-03-03 20:00"),
                         " }")));
  EXPECT_THAT(moved.resources(), ElementsAre(RoomNamed("room-2")));
  EXPECT_THAT(Create(dan_, "dan").resources(),
              ElementsAre(RoomNamed("room-2")));
  PutRoom("room-2", "out_of_service: true");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           Wanted(eve_, "eve", "", "2026-03-03 17:00")),
            "FAILED_PRECONDITION RESOURCE_MISSING");
  EXPECT_THAT(SlotsOf(eve_), IsEmpty());
}

TEST_F(ResourcesTest, GoWithTheBookingToAnotherAssociate) {
  StylingNeeds(1);
  const v1::Booking booked = Create(kAna, "ana");
  const auto given = Manager(kNyc).Get<v1::Booking>(
      "BookingService/ReassignBooking",
      About(booked, "give", absl::StrCat("associate: \"", dan_, "\"")));
  EXPECT_EQ(given.associate(), dan_);
  EXPECT_THAT(given.resources(), ElementsAre(RoomNamed("room-1")));
}

TEST_F(ResourcesTest, SeveralAssociatesAreTakenTogether) {
  const std::string with = absl::StrCat("more_associates: \"", dan_,
                                        "\" more_associates: \"", eve_, "\"");
  const v1::Booking booked = Create(kAna, "all", with);
  EXPECT_THAT(booked.more_associates(), ElementsAre(dan_, eve_));
  for (const std::string& name : {std::string(kAna), dan_, eve_}) {
    EXPECT_THAT(SlotsOf(name), Not(Contains(kThree))) << name;
    EXPECT_THAT(ListOf(name), ElementsAre(booked.name())) << name;
    EXPECT_EQ(Associate(name).Told("BookingService/GetBooking",
                                   "name: \"" + booked.name() + "\""),
              "OK");
    const auto feed = Admin().Get<v1::CalendarFeed>(
        "CalendarService/GetCalendarFeed", "parent: \"" + name + "\"");
    EXPECT_THAT(feed.calendar(), ::testing::HasSubstr("BEGIN:VEVENT"));
  }
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot", Wanted(dan_, "sue")),
            "ALREADY_EXISTS SLOT_TAKEN");
  Shopper().Get<v1::Booking>("BookingService/CancelBooking",
                             About(booked, "cancel"));
  EXPECT_THAT(SlotsOf(eve_), Contains(kThree));
}

TEST_F(ResourcesTest, OfSeveralNobodyIsTakenIfOneIsNotFree) {
  Create(eve_, "eve");
  const std::string with = absl::StrCat("more_associates: \"", dan_,
                                        "\" more_associates: \"", eve_, "\"");
  EXPECT_EQ(Shopper("sue").Told("BookingService/CreateBooking",
                                Wanted(kAna, "all", with)),
            "ALREADY_EXISTS SLOT_TAKEN");
  EXPECT_THAT(SlotsOf(dan_), Contains(kThree));
  EXPECT_THAT(SlotsOf(kAna), Contains(kThree));
}

TEST_F(ResourcesTest, ABookingOfSeveralMovesAndChangesItsFirst) {
  const v1::Booking booked =
      Create(kAna, "two", absl::StrCat("more_associates: \"", dan_, "\""));
  Create(dan_, "later",
         absl::StrCat("start_time { seconds: ", Seconds("2026-03-03 20:00"),
                      " }"));
  EXPECT_EQ(Shopper("sue").Told("BookingService/GetBooking",
                                "name: \"" + booked.name() + "\""),
            "NOT_FOUND BOOKING_NOT_FOUND");
  EXPECT_EQ(
      Shopper().Told("BookingService/MoveBooking",
                     About(booked, "move-1",
                           absl::StrCat("start_time { seconds: ",
                                        Seconds("2026-03-03 20:00"), " }"))),
      "ALREADY_EXISTS SLOT_TAKEN");
  const auto moved = Shopper().Get<v1::Booking>(
      "BookingService/MoveBooking",
      About(booked, "move-2",
            absl::StrCat("start_time { seconds: ", Seconds("2026-03-03 16:00"),
                         " }")));
  EXPECT_THAT(moved.more_associates(), ElementsAre(dan_));
  EXPECT_THAT(SlotsOf(dan_), Not(Contains(kThree)));
  const std::string to_dan = absl::StrCat("associate: \"", dan_, "\"");
  EXPECT_EQ(Manager(kNyc).Told("BookingService/ReassignBooking",
                               About(booked, "give-1", to_dan)),
            "FAILED_PRECONDITION SAME_ASSOCIATE");
  const auto given = Manager(kNyc).Get<v1::Booking>(
      "BookingService/ReassignBooking",
      About(booked, "give-2", absl::StrCat("associate: \"", eve_, "\"")));
  EXPECT_EQ(given.associate(), eve_);
  EXPECT_THAT(given.more_associates(), ElementsAre(dan_));
  EXPECT_THAT(SlotsOf(kAna), Contains("2026-03-03 16:00"));
  EXPECT_THAT(ListOf(kAna), IsEmpty());
}

TEST_F(ResourcesTest, WhatAScheduleLeavesUncoveredIncludesThoseOfOthers) {
  const v1::Booking booked =
      Create(kAna, "two", absl::StrCat("more_associates: \"", dan_, "\""));
  const auto changed = Admin().Get<v1::UpdateScheduleResponse>(
      "CalendarService/UpdateSchedule",
      absl::Substitute(
          R"(request_id: "request-free" schedule { name: "$0/schedule" })",
          dan_));
  EXPECT_THAT(changed.uncovered_bookings(), ElementsAre(booked.name()));
}

}  // namespace
}  // namespace rapport
