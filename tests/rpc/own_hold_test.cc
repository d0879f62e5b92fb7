// What shoppers are shown of what they hold themselves, through the server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::Each;

class OwnHoldTest : public RpcTest {
 protected:
  // The starts from three to five, and what of one's own is in their way.
  static std::vector<std::string> Sees(const RpcClient& client) {
    const auto reply = client.Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        SlotsText(kAna, "2026-03-03 15:00", "2026-03-03 17:00"));
    std::vector<std::string> seen;
    for (const v1::Slot& slot : reply.slots()) {
      seen.push_back(
          absl::StrCat(UtcText(slot.start_time().seconds()).substr(11),
                       slot.own_hold().empty() ? "" : " ", slot.own_hold()));
    }
    return seen;
  }
  v1::Booking Hold(const std::string& id, absl::string_view utc) const {
    return Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                                      HoldText(id, utc));
  }
};

TEST_F(OwnHoldTest, IsListedToWhoHoldsIt) {
  const std::vector<std::string> before = Sees(Shopper());
  const std::string hold = Hold("hold-one", "2026-03-03 15:00").name();
  const std::vector<std::string> held = Sees(Shopper());
  ASSERT_EQ(held.size(), before.size());
  EXPECT_EQ(held.front(), absl::StrCat("15:00 ", hold));
  EXPECT_EQ(Sees(Backend("sam")), held);
  for (const RpcClient& other :
       {Shopper("kim"), Backend("kim"), Backend(), Admin(), Manager(kNyc)}) {
    const std::vector<std::string> seen = Sees(other);
    EXPECT_LT(seen.size(), before.size());
    EXPECT_THAT(seen, testing::Not(testing::Contains("15:00")));
    EXPECT_THAT(seen, Each(testing::SizeIs(5)));
  }
}

// Of Ana's hour at three, wherever slots of several people are asked for.
TEST_F(OwnHoldTest, HidesNothingFromItsHolderInSearches) {
  const std::string search = absl::StrCat(
      R"(parent: "brands/acme" stores: ")", kNyc, R"(" service: ")", kStyling,
      R"(" channels: CHANNEL_VIDEO window { start_time { seconds: )",
      Seconds("2026-03-03 15:00"),
      " } end_time { seconds: ", Seconds("2026-03-03 16:00"), " } } ");
  const std::string page =
      absl::StrCat(R"(name: ")", kNyc, R"(" service: ")", kStyling,
                   R"(" channel: CHANNEL_VIDEO slots_per_associate: 20)");
  struct Shown {
    std::vector<std::string> found;  // own holds, of each slot
    int anybody = 0;
    std::vector<std::string> on_page;
    bool operator==(const Shown&) const = default;
  };
  const auto shown_to = [&](const RpcClient& client) {
    Shown shown;
    const auto found = client.Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates", search);
    for (const v1::AssociateHit& hit : found.associates()) {
      for (const v1::Slot& slot : hit.slots()) {
        shown.found.push_back(slot.own_hold());
      }
    }
    shown.anybody = client
                        .Get<v1::ListAnySlotsResponse>(
                            "LocatorService/ListAnySlots",
                            absl::StrCat("search { ", search, " }"))
                        .slots_size();
    const auto whole =
        client.Get<v1::StorePage>("LocatorService/GetStorePage", page);
    for (const v1::StoreAssociate& each : whole.associates()) {
      for (const v1::Slot& slot : each.slots()) {
        const std::string start = UtcText(slot.start_time().seconds());
        if (start > "2026-03-03 14:30" && start < "2026-03-03 15:30") {
          shown.on_page.push_back(absl::StrCat(start, " ", slot.own_hold()));
        }
      }
    }
    return shown;
  };
  const Shown before = shown_to(Shopper());
  EXPECT_EQ(before.found, std::vector<std::string>{""});
  EXPECT_EQ(before.anybody, 1);
  ASSERT_EQ(before.on_page.size(), 1u);
  const std::string hold = Hold("hold-one", "2026-03-03 15:00").name();
  const Shown to_them = shown_to(Shopper());
  EXPECT_EQ(to_them.found, std::vector<std::string>{hold});
  EXPECT_EQ(to_them.anybody, 1);
  EXPECT_EQ(to_them.on_page,
            std::vector<std::string>{absl::StrCat(before.on_page[0], hold)});
  EXPECT_EQ(shown_to(Backend("sam")), to_them);
  for (const RpcClient& other : {Shopper("kim"), Backend(), Admin()}) {
    EXPECT_EQ(shown_to(other), Shown());
  }
}

// Whatever is listed can be had, and what is in its way ends for it.
TEST_F(OwnHoldTest, EndsForWhatTheHolderTakesInstead) {
  const v1::Booking first = Hold("hold-one", "2026-03-03 15:00");
  std::vector<std::string> listed = Sees(Shopper());
  ASSERT_GE(listed.size(), 2u);
  ASSERT_EQ(listed[1].substr(5), absl::StrCat(" ", first.name()));
  clock_.Advance(absl::Seconds(1));  // the newest is told by its id
  const v1::Booking next =
      Hold("hold-two", absl::StrCat("2026-03-03 ", listed[1].substr(0, 5)));
  EXPECT_EQ(next.state(), v1::BOOKING_STATE_HELD);
  EXPECT_EQ(
      Shopper()
          .Get<v1::Booking>("BookingService/GetBooking",
                            absl::Substitute(R"(name: "$0")", first.name()))
          .state(),
      v1::BOOKING_STATE_CANCELLED);
  listed = Sees(Shopper());
  EXPECT_EQ(listed[0], absl::StrCat("15:00 ", next.name()));
}

}  // namespace
}  // namespace rapport
