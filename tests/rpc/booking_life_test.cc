// A booking's life through the server: moved, switched, reassigned and met.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

// A second associate at nyc: dan, like ana.
class BookingLifeTest : public RpcTest {
 protected:
  BookingLifeTest() {
    const auto dan = Admin().Get<v1::Associate>(
        "CatalogService/UpdateAssociate",
        absl::Substitute(R"(allow_missing: true associate {
            display_name: "Dan" source: "hr" source_id: "dan" stores: "$0"
            languages { language_code: "en" level: LANGUAGE_LEVEL_NATIVE }
            services: "$1" channels: CHANNEL_IN_STORE channels: CHANNEL_VIDEO })",
                         kNyc, kStyling));
    dan_ = dan.name();
    std::string days;
    for (const char* day : {"MONDAY", "TUESDAY", "WEDNESDAY"}) {
      absl::StrAppend(&days, " weekly_periods { day: ", day,
                      " start_time { hours: 10 } end_time { hours: 18 } }");
    }
    Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::Substitute(
            R"(request_id: "schedule-dan" schedule { name: "$0/schedule" $1 })",
            dan_, days));
    model_.WaitPublished(BrandId::FromStored("acme"));
  }

  v1::Booking Create(const RpcClient& client, const std::string& id,
                     absl::string_view utc = "2026-03-03 15:00") const {
    return client.Get<v1::Booking>("BookingService/CreateBooking",
                                   HoldText(id, utc));
  }
  static std::string About(const v1::Booking& booking, const std::string& id,
                           const std::string& more = "") {
    return absl::Substitute(R"(name: "$0" request_id: "$1" $2)", booking.name(),
                            id, more);
  }
  v1::Booking Change(const RpcClient& client, const std::string& method,
                     const std::string& request) const {
    return client.Get<v1::Booking>("BookingService/" + method, request);
  }
  std::vector<std::string> SlotsOf(const std::string& associate) const {
    const auto reply = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        SlotsText(associate, "2026-03-03 15:00", "2026-03-03 19:00"));
    std::vector<std::string> starts;
    for (const v1::Slot& slot : reply.slots()) {
      starts.push_back(UtcText(slot.start_time().seconds()));
    }
    return starts;
  }
  static std::string At(absl::string_view utc) {
    return absl::StrCat("start_time { seconds: ", Seconds(utc), " }");
  }

  std::string dan_;
};

TEST_F(BookingLifeTest, IsMovedSwitchedReassignedAndMet) {
  const v1::Booking created = Create(Shopper(), "create-1");
  EXPECT_EQ(created.state(), v1::BOOKING_STATE_CONFIRMED);
  EXPECT_THAT(SlotsOf(kAna), Not(Contains("2026-03-03 15:00")));

  const v1::Booking moved =
      Change(Shopper(), "MoveBooking",
             About(created, "move-001", At("2026-03-03 17:00")));
  EXPECT_EQ(moved.name(), created.name());
  EXPECT_EQ(UtcText(moved.start_time().seconds()), "2026-03-03 17:00");
  EXPECT_EQ(moved.local_start_time().hours(), 12);
  EXPECT_THAT(SlotsOf(kAna), Contains("2026-03-03 15:00"));
  EXPECT_THAT(SlotsOf(kAna), Not(Contains("2026-03-03 17:00")));
  // The same request again is no other move.
  EXPECT_EQ(Change(Shopper(), "MoveBooking",
                   About(created, "move-001", At("2026-03-03 17:00")))
                .etag(),
            moved.etag());

  EXPECT_EQ(Change(Shopper(), "SwitchChannel",
                   About(created, "switch-1", "channel: CHANNEL_IN_STORE"))
                .channel(),
            v1::CHANNEL_IN_STORE);

  const v1::Booking given = Change(
      Manager(kNyc), "ReassignBooking",
      About(created, "reassign", absl::StrCat("associate: \"", dan_, "\"")));
  EXPECT_EQ(given.associate(), dan_);
  EXPECT_THAT(SlotsOf(kAna), Contains("2026-03-03 17:00"));
  EXPECT_THAT(SlotsOf(dan_), Not(Contains("2026-03-03 17:00")));
  EXPECT_EQ(Associate(kAna).Told("BookingService/GetBooking",
                                 absl::StrCat("name: \"", given.name(), "\"")),
            "NOT_FOUND BOOKING_NOT_FOUND");

  clock_.Advance(absl::Hours(32));  // to 17:00
  Change(Associate(dan_), "CheckInBooking", About(created, "check-in"));
  const v1::Booking met =
      Change(Associate(dan_), "CompleteBooking", About(created, "complete"));
  EXPECT_EQ(met.state(), v1::BOOKING_STATE_COMPLETED);

  const auto told = Manager(kNyc).Get<v1::ListBookingChangesResponse>(
      "BookingService/ListBookingChanges",
      absl::StrCat("name: \"", created.name(), "\""));
  std::vector<std::string> changes;
  for (const v1::BookingChange& change : told.changes()) {
    changes.push_back(absl::StrCat(change.action(), " ", change.role()));
    EXPECT_NE(change.principal(), "");
  }
  EXPECT_THAT(
      changes,
      ElementsAre("CreateBooking shopper", "MoveBooking shopper",
                  "SwitchChannel shopper", "ReassignBooking store-manager",
                  "CheckInBooking associate", "CompleteBooking associate"));
  EXPECT_EQ(told.changes(5).booking().etag(), met.etag());
  const auto shoppers = Shopper().Get<v1::ListBookingChangesResponse>(
      "BookingService/ListBookingChanges",
      absl::StrCat("name: \"", created.name(), "\""));
  EXPECT_EQ(shoppers.changes_size(), told.changes_size());
  for (const v1::BookingChange& change : shoppers.changes()) {
    EXPECT_EQ(change.principal(), "");
  }
}

TEST_F(BookingLifeTest, KeepsTheOldTimeWhereTheNewIsTaken) {
  const v1::Booking mine = Create(Shopper(), "create-1");
  Create(Shopper("sue"), "create-1", "2026-03-03 17:00");
  const std::string before = Everything();
  EXPECT_EQ(Shopper().Told("BookingService/MoveBooking",
                           About(mine, "move-001", At("2026-03-03 17:30"))),
            "ALREADY_EXISTS SLOT_TAKEN");
  EXPECT_EQ(Everything(), before);
}

TEST_F(BookingLifeTest, TakesTheShoppersOwnHoldInsteadOfRefusing) {
  const v1::Booking first = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot", HoldText("hold-0001", "2026-03-03 15:00"));
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot",
                                HoldText("hold-0002", "2026-03-03 15:30")),
            "ALREADY_EXISTS SLOT_TAKEN");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           HoldText("hold-0002", "2026-03-03 15:30")),
            "OK");
  EXPECT_EQ(Shopper()
                .Get<v1::Booking>("BookingService/GetBooking",
                                  absl::StrCat("name: \"", first.name(), "\""))
                .state(),
            v1::BOOKING_STATE_CANCELLED);
}

}  // namespace
}  // namespace rapport
