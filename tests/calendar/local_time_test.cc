#include "server/calendar/local_time.h"

#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

TEST(ToLocalTime, GivesReadingAndOffset) {
  EXPECT_EQ(ToLocalTime(Utc("2026-01-15 12:00"), Zone("Asia/Kathmandu")),
            (LocalTime{absl::CivilSecond(2026, 1, 15, 17, 45, 0),
                       absl::Minutes(5 * 60 + 45)}));
  EXPECT_EQ(
      ToLocalTime(Utc("2026-07-01 03:00"), Zone("America/New_York")),
      (LocalTime{absl::CivilSecond(2026, 6, 30, 23, 0, 0), absl::Hours(-4)}));
}

TEST(ToLocalTime, TellsTheTwoHoursOfAnOverlapApartByTheirOffsets) {
  const absl::TimeZone zone = Zone("America/New_York");
  const LocalTime first = ToLocalTime(Utc("2026-11-01 05:30"), zone);
  const LocalTime second = ToLocalTime(Utc("2026-11-01 06:30"), zone);
  EXPECT_EQ(first.reading, second.reading);
  EXPECT_EQ(first.utc_offset, absl::Hours(-4));
  EXPECT_EQ(second.utc_offset, absl::Hours(-5));
}

TEST(FormatLocalTime, NamesTheZone) {
  EXPECT_EQ(FormatLocalTime(Utc("2026-11-24 16:50"), Zone("America/Chicago")),
            "2026-11-24 10:50 America/Chicago");
}

TEST(FormatLocalTime, ShowsSecondsOnlyWhereThereAreAny) {
  const absl::Time time = Utc("2026-11-24 16:50");
  EXPECT_EQ(FormatLocalTime(time + absl::Milliseconds(1500), Zone("UTC")),
            "2026-11-24 16:50:01.5 UTC");
}

TEST(FormatLocalTime, ShowsTheOffsetOnlyWhereAReadingComesTwice) {
  const absl::TimeZone zone = Zone("America/Chicago");
  EXPECT_EQ(FormatLocalTime(Utc("2026-11-01 05:59"), zone),
            "2026-11-01 00:59 America/Chicago");
  EXPECT_EQ(FormatLocalTime(Utc("2026-11-01 06:00"), zone),
            "2026-11-01 01:00 America/Chicago, UTC-05:00");
  EXPECT_EQ(FormatLocalTime(Utc("2026-11-01 07:30"), zone),
            "2026-11-01 01:30 America/Chicago, UTC-06:00");
  EXPECT_EQ(FormatLocalTime(Utc("2026-11-01 08:00"), zone),
            "2026-11-01 02:00 America/Chicago");
}

TEST(FormatLocalTime, SurvivesTheEndsOfTime) {
  EXPECT_EQ(FormatLocalTime(absl::InfiniteFuture(), absl::UTCTimeZone()),
            "infinite-future UTC");
  EXPECT_EQ(FormatLocalTime(absl::InfinitePast(), absl::UTCTimeZone()),
            "infinite-past UTC");
}

}  // namespace
}  // namespace rapport::calendar
