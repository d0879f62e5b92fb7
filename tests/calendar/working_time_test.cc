#include "server/calendar/working_time.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// A Monday to the Monday after, in UTC.
const Interval& Week() {
  static const Interval week = {Utc("2026-06-01 00:00"),
                                Utc("2026-06-08 00:00")};
  return week;
}

Schedule Weekly(absl::Weekday day, std::vector<DayPeriod> periods) {
  Schedule schedule;
  for (const DayPeriod& period : periods) {
    schedule.weekly_periods.push_back({day, period});
  }
  return schedule;
}

std::string WorkedInUtc(const Schedule& schedule,
                        const Interval& window = Week()) {
  return Written(WorkedIn(absl::UTCTimeZone(), schedule, window));
}

TEST(WorkingTime, IsNoneWithoutASchedule) {
  EXPECT_EQ(WorkedInUtc(Schedule()), "");
}

TEST(WorkingTime, RepeatsWeeklyHoursOnTheirDay) {
  const Schedule schedule =
      Weekly(absl::Weekday::wednesday, {Hours("09:00-17:00")});
  EXPECT_EQ(WorkedInUtc(schedule), "2026-06-03T09:00/17:00");
  EXPECT_EQ(
      WorkedInUtc(schedule, {Utc("2026-06-01 00:00"), Utc("2026-06-15 00:00")}),
      "2026-06-03T09:00/17:00 2026-06-10T09:00/17:00");
}

TEST(WorkingTime, KnowsEveryDayOfTheWeek) {
  for (int day = 0; day < 7; ++day) {
    const absl::Weekday weekday = static_cast<absl::Weekday>(day);
    const std::vector<WorkSpan> spans = WorkedIn(
        absl::UTCTimeZone(), Weekly(weekday, {Hours("09:00-10:00")}), Week());
    ASSERT_THAT(spans, SizeIs(1));
    EXPECT_EQ(absl::GetWeekday(absl::ToCivilDay(spans[0].interval.start,
                                                absl::UTCTimeZone())),
              weekday);
  }
}

TEST(WorkingTime, IsSortedWhateverTheOrderOfTheSchedule) {
  Schedule schedule = Weekly(absl::Weekday::tuesday,
                             {Hours("14:00-18:00"), Hours("08:00-12:00")});
  schedule.weekly_periods.push_back(
      {absl::Weekday::monday, Hours("10:00-11:00")});
  EXPECT_EQ(WorkedInUtc(schedule),
            "2026-06-01T10:00/11:00 2026-06-02T08:00/12:00 "
            "2026-06-02T14:00/18:00");
}

TEST(WorkingTime, TakesDatesFromTheStoresZone) {
  const Schedule schedule =
      Weekly(absl::Weekday::monday, {Hours("08:00-10:00")});
  EXPECT_EQ(
      Written(WorkedIn(Zone("Asia/Tokyo"), schedule,
                       {Utc("2026-05-31 00:00"), Utc("2026-06-02 00:00")})),
      "2026-05-31T23:00/2026-06-01T01:00");
  EXPECT_EQ(
      Written(WorkedIn(Zone("Pacific/Kiritimati"), schedule,
                       {Utc("2026-05-31 00:00"), Utc("2026-06-02 00:00")})),
      "2026-05-31T18:00/20:00");
  EXPECT_EQ(
      Written(WorkedIn(Zone("Etc/GMT+12"), schedule,
                       {Utc("2026-05-31 00:00"), Utc("2026-06-02 00:00")})),
      "2026-06-01T20:00/22:00");
}

TEST(WorkingTime, IsCutAtTheWindow) {
  const Schedule schedule = Daily(Hours("09:00-17:00"));
  EXPECT_EQ(
      WorkedInUtc(schedule, {Utc("2026-06-01 16:00"), Utc("2026-06-02 10:00")}),
      "2026-06-01T16:00/17:00 2026-06-02T09:00/10:00");
  EXPECT_EQ(
      WorkedInUtc(schedule, {Utc("2026-06-01 17:00"), Utc("2026-06-02 09:00")}),
      "");
  EXPECT_EQ(
      WorkedInUtc(schedule, {Utc("2026-06-01 16:55"), Utc("2026-06-02 09:05")}),
      "2026-06-01T16:55/17:00 2026-06-02T09:00/09:05");
}

TEST(WorkingTime, IsNoneInAnEmptyWindow) {
  const Schedule schedule = Daily(Hours("00:00-24:00"));
  const absl::Time noon = Utc("2026-06-01 12:00");
  EXPECT_EQ(WorkedInUtc(schedule, {noon, noon}), "");
  EXPECT_EQ(WorkedInUtc(schedule, {noon, noon - kTick}), "");
}

TEST(WorkingTime, IsOfTheYears1970To2200EvenInAllOfTime) {
  const std::vector<WorkSpan> spans =
      WorkedIn(absl::UTCTimeZone(), Daily(Hours("00:00-24:00")),
               {absl::InfinitePast(), absl::InfiniteFuture()});
  ASSERT_FALSE(spans.empty());
  EXPECT_EQ(spans.front().interval.start, Utc("1970-01-01 00:00"));
  EXPECT_EQ(spans.back().interval.end, Utc("2201-01-01 00:00"));
}

TEST(WorkingTime, TouchesAtMidnight) {
  Schedule schedule = Weekly(absl::Weekday::monday, {Hours("22:00-24:00")});
  schedule.weekly_periods.push_back(
      {absl::Weekday::tuesday, Hours("00:00-02:00")});
  EXPECT_EQ(WorkedInUtc(schedule),
            "2026-06-01T22:00/2026-06-02T00:00 2026-06-02T00:00/02:00");
}

TEST(WorkingTime, TakesAnOverrideInPlaceOfTheWeeklyHoursOfItsDateOnly) {
  Schedule schedule = Daily(Hours("09:00-17:00"));
  schedule.overrides.push_back(
      {Date("2026-06-03"), {Hours("12:00-14:00"), Hours("10:00-11:00")}});
  EXPECT_EQ(
      WorkedInUtc(schedule, {Utc("2026-06-02 00:00"), Utc("2026-06-05 00:00")}),
      "2026-06-02T09:00/17:00 2026-06-03T10:00/11:00 "
      "2026-06-03T12:00/14:00 2026-06-04T09:00/17:00");
}

TEST(WorkingTime, IsNoneOnADateOverriddenWithoutPeriods) {
  Schedule schedule = Daily(Hours("09:00-17:00"));
  schedule.overrides.push_back({Date("2026-06-02"), {}});
  EXPECT_EQ(
      WorkedInUtc(schedule, {Utc("2026-06-01 00:00"), Utc("2026-06-03 00:00")}),
      "2026-06-01T09:00/17:00");
}

TEST(WorkingTime, FindsTheRightOneOfManyUnsortedOverrides) {
  Schedule schedule = Daily(Hours("09:00-17:00"));
  for (int day = 27; day >= 0; day -= 2) {
    schedule.overrides.push_back({Date("2026-06-01") + day, {}});
  }
  EXPECT_EQ(WorkedInUtc(schedule),
            "2026-06-01T09:00/17:00 2026-06-03T09:00/17:00 "
            "2026-06-05T09:00/17:00 2026-06-07T09:00/17:00");
}

TEST(WorkingTime, LosesTimeOffAtEveryPlace) {
  const struct {
    const char* start;
    const char* end;
    const char* left;
  } kCases[] = {
      {"08:00", "09:00", "2026-06-01T09:00/17:00"},
      {"08:00", "09:05", "2026-06-01T09:05/17:00"},
      {"12:00", "13:00", "2026-06-01T09:00/12:00 2026-06-01T13:00/17:00"},
      {"16:55", "18:00", "2026-06-01T09:00/16:55"},
      {"17:00", "18:00", "2026-06-01T09:00/17:00"},
      {"09:00", "17:00", ""},
      {"00:00", "23:00", ""},
  };
  for (const auto& c : kCases) {
    Schedule schedule = Weekly(absl::Weekday::monday, {Hours("09:00-17:00")});
    schedule.time_off.push_back({{Utc(absl::StrCat("2026-06-01 ", c.start)),
                                  Utc(absl::StrCat("2026-06-01 ", c.end))}});
    EXPECT_EQ(WorkedInUtc(schedule), c.left) << c.start << " to " << c.end;
  }
}

TEST(WorkingTime, LosesUnsortedOverlappingTimeOffOverSeveralDays) {
  Schedule schedule = Daily(Hours("09:00-17:00"));
  schedule.time_off = {
      {{Utc("2026-06-04 10:00"), Utc("2026-06-04 11:00")}},
      {{Utc("2026-06-02 12:00"), Utc("2026-06-04 09:30")}},
      {{Utc("2026-06-02 13:00"), Utc("2026-06-02 14:00")}},
      {{Utc("2026-06-04 10:30"), Utc("2026-06-04 12:00")}},
  };
  EXPECT_EQ(
      WorkedInUtc(schedule, {Utc("2026-06-01 00:00"), Utc("2026-06-05 00:00")}),
      "2026-06-01T09:00/17:00 2026-06-02T09:00/12:00 "
      "2026-06-04T09:30/10:00 2026-06-04T12:00/17:00");
}

TEST(WorkingTime, LosesBusyTimeOfAllSources) {
  Schedule schedule = Weekly(absl::Weekday::monday, {Hours("09:00-17:00")});
  schedule.time_off = {
      {{Utc("2026-06-01 16:00"), Utc("2026-06-01 17:00")}, "off"}};
  schedule.busy.resize(2);
  schedule.busy[0].time.intervals = {
      {Utc("2026-05-31 09:00"), Utc("2026-05-31 10:00")},
      {Utc("2026-06-01 09:00"), Utc("2026-06-01 10:00")},
      {Utc("2026-06-01 12:00"), Utc("2026-06-01 13:00")}};
  schedule.busy[1].time.intervals = {
      {Utc("2026-06-01 12:30"), Utc("2026-06-01 14:00")}};
  EXPECT_EQ(WorkedInUtc(schedule),
            "2026-06-01T10:00/12:00 2026-06-01T14:00/16:00");
}

TEST(WorkingTime, LosesNoTimeOffThatIsOnlyAskedForOrDeclined) {
  Schedule schedule = Weekly(absl::Weekday::monday, {Hours("09:00-17:00")});
  const Interval noon = {Utc("2026-06-01 12:00"), Utc("2026-06-01 13:00")};
  for (const TimeOffState state :
       {TimeOffState::kRequested, TimeOffState::kDeclined}) {
    schedule.time_off = {{noon, "noon", state}};
    EXPECT_EQ(WorkedInUtc(schedule), "2026-06-01T09:00/17:00");
  }
  schedule.time_off = {{noon, "noon", TimeOffState::kApproved}};
  EXPECT_EQ(WorkedInUtc(schedule),
            "2026-06-01T09:00/12:00 2026-06-01T13:00/17:00");
}

// Worked from Monday 1 June on, in UTC, where 2 and 4 June are holidays of store
// 1, and 3 June of store 2.
std::string WorkedWithHolidays(const Schedule& schedule) {
  const PublicHolidays of_1({Date("2026-06-04"), Date("2026-06-02")});
  const PublicHolidays of_2({Date("2026-06-03")});
  return Written(WorkingTime(schedule, {Store(1), ChannelSet::All()},
                             {Utc("2026-06-01 00:00"), Utc("2026-06-05 00:00")},
                             [&](const StoreId& store) {
                               return StoreDays(
                                   absl::UTCTimeZone(),
                                   store == Store(1) ? &of_1 : &of_2);
                             }));
}

TEST(WorkingTime, IsNoneOnTheHolidaysOfThePeriodsOwnStore) {
  Schedule schedule = Daily(Hours("09:00-12:00"));
  for (WeeklyPeriod weekly :
       Daily(Hours("13:00-14:00", Store(2))).weekly_periods) {
    schedule.weekly_periods.push_back(weekly);
  }
  schedule.off_on_public_holidays = true;
  EXPECT_EQ(WorkedWithHolidays(schedule),
            "2026-06-01T09:00/12:00 2026-06-01T13:00/14:00 "
            "2026-06-02T13:00/14:00 2026-06-03T09:00/12:00 "
            "2026-06-04T13:00/14:00");
}

TEST(WorkingTime, IsAsEverOnHolidaysThatTheScheduleDoesNotLeaveOut) {
  EXPECT_EQ(WorkedWithHolidays(Daily(Hours("09:00-12:00"))),
            "2026-06-01T09:00/12:00 2026-06-02T09:00/12:00 "
            "2026-06-03T09:00/12:00 2026-06-04T09:00/12:00");
}

TEST(WorkingTime, OfAnOverrideCountsOnHolidaysToo) {
  Schedule schedule = Daily(Hours("09:00-12:00"));
  schedule.off_on_public_holidays = true;
  schedule.overrides = {{Date("2026-06-02"), {Hours("10:00-11:00")}}};
  EXPECT_EQ(WorkedWithHolidays(schedule),
            "2026-06-01T09:00/12:00 2026-06-02T10:00/11:00 "
            "2026-06-03T09:00/12:00");
}

// Monday 1 June, 09:00 to 12:00 at store 1, then at store 2 from `then` on.
Schedule TwoStores(const char* then) {
  return On("2026-06-01",
            {Hours("09:00-12:00", Store(1)), Hours(then, Store(2))});
}

TEST(WorkingTime, BeginsAtAnotherStoreOnceOneIsThere) {
  const struct {
    const char* then;
    const char* worked;
  } kCases[] = {
      {"12:00-15:00", "2026-06-01T12:30/15:00"},
      {"12:25-15:00", "2026-06-01T12:30/15:00"},
      {"12:30-15:00", "2026-06-01T12:30/15:00"},
      {"12:35-15:00", "2026-06-01T12:35/15:00"},
      {"12:00-12:30", ""},
  };
  for (const auto& c : kCases) {
    Schedule schedule = TwoStores(c.then);
    // Whichever of the two is named first.
    for (const TravelTime& travel :
         {TravelTime{Store(1), Store(2), absl::Minutes(30)},
          TravelTime{Store(2), Store(1), absl::Minutes(30)}}) {
      schedule.travel_times = {travel};
      const std::string wanted =
          *c.worked == '\0' ? "2026-06-01T09:00/12:00"
                            : absl::StrCat("2026-06-01T09:00/12:00 ", c.worked);
      EXPECT_EQ(WorkedInUtc(schedule), wanted) << c.then;
      // What is said of an instant does not depend on the window.
      EXPECT_EQ(WorkedInUtc(schedule,
                            {Utc("2026-06-01 12:00"), Utc("2026-06-02 00:00")}),
                c.worked)
          << c.then;
    }
  }
}

TEST(WorkingTime, IsNotTravelledToFromWhereNobodySaysHowLongItTakes) {
  Schedule schedule = TwoStores("12:00-15:00");
  schedule.travel_times = {{Store(1), Store(3), absl::Hours(1)}};
  EXPECT_EQ(WorkedInUtc(schedule),
            "2026-06-01T09:00/12:00 2026-06-01T12:00/15:00");
}

TEST(WorkingTime, IsTravelledToFromEveryStoreOfTheHoursBefore) {
  Schedule schedule = On("2026-06-01", {Hours("09:00-12:00", Store(1)),
                                        Hours("12:00-12:10", Store(3)),
                                        Hours("12:10-15:00", Store(2))});
  schedule.travel_times = {{Store(1), Store(2), absl::Hours(1)},
                           {Store(3), Store(2), absl::Minutes(10)}};
  EXPECT_EQ(WorkedInUtc(schedule),
            "2026-06-01T09:00/12:00 2026-06-01T12:00/12:10 "
            "2026-06-01T13:00/15:00");
}

TEST(WorkingTime, IsAtTheHomeStoreWhereAPeriodNamesNone) {
  const std::vector<WorkSpan> spans = WorkedIn(
      absl::UTCTimeZone(),
      On("2026-06-01", {Hours("09:00-10:00"), Hours("10:00-11:00", Store(2))}),
      Week());
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans[0].store, Store(1));
  EXPECT_EQ(spans[1].store, Store(2));
}

TEST(WorkingTime, IsOnThePeriodsChannelsThatTheAssociateTakes) {
  const WorkDefaults defaults = {Store(1),
                                 {Channel::kInStore, Channel::kVideo}};
  const Schedule schedule =
      On("2026-06-01",
         {Hours("09:00-10:00"),
          Hours("10:00-11:00", ChannelSet{Channel::kVideo, Channel::kChat}),
          Hours("11:00-12:00", ChannelSet{Channel::kChat})});
  const std::vector<WorkSpan> spans =
      WorkingTime(schedule, defaults, Week(),
                  [](const StoreId&) { return absl::UTCTimeZone(); });
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans[0].channels, defaults.channels);
  EXPECT_EQ(spans[1].channels, ChannelSet{Channel::kVideo});
}

TEST(WorkingTime, IsNoneForAnAssociateOfNoChannel) {
  EXPECT_THAT(WorkingTime(Daily(Hours("09:00-17:00")), {Store(1), {}}, Week(),
                          [](const StoreId&) { return absl::UTCTimeZone(); }),
              IsEmpty());
}

// Stores in zones that are 12 hours apart.
absl::TimeZone HomeInUtcElseAuckland(const StoreId& store) {
  return store == Store(1) ? absl::UTCTimeZone() : Zone("Pacific/Auckland");
}

std::string WorkedInTwoZones(const Schedule& schedule) {
  return Written(WorkingTime(schedule, {Store(1), ChannelSet::All()}, Week(),
                             HomeInUtcElseAuckland));
}

TEST(WorkingTime, TakesEachPeriodInTheZoneOfItsOwnStore) {
  EXPECT_EQ(
      WorkedInTwoZones(On("2026-06-02", {Hours("09:00-10:00"),
                                         Hours("11:00-12:00", Store(2))})),
      "2026-06-01T23:00/2026-06-02T00:00 2026-06-02T09:00/10:00");
}

TEST(WorkingTime, OverridesADateOnTheCalendarOfEachStore) {
  Schedule schedule = Daily(Hours("12:00-13:00"));
  schedule.weekly_periods.push_back(
      {absl::Weekday::wednesday, Hours("05:00-06:00", Store(2))});
  schedule.overrides.push_back({Date("2026-06-03"), {}});
  // Wednesday in Auckland begins on Tuesday in UTC, and is overridden too.
  EXPECT_EQ(WorkedInTwoZones(schedule),
            "2026-06-01T12:00/13:00 2026-06-02T12:00/13:00 "
            "2026-06-04T12:00/13:00 2026-06-05T12:00/13:00 "
            "2026-06-06T12:00/13:00 2026-06-07T12:00/13:00");
}

TEST(WorkingTime, LeavesTimeToTheHoursThatBeganFirstWhereZonesOverlap) {
  // 20:30 to 22:30 in Auckland is 08:30 to 10:30.
  EXPECT_EQ(
      WorkedInTwoZones(On("2026-06-02", {Hours("09:00-12:00"),
                                         Hours("20:30-22:30", Store(2))})),
      "2026-06-02T08:30/10:30 2026-06-02T10:30/12:00");
  EXPECT_EQ(
      WorkedInTwoZones(On("2026-06-02", {Hours("08:00-12:00"),
                                         Hours("20:30-22:30", Store(2))})),
      "2026-06-02T08:00/12:00");
}

TEST(WorkingTime, LeavesTimeToTheHoursListedFirstWhereBothBeginTogether) {
  EXPECT_EQ(WorkedInTwoZones(On("2026-06-02", {Hours("20:30-22:30", Store(2)),
                                               Hours("08:30-09:00")})),
            "2026-06-02T08:30/10:30");
  EXPECT_EQ(
      WorkedInTwoZones(On("2026-06-02", {Hours("08:30-09:00"),
                                         Hours("20:30-22:30", Store(2))})),
      "2026-06-02T08:30/09:00 2026-06-02T09:00/10:30");
}

TEST(WorkingTime, LeavesTimeToTheHoursListedFirstOnEveryDayOfManyWeeks) {
  Schedule schedule = Daily(Hours("20:30-22:30", Store(2)));
  for (const WeeklyPeriod& home : Daily(Hours("08:30-09:00")).weekly_periods) {
    schedule.weekly_periods.push_back(home);
  }
  const absl::Time start = Utc("2026-06-01 00:00");
  const std::vector<WorkSpan> spans =
      WorkingTime(schedule, {Store(1), ChannelSet::All()},
                  {start, start + absl::Hours(60 * 24)}, HomeInUtcElseAuckland);
  EXPECT_THAT(spans, SizeIs(60));
  for (const WorkSpan& span : spans) EXPECT_EQ(span.store, Store(2));
}

}  // namespace
}  // namespace rapport::calendar
