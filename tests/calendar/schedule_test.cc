#include "server/calendar/schedule.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What is wrong, as `field REASON`.
std::vector<std::string> Wrong(const Schedule& schedule) {
  std::vector<std::string> wrong;
  for (const FieldProblem& problem : CheckSchedule(schedule)) {
    wrong.push_back(absl::StrCat(problem.field, " ", problem.reason));
  }
  return wrong;
}

std::string OnlyMessage(const Schedule& schedule) {
  const FieldProblems problems = CheckSchedule(schedule);
  EXPECT_EQ(problems.size(), 1);
  return problems.empty() ? "" : problems[0].message;
}

Schedule Weekly(std::vector<DayPeriod> monday_periods) {
  Schedule schedule;
  for (const DayPeriod& period : monday_periods) {
    schedule.weekly_periods.push_back({absl::Weekday::monday, period});
  }
  return schedule;
}

Schedule Minutes(int start, int end) {
  DayPeriod period;
  period.start_minute = start;
  period.end_minute = end;
  return Weekly({period});
}

Schedule Off(absl::Time start, absl::Time end) {
  Schedule schedule;
  schedule.time_off.push_back({{start, end}});
  return schedule;
}

TEST(CheckSchedule, FindsNothingWrongWithAnEmptyOne) {
  EXPECT_THAT(Wrong(Schedule()), IsEmpty());
}

TEST(CheckSchedule, AcceptsTheWholeDayAndTheShortestPeriodsAtItsEnds) {
  EXPECT_THAT(Wrong(Minutes(0, 1440)), IsEmpty());
  EXPECT_THAT(Wrong(Minutes(0, 5)), IsEmpty());
  EXPECT_THAT(Wrong(Minutes(1435, 1440)), IsEmpty());
}

TEST(CheckSchedule, RefusesAStartOutsideTheDay) {
  EXPECT_THAT(Wrong(Minutes(-5, 60)),
              ElementsAre("schedule.weekly_periods[0].start_time "
                          "OUT_OF_RANGE"));
  EXPECT_THAT(Wrong(Minutes(1440, 1445)),
              ElementsAre("schedule.weekly_periods[0].start_time OUT_OF_RANGE",
                          "schedule.weekly_periods[0].end_time OUT_OF_RANGE"));
}

TEST(CheckSchedule, RefusesAnEndAfterMidnight) {
  EXPECT_THAT(Wrong(Minutes(60, 1445)),
              ElementsAre("schedule.weekly_periods[0].end_time OUT_OF_RANGE"));
  EXPECT_EQ(OnlyMessage(Minutes(60, 1445)),
            "period ends 1445 minutes after midnight; periods are from 00:00 "
            "to 24:00");
}

TEST(CheckSchedule, RefusesAnEndThatIsNotAfterTheStart) {
  EXPECT_THAT(Wrong(Minutes(540, 545)), IsEmpty());
  EXPECT_THAT(Wrong(Minutes(540, 540)),
              ElementsAre("schedule.weekly_periods[0].end_time OUT_OF_RANGE"));
  EXPECT_THAT(Wrong(Minutes(1320, 360)),
              ElementsAre("schedule.weekly_periods[0].end_time OUT_OF_RANGE"));
}

TEST(CheckSchedule, RefusesMinutesOffTheTick) {
  EXPECT_THAT(Wrong(Minutes(541, 600)),
              ElementsAre("schedule.weekly_periods[0].start_time OFF_TICK"));
  EXPECT_THAT(Wrong(Minutes(540, 604)),
              ElementsAre("schedule.weekly_periods[0].end_time OFF_TICK"));
  EXPECT_EQ(OnlyMessage(Minutes(540, 652)),
            "period ends at 10:52; periods lie on a 5-minute tick");
}

TEST(CheckSchedule, RefusesADayThatIsNoneOfTheWeek) {
  Schedule schedule = Weekly({Hours("09:00-10:00")});
  schedule.weekly_periods[0].day = static_cast<absl::Weekday>(7);
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.weekly_periods[0].day OUT_OF_RANGE"));
}

TEST(CheckSchedule, LetsPeriodsOfOneDayTouch) {
  EXPECT_THAT(Wrong(Weekly({Hours("12:00-13:00"), Hours("09:00-12:00"),
                            Hours("13:00-24:00")})),
              IsEmpty());
}

TEST(CheckSchedule, RefusesAnOverlapOfFiveMinutesEvenAtAnotherStore) {
  const Schedule schedule =
      Weekly({Hours("09:00-12:05", Store(1)), Hours("13:00-14:00"),
              Hours("12:00-13:00", Store(2))});
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.weekly_periods[2] OVERLAP"));
  EXPECT_EQ(OnlyMessage(schedule),
            "period 12:00 to 13:00 overlaps schedule.weekly_periods[0], 09:00 "
            "to 12:05; periods of one day must not overlap");
}

TEST(CheckSchedule, LetsPeriodsOfDifferentDaysOverlap) {
  Schedule schedule = Weekly({Hours("09:00-12:00")});
  schedule.weekly_periods.push_back(
      {absl::Weekday::tuesday, Hours("09:00-12:00")});
  EXPECT_THAT(Wrong(schedule), IsEmpty());
}

TEST(CheckSchedule, AcceptsAHundredWeeklyPeriodsAndNoMore) {
  Schedule schedule;
  for (size_t i = 0; i < kWeeklyPeriodsMax; ++i) {
    DayPeriod period;
    period.start_minute = static_cast<int>(i / 7) * 60;
    period.end_minute = period.start_minute + 60;
    schedule.weekly_periods.push_back(
        {static_cast<absl::Weekday>(i % 7), period});
  }
  EXPECT_THAT(Wrong(schedule), IsEmpty());
  schedule.weekly_periods.push_back(
      {absl::Weekday::monday, Hours("23:00-24:00")});
  EXPECT_THAT(Wrong(schedule), ElementsAre("schedule.weekly_periods TOO_MANY"));
  EXPECT_EQ(OnlyMessage(schedule), "101 elements; at most 100 are allowed");
}

TEST(CheckSchedule, ChecksThePeriodsOfAnOverride) {
  const Schedule schedule =
      On("2026-12-24", {Hours("09:00-12:00"), Hours("11:55-13:02")});
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.overrides[0].periods[1].end_time OFF_TICK",
                          "schedule.overrides[0].periods[1] OVERLAP"));
}

TEST(CheckSchedule, AcceptsAnOverrideWithoutPeriodsAndOneWithTen) {
  EXPECT_THAT(Wrong(On("2026-12-25", {})), IsEmpty());
  Schedule schedule = On("2026-12-24", {});
  for (int hour = 0; hour < 10; ++hour) {
    DayPeriod period;
    period.start_minute = hour * 60;
    period.end_minute = hour * 60 + 60;
    schedule.overrides[0].periods.push_back(period);
  }
  EXPECT_THAT(Wrong(schedule), IsEmpty());
  schedule.overrides[0].periods.push_back(Hours("22:00-23:00"));
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.overrides[0].periods TOO_MANY"));
}

TEST(CheckSchedule, AcceptsOverridesFrom1970To2200) {
  EXPECT_THAT(Wrong(On("1970-01-01", {})), IsEmpty());
  EXPECT_THAT(Wrong(On("2200-12-31", {})), IsEmpty());
  EXPECT_THAT(Wrong(On("1969-12-31", {})),
              ElementsAre("schedule.overrides[0].date OUT_OF_RANGE"));
  EXPECT_THAT(Wrong(On("2201-01-01", {})),
              ElementsAre("schedule.overrides[0].date OUT_OF_RANGE"));
}

TEST(CheckSchedule, RefusesADateThatComesTwice) {
  Schedule schedule = On("2026-12-24", {});
  schedule.overrides.push_back({Date("2026-12-25"), {}});
  schedule.overrides.push_back({Date("2026-12-24"), {}});
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.overrides[2].date DUPLICATE"));
  EXPECT_EQ(OnlyMessage(schedule),
            "2026-12-24 is the date of schedule.overrides[0] too; each date "
            "comes once");
}

TEST(CheckSchedule, AcceptsFourHundredOverridesAndNoMore) {
  Schedule schedule;
  for (size_t i = 0; i < kOverridesMax; ++i) {
    schedule.overrides.push_back(
        {Date("2026-01-01") + static_cast<int>(i), {}});
  }
  EXPECT_THAT(Wrong(schedule), IsEmpty());
  schedule.overrides.push_back({Date("2030-01-01"), {}});
  EXPECT_THAT(Wrong(schedule), ElementsAre("schedule.overrides TOO_MANY"));
}

TEST(CheckSchedule, AcceptsTimeOffOfAYearAndNoMore) {
  const absl::Time start = Utc("2026-01-01 00:00");
  EXPECT_THAT(Wrong(Off(start, start + kTick)), IsEmpty());
  EXPECT_THAT(Wrong(Off(start, start + kTimeOffLengthMax)), IsEmpty());
  EXPECT_THAT(Wrong(Off(start, start + kTimeOffLengthMax + kTick)),
              ElementsAre("schedule.time_off[0].window.end_time "
                          "OUT_OF_RANGE"));
}

TEST(CheckSchedule, RefusesTimeOffThatDoesNotEndAfterItStarts) {
  const absl::Time start = Utc("2026-01-01 00:00");
  EXPECT_THAT(Wrong(Off(start, start)),
              ElementsAre("schedule.time_off[0].window.end_time "
                          "OUT_OF_RANGE"));
  EXPECT_EQ(OnlyMessage(Off(start, start - kTick)),
            "time off ends at 2025-12-31T23:55:00+00:00 and starts at "
            "2026-01-01T00:00:00+00:00; it ends after it starts");
}

TEST(CheckSchedule, RefusesTimeOffBesideTheTickByANanosecond) {
  const absl::Time start = Utc("2026-01-01 00:00");
  EXPECT_THAT(Wrong(Off(start + absl::Nanoseconds(1), start + kTick)),
              ElementsAre("schedule.time_off[0].window.start_time OFF_TICK"));
  EXPECT_THAT(Wrong(Off(start, start + kTick - absl::Nanoseconds(1))),
              ElementsAre("schedule.time_off[0].window.end_time OFF_TICK"));
}

TEST(CheckSchedule, RefusesTimeOffOutside1970To2200) {
  EXPECT_THAT(Wrong(Off(Utc("1970-01-01 00:00"), Utc("1970-01-02 00:00"))),
              IsEmpty());
  EXPECT_THAT(Wrong(Off(Utc("2200-12-31 00:00"), Utc("2200-12-31 23:55"))),
              IsEmpty());
  EXPECT_THAT(Wrong(Off(Utc("1969-12-31 23:55"), Utc("1970-01-02 00:00"))),
              ElementsAre("schedule.time_off[0].window.start_time "
                          "OUT_OF_RANGE"));
  EXPECT_THAT(Wrong(Off(Utc("2200-12-31 00:00"), Utc("2201-01-01 00:00"))),
              ElementsAre("schedule.time_off[0].window.end_time "
                          "OUT_OF_RANGE"));
  EXPECT_THAT(Wrong(Off(absl::InfinitePast(), absl::InfiniteFuture())),
              ElementsAre("schedule.time_off[0].window.start_time "
                          "OUT_OF_RANGE",
                          "schedule.time_off[0].window.end_time "
                          "OUT_OF_RANGE"));
}

TEST(CheckSchedule, AcceptsFourHundredTimesOffAndNoMore) {
  Schedule schedule;
  const absl::Time start = Utc("2026-01-01 00:00");
  for (size_t i = 0; i < kTimeOffMax; ++i) {
    schedule.time_off.push_back({{start, start + kTick}});
  }
  EXPECT_THAT(Wrong(schedule), IsEmpty());
  schedule.time_off.push_back({{start, start + kTick}});
  EXPECT_THAT(Wrong(schedule), ElementsAre("schedule.time_off TOO_MANY"));
}

TEST(CheckSchedule, TellsEverythingThatIsWrongAtOnce) {
  Schedule schedule = Minutes(3, 4000);
  schedule.overrides.push_back({Date("1900-01-01"), {}});
  schedule.time_off.push_back(
      {{Utc("2026-01-01 00:01"), Utc("2026-01-02 00:00")}});
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.weekly_periods[0].start_time OFF_TICK",
                          "schedule.weekly_periods[0].end_time OUT_OF_RANGE",
                          "schedule.overrides[0].date OUT_OF_RANGE",
                          "schedule.time_off[0].window.start_time OFF_TICK"));
}

TEST(CheckSchedule, RefusesIdsOfTimeOffThatAreNoWordsOrComeTwice) {
  const Interval day = {Utc("2026-06-01 00:00"), Utc("2026-06-02 00:00")};
  Schedule schedule;
  schedule.time_off = {{day, "a"},
                       {day, "A"},
                       {day},
                       {day},
                       {day, "a"},
                       {day, std::string(kTimeOffIdLengthMax, 'b')},
                       {day, std::string(kTimeOffIdLengthMax + 1, 'b')}};
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.time_off[1].id MALFORMED",
                          "schedule.time_off[4].id DUPLICATE",
                          "schedule.time_off[6].id MALFORMED"));
}

TEST(CheckSchedule, RefusesLongNotesByCharactersNotBytes) {
  const Interval day = {Utc("2026-06-01 00:00"), Utc("2026-06-02 00:00")};
  Schedule schedule;
  std::string note;
  for (size_t i = 0; i < kTimeOffNoteLengthMax; ++i) note += "\u00e9";
  schedule.time_off = {{day, "", TimeOffState::kApproved, note}};
  EXPECT_THAT(Wrong(schedule), IsEmpty());
  schedule.time_off[0].note += "e";
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.time_off[0].note TOO_LONG"));
  schedule.time_off[0].note = "\xff";
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.time_off[0].note MALFORMED"));
}

TEST(CheckSchedule, RefusesCapacitiesOutOfBoundsAndChannelsTwice) {
  Schedule schedule;
  schedule.channel_capacities = {{Channel::kChat, 20},
                                 {Channel::kVideo, 1},
                                 {Channel::kPhone, 0},
                                 {Channel::kEmail, 21},
                                 {Channel::kChat, 2}};
  EXPECT_THAT(
      Wrong(schedule),
      ElementsAre("schedule.channel_capacities[2].capacity OUT_OF_RANGE",
                  "schedule.channel_capacities[3].capacity OUT_OF_RANGE",
                  "schedule.channel_capacities[4].channel DUPLICATE"));
}

TEST(CheckSchedule, RefusesTravelOffBoundsAndPairsOfStoresTwice) {
  Schedule schedule;
  schedule.travel_times = {{Store(1), Store(2), absl::Minutes(5)},
                           {Store(1), Store(3), absl::Hours(4)},
                           {Store(2), Store(3), absl::ZeroDuration()},
                           {Store(4), Store(3), absl::Minutes(245)},
                           {Store(5), Store(3), absl::Minutes(6)},
                           {Store(6), Store(6), absl::Minutes(5)},
                           {Store(2), Store(1), absl::Minutes(5)}};
  EXPECT_THAT(Wrong(schedule),
              ElementsAre("schedule.travel_times[2].duration OUT_OF_RANGE",
                          "schedule.travel_times[3].duration OUT_OF_RANGE",
                          "schedule.travel_times[4].duration OFF_TICK",
                          "schedule.travel_times[5].store_b DUPLICATE",
                          "schedule.travel_times[6].store_b DUPLICATE"));
  schedule.travel_times.assign(kTravelTimesMax + 1,
                               {Store(1), Store(2), absl::Minutes(5)});
  EXPECT_THAT(Wrong(schedule), ElementsAre("schedule.travel_times TOO_MANY"));
}

TEST(Schedule, HasOneMeetingAtATimeWhereItSaysNoOtherCapacity) {
  Schedule schedule;
  schedule.channel_capacities = {{Channel::kChat, 3}};
  EXPECT_EQ(schedule.CapacityOf(Channel::kChat), 3);
  EXPECT_EQ(schedule.CapacityOf(Channel::kVideo), 1);
}

}  // namespace
}  // namespace rapport::calendar
