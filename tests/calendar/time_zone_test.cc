#include "server/calendar/time_zone.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::MatchesRegex;

TEST(LoadZone, KnowsZonesAndTheirLinksByTheNamesOfTzdata) {
  for (const char* name :
       {"UTC", "Europe/Paris", "America/Argentina/Buenos_Aires",
        "Asia/Calcutta", "Asia/Kolkata", "Etc/GMT+5", "US/Eastern",
        "America/Port-au-Prince", "GMT", "Pacific/Chatham"}) {
    const absl::StatusOr<absl::TimeZone> zone = LoadZone(name);
    ASSERT_TRUE(zone.ok()) << name << ": " << zone.status();
    EXPECT_EQ(zone->name(), name);
  }
}

TEST(LoadZone, GivesTheRulesOfTheNameAndNotThoseOfUtc) {
  const absl::Time winter = Utc("2026-01-15 12:00");
  EXPECT_EQ(Zone("Asia/Kathmandu").At(winter).offset, 5 * 3600 + 45 * 60);
  EXPECT_EQ(Zone("Etc/GMT+5").At(winter).offset, -5 * 3600);
}

TEST(LoadZone, RefusesWhatTzdataDoesNotList) {
  for (const char* name : {"",
                           " ",
                           "Europe",
                           "Europe/",
                           "europe/paris",
                           "Europe/Paris ",
                           "Mars/Olympus_Mons",
                           "/usr/share/zoneinfo/Europe/Paris",
                           "/etc/localtime",
                           "localtime",
                           "posixrules",
                           "Factory",
                           "right/Europe/Paris",
                           "posix/Europe/Paris",
                           "../zoneinfo/UTC",
                           "Europe/../Europe/Paris",
                           "Fixed/UTC+05:00:00",
                           "UTC+5",
                           "EST5",
                           "zone.tab",
                           "tzdata.zi",
                           ":Europe/Paris",
                           "file:Europe/Paris"}) {
    EXPECT_EQ(LoadZone(name).status().code(),
              absl::StatusCode::kInvalidArgument)
        << name;
  }
}

TEST(LoadZone, RefusesANameThatOnlyBeginsLikeAZone) {
  EXPECT_FALSE(LoadZone(absl::string_view("Europe/Paris\0x", 14)).ok());
}

TEST(LoadZone, SaysWhatWasSeenAndTheRule) {
  EXPECT_EQ(ReasonOf(LoadZone("Mars/Olympus").status()), "TIME_ZONE_UNKNOWN");
  EXPECT_EQ(LoadZone("Mars/Olympus").status().message(),
            "time zone is `Mars/Olympus`; it must be a name of the IANA time "
            "zone database");
}

TEST(LoadZone, RepeatsLongAndBinaryNamesOnlyInPartAndAsText) {
  const std::string message(
      LoadZone(std::string(5000, '\xff')).status().message());
  EXPECT_LT(message.size(), 400);
  for (char c : message) EXPECT_TRUE(c >= ' ' && c <= '~');
}

TEST(LoadZone, MayBeCalledFromManyThreads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (const char* name : {"Asia/Tokyo", "Africa/Cairo", "Nowhere"}) {
        EXPECT_EQ(LoadZone(name).ok(), std::string(name) != "Nowhere");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(TzdataVersion, IsAYearAndALetter) {
  EXPECT_THAT(TzdataVersion(), MatchesRegex("20[0-9][0-9][a-z]+"));
}

TEST(Resolve, TakesAReadingThatComesOnceAsItIs) {
  EXPECT_EQ(Resolve(Reading("2026-07-01 12:00"), Zone("Europe/Paris")),
            Utc("2026-07-01 10:00"));
}

TEST(Resolve, TakesTheFirstOfAReadingThatComesTwice) {
  const absl::TimeZone zone = Zone("America/New_York");
  EXPECT_EQ(Resolve(Reading("2026-11-01 00:55"), zone),
            Utc("2026-11-01 04:55"));
  EXPECT_EQ(Resolve(Reading("2026-11-01 01:00"), zone),
            Utc("2026-11-01 05:00"));
  EXPECT_EQ(Resolve(Reading("2026-11-01 01:55"), zone),
            Utc("2026-11-01 05:55"));
  EXPECT_EQ(Resolve(Reading("2026-11-01 02:00"), zone),
            Utc("2026-11-01 07:00"));
}

TEST(Resolve, TakesASkippedReadingWithTheOffsetBefore) {
  const absl::TimeZone zone = Zone("America/New_York");
  EXPECT_EQ(Resolve(Reading("2026-03-08 01:55"), zone),
            Utc("2026-03-08 06:55"));
  EXPECT_EQ(Resolve(Reading("2026-03-08 02:00"), zone),
            Utc("2026-03-08 07:00"));
  EXPECT_EQ(Resolve(Reading("2026-03-08 02:30"), zone),
            Utc("2026-03-08 07:30"));
  EXPECT_EQ(Resolve(Reading("2026-03-08 03:00"), zone),
            Utc("2026-03-08 07:00"));
}

TEST(FirstReached, TakesASkippedReadingAsTheInstantOfTheSkip) {
  const absl::TimeZone zone = Zone("America/New_York");
  for (const char* skipped : {"2026-03-08 02:00", "2026-03-08 02:30",
                              "2026-03-08 02:55", "2026-03-08 03:00"}) {
    EXPECT_EQ(FirstReached(Reading(skipped), zone), Utc("2026-03-08 07:00"));
  }
  EXPECT_EQ(FirstReached(Reading("2026-03-08 03:05"), zone),
            Utc("2026-03-08 07:05"));
}

TEST(FirstReached, NeverDecreasesOverAYearInAnyZoneOfDifficulty) {
  for (const char* name :
       {"America/New_York", "Australia/Lord_Howe", "America/Havana",
        "Africa/Casablanca", "America/St_Johns", "Antarctica/Troll"}) {
    const absl::TimeZone zone = Zone(name);
    absl::CivilSecond reading(2026, 1, 1);
    absl::Time last = absl::InfinitePast();
    for (; reading.year() == 2026; reading += 15 * 60) {
      const absl::Time reached = FirstReached(reading, zone);
      ASSERT_GE(reached, last) << name << " " << reading;
      ASSERT_GE(zone.At(reached).cs, reading) << name;
      last = reached;
    }
  }
}

}  // namespace
}  // namespace rapport::calendar
