#include "server/hours/day_match.h"

#include "gtest/gtest.h"
#include "server/hours/opening_hours.h"
#include "server/hours/sun.h"

namespace rapport::hours {
namespace {

using absl::CivilDay;

// Whether the first rule of `text` speaks of a date.
bool Speaks(const char* text, CivilDay date) {
  const auto hours = ParseOpeningHours(text);
  EXPECT_TRUE(hours.ok()) << hours.status();
  HolidayGuess guess;
  return Matches(hours->rules()[0], date, HolidayCalendar(), guess);
}

TEST(EasterSunday, IsThatOfTheTables) {
  EXPECT_EQ(EasterSunday(2024), CivilDay(2024, 3, 31));
  EXPECT_EQ(EasterSunday(2025), CivilDay(2025, 4, 20));
  EXPECT_EQ(EasterSunday(2026), CivilDay(2026, 4, 5));
  EXPECT_EQ(EasterSunday(2038), CivilDay(2038, 4, 25));
  EXPECT_EQ(EasterSunday(1954), CivilDay(1954, 4, 18));
}

TEST(Matches, KnowsDatesFromEasterOn) {
  EXPECT_TRUE(Speaks("easter -2 days off", CivilDay(2026, 4, 3)));
  EXPECT_FALSE(Speaks("easter -2 days off", CivilDay(2026, 4, 5)));
  EXPECT_TRUE(Speaks("easter-Oct 31 off", CivilDay(2026, 10, 31)));
  EXPECT_FALSE(Speaks("easter-Oct 31 off", CivilDay(2026, 4, 4)));
}

TEST(Matches, GoesOverTheEndOfTheYear) {
  for (const char* text : {"Nov-Feb off", "Nov 15-Feb 10 off"}) {
    EXPECT_TRUE(Speaks(text, CivilDay(2026, 12, 31))) << text;
    EXPECT_TRUE(Speaks(text, CivilDay(2027, 1, 1))) << text;
    EXPECT_FALSE(Speaks(text, CivilDay(2027, 3, 1))) << text;
  }
  EXPECT_TRUE(Speaks("Dec 31 +1 day off", CivilDay(2027, 1, 1)));
  EXPECT_TRUE(Speaks("2026 Dec 24-Jan 6 off", CivilDay(2027, 1, 6)));
  EXPECT_FALSE(Speaks("2026 Dec 24-Jan 6 off", CivilDay(2028, 1, 6)));
}

TEST(Matches, HasALeapDayOnlyInLeapYears) {
  EXPECT_TRUE(Speaks("Feb 29 off", CivilDay(2028, 2, 29)));
  EXPECT_FALSE(Speaks("Feb 29 off", CivilDay(2027, 3, 1)));
  EXPECT_TRUE(Speaks("Feb 20-Feb 29 off", CivilDay(2027, 2, 28)));
  EXPECT_FALSE(Speaks("Feb 20-Feb 29 off", CivilDay(2027, 3, 1)));
}

TEST(Matches, CountsWeekDaysOfTheMonth) {
  EXPECT_TRUE(Speaks("Su[1] off", CivilDay(2026, 3, 1)));
  EXPECT_FALSE(Speaks("Su[1] off", CivilDay(2026, 3, 8)));
  EXPECT_TRUE(Speaks("Su[-1] off", CivilDay(2026, 3, 29)));
  EXPECT_TRUE(Speaks("Su[5] off", CivilDay(2026, 3, 29)));
  EXPECT_TRUE(Speaks("Th[4] +1 day off", CivilDay(2026, 11, 27)));
  EXPECT_TRUE(Speaks("Mar Su[-1]-Oct Su[-1] off", CivilDay(2026, 3, 29)));
  EXPECT_FALSE(Speaks("Mar Su[-1]-Oct Su[-1] off", CivilDay(2026, 3, 28)));
}

TEST(Matches, CountsWeeksAsIsoDoes) {
  EXPECT_TRUE(Speaks("week 53 off", CivilDay(2027, 1, 3)));
  EXPECT_TRUE(Speaks("week 1 off", CivilDay(2027, 1, 4)));
  EXPECT_TRUE(Speaks("week 1 off", CivilDay(2024, 12, 30)));
  EXPECT_TRUE(Speaks("week 2-52/2 off", CivilDay(2027, 1, 11)));
  EXPECT_FALSE(Speaks("week 2-52/2 off", CivilDay(2027, 1, 18)));
}

TEST(Matches, TakesAnOpenEndOfDates) {
  EXPECT_TRUE(Speaks("2026 Dec 1+ off", CivilDay(2030, 1, 1)));
  EXPECT_FALSE(Speaks("2026 Dec 1+ off", CivilDay(2026, 11, 30)));
  EXPECT_TRUE(Speaks("Dec 1+ off", CivilDay(2026, 12, 31)));
  EXPECT_FALSE(Speaks("Dec 1+ off", CivilDay(2027, 1, 1)));
  EXPECT_TRUE(Speaks("2027+ off", CivilDay(2100, 1, 1)));
}

int Minute(Sun sun, double latitude, double longitude, CivilDay date,
           const char* zone_name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(zone_name, &zone));
  return MinuteOfSun(sun, {latitude, longitude}, date, zone).value_or(-9999);
}

// By the almanacs: Greenwich on 21 June 2026 04:43 and 21:21, Sydney on 21
// December 2026 05:41 and 20:05, Quito on 20 March 2026 06:17 and 18:24.
TEST(MinuteOfSun, IsWithinTwoMinutesOfTheAlmanacs) {
  const CivilDay june(2026, 6, 21);
  EXPECT_NEAR(Minute(Sun::kSunrise, 51.48, 0, june, "Europe/London"), 283, 2);
  EXPECT_NEAR(Minute(Sun::kSunset, 51.48, 0, june, "Europe/London"), 1281, 2);
  const CivilDay december(2026, 12, 21);
  EXPECT_NEAR(
      Minute(Sun::kSunrise, -33.87, 151.21, december, "Australia/Sydney"), 341,
      2);
  EXPECT_NEAR(
      Minute(Sun::kSunset, -33.87, 151.21, december, "Australia/Sydney"), 1205,
      2);
  const CivilDay march(2026, 3, 20);
  EXPECT_NEAR(Minute(Sun::kSunrise, -0.18, -78.47, march, "America/Guayaquil"),
              377, 2);
}

TEST(MinuteOfSun, HasTwilightAroundTheDay) {
  const CivilDay june(2026, 6, 21);
  const int dawn = Minute(Sun::kDawn, 51.48, 0, june, "Europe/London");
  EXPECT_NEAR(dawn, 235, 4);
  EXPECT_GT(Minute(Sun::kDusk, 51.48, 0, june, "Europe/London"), 1281 + 30);
}

TEST(MinuteOfSun, IsNothingWhereTheSunDoesNotSet) {
  absl::TimeZone zone = absl::UTCTimeZone();
  for (Sun sun : {Sun::kSunrise, Sun::kSunset, Sun::kDawn, Sun::kDusk}) {
    EXPECT_EQ(MinuteOfSun(sun, {78, 15}, CivilDay(2026, 6, 21), zone),
              std::nullopt);
    EXPECT_EQ(MinuteOfSun(sun, {90, 0}, CivilDay(2026, 12, 21), zone),
              std::nullopt);
  }
}

}  // namespace
}  // namespace rapport::hours
