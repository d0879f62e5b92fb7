#include "server/hours/holidays.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::hours {
namespace {

using absl::CivilDay;

// Land A has a part with a day of its own; land B has one day more than A.
constexpr char kTable[] =
    "# a comment\n"
    "# years 2026 2027\n"
    "XA\tpublic\t20260101+364+1\n"  // 2026-01-01, 2026-12-31, 2027-01-01
    "XA/A\tpublic\t20260101+364+1\n"
    "XA/A/T\tpublic\t20260101+9+355+1\n"  // and 2026-01-10
    "XA/B\tpublic\t20260101+5+359+1\n"    // and 2026-01-06
    "XA/B\tschool\t20260302\n"
    "XB\tpublic\t-\n";

HolidayTable Table() {
  auto table = HolidayTable::Parse(kTable);
  EXPECT_TRUE(table.ok()) << table.status();
  return table.ok() ? *table : HolidayTable();
}

TEST(HolidayTable, AnswersYesNoOrUnknown) {
  const HolidayCalendar part = Table().For("XA", "B");
  EXPECT_EQ(part.IsPublicHoliday(CivilDay(2026, 1, 1)), Answer::kYes);
  EXPECT_EQ(part.IsPublicHoliday(CivilDay(2026, 1, 6)), Answer::kYes);
  EXPECT_EQ(part.IsPublicHoliday(CivilDay(2026, 1, 7)), Answer::kNo);
  EXPECT_EQ(part.IsPublicHoliday(CivilDay(2025, 12, 31)), Answer::kUnknown);
  EXPECT_EQ(part.IsPublicHoliday(CivilDay(2028, 1, 1)), Answer::kUnknown);
}

TEST(HolidayTable, KnowsNothingOfACountryWithoutASource) {
  const HolidayCalendar nowhere = Table().For("QQ");
  EXPECT_EQ(nowhere.IsPublicHoliday(CivilDay(2026, 1, 1)), Answer::kUnknown);
  EXPECT_EQ(HolidayTable().For("XA").IsPublicHoliday(CivilDay(2026, 1, 1)),
            Answer::kUnknown);
  EXPECT_EQ(Table().For("XB").IsPublicHoliday(CivilDay(2026, 1, 1)),
            Answer::kNo);
}

TEST(HolidayTable, DoesNotKnowADayThatOnlySomePartsOfAPlaceKeep) {
  const HolidayTable table = Table();
  for (const HolidayCalendar& country :
       {table.For("XA"), table.For("XA", "ZZ"), table.For("xa", "")}) {
    EXPECT_EQ(country.IsPublicHoliday(CivilDay(2026, 1, 1)), Answer::kYes);
    EXPECT_EQ(country.IsPublicHoliday(CivilDay(2026, 1, 6)), Answer::kUnknown);
    EXPECT_EQ(country.IsPublicHoliday(CivilDay(2026, 1, 10)), Answer::kUnknown);
    EXPECT_EQ(country.IsPublicHoliday(CivilDay(2026, 1, 7)), Answer::kNo);
  }
  EXPECT_EQ(table.For("XA", "A").IsPublicHoliday(CivilDay(2026, 1, 6)),
            Answer::kNo);
  EXPECT_EQ(table.For("XA", "A").IsPublicHoliday(CivilDay(2026, 1, 10)),
            Answer::kUnknown);
}

TEST(HolidayTable, TakesSubdivisionsWithTheCountryBeforeThem) {
  EXPECT_EQ(Table().For("xa", "XA-b").IsPublicHoliday(CivilDay(2026, 1, 6)),
            Answer::kYes);
}

TEST(HolidayTable, KnowsOfSchoolHolidaysOnlyTheDaysItHas) {
  const HolidayCalendar part = Table().For("XA", "B");
  EXPECT_EQ(part.IsSchoolHoliday(CivilDay(2026, 3, 2)), Answer::kYes);
  EXPECT_EQ(part.IsSchoolHoliday(CivilDay(2026, 3, 3)), Answer::kUnknown);
}

TEST(HolidayCalendar, LetsABrandsOwnDatesWin) {
  const HolidayCalendar own = Table().For("XA", "B").WithOwnPublic(
      {CivilDay(2026, 1, 1),
       CivilDay(2026, 1, 31),
       {CivilDay(2026, 1, 20), CivilDay(2026, 1, 3)}});
  EXPECT_EQ(own.IsPublicHoliday(CivilDay(2026, 1, 1)), Answer::kNo);
  EXPECT_EQ(own.IsPublicHoliday(CivilDay(2026, 1, 3)), Answer::kYes);
  EXPECT_EQ(own.IsPublicHoliday(CivilDay(2026, 1, 20)), Answer::kYes);
  EXPECT_EQ(own.IsPublicHoliday(CivilDay(2026, 12, 31)), Answer::kYes);
  const HolidayCalendar school = own.WithOwnSchool(
      {CivilDay(2026, 7, 1), CivilDay(2026, 8, 31), {CivilDay(2026, 7, 1)}});
  EXPECT_EQ(school.IsSchoolHoliday(CivilDay(2026, 7, 1)), Answer::kYes);
  EXPECT_EQ(school.IsSchoolHoliday(CivilDay(2026, 7, 2)), Answer::kNo);
  EXPECT_EQ(school.IsSchoolHoliday(CivilDay(2026, 9, 1)), Answer::kUnknown);
}

TEST(HolidayCalendar, ListsTheDatesThatSurelyAreHolidays) {
  using testing::ElementsAre;
  EXPECT_TRUE(HolidayCalendar().PublicHolidays().empty());
  // 6 and 10 January only in some parts.
  EXPECT_THAT(Table().For("XA").PublicHolidays(),
              ElementsAre(CivilDay(2026, 1, 1), CivilDay(2026, 12, 31),
                          CivilDay(2027, 1, 1)));
  const HolidayCalendar own = Table().For("XA", "B").WithOwnPublic(
      {CivilDay(2026, 1, 1),
       CivilDay(2026, 1, 31),
       {CivilDay(2026, 1, 20), CivilDay(2026, 1, 6)}});
  EXPECT_THAT(own.PublicHolidays(),
              ElementsAre(CivilDay(2026, 1, 6), CivilDay(2026, 1, 20),
                          CivilDay(2026, 12, 31), CivilDay(2027, 1, 1)));
}

TEST(HolidayTable, NamesTheLineThatIsNone) {
  for (const char* line :
       {"XA\tpublic", "XA\tbank\t20260101", "XA\tpublic\t20261301",
        "XA\tpublic\t20260101+0", "XA\tpublic\t20260101+x", "# years 2026",
        "\tpublic\t20260101", "XA\tpublic\t2026-01-01"}) {
    const auto table =
        HolidayTable::Parse(std::string("# years 2026 2027\n") + line);
    ASSERT_FALSE(table.ok()) << line;
    EXPECT_EQ(table.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(table.status().message()),
                testing::HasSubstr("line 2"));
  }
}

}  // namespace
}  // namespace rapport::hours
