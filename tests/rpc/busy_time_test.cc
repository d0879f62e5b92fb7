// Busy time from a calendar kept elsewhere, and bookings for one, through the
// whole server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/booking_service.pb.h"
#include "rapport/v1/calendar_service.pb.h"
#include "rapport/v1/locator_service.pb.h"
#include "tests/rpc/rpc_world.h"

namespace rapport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Tuesdays, 10:00 to 12:00 in New York: 15:00 to 17:00 UTC; from the 8th of
// March an hour earlier.
constexpr char kTuesdays[] =
    "BEGIN:VCALENDAR\\nBEGIN:VEVENT\\nUID:1\\nSUMMARY:Secret dentist\\n"
    "DTSTART;TZID=America/New_York:20260303T100000\\nDURATION:PT2H\\n"
    "RRULE:FREQ=WEEKLY\\nEND:VEVENT\\nEND:VCALENDAR\\n";

class BusyTimeTest : public RpcTest {
 protected:
  v1::ImportBusyTimeResponse Import(const std::string& request_id,
                                    const std::string& calendar) const {
    return Associate(kAna).Get<v1::ImportBusyTimeResponse>(
        "CalendarService/ImportBusyTime",
        absl::Substitute(R"(name: "$0/schedule" source_id: "home"
                            request_id: "$1" calendar: "$2")",
                         kAna, request_id, calendar));
  }

  // Starts of ana's slots for styling by video from that UTC hour for 4 hours.
  std::vector<std::string> Slots(const std::string& from) const {
    const int64_t start = std::stoll(Seconds(from));
    const auto listed = Shopper().Get<v1::ListSlotsResponse>(
        "CalendarService/ListSlots",
        absl::Substitute(R"(parent: "$0" service: "$1" channel: CHANNEL_VIDEO
            window { start_time { seconds: $2 } end_time { seconds: $3 } })",
                         kAna, kStyling, start, start + 4 * 3600));
    std::vector<std::string> starts;
    for (const v1::Slot& slot : listed.slots()) {
      starts.push_back(UtcText(slot.start_time().seconds()).substr(11));
    }
    return starts;
  }

  // When a search near her says that ana is free first.
  std::string FirstFound() const {
    const auto found = Shopper().Get<v1::SearchAssociatesResponse>(
        "LocatorService/SearchAssociates",
        absl::Substitute(R"(parent: "brands/acme" stores: "$0" service: "$1"
            channels: CHANNEL_VIDEO window { start_time { seconds: $2 }
            end_time { seconds: $3 } } slots_per_associate: 1)",
                         kNyc, kStyling, Seconds("2026-03-03 15:00"),
                         Seconds("2026-03-03 23:00")));
    if (found.associates().empty()) return "nobody";
    return UtcText(found.associates(0).slots(0).start_time().seconds());
  }
};

TEST_F(BusyTimeTest, BlocksSlotsEverywhere) {
  EXPECT_EQ(FirstFound(), "2026-03-03 15:00");
  const auto imported = Import("busy-0001", kTuesdays);
  EXPECT_EQ(imported.source().source_id(), "home");
  EXPECT_EQ(imported.source().event_count(), 1);
  EXPECT_EQ(imported.source().refused_count(), 0);
  EXPECT_EQ(imported.source().interval_count(), 57);
  EXPECT_THAT(imported.uncovered_bookings(), IsEmpty());
  EXPECT_THAT(Slots("2026-03-03 15:00"),
              ElementsAre("17:00", "17:30", "18:00"));
  EXPECT_EQ(FirstFound(), "2026-03-03 17:00");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           HoldText("hold-0001", "2026-03-03 15:00")),
            "FAILED_PRECONDITION SLOT_OUTSIDE_SCHEDULE");
  EXPECT_EQ(Shopper().Told("BookingService/HoldSlot",
                           HoldText("hold-0002", "2026-03-03 17:00")),
            "OK");
  // After the clock has changed it is 10:00 there still.
  EXPECT_THAT(Slots("2026-03-10 14:00"),
              ElementsAre("16:00", "16:30", "17:00"));
}

TEST_F(BusyTimeTest, ShowsItsTitlesToNobody) {
  Import("busy-0001", kTuesdays);
  const auto schedule =
      Admin().Get<v1::Schedule>("CalendarService/GetSchedule",
                                absl::StrCat("name: \"", kAna, "/schedule\""));
  ASSERT_THAT(schedule.busy_sources(), SizeIs(1));
  EXPECT_THAT(schedule.DebugString(), Not(HasSubstr("dentist")));
  EXPECT_THAT(Everything(), Not(HasSubstr("dentist")));
}

TEST_F(BusyTimeTest, NamesTheBookingsItLeavesUncovered) {
  const auto held = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot", HoldText("hold-0001", "2026-03-03 15:00"));
  EXPECT_THAT(Import("busy-0001", kTuesdays).uncovered_bookings(),
              ElementsAre(held.name()));
  EXPECT_EQ(Shopper().Told("BookingService/ConfirmBooking",
                           absl::StrCat("name: \"", held.name(),
                                        "\" request_id: \"confirm-1\"")),
            "OK");
}

TEST_F(BusyTimeTest, IsForgottenWithItsSource) {
  Import("busy-0001", kTuesdays);
  const std::string remove = absl::Substitute(
      R"(name: "$0/schedule" source_id: "home" request_id: "busy-0002")", kAna);
  EXPECT_EQ(Admin().Told("CalendarService/RemoveBusyTime", remove), "OK");
  EXPECT_EQ(FirstFound(), "2026-03-03 15:00");
  EXPECT_EQ(Admin().Told("CalendarService/RemoveBusyTime", remove), "OK");
  EXPECT_FALSE(Import("busy-0001", kTuesdays).has_source());  // a repetition
  EXPECT_EQ(FirstFound(), "2026-03-03 15:00");
}

TEST_F(BusyTimeTest, StaysWhenTheScheduleIsReplaced) {
  Import("busy-0001", kTuesdays);
  const auto changed = Admin().Get<v1::UpdateScheduleResponse>(
      "CalendarService/UpdateSchedule",
      absl::Substitute(R"(request_id: "schedule-2" schedule {
          name: "$0/schedule" weekly_periods { day: TUESDAY
          start_time { hours: 9 } end_time { hours: 13 } } })",
                       kAna));
  EXPECT_THAT(changed.schedule().busy_sources(), SizeIs(1));
  EXPECT_THAT(Slots("2026-03-03 14:00"), ElementsAre("14:00", "17:00"));
}

TEST_F(BusyTimeTest, TellsBookingsToACalendarProgram) {
  const auto held = Shopper().Get<v1::Booking>(
      "BookingService/HoldSlot", HoldText("hold-0001", "2026-03-03 15:00"));
  const std::string parent = absl::StrCat("parent: \"", kAna, "\"");
  const auto feed_for = [&](const RpcClient& client) {
    return absl::StrReplaceAll(
        client.Get<v1::CalendarFeed>("CalendarService/GetCalendarFeed", parent)
            .calendar(),
        {{"\r\n ", ""}});
  };
  const std::string own = feed_for(Associate(kAna));
  EXPECT_THAT(own, HasSubstr("DTSTART;TZID=America/New_York:20260303T100000"));
  EXPECT_THAT(own, HasSubstr("STATUS:TENTATIVE"));
  EXPECT_THAT(own, HasSubstr("SEQUENCE:1\r\n"));
  EXPECT_THAT(own, HasSubstr("Shopper: sam"));
  for (const RpcClient& client : {Admin(), Manager(kNyc)}) {
    EXPECT_THAT(feed_for(client), HasSubstr("STATUS:TENTATIVE"));
    EXPECT_THAT(feed_for(client), Not(HasSubstr("sam")));
  }
  Shopper().Get<v1::Booking>(
      "BookingService/CancelBooking",
      absl::StrCat("name: \"", held.name(), "\" request_id: \"cancel-01\""));
  EXPECT_THAT(feed_for(Associate(kAna)), HasSubstr("STATUS:CANCELLED"));
  EXPECT_THAT(feed_for(Associate(kAna)), HasSubstr("SEQUENCE:2\r\n"));
}

TEST_F(BusyTimeTest, DoesNotTakeOurOwnBookingsForBusyTime) {
  Shopper().Get<v1::Booking>("BookingService/HoldSlot",
                             HoldText("hold-0001", "2026-03-03 15:00"));
  const auto feed = Associate(kAna).Get<v1::CalendarFeed>(
      "CalendarService/GetCalendarFeed",
      absl::StrCat("parent: \"", kAna, "\""));
  const auto imported = Import(
      "busy-0001",
      absl::StrReplaceAll(feed.calendar(), {{"\\", "\\\\"}, {"\r\n", "\\n"}}));
  EXPECT_EQ(imported.source().event_count(), 1);
  EXPECT_EQ(imported.source().free_count(), 1);
  EXPECT_EQ(imported.source().interval_count(), 0);
}

}  // namespace
}  // namespace rapport
