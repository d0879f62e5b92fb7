// Bookings in the hour that comes twice, and around the one that never comes,
// through the server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/time.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/catalog_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;

// Ana, in New York, works from midnight to four on Sundays; styling takes an
// hour and starts every half hour.
class ClockChangeTest : public RpcTest {
 protected:
  ClockChangeTest() {
    Admin().Get<v1::Service>(
        "CatalogService/UpdateService",
        absl::Substitute(R"(service { name: "$0" display_name: "Styling"
            duration { seconds: 3600 } minimum_notice { seconds: 3600 }
            channels: CHANNEL_VIDEO })",
                         kStyling));
    Admin().Get<v1::UpdateScheduleResponse>(
        "CalendarService/UpdateSchedule",
        absl::Substitute(R"(request_id: "at-night" schedule {
            name: "$0/schedule" weekly_periods { day: SUNDAY
            start_time { hours: 0 } end_time { hours: 4 } } })",
                         kAna));
    model_.WaitPublished(BrandId::FromStored("acme"));
  }

  // `01:30-4 05:30`: on the store's clock and its offset, then in UTC.
  template <typename Timed>
  static std::string TimesOf(const Timed& timed) {
    const auto& local = timed.local_start_time();
    return absl::StrCat(absl::Dec(local.hours(), absl::kZeroPad2), ":",
                        absl::Dec(local.minutes(), absl::kZeroPad2),
                        local.utc_offset().seconds() / 3600, " ",
                        UtcText(timed.start_time().seconds()).substr(11));
  }
  std::vector<std::string> SlotsOn(const std::string& day) const {
    const auto reply = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        SlotsText(kAna, day + " 04:00", day + " 10:00"));
    std::vector<std::string> slots;
    for (const v1::Slot& slot : reply.slots()) slots.push_back(TimesOf(slot));
    return slots;
  }
  v1::Booking Create(const std::string& shopper, const std::string& utc) const {
    return Shopper(shopper).Get<v1::Booking>(
        "BookingService/CreateBooking", HoldText("create-" + shopper, utc));
  }
  std::string Refused(const std::string& utc) const {
    return Shopper("late").Told("BookingService/CreateBooking",
                                HoldText("create-late", utc));
  }
};

TEST_F(ClockChangeTest, AnHourThatComesTwiceIsBookedOnceEachTime) {
  clock_.Advance(absl::Hours(24 * 243));
  EXPECT_THAT(SlotsOn("2026-11-01"),
              ElementsAre("00:00-4 04:00", "00:30-4 04:30", "01:00-4 05:00",
                          "01:30-4 05:30", "01:00-5 06:00", "01:30-5 06:30",
                          "02:00-5 07:00", "02:30-5 07:30", "03:00-5 08:00"));
  const v1::Booking first = Create("sam", "2026-11-01 05:00");
  const v1::Booking second = Create("kim", "2026-11-01 06:00");
  EXPECT_EQ(TimesOf(first), "01:00-4 05:00");
  EXPECT_EQ(TimesOf(second), "01:00-5 06:00");
  EXPECT_EQ(first.end_time().seconds(), second.start_time().seconds());
  for (const char* start : {"05:00", "05:30", "06:00", "06:30"}) {
    EXPECT_EQ(Refused(absl::StrCat("2026-11-01 ", start)),
              "ALREADY_EXISTS SLOT_TAKEN");
  }
  EXPECT_THAT(SlotsOn("2026-11-01"),
              ElementsAre("00:00-4 04:00", "02:00-5 07:00", "02:30-5 07:30",
                          "03:00-5 08:00"));
}

TEST_F(ClockChangeTest, AnHourThatNeverComesIsNotBooked) {
  EXPECT_THAT(SlotsOn("2026-03-08"),
              ElementsAre("00:00-5 05:00", "00:30-5 05:30", "01:00-5 06:00",
                          "01:30-5 06:30", "03:00-4 07:00"));
  const v1::Booking across = Create("sam", "2026-03-08 06:30");
  EXPECT_EQ(TimesOf(across), "01:30-5 06:30");
  EXPECT_EQ(UtcText(across.end_time().seconds()), "2026-03-08 07:30");
  EXPECT_THAT(SlotsOn("2026-03-08"),
              ElementsAre("00:00-5 05:00", "00:30-5 05:30"));
}

}  // namespace
}  // namespace rapport
