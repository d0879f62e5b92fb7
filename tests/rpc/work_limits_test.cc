// How much of somebody may be booked, through the whole server.
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

using ::testing::IsEmpty;

constexpr char kAtThree[] = "2026-03-03 15:00";
constexpr char kAtFive[] = "2026-03-03 17:00";
constexpr char kAtSeven[] = "2026-03-03 19:00";

class WorkLimitsRpcTest : public RpcTest {
 protected:
  // Ana works in New York on Tuesdays.
  v1::UpdateScheduleResponse Limit(const std::string& limits,
                                   const std::string& request_id) const {
    return Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::Substitute(R"(request_id: "$0" schedule { name: "$1/schedule"
               weekly_periods { day: TUESDAY start_time { hours: 9 }
                                end_time { hours: 17 } } limits { $2 } })",
                         request_id, kAna, limits));
  }
  std::string Told(const std::string& shopper, const std::string& request_id,
                   absl::string_view utc) const {
    return Shopper(shopper).Told("BookingService/HoldSlot",
                                 HoldText(request_id, utc));
  }
  std::string AnyTold(const std::string& request_id,
                      absl::string_view utc) const {
    return Shopper("any").Told(
        "BookingService/HoldSlot",
        absl::Substitute(
            R"(parent: "brands/acme" request_id: "$0" service: "$1"
               channel: CHANNEL_VIDEO start_time { seconds: $2 }
               any_associate { associates: "$3" })",
            request_id, kStyling, Seconds(utc), kAna));
  }
  // Whether ana's slot then is listed, found by a search for her, and among
  // anybody's: all say the same.
  bool IsOffered(absl::string_view utc) const {
    const int64_t start = std::stoll(Seconds(utc));
    const std::string window = absl::Substitute(
        "window { start_time { seconds: $0 } end_time { seconds: $1 } }", start,
        start + 3600);
    const auto listed = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        absl::Substitute(R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO
                            $2)",
                         kAna, kStyling, window));
    const std::string search =
        absl::Substitute(R"(parent: "brands/acme" associates: "$0"
            service: "$1" channels: CHANNEL_VIDEO $2)",
                         kAna, kStyling, window);
    const auto found = Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates", search);
    const auto any = Shopper().Get<v1::ListAnySlotsResponse>(
        "LocatorService/ListAnySlots", absl::StrCat("search { ", search, " }"));
    EXPECT_EQ(found.associates().empty(), listed.slots().empty()) << utc;
    EXPECT_EQ(any.slots().empty(), listed.slots().empty()) << utc;
    return !listed.slots().empty();
  }
};

TEST_F(WorkLimitsRpcTest, OffersAndGivesUntilTheDayIsFull) {
  const auto written =
      Limit("booked_per_day { seconds: 7200 } bookings_per_day: 9", "limit-01");
  EXPECT_THAT(written.uncovered(), IsEmpty());
  EXPECT_EQ(written.schedule().limits().booked_per_day().seconds(), 7200);
  EXPECT_EQ(written.schedule().limits().bookings_per_day(), 9);
  EXPECT_FALSE(written.schedule().limits().has_booked_per_week());
  EXPECT_TRUE(IsOffered(kAtThree));
  EXPECT_EQ(Told("ada", "hold-0001", kAtThree), "OK");
  EXPECT_TRUE(IsOffered(kAtFive));
  EXPECT_EQ(AnyTold("hold-0002", kAtFive), "OK");
  EXPECT_FALSE(IsOffered(kAtSeven));
  EXPECT_EQ(Told("cy", "hold-0003", kAtSeven),
            "FAILED_PRECONDITION WORK_LIMIT");
  EXPECT_EQ(AnyTold("hold-0004", kAtSeven),
            "ALREADY_EXISTS ANY_ASSOCIATE_TAKEN");
  // A week later is another day.
  EXPECT_TRUE(IsOffered("2026-03-10 19:00"));
  clock_.Advance(absl::Minutes(11));  // they ran out
  EXPECT_TRUE(IsOffered(kAtSeven));
  EXPECT_EQ(Told("cy", "hold-0005", kAtSeven), "OK");
}

TEST_F(WorkLimitsRpcTest, OffersNothingThatLeavesNoBreak) {
  Limit("break_after { seconds: 5400 } break_length { seconds: 3600 }",
        "limit-01");
  EXPECT_EQ(Told("ada", "hold-0001", kAtThree), "OK");
  EXPECT_FALSE(IsOffered("2026-03-03 16:30"));
  EXPECT_EQ(Told("bob", "hold-0002", "2026-03-03 16:30"),
            "FAILED_PRECONDITION WORK_LIMIT");
  EXPECT_TRUE(IsOffered(kAtFive));
  EXPECT_EQ(Told("bob", "hold-0003", kAtFive), "OK");
}

TEST_F(WorkLimitsRpcTest, TellsWhatIsBeyondThem) {
  ASSERT_EQ(Told("ada", "hold-0001", kAtThree), "OK");
  clock_.Advance(absl::Seconds(1));
  const auto second = Shopper("bob").Get<v1::Booking>(
      "BookingService/HoldSlot", HoldText("hold-0002", kAtFive));
  const auto limited = Limit("bookings_per_day: 1", "limit-01");
  ASSERT_EQ(limited.uncovered_size(), 1);
  EXPECT_EQ(limited.uncovered(0).booking(), second.name());
  EXPECT_EQ(limited.uncovered(0).reason(), v1::UNCOVERED_REASON_LIMIT);
  EXPECT_EQ(Shopper("bob").Told("BookingService/ConfirmBooking",
                                absl::StrCat("name: \"", second.name(),
                                             "\" request_id: \"confirm-1\"")),
            "OK");
}

}  // namespace
}  // namespace rapport
