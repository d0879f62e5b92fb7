#include "server/calendar/local_window.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The hours of some days, from and to a minute of the day.
std::vector<Interval> Intervals(absl::CivilDay first, absl::CivilDay last,
                                int start_minute, int end_minute,
                                const char* zone) {
  std::vector<Interval> intervals;
  AppendIntervals({first, last, start_minute, end_minute}, Zone(zone),
                  intervals);
  return intervals;
}

std::vector<Interval> OneDay(absl::CivilDay day, int start_minute,
                             int end_minute, const char* zone) {
  return Intervals(day, day, start_minute, end_minute, zone);
}

Interval Between(const char* start, const char* end) {
  return {Utc(start), Utc(end)};
}

TEST(LocalWindow, IsAnIntervalADayOnTheClockOfTheZone) {
  EXPECT_THAT(Intervals(absl::CivilDay(2026, 3, 3), absl::CivilDay(2026, 3, 4),
                        15 * 60, 17 * 60, "Asia/Kathmandu"),
              ElementsAre(Between("2026-03-03 09:15", "2026-03-03 11:15"),
                          Between("2026-03-04 09:15", "2026-03-04 11:15")));
}

TEST(LocalWindow, JoinsWholeDays) {
  EXPECT_THAT(Intervals(absl::CivilDay(2026, 3, 3), absl::CivilDay(2026, 3, 5),
                        0, 24 * 60, "Asia/Tokyo"),
              ElementsAre(Between("2026-03-02 15:00", "2026-03-05 15:00")));
}

// Even where one of them has 23 hours, or 25.
TEST(LocalWindow, JoinsWholeDaysOverAChangeOfTheClock) {
  EXPECT_THAT(Intervals(absl::CivilDay(2026, 3, 7), absl::CivilDay(2026, 3, 9),
                        0, 24 * 60, "America/New_York"),
              ElementsAre(Between("2026-03-07 05:00", "2026-03-10 04:00")));
  EXPECT_THAT(
      Intervals(absl::CivilDay(2026, 10, 31), absl::CivilDay(2026, 11, 1), 0,
                24 * 60, "America/New_York"),
      ElementsAre(Between("2026-10-31 04:00", "2026-11-02 05:00")));
}

// In Beirut midnight itself is skipped.
TEST(LocalWindow, JoinsDaysWhereMidnightIsSkipped) {
  EXPECT_THAT(Intervals(absl::CivilDay(2026, 3, 28),
                        absl::CivilDay(2026, 3, 29), 0, 24 * 60, "Asia/Beirut"),
              ElementsAre(Between("2026-03-27 22:00", "2026-03-29 21:00")));
}

TEST(LocalWindow, DoesNotJoinWhatWasThereBefore) {
  std::vector<Interval> intervals = {
      Between("2026-03-01 00:00", "2026-03-03 00:00")};
  const absl::CivilDay day(2026, 3, 3);
  AppendIntervals({day, day}, Zone("UTC"), intervals);
  EXPECT_THAT(intervals,
              ElementsAre(Between("2026-03-01 00:00", "2026-03-03 00:00"),
                          Between("2026-03-03 00:00", "2026-03-04 00:00")));
}

// In New York the clock goes from 02:00 to 03:00 on the 8th of March 2026, at
// 07:00 UTC.
TEST(LocalWindow, EndsASkippedHourAtTheSkip) {
  const absl::CivilDay day(2026, 3, 8);
  EXPECT_THAT(OneDay(day, 1 * 60, 2 * 60 + 30, "America/New_York"),
              ElementsAre(Between("2026-03-08 06:00", "2026-03-08 07:00")));
}

TEST(LocalWindow, StartsASkippedHourAsLongAfterTheSkip) {
  const absl::CivilDay day(2026, 3, 8);
  EXPECT_THAT(OneDay(day, 2 * 60 + 30, 4 * 60, "America/New_York"),
              ElementsAre(Between("2026-03-08 07:30", "2026-03-08 08:00")));
}

TEST(LocalWindow, IsNothingWhereTheClockSkipsAllOfIt) {
  const absl::CivilDay day(2026, 3, 8);
  EXPECT_THAT(OneDay(day, 2 * 60, 3 * 60, "America/New_York"), IsEmpty());
  EXPECT_THAT(OneDay(day, 2 * 60 + 15, 2 * 60 + 45, "America/New_York"),
              IsEmpty());
  // The day before and after are there.
  EXPECT_THAT(Intervals(day - 1, day + 1, 2 * 60, 3 * 60, "America/New_York"),
              ElementsAre(Between("2026-03-07 07:00", "2026-03-07 08:00"),
                          Between("2026-03-09 06:00", "2026-03-09 07:00")));
}

// On the 1st of November it goes from 02:00 back to 01:00, at 06:00 UTC.
TEST(LocalWindow, HasARepeatedHourTwiceWhereItLiesInside) {
  const absl::CivilDay day(2026, 11, 1);
  EXPECT_THAT(OneDay(day, 30, 2 * 60 + 30, "America/New_York"),
              ElementsAre(Between("2026-11-01 04:30", "2026-11-01 07:30")));
}

TEST(LocalWindow, TakesTheFirstOfARepeatedReading) {
  const absl::CivilDay day(2026, 11, 1);
  EXPECT_THAT(OneDay(day, 1 * 60, 1 * 60 + 30, "America/New_York"),
              ElementsAre(Between("2026-11-01 05:00", "2026-11-01 05:30")));
  EXPECT_THAT(OneDay(day, 1 * 60 + 30, 2 * 60, "America/New_York"),
              ElementsAre(Between("2026-11-01 05:30", "2026-11-01 07:00")));
}

// Samoa had no 30th of December 2011.
TEST(LocalWindow, LeavesOutADayThatNeverWas) {
  EXPECT_THAT(OneDay(absl::CivilDay(2011, 12, 30), 0, 24 * 60, "Pacific/Apia"),
              IsEmpty());
  EXPECT_THAT(
      Intervals(absl::CivilDay(2011, 12, 29), absl::CivilDay(2011, 12, 31), 0,
                24 * 60, "Pacific/Apia"),
      ElementsAre(Between("2011-12-29 10:00", "2011-12-31 10:00")));
}

}  // namespace
}  // namespace rapport::calendar
