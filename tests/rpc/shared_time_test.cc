// Meetings that share somebody's time, through the whole server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kThree[] = "2026-03-03 15:00";

class SharedTimeTest : public RpcTest {
 protected:
  // Ana works in New York on Tuesdays, and has so many videos at a time.
  v1::UpdateScheduleResponse Share(int videos,
                                   const std::string& request_id) const {
    return Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::Substitute(
            R"(request_id: "$0" schedule { name: "$1/schedule"
               weekly_periods { day: TUESDAY start_time { hours: 9 }
                                end_time { hours: 17 } }
               channel_capacities { channel: CHANNEL_VIDEO capacity: $2 } })",
            request_id, kAna, videos));
  }
  std::string Told(const std::string& shopper, const std::string& request_id,
                   const std::string& channel = "VIDEO") const {
    std::string text = HoldText(request_id, kThree);
    const std::string video = "CHANNEL_VIDEO";
    text.replace(text.find(video), video.size(),
                 absl::StrCat("CHANNEL_", channel));
    return Shopper(shopper).Told("BookingService/HoldSlot", text);
  }
  // The channels on which ana's slot at three is listed, found by a search, and
  // on her store's page.
  std::vector<std::string> OfferedOn() const {
    std::vector<std::string> offered;
    for (const std::string channel : {"VIDEO", "IN_STORE"}) {
      const int64_t start = std::stoll(Seconds(kThree));
      const std::string window = absl::Substitute(
          "window { start_time { seconds: $0 } end_time { seconds: $1 } }",
          start, start + 3600);
      const auto listed = Shopper().Get<v1::ListSlotsResponse>(
          "CalendarService/ListSlots",
          absl::Substitute(
              R"(parent: "$0" service: "$1" channel: CHANNEL_$2 $3)", kAna,
              kStyling, channel, window));
      const auto found = Shopper().Get<v1::SearchAssociatesResponse>(
          "LocatorService/SearchAssociates",
          absl::Substitute(R"(parent: "brands/acme" associates: "$0"
              service: "$1" channels: CHANNEL_$2 $3)",
                           kAna, kStyling, channel, window));
      EXPECT_EQ(found.associates().empty(), listed.slots().empty()) << channel;
      if (!listed.slots().empty()) offered.push_back(channel);
    }
    return offered;
  }
};

TEST_F(SharedTimeTest, OffersAndGivesPlacesUntilThereAreNone) {
  EXPECT_THAT(Share(2, "share-0001").uncovered(), IsEmpty());
  EXPECT_THAT(OfferedOn(), ElementsAre("VIDEO", "IN_STORE"));
  EXPECT_EQ(Told("ada", "hold-0001"), "OK");
  EXPECT_THAT(OfferedOn(), ElementsAre("VIDEO"));
  EXPECT_EQ(Told("bob", "hold-0002", "IN_STORE"), "ALREADY_EXISTS SLOT_TAKEN");
  EXPECT_EQ(Told("bob", "hold-0003"), "OK");
  EXPECT_THAT(OfferedOn(), IsEmpty());
  EXPECT_EQ(Told("cy", "hold-0004"), "ALREADY_EXISTS SLOT_TAKEN");
}

TEST_F(SharedTimeTest, GivesNoPlaceBesideWhoTakesAll) {
  Share(2, "share-0001");
  EXPECT_EQ(Told("ada", "hold-0001", "IN_STORE"), "OK");
  EXPECT_THAT(OfferedOn(), IsEmpty());
  EXPECT_EQ(Told("bob", "hold-0002"), "ALREADY_EXISTS SLOT_TAKEN");
}

TEST_F(SharedTimeTest, TellsWhoIsBeyondALoweredCapacity) {
  Share(2, "share-0001");
  ASSERT_EQ(Told("ada", "hold-0001"), "OK");
  ASSERT_EQ(Told("ada", "hold-0002"), "OK");
  // Both were booked at one instant.
  const auto lowered = Share(1, "share-0002");
  ASSERT_EQ(lowered.uncovered_size(), 1);
  EXPECT_EQ(lowered.uncovered(0).reason(), v1::UNCOVERED_REASON_CAPACITY);
  EXPECT_EQ(Shopper("ada").Told(
                "BookingService/ConfirmBooking",
                absl::StrCat("name: \"", lowered.uncovered(0).booking(),
                             "\" request_id: \"confirm-1\"")),
            "OK");
}

TEST_F(SharedTimeTest, SwitchesToAllOfHerOnlyWhereNobodyShares) {
  Share(2, "share-0001");
  const auto first = Shopper("ada").Get<v1::Booking>(
      "BookingService/HoldSlot", HoldText("hold-0001", kThree));
  ASSERT_EQ(Told("bob", "hold-0002"), "OK");
  EXPECT_EQ(
      Shopper("ada").Told("BookingService/SwitchChannel",
                          absl::StrCat("name: \"", first.name(),
                                       "\" request_id: \"switch-1\" channel: "
                                       "CHANNEL_IN_STORE")),
      "ALREADY_EXISTS SLOT_TAKEN");
}

}  // namespace
}  // namespace rapport
