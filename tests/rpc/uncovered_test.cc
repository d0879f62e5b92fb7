// Bookings that no working time covers, asked for.
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

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kList[] = "CalendarService/ListUncoveredBookings";

class UncoveredTest : public RpcTest {
 protected:
  std::string Create(const std::string& id, absl::string_view utc) {
    return Admin()
        .Get<v1::Booking>("BookingService/CreateBooking", HoldText(id, utc))
        .name();
  }
  static std::string About(const std::string& associate) {
    return absl::StrCat("parent: \"", associate, "\"");
  }
  std::vector<std::string> Uncovered(const RpcClient& client) {
    std::vector<std::string> told;
    const auto reply =
        client.Get<v1::ListUncoveredBookingsResponse>(kList, About(kAna));
    for (const v1::UncoveredBooking& each : reply.uncovered()) {
      told.push_back(absl::StrCat(each.booking(), " ",
                                  v1::UncoveredReason_Name(each.reason())));
    }
    return told;
  }
  // From 10:00 to 12:00 on Tuesdays only.
  void WorkLess() {
    Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::Substitute(R"(request_id: "less-work" schedule {
            name: "$0/schedule" weekly_periods { day: TUESDAY
            start_time { hours: 10 } end_time { hours: 12 } } })",
                         kAna));
  }
};

TEST_F(UncoveredTest, AreToldWheneverSomebodyAsks) {
  Create("morning-1", "2026-03-03 15:00");
  const std::string noon = Create("at-noon-1", "2026-03-03 18:00");
  EXPECT_THAT(Uncovered(Admin()), IsEmpty());
  WorkLess();
  const std::string expected = absl::StrCat(noon, " UNCOVERED_REASON_HOURS");
  for (const RpcClient& client :
       {Admin(), Manager(kNyc), Associate(kAna), Admin()}) {
    EXPECT_THAT(Uncovered(client), ElementsAre(expected));
  }
  ASSERT_EQ(Admin().Told(
                "BookingService/CancelBooking",
                absl::StrCat("name: \"", noon, "\" request_id: \"cancel-it\"")),
            "OK");
  EXPECT_THAT(Uncovered(Admin()), IsEmpty());
}

TEST_F(UncoveredTest, AreOfMeetingsThatAreNotOver) {
  const std::string noon = Create("at-noon-1", "2026-03-03 18:00");
  WorkLess();
  EXPECT_THAT(Uncovered(Admin()), testing::SizeIs(1));
  clock_.Advance(absl::Hours(48));
  EXPECT_THAT(Uncovered(Admin()), IsEmpty());
}

TEST_F(UncoveredTest, AreToldToThoseOnlyWhoKeepTheSchedule) {
  for (const RpcClient& client :
       {Manager(kParis), Associate(kBo), AdminOf("other")}) {
    EXPECT_THAT(client.Told(kList, About(kAna)), StartsWith("NOT_FOUND"));
  }
  EXPECT_EQ(Admin().Told(kList, ""), "INVALID_ARGUMENT REQUIRED parent");
  EXPECT_EQ(Admin().Told(kList, About("ana")),
            "INVALID_ARGUMENT MALFORMED parent");
  EXPECT_EQ(Admin().Told(kList, About(kNyc)),
            "INVALID_ARGUMENT MALFORMED parent");
}

}  // namespace
}  // namespace rapport
