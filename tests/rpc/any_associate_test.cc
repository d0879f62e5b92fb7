// Slots and holds with anybody who fits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::UnorderedElementsAre;

class AnyAssociateTest : public RpcTest {
 protected:
  // Everybody who does styling.
  static std::string Search(const std::string& more = "") {
    return absl::StrCat(
        R"(search { parent: "brands/acme" service: ")", kStyling,
        R"(" near { latitude: 40.7 longitude: -74 } )", more, "} ");
  }
  v1::ListAnySlotsResponse Slots(const std::string& request) const {
    return Shopper().Get<v1::ListAnySlotsResponse>(
        "LocatorService/ListAnySlots", request);
  }
  // Tuesday, from when to when, UTC.
  static std::string Window(absl::string_view from, absl::string_view to) {
    return absl::StrCat("window { start_time { seconds: ",
                        Seconds(absl::StrCat("2026-03-03 ", from)),
                        " } end_time { seconds: ",
                        Seconds(absl::StrCat("2026-03-03 ", to)), " } } ");
  }
  static std::vector<std::string> Told(const v1::ListAnySlotsResponse& reply) {
    std::vector<std::string> told;
    for (const v1::AnySlot& slot : reply.slots()) {
      const std::string& store = slot.slot().store();
      told.push_back(absl::StrCat(
          UtcText(slot.slot().start_time().seconds()).substr(11), " ",
          store == kNyc     ? "nyc"
          : store == kParis ? "paris"
                            : "tokyo",
          " ", slot.associates()));
    }
    return told;
  }
  // Another who works in Paris as bo does.
  void HireInParis(const std::string& name) {
    const auto hired = Admin().Get<v1::Associate>(
        "CatalogService/UpdateAssociate",
        absl::StrCat(R"(allow_missing: true associate { display_name: "x"
            source: "hr" source_id: ")",
                     name, R"(" stores: ")", kParis, R"(" services: ")",
                     kStyling, R"(" channels: CHANNEL_VIDEO
            languages { language_code: "fr" level: LANGUAGE_LEVEL_NATIVE } })"));
    const std::string schedule = absl::StrCat(hired.name(), "/schedule");
    Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::StrCat("request_id: \"schedule-", name, R"(" schedule { name: ")",
                     schedule, R"(" weekly_periods { day: TUESDAY
            start_time { hours: 10 } end_time { hours: 18 } } })"));
  }
  static std::string HoldAny(const std::string& request_id,
                             const std::string& more,
                             absl::string_view utc = "2026-03-03 15:00") {
    return absl::StrCat(R"(parent: "brands/acme" request_id: ")", request_id,
                        R"(" service: ")", kStyling,
                        R"(" channel: CHANNEL_VIDEO start_time { seconds: )",
                        Seconds(utc), " } ", more);
  }
};

TEST_F(AnyAssociateTest, ListsWhenAnybodyIsFreeEarliestFirst) {
  HireInParis("bea");
  const std::string search = Search(
      absl::StrCat("channels: CHANNEL_VIDEO ", Window("15:00", "17:00")));
  const auto slots = Slots(search);
  EXPECT_THAT(
      Told(slots),
      UnorderedElementsAre("15:00 nyc 1", "15:00 paris 2", "15:30 nyc 1",
                           "15:30 paris 2", "16:00 nyc 1", "16:00 paris 2"));
  EXPECT_FALSE(slots.partial());
  const v1::Slot& first = slots.slots(0).slot();
  EXPECT_EQ(first.associate(), "");
  EXPECT_EQ(first.service(), kStyling);
  EXPECT_EQ(first.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(first.end_time().seconds() - first.start_time().seconds(), 3600);
  EXPECT_TRUE(first.has_local_start_time());
}

TEST_F(AnyAssociateTest, ListsTheSameInPages) {
  const std::string search =
      Search("channels: CHANNEL_VIDEO channels: CHANNEL_IN_STORE ");
  std::vector<std::string> all;
  const auto whole = Slots(search + "page_size: 1000 ");
  EXPECT_EQ(whole.next_page_token(), "");
  EXPECT_GT(whole.slots_size(), 500);  // two weeks, three stores, two channels
  std::string token;
  int at = 0;
  do {
    // Time that passes between pages takes nothing from those to come.
    const auto page = Slots(
        absl::StrCat(search, "page_size: 177 page_token: \"", token, "\""));
    for (const v1::AnySlot& slot : page.slots()) {
      ASSERT_LT(at, whole.slots_size());
      EXPECT_EQ(slot.DebugString(), whole.slots(at++).DebugString());
    }
    token = page.next_page_token();
    clock_.Advance(absl::Seconds(1));
  } while (!token.empty());
  EXPECT_EQ(at, whole.slots_size());
}

TEST_F(AnyAssociateTest, HoldsWithSomebodyWhoFits) {
  const std::string french =
      "any_associate { near { latitude: 40.7 longitude: -74 } "
      "languages { language_code: \"fr\" } } ";
  const auto held = Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                               HoldAny("hold-any-1", french));
  EXPECT_EQ(held.associate(), kBo);
  EXPECT_EQ(held.store(), kParis);
  EXPECT_EQ(UtcText(held.start_time().seconds()), "2026-03-03 15:00");
  // Said again it is the same; said anew, nobody is left.
  const auto again = Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                                HoldAny("hold-any-1", french));
  EXPECT_EQ(again.DebugString(), held.DebugString());
  EXPECT_EQ(Shopper("sue").Told("BookingService/HoldSlot",
                                HoldAny("hold-any-1", french)),
            "ALREADY_EXISTS ANY_ASSOCIATE_TAKEN");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           HoldAny("hold-any-2", french, "2026-03-03 20:00")),
            "FAILED_PRECONDITION NOBODY_FITS");
}

TEST_F(AnyAssociateTest, HoldsWithAsManyAsWereListed) {
  HireInParis("bea");
  HireInParis("ben");
  const std::string video = Search(
      absl::StrCat("channels: CHANNEL_VIDEO ", Window("16:00", "17:00")));
  int free = 0;
  const auto slots = Slots(video);
  for (const v1::AnySlot& slot : slots.slots()) free += slot.associates();
  EXPECT_EQ(free, 4);
  const std::string any =
      "any_associate { near { latitude: 40.7 longitude: -74 } }";
  for (int i = 0; i < free; ++i) {
    EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                             HoldAny(absl::StrCat("hold-any-", i), any,
                                     "2026-03-03 16:00")),
              "OK");
  }
  EXPECT_EQ(
      Shopper("kim")
          .Get<v1::ListAnySlotsResponse>("LocatorService/ListAnySlots", video)
          .slots_size(),
      0);
  EXPECT_EQ(
      Shopper("kim").Told("BookingService/HoldSlot",
                          HoldAny("hold-any-more", any, "2026-03-03 16:00")),
      "ALREADY_EXISTS ANY_ASSOCIATE_TAKEN");
  // Whose they are sees and has them; one of theirs ends for another.
  EXPECT_EQ(Told(Slots(video)), Told(slots));
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           HoldAny("hold-any-more", any, "2026-03-03 16:00")),
            "OK");
}

TEST_F(AnyAssociateTest, HoldsAtTheStoreThatIsSaid) {
  const auto held = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot",
      HoldAny("hold-any-1",
              absl::StrCat("any_associate {} store: \"", kNyc, "\"")));
  EXPECT_EQ(held.associate(), kAna);
  EXPECT_EQ(held.store(), kNyc);
}

}  // namespace
}  // namespace rapport
