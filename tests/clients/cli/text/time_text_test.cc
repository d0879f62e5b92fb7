#include "clients/cli/text/time_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

absl::Time Utc(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr))
      << text;
  return time;
}

class TimeTextTest : public testing::Test {
 protected:
  absl::Time Start(const char* text) {
    const auto time = ParseTime(text);
    EXPECT_TRUE(time.ok()) << time.status();
    return StartOf(*time, now_, zone_);
  }

  absl::Time End(const char* text) {
    const auto time = ParseTime(text);
    EXPECT_TRUE(time.ok()) << time.status();
    return EndOf(*time, now_, zone_);
  }

  // 23:30 on 21 November in Chicago.
  absl::Time now_ = Utc("2026-11-22T05:30:00Z");
  absl::TimeZone zone_ = Zone("America/Chicago");
};

TEST_F(TimeTextTest, TakesInstantsWithAnOffset) {
  EXPECT_EQ(Start("2026-11-23T15:00:00+01:00"), Utc("2026-11-23T14:00:00Z"));
  EXPECT_EQ(Start("2026-11-23T15:00:00Z"), Utc("2026-11-23T15:00:00Z"));
  EXPECT_EQ(Start("2026-11-23T15:00Z"), Utc("2026-11-23T15:00:00Z"));
  EXPECT_EQ(Start("2026-11-23 15:00-06:00"), Utc("2026-11-23T21:00:00Z"));
}

TEST_F(TimeTextTest, CountsFromNow) {
  EXPECT_EQ(Start("now"), now_);
  EXPECT_EQ(Start("+90m"), now_ + absl::Minutes(90));
  EXPECT_EQ(Start("+3h"), now_ + absl::Hours(3));
  EXPECT_EQ(Start("+2d"), now_ + absl::Hours(48));
  EXPECT_EQ(Start("+1w"), now_ + absl::Hours(168));
}

TEST_F(TimeTextTest, ReadsLocalTimesOnTheZonesClock) {
  EXPECT_EQ(Start("2026-11-23 15:00"), Utc("2026-11-23T21:00:00Z"));
  EXPECT_EQ(Start("2026-11-23T15:00:30"), Utc("2026-11-23T21:00:30Z"));
  EXPECT_EQ(Start("2026-07-01 15:00"), Utc("2026-07-01T20:00:00Z"));
}

TEST_F(TimeTextTest, CountsDaysOnTheZonesCalendar) {
  // There it is still the 21st.
  EXPECT_EQ(Start("today"), Utc("2026-11-21T06:00:00Z"));
  EXPECT_EQ(Start("tomorrow"), Utc("2026-11-22T06:00:00Z"));
  EXPECT_EQ(Start("tomorrow 15:00"), Utc("2026-11-22T21:00:00Z"));
  EXPECT_EQ(Start("15:00"), Utc("2026-11-21T21:00:00Z"));
}

TEST_F(TimeTextTest, EndsAWindowAfterAWholeDayButAtATime) {
  EXPECT_EQ(Start("2026-11-23"), Utc("2026-11-23T06:00:00Z"));
  EXPECT_EQ(End("2026-11-23"), Utc("2026-11-24T06:00:00Z"));
  EXPECT_EQ(End("2026-11-23 15:00"), Start("2026-11-23 15:00"));
  EXPECT_EQ(End("+2d"), Start("+2d"));
}

TEST_F(TimeTextTest, TakesAWholeDayForAsLongAsItIs) {
  // Clocks go back on 1 November 2026 in Chicago: 25 hours.
  EXPECT_EQ(End("2026-11-01") - Start("2026-11-01"), absl::Hours(25));
  EXPECT_EQ(End("2026-03-08") - Start("2026-03-08"), absl::Hours(23));
}

TEST_F(TimeTextTest, TakesTheFirstOfTwoAndTheOffsetBeforeAGap) {
  // 01:30 comes twice on 1 November; 02:30 is skipped on 8 March.
  EXPECT_EQ(Start("2026-11-01 01:30"), Utc("2026-11-01T06:30:00Z"));
  EXPECT_EQ(Start("2026-03-08 02:30"), Utc("2026-03-08T08:30:00Z"));
}

TEST(ParseTime, RefusesWhatItCannotRead) {
  for (const char* text :
       {"", "soon", "+", "+d", "+2", "+2y", "+-2d", "+999999d", "2026-13-01",
        "2026-02-30", "2026-11-23 25:00", "2026-11-23 15", "2026-11-23x15:00",
        "15", "tomorrow15:00", "infinite-future", "2026-11-23T15:00:00+25:00",
        "yesterday"}) {
    EXPECT_EQ(ParseTime(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(ZoneOfName, TakesNamesAndNoPaths) {
  EXPECT_TRUE(ZoneOfName("Europe/Paris").ok());
  EXPECT_TRUE(ZoneOfName("UTC").ok());
  for (const char* name : {"", "Mars/Olympus", "/etc/localtime",
                           "../zoneinfo/UTC", "./UTC", "Europe/../UTC"}) {
    EXPECT_EQ(ZoneOfName(name).status().code(),
              absl::StatusCode::kInvalidArgument)
        << name;
  }
}

google::type::DateTime Local(int year, int month, int day, int hour,
                             int minute) {
  google::type::DateTime local;
  local.set_year(year);
  local.set_month(month);
  local.set_day(day);
  local.set_hours(hour);
  local.set_minutes(minute);
  return local;
}

TEST(FormatLocal, ShowsWhatTheServerSaidWithTheZoneNamed) {
  EXPECT_EQ(FormatLocal(Local(2026, 11, 23, 15, 30), "Europe/Paris"),
            "Mon 23 Nov 2026 15:30 Europe/Paris");
  EXPECT_EQ(FormatLocal(Local(2026, 1, 1, 0, 5), ""), "Thu 01 Jan 2026 00:05");
}

TEST(FormatInZone, ShowsTheInstantOnThatZonesClock) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(1'795'449'600);
  EXPECT_EQ(FormatInZone(instant, "Europe/Paris"),
            "Mon 23 Nov 2026 17:00 Europe/Paris");
  EXPECT_EQ(FormatInZone(instant, "Mars/Olympus"), FormatUtc(instant));
}

TEST(FormatLocal, TrustsTheServerOverThisMachinesRules) {
  // 02:30 does not exist in Paris that day by the rules of today.
  EXPECT_EQ(FormatLocal(Local(2026, 3, 29, 2, 30), "Europe/Paris"),
            "Sun 29 Mar 2026 02:30 Europe/Paris");
}

TEST(FormatRfc3339, TellsTheOffsetFromTheTwoClocks) {
  const auto instant = ToTimestamp(Utc("2026-11-23T14:30:00Z"));
  EXPECT_EQ(FormatRfc3339(instant, Local(2026, 11, 23, 15, 30)),
            "2026-11-23T15:30:00+01:00");
  EXPECT_EQ(FormatRfc3339(instant, Local(2026, 11, 23, 20, 15)),
            "2026-11-23T20:15:00+05:45");
  EXPECT_EQ(FormatRfc3339(instant, Local(2026, 11, 23, 11, 0)),
            "2026-11-23T11:00:00-03:30");
}

TEST(Timestamps, SurviveTheWayThereAndBack) {
  for (const char* text : {"2026-11-23T14:30:00.25Z", "1969-12-31T23:59:59.5Z",
                           "2200-01-01T00:00:00Z"}) {
    const absl::Time time = Utc(text);
    const auto timestamp = ToTimestamp(time);
    EXPECT_GE(timestamp.nanos(), 0);
    EXPECT_EQ(FromTimestamp(timestamp), time) << text;
  }
}

}  // namespace
}  // namespace rapport::cli
