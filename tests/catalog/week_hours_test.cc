#include "server/catalog/week_hours.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace rapport::catalog {
namespace {

// What a day's text is composed to; `-` where it is not plain.
std::string Day(absl::string_view text) {
  const DayHours hours = ReadDayHours(text);
  return hours.has_value() ? ComposeDay(*hours) : "-";
}

// The week of those texts from Monday on; an empty one is unknown.
std::string Week(const std::vector<std::string>& texts) {
  WeekHours week;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (!texts[i].empty()) week[i] = ReadDayHours(texts[i]);
  }
  return ComposeWeek(week);
}

TEST(WeekdayOf, KnowsEnglishNamesAndTheirShortForms) {
  for (absl::string_view text : {"Monday", "MON", "mo", "Mon.", " monday ",
                                 "https://schema.org/Monday"}) {
    EXPECT_EQ(WeekdayOf(text), 0) << text;
  }
  EXPECT_EQ(WeekdayOf("Tues"), 1);
  EXPECT_EQ(WeekdayOf("Thurs"), 3);
  EXPECT_EQ(WeekdayOf("Su"), 6);
  for (absl::string_view text : {"", "m", "montag", "1", "PH"}) {
    EXPECT_EQ(WeekdayOf(text), std::nullopt) << text;
  }
}

TEST(ReadClock, ReadsBothClocks) {
  EXPECT_EQ(ReadClock("09:00"), 540);
  EXPECT_EQ(ReadClock("9:05"), 545);
  EXPECT_EQ(ReadClock("09:00:00"), 540);
  EXPECT_EQ(ReadClock("0930"), 570);
  EXPECT_EQ(ReadClock("9 am"), 540);
  EXPECT_EQ(ReadClock("9:30PM"), 21 * 60 + 30);
  EXPECT_EQ(ReadClock("12 a.m."), 0);
  EXPECT_EQ(ReadClock("12:15 p.m."), 12 * 60 + 15);
  EXPECT_EQ(ReadClock("24:00"), kDayMinutes);
}

TEST(ReadClock, ReadsNothingElse) {
  for (absl::string_view text :
       {"", "9", "24:01", "9:60", "13 pm", "0 am", "9:5", "nine", "9:00:00:00",
        "-9:00", "99999", "9:00x"}) {
    EXPECT_EQ(ReadClock(text), std::nullopt) << text;
  }
}

TEST(ReadDayHours, ReadsRangesAndWords) {
  EXPECT_EQ(Day("10:00-20:00"), "10:00-20:00");
  EXPECT_EQ(Day("10 AM – 8 PM"), "10:00-20:00");
  EXPECT_EQ(Day("10am to 8:30pm"), "10:00-20:30");
  EXPECT_EQ(Day("10:00-12:00, 13:00-17:00"), "10:00-12:00,13:00-17:00");
  EXPECT_EQ(Day("Closed"), "off");
  EXPECT_EQ(Day("x"), "off");
  EXPECT_EQ(Day("24 hours"), "00:00-24:00");
  EXPECT_EQ(Day("12:00 AM-12:00 AM"), "00:00-24:00");
}

TEST(ReadDayHours, TakesAnEarlierCloseForTheNextDayWhereItIsPlain) {
  EXPECT_EQ(Day("18:00-02:00"), "18:00-02:00");
  EXPECT_EQ(Day("6 PM - 2 AM"), "18:00-02:00");
  EXPECT_EQ(Day("10:00-00:00"), "10:00-24:00");
  EXPECT_EQ(ReadDayHours("18:00-02:00")->front(), (DayRange{1080, 1560}));
}

TEST(ReadDayHours, LeavesWhatIsAmbiguous) {
  for (absl::string_view text :
       {"10:00 - 8:00", "9 - 5", "9 - 5 pm", "9am-5", "by appointment", "",
        "10:00", "10:00-12:00-14:00", "10:00-25:00", "10:00-20:00 (winter)"}) {
    EXPECT_EQ(Day(text), "-") << text;
  }
}

TEST(ComposeWeek, JoinsDaysOfTheSameHours) {
  EXPECT_EQ(Week({"10:00-20:00", "10:00-20:00", "10:00-20:00", "10:00-20:00",
                  "10:00-20:00", "11:00-18:00", "closed"}),
            "Mo-Fr 10:00-20:00; Sa 11:00-18:00; Su off");
  EXPECT_EQ(Week({"9:00-17:00", "10:00-17:00", "9:00-17:00", "", "9:00-17:00"}),
            "Mo,We,Fr 09:00-17:00; Tu 10:00-17:00");
  EXPECT_EQ(Week({"", "", "", "", "", "", ""}), "");
  EXPECT_EQ(Week({"x", "x", "x", "x", "x", "x", "x"}), "Mo-Su off");
}

TEST(ComposeWeek, SaysAllRoundShortly) {
  EXPECT_EQ(Week(std::vector<std::string>(7, "24 hours")), "24/7");
  EXPECT_EQ(Week({"24 hours"}), "Mo 00:00-24:00");
  WeekHours week;
  week.fill(std::vector<DayRange>{MakeRange(300, 300)});
  EXPECT_EQ(ComposeWeek(week), "24/7");
  week[6].reset();
  EXPECT_EQ(ComposeWeek(week), "Mo-Sa 05:00-29:00");
}

// In the grammar a later rule of a day ends what reaches into it.
TEST(ComposeWeek, PutsClosedDaysFirstWhereANightReachesIntoThem) {
  EXPECT_EQ(Week({"18:00-02:00", "closed"}), "Tu off; Mo 18:00-02:00");
}

}  // namespace
}  // namespace rapport::catalog
