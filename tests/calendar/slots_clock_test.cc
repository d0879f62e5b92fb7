// Slots on the clocks of zones, and on the days when these change.
#include "gtest/gtest.h"
#include "server/calendar/slots.h"
#include "tests/calendar/slots_day.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using Reason = SlotVerdict::Reason;

TEST_F(SlotsTest, AreOnTheGridOfTheStoresOwnClock) {
  zone_ = Zone("Asia/Kathmandu");  // 5 hours and 45 minutes ahead
  EXPECT_EQ(Starts(), "09:15 09:45 10:15 10:45");
  rules_.slot_interval = absl::Hours(1);
  EXPECT_EQ(Starts(), "09:15 10:15");
  EXPECT_EQ(Judge(At("09:45")), Reason::kOffGrid);
  zone_ = Zone("America/St_Johns");  // 2 hours and 30 minutes behind
  EXPECT_EQ(Starts(), "09:30 10:30");
}

TEST_F(SlotsTest, CountTheGridFromLocalMidnight) {
  rules_.slot_interval = absl::Hours(4);
  zone_ = Zone("Asia/Tokyo");  // 20:00 there is 11:00
  EXPECT_EQ(Starts(), "11:00");
  zone_ = Zone("America/New_York");  // 08:00 there is 12:00
  EXPECT_EQ(Starts(), "");
}

TEST_F(SlotsTest, AreNoneWhereTheClockIsOffTheTick) {
  // Until 1972-01-07 Liberia was 44 minutes and 30 seconds behind.
  zone_ = Zone("Africa/Monrovia");
  rules_.slot_interval = kTick;
  spans_[0].interval = {Utc("1972-01-06 20:00"), Utc("1972-01-07 03:00")};
  window_ = spans_[0].interval;
  now_ = Utc("1972-01-01 00:00");
  ASSERT_FALSE(Slots().empty());
  EXPECT_EQ(Slots().front().interval.start, Utc("1972-01-07 00:45"));
  EXPECT_EQ(Judge(Utc("1972-01-06 21:00")), Reason::kOffGrid);
}

TEST_F(SlotsTest, OfferBothHoursOfAnOverlap) {
  zone_ = Zone("America/New_York");
  now_ = Utc("2026-10-31 12:00");
  window_ = {Utc("2026-11-01 04:00"), Utc("2026-11-01 09:00")};
  spans_ = WorkedIn(zone_, On("2026-11-01", {Hours("00:30-03:00")}), window_);
  EXPECT_EQ(Starts(), "04:30 05:00 05:30 06:00 06:30 07:00");
}

TEST_F(SlotsTest, AreNeverInAGap) {
  zone_ = Zone("America/New_York");
  now_ = Utc("2026-03-07 12:00");
  window_ = {Utc("2026-03-08 04:00"), Utc("2026-03-08 12:00")};
  spans_ = WorkedIn(zone_, On("2026-03-08", {Hours("01:00-04:00")}), window_);
  EXPECT_EQ(Starts(), "06:00 06:30 07:00");  // 01:00, 01:30, 03:00
}

TEST_F(SlotsTest, KeepTheGridOverAChangeOfHalfAnHour) {
  zone_ = Zone("Australia/Lord_Howe");
  now_ = Utc("2026-10-03 00:00");
  window_ = {Utc("2026-10-03 12:00"), Utc("2026-10-03 20:00")};
  spans_ = WorkedIn(zone_, On("2026-10-04", {Hours("00:00-06:00")}), window_);
  rules_.slot_interval = absl::Hours(1);
  // 00:00, 01:00, then 02:00 becomes 02:30, then 03:00, 04:00, 05:00.
  EXPECT_EQ(Starts(), "13:30 14:30 16:00 17:00 18:00");
}

TEST_F(SlotsTest, KeepMinimumNoticeInRealTimeOverAChangeOfTheClock) {
  zone_ = Zone("Europe/Paris");
  // The clock goes forward at 01:00 UTC; 24 hours are 24 hours.
  now_ = Utc("2026-03-28 08:00");
  rules_.minimum_notice = absl::Hours(24);
  window_ = {Utc("2026-03-29 00:00"), Utc("2026-03-30 00:00")};
  spans_ = WorkedIn(zone_, Daily(Hours("09:00-12:00")), window_);
  EXPECT_EQ(Starts(), "08:00 08:30 09:00");  // 10:00, 10:30, 11:00 in Paris
}

}  // namespace
}  // namespace rapport::calendar
