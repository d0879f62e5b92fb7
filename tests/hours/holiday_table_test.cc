// The table that the build makes in share/rapport, by days that everybody
// knows.
#include "geo/data_dir.h"
#include "gtest/gtest.h"
#include "server/hours/holidays_file.h"

namespace rapport::hours {
namespace {

using absl::CivilDay;

const HolidayTable& Table() {
  static const auto* const table = [] {
    const auto path = geo::FindDataFile(kHolidaysFileName, RAPPORT_TEST_SHARE);
    EXPECT_TRUE(path.ok()) << path.status();
    auto loaded = LoadHolidays(path.ok() ? *path : "");
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new HolidayTable(loaded.ok() ? *loaded : HolidayTable());
  }();
  return *table;
}

Answer Public(const char* country, const char* part, CivilDay date) {
  return Table().For(country, part).IsPublicHoliday(date);
}

TEST(HolidaysOfTheBuild, HaveMostCountries) {
  EXPECT_GE(Table().country_count(), 200u);
}

TEST(HolidaysOfTheBuild, KnowFixedAndMovedDays) {
  EXPECT_EQ(Public("US", "IL", CivilDay(2026, 11, 26)), Answer::kYes);
  EXPECT_EQ(Public("US", "US-IL", CivilDay(2026, 11, 24)), Answer::kNo);
  EXPECT_EQ(Public("FR", "", CivilDay(2026, 7, 14)), Answer::kYes);
  EXPECT_EQ(Public("GB", "ENG", CivilDay(2026, 4, 6)), Answer::kYes);
  EXPECT_EQ(Public("JP", "", CivilDay(2026, 5, 5)), Answer::kYes);
}

TEST(HolidaysOfTheBuild, KnowEachDayOfALongOne) {
  for (int day : {10, 11, 12}) {
    EXPECT_EQ(Public("AE", "", CivilDay(2024, 4, day)), Answer::kYes) << day;
  }
}

TEST(HolidaysOfTheBuild, DoNotKnowWhatDiffersWithinAPlace) {
  const CivilDay assumption(2026, 8, 15);
  EXPECT_EQ(Public("DE", "SL", assumption), Answer::kYes);
  EXPECT_EQ(Public("DE", "BE", assumption), Answer::kNo);
  EXPECT_EQ(Public("DE", "BY", assumption), Answer::kUnknown);
  EXPECT_EQ(Public("DE", "", assumption), Answer::kUnknown);
  EXPECT_EQ(Public("DE", "", CivilDay(2026, 12, 25)), Answer::kYes);
}

TEST(HolidaysOfTheBuild, EndWithTheirYears) {
  EXPECT_EQ(Public("US", "IL", CivilDay(2024, 7, 4)), Answer::kYes);
  EXPECT_EQ(Public("US", "IL", CivilDay(2035, 7, 4)), Answer::kYes);
  EXPECT_EQ(Public("US", "IL", CivilDay(2036, 7, 4)), Answer::kUnknown);
}

TEST(LoadHolidays, SaysThatThereIsNoTable) {
  EXPECT_EQ(LoadHolidays("no/such/file").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace rapport::hours
