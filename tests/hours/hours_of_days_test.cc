#include "server/hours/hours_of_days.h"

#include <string>

#include "gtest/gtest.h"
#include "server/hours/remark.h"

namespace rapport::hours {
namespace {

using absl::Weekday;

std::string TextOf(const std::vector<DayHours>& days) {
  const auto hours = HoursFromDays(days);
  if (!hours.ok()) return std::string(hours.status().message());
  const auto again = ParseOpeningHours(hours->ToText());
  EXPECT_TRUE(days.empty() || (again.ok() && *again == *hours));
  return hours->ToText();
}

DayHours Open(Weekday day, std::string open, std::string close) {
  return {.day = day, .open = std::move(open), .close = std::move(close)};
}

DayHours Closed(Weekday day) { return {.day = day, .closed = true}; }

TEST(HoursFromDays, PutsDaysThatAreAlikeTogether) {
  EXPECT_EQ(TextOf({Open(Weekday::monday, "09:00", "17:00"),
                    Open(Weekday::tuesday, "09:00", "17:00"),
                    Open(Weekday::thursday, "9:00 AM", "5:00 PM"),
                    Closed(Weekday::sunday)}),
            "Mo-Tu,Th 09:00-17:00; Su off");
  EXPECT_EQ(TextOf({}), "");
}

TEST(HoursFromDays, TakesSeveralSpansOfADayInAnyOrder) {
  EXPECT_EQ(TextOf({Open(Weekday::friday, "14:00", "18:00"),
                    Open(Weekday::friday, "09:00:00", "12:00:00")}),
            "Fr 09:00-12:00,14:00-18:00");
}

TEST(HoursFromDays, EndsOnTheNextDayIfItEndsBeforeItStarts) {
  EXPECT_EQ(TextOf({Open(Weekday::friday, "03:30", "01:00")}),
            "Fr 03:30-01:00");
  EXPECT_EQ(TextOf({Open(Weekday::friday, "0900", "0000")}), "Fr 09:00-24:00");
}

TEST(HoursFromDays, KnowsWholeDays) {
  for (const char* close : {"00:00", "24:00", "23:59", "12:00 AM"}) {
    EXPECT_EQ(TextOf({Open(Weekday::friday, "00:00", close)}),
              "Fr 00:00-24:00");
  }
  EXPECT_EQ(TextOf({Open(Weekday::friday, "10:00", "10:00")}),
            "Fr 10:00-10:00");
}

TEST(HoursFromDays, NamesTheEntryThatIsNone) {
  for (const char* time : {"", "25:00", "10:60", "ten", "10:0", "-1:00", ":30",
                           "13:00 PM", "24:00", "10:00:75"}) {
    const auto hours = HoursFromDays({Open(Weekday::monday, "09:00", "17:00"),
                                      Open(Weekday::friday, time, "17:00")});
    ASSERT_FALSE(hours.ok()) << time;
    EXPECT_EQ(NotReadPosition(hours.status()), 1u) << time;
  }
}

TEST(HoursFromDays, RefusesADayThatContradictsItself) {
  EXPECT_FALSE(HoursFromDays({Open(Weekday::monday, "09:00", "17:00"),
                              Open(Weekday::monday, "16:00", "18:00")})
                   .ok());
  EXPECT_FALSE(HoursFromDays({Open(Weekday::monday, "09:00", "17:00"),
                              Closed(Weekday::monday)})
                   .ok());
  EXPECT_FALSE(HoursFromDays(std::vector<DayHours>(kDayEntriesMax + 1,
                                                   Closed(Weekday::monday)))
                   .ok());
}

}  // namespace
}  // namespace rapport::hours
