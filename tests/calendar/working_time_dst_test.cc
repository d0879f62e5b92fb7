// Working time on the days when the clock changes.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/working_time.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

// What is worked in UTC of `hours` on `date` in a zone.
std::string Worked(const char* zone, const char* date, const char* hours) {
  const absl::Time midday =
      absl::FromCivil(Date(date), absl::UTCTimeZone()) + absl::Hours(12);
  return Written(
      WorkedIn(Zone(zone), On(date, {Hours(hours)}),
               {midday - absl::Hours(60), midday + absl::Hours(60)}));
}

// How long is worked of `hours` on `date` in a zone.
absl::Duration Length(const char* zone, const char* date, const char* hours) {
  const absl::Time midday =
      absl::FromCivil(Date(date), absl::UTCTimeZone()) + absl::Hours(12);
  absl::Duration length;
  for (const WorkSpan& span :
       WorkedIn(Zone(zone), On(date, {Hours(hours)}),
                {midday - absl::Hours(60), midday + absl::Hours(60)})) {
    length += span.interval.length();
  }
  return length;
}

TEST(WorkingTime, IsAsLongAsTheDayReallyIs) {
  const struct {
    const char* zone;
    const char* date;
    absl::Duration length;
  } kCases[] = {
      {"Europe/Paris", "2026-03-28", absl::Hours(24)},
      {"Europe/Paris", "2026-03-29", absl::Hours(23)},
      {"Europe/Paris", "2026-10-25", absl::Hours(25)},
      {"America/New_York", "2026-03-08", absl::Hours(23)},
      {"America/New_York", "2026-11-01", absl::Hours(25)},
      {"Australia/Lord_Howe", "2026-10-04", absl::Minutes(23 * 60 + 30)},
      {"Australia/Lord_Howe", "2026-04-05", absl::Minutes(24 * 60 + 30)},
      {"America/Sao_Paulo", "2018-11-04", absl::Hours(23)},
      {"America/Sao_Paulo", "2019-02-16", absl::Hours(25)},
      {"Africa/Casablanca", "2026-02-15", absl::Hours(25)},
      {"Africa/Casablanca", "2026-03-22", absl::Hours(23)},
      {"Pacific/Apia", "2011-12-29", absl::Hours(24)},
      {"Pacific/Apia", "2011-12-30", absl::ZeroDuration()},
      {"Pacific/Apia", "2011-12-31", absl::Hours(24)},
      {"Asia/Kathmandu", "2026-03-29", absl::Hours(24)},
      {"Pacific/Chatham", "2026-04-05", absl::Hours(25)},
      {"Pacific/Chatham", "2026-09-27", absl::Hours(23)},
      {"America/Havana", "2026-03-08", absl::Hours(23)},
      {"America/Havana", "2026-11-01", absl::Hours(25)},
      {"Antarctica/Troll", "2026-03-29", absl::Hours(22)},
      {"Antarctica/Troll", "2026-10-25", absl::Hours(26)},
      {"Asia/Beirut", "2026-03-29", absl::Hours(23)},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Length(c.zone, c.date, "00:00-24:00"), c.length)
        << c.zone << " " << c.date;
  }
}

TEST(WorkingTime, OverASkippedHourIsShorterByIt) {
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "01:00-04:00"),
            "2026-03-08T06:00/08:00");
  EXPECT_EQ(Worked("Australia/Lord_Howe", "2026-10-04", "01:00-04:00"),
            "2026-10-03T14:30/17:00");
}

TEST(WorkingTime, OverARepeatedHourIsLongerByIt) {
  EXPECT_EQ(Worked("America/New_York", "2026-11-01", "00:30-03:30"),
            "2026-11-01T04:30/08:30");
  EXPECT_EQ(Worked("Australia/Lord_Howe", "2026-04-05", "01:00-04:00"),
            "2026-04-04T14:00/17:30");
}

TEST(WorkingTime, WhollyInASkippedHourIsNone) {
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "02:00-03:00"), "");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "02:00-02:30"), "");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "02:15-02:45"), "");
  EXPECT_EQ(Worked("Australia/Lord_Howe", "2026-10-04", "02:05-02:25"), "");
  EXPECT_EQ(Worked("America/Sao_Paulo", "2018-11-04", "00:00-01:00"), "");
  EXPECT_EQ(Worked("Pacific/Apia", "2011-12-30", "09:00-17:00"), "");
}

TEST(WorkingTime, FromASkippedReadingStartsAsMuchAfterTheSkip) {
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "02:00-05:00"),
            "2026-03-08T07:00/09:00");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "02:30-05:00"),
            "2026-03-08T07:30/09:00");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "02:30-03:30"), "");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "02:30-03:35"),
            "2026-03-08T07:30/07:35");
}

TEST(WorkingTime, UntilASkippedReadingEndsAtTheSkip) {
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "01:00-02:00"),
            "2026-03-08T06:00/07:00");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "01:00-02:30"),
            "2026-03-08T06:00/07:00");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "01:00-03:00"),
            "2026-03-08T06:00/07:00");
  EXPECT_EQ(Worked("America/New_York", "2026-03-08", "01:00-03:05"),
            "2026-03-08T06:00/07:05");
}

TEST(WorkingTime, TakesTheFirstOfReadingsThatComeTwice) {
  EXPECT_EQ(Worked("America/New_York", "2026-11-01", "00:00-01:30"),
            "2026-11-01T04:00/05:30");
  EXPECT_EQ(Worked("America/New_York", "2026-11-01", "01:30-03:00"),
            "2026-11-01T05:30/08:00");
  EXPECT_EQ(Worked("America/New_York", "2026-11-01", "01:00-01:30"),
            "2026-11-01T05:00/05:30");
}

// Two periods of one day that do not overlap on the clock must not in time.
TEST(WorkingTime, DoesNotOverlapAroundAChangeOfTheClock) {
  const absl::TimeZone zone = Zone("America/New_York");
  for (const char* date : {"2026-03-08", "2026-11-01"}) {
    for (int split = 5; split < 6 * 60; split += 5) {
      DayPeriod before;
      before.end_minute = split;
      DayPeriod after;
      after.start_minute = split;
      after.end_minute = 6 * 60;
      const absl::Time midnight = absl::FromCivil(Date(date), zone);
      const std::vector<WorkSpan> spans =
          WorkedIn(zone, On(date, {before, after}),
                   {midnight, midnight + absl::Hours(24)});
      for (size_t i = 1; i < spans.size(); ++i) {
        EXPECT_LE(spans[i - 1].interval.end, spans[i].interval.start);
      }
    }
  }
}

TEST(WorkingTime, TouchesAtMidnightEvenWhereTheClockChangesThen) {
  const struct {
    const char* zone;
    const char* date;  // the second of two days worked through
    const char* worked;
  } kCases[] = {
      // 00:00 becomes 01:00.
      {"America/Sao_Paulo", "2018-11-04",
       "2018-11-03T03:00/2018-11-04T03:00 2018-11-04T03:00/2018-11-05T02:00"},
      // 00:00 becomes 23:00 of the day before.
      {"America/Sao_Paulo", "2019-02-17",
       "2019-02-16T02:00/2019-02-17T03:00 2019-02-17T03:00/2019-02-18T03:00"},
      // 01:00 becomes 00:00.
      {"America/Havana", "2026-11-01",
       "2026-10-31T04:00/2026-11-01T04:00 2026-11-01T04:00/2026-11-02T05:00"},
      // 00:01 became 23:01 of the day before: midnight came twice.
      {"America/St_Johns", "2010-11-07",
       "2010-11-06T02:30/2010-11-07T02:30 2010-11-07T02:30/2010-11-08T03:30"},
  };
  for (const auto& c : kCases) {
    const absl::CivilDay second = Date(c.date);
    Schedule schedule;
    schedule.overrides.push_back({second - 1, {Hours("00:00-24:00")}});
    schedule.overrides.push_back({second, {Hours("00:00-24:00")}});
    const absl::Time start = absl::FromCivil(second, absl::UTCTimeZone());
    EXPECT_EQ(
        Written(WorkedIn(Zone(c.zone), schedule,
                         {start - absl::Hours(72), start + absl::Hours(72)})),
        c.worked)
        << c.zone;
  }
}

TEST(WorkingTime, FindsHoursWhoseDateTheClockShowsAgainAtTheWindowsEdge) {
  // Midnight comes, a minute later the clock goes back to 23:01 of Saturday,
  // and Sunday's hours go on.
  Schedule schedule;
  schedule.weekly_periods.push_back(
      {absl::Weekday::sunday, Hours("00:00-06:00")});
  EXPECT_EQ(
      Written(WorkedIn(Zone("America/St_Johns"), schedule,
                       {Utc("2010-11-07 02:40"), Utc("2010-11-07 02:50")})),
      "2010-11-07T02:40/02:50");
}

TEST(WorkingTime, KeepsWallClockHoursThroughTheYear) {
  EXPECT_EQ(Worked("Europe/Paris", "2026-03-28", "09:00-17:00"),
            "2026-03-28T08:00/16:00");
  EXPECT_EQ(Worked("Europe/Paris", "2026-03-29", "09:00-17:00"),
            "2026-03-29T07:00/15:00");
  EXPECT_EQ(Worked("Asia/Kathmandu", "2026-03-29", "09:00-17:00"),
            "2026-03-29T03:15/11:15");
  EXPECT_EQ(Worked("Pacific/Chatham", "2026-04-04", "09:00-17:00"),
            "2026-04-03T19:15/2026-04-04T03:15");
  EXPECT_EQ(Worked("Pacific/Chatham", "2026-04-05", "09:00-17:00"),
            "2026-04-04T20:15/2026-04-05T04:15");
}

TEST(WorkingTime, KnowsTheClockChangesOfYearsToCome) {
  EXPECT_EQ(Worked("America/New_York", "2150-07-01", "09:00-10:00"),
            "2150-07-01T13:00/14:00");
}

// Every day for 60 years, in zones of all kinds: what is worked round the
// clock has neither hole nor overlap.
TEST(WorkingTime, RoundTheClockIsWithoutHolesOnEveryDayOfManyZones) {
  for (const char* name :
       {"Europe/Paris", "America/New_York", "Australia/Lord_Howe",
        "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia",
        "Asia/Kathmandu", "Pacific/Chatham", "Asia/Pyongyang", "Asia/Tehran",
        "Europe/Dublin", "Pacific/Kiritimati", "Asia/Gaza"}) {
    const Interval window = {Utc("1975-01-01 00:00"), Utc("2035-01-01 00:00")};
    absl::Time worked_until = window.start;
    for (const WorkSpan& span :
         WorkedIn(Zone(name), Daily(Hours("00:00-24:00")), window)) {
      ASSERT_EQ(span.interval.start, worked_until) << name;
      worked_until = span.interval.end;
    }
    EXPECT_EQ(worked_until, window.end) << name;
  }
}

}  // namespace
}  // namespace rapport::calendar
