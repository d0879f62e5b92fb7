// A meeting's length, chosen among several: every way to see and to have a slot
// means the same one.
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

using ::testing::Each;

// In minutes.
int64_t LengthOf(const v1::Slot& slot) {
  return (slot.end_time().seconds() - slot.start_time().seconds()) / 60;
}

class DurationTest : public RpcTest {
 protected:
  DurationTest() {
    v1::UpdateServiceRequest request;
    *request.mutable_service() = Admin().Get<v1::Service>(
        "CatalogService/GetService", absl::StrCat("name: \"", kStyling, "\""));
    request.mutable_service()->add_duration_choices()->set_seconds(30 * 60);
    request.mutable_service()->add_duration_choices()->set_seconds(180 * 60);
    const grpc::Status status =
        Admin().Call("CatalogService/UpdateService", request, nullptr);
    EXPECT_TRUE(status.ok()) << status.error_message();
    model_.WaitPublished(BrandId::FromStored("acme"));
  }

  // On Tuesday; of the usual length where `minutes` is 0.
  static std::string SearchText(int minutes) {
    return absl::StrCat(
        absl::Substitute(R"(parent: "brands/acme" associates: "$0"
            service: "$1" channels: CHANNEL_VIDEO
            window { start_time { seconds: $2 } end_time { seconds: $3 } } )",
                         kAna, kStyling, Seconds("2026-03-03 00:00"),
                         Seconds("2026-03-04 00:00")),
        DurationText(minutes));
  }
  static std::string DurationText(int minutes) {
    if (minutes == 0) return "";
    return absl::Substitute("duration { seconds: $0 }", minutes * 60);
  }

  std::vector<int64_t> ListedLengths(int minutes) const {
    const auto reply = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        absl::StrCat(
            absl::Substitute(R"(parent: "$0" service: "$1"
                channel: CHANNEL_VIDEO window { start_time { seconds: $2 }
                end_time { seconds: $3 } } )",
                             kAna, kStyling, Seconds("2026-03-03 00:00"),
                             Seconds("2026-03-04 00:00")),
            DurationText(minutes)));
    std::vector<int64_t> lengths;
    for (const v1::Slot& slot : reply.slots()) {
      lengths.push_back(LengthOf(slot));
    }
    return lengths;
  }
  std::vector<int64_t> AnyLengths(int minutes) const {
    const auto reply = Shopper().Get<v1::ListAnySlotsResponse>(
        "LocatorService/ListAnySlots",
        absl::StrCat("search { ", SearchText(minutes), " }"));
    std::vector<int64_t> lengths;
    for (const v1::AnySlot& any : reply.slots()) {
      lengths.push_back(LengthOf(any.slot()));
    }
    return lengths;
  }
};

// Eight hours, a start every half an hour, and 15 minutes kept free after it,
// which may be after work.
TEST_F(DurationTest, SaysHowManySlotsThereAreAndHowLong) {
  for (const auto& [minutes, length, count] :
       {std::tuple{0, 60, 15}, {60, 60, 15}, {30, 30, 16}, {180, 180, 11}}) {
    const std::vector<int64_t> listed = ListedLengths(minutes);
    EXPECT_EQ(listed.size(), count);
    EXPECT_THAT(listed, Each(length));
    EXPECT_EQ(AnyLengths(minutes), listed);
    const auto found = Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates", SearchText(minutes));
    ASSERT_EQ(found.associates_size(), 1);
    for (const v1::Slot& slot : found.associates(0).slots()) {
      EXPECT_EQ(LengthOf(slot), length);
    }
    const auto page = Shopper().Get<v1::StorePage>(
        "LocatorService/GetStorePage",
        absl::Substitute(
            R"(name: "$0" service: "$1" channel: CHANNEL_VIDEO $2)", kNyc,
            kStyling, DurationText(minutes)));
    ASSERT_GT(page.associates_size(), 0);
    ASSERT_GT(page.associates(0).slots_size(), 0);
    EXPECT_EQ(LengthOf(page.associates(0).slots(0)), length);
  }
}

TEST_F(DurationTest, IsThatOfTheHold) {
  const auto held = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot",
      absl::StrCat(HoldText("hold-0001"), DurationText(180)));
  EXPECT_EQ(held.end_time().seconds() - held.start_time().seconds(), 180 * 60);
  // Until 13:00 and a quarter of an hour after; the next begins at 13:30.
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot",
                                HoldText("hold-0002", "2026-03-03 17:30")),
            "ALREADY_EXISTS SLOT_TAKEN");
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot",
                                HoldText("hold-0003", "2026-03-03 18:30")),
            "OK");
}

TEST_F(DurationTest, IsThatOfAHoldWithAnybody) {
  const std::string any =
      absl::Substitute(R"(parent: "brands/acme" service: "$0"
          channel: CHANNEL_VIDEO start_time { seconds: $1 }
          any_associate { associates: "$2" } )",
                       kStyling, Seconds("2026-03-03 15:00"), kAna);
  const auto held = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot",
      absl::StrCat(any, R"(request_id: "hold-0001" )", DurationText(30)));
  EXPECT_EQ(held.end_time().seconds() - held.start_time().seconds(), 30 * 60);
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           absl::StrCat(any, R"(request_id: "hold-0002" )",
                                        DurationText(35))),
            "INVALID_ARGUMENT NOT_A_CHOICE duration");
}

TEST_F(DurationTest, IsTheServicesAloneWhereItGivesNoChoice) {
  EXPECT_EQ(Shopper().Told("CalendarService/ListSlots",
                           absl::Substitute(R"(parent: "$0" service: "$1"
                    channel: CHANNEL_IN_STORE duration { seconds: 3600 })",
                                            kAna, kRepair)),
            "INVALID_ARGUMENT NOT_A_CHOICE duration");
}

}  // namespace
}  // namespace rapport
