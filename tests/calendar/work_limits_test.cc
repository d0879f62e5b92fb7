// How much of somebody may be booked: at the edges, and compared with the
// obvious way to find out, which looks at every tick.
#include "server/calendar/work_limits.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/calendar/random_calendar.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kCases = 3000;

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

// On Tuesday, 2 June 2026.
Interval OnTuesday(const std::string& start, const std::string& end) {
  return {Utc("2026-06-02 " + start), Utc("2026-06-02 " + end)};
}

WorkLimit Judge(const WorkLimits& limits, const std::vector<Interval>& meetings,
                const Interval& wished,
                absl::TimeZone zone = absl::UTCTimeZone()) {
  BookedWork work({limits, zone});
  for (const Interval& meeting : meetings) work.Add(meeting);
  return work.Judge(wished);
}

TEST(WorkLimits, AllowEverythingWhereNoneIsSet) {
  EXPECT_FALSE(WorkLimits().limits());
  EXPECT_EQ(
      Judge({}, {OnTuesday("00:00", "23:55")}, OnTuesday("00:00", "23:55")),
      WorkLimit::kNone);
}

TEST(WorkLimits, CountTheHoursOfADay) {
  const WorkLimits limits = {.booked_per_day = absl::Hours(3)};
  const std::vector<Interval> meetings = {OnTuesday("09:00", "10:00"),
                                          OnTuesday("12:00", "13:00")};
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("14:00", "15:00")),
            WorkLimit::kNone);
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("14:00", "15:05")),
            WorkLimit::kBookedPerDay);
  // Beside another one only what is more counts.
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("09:30", "11:00")),
            WorkLimit::kNone);
}

TEST(WorkLimits, CountAMeetingInTheDayInWhichItStarts) {
  const WorkLimits limits = {.booked_per_day = absl::Hours(2)};
  const Interval late = {Utc("2026-06-01 23:00"), Utc("2026-06-02 01:00")};
  EXPECT_EQ(Judge(limits, {late}, OnTuesday("01:00", "03:00")),
            WorkLimit::kNone);
  EXPECT_EQ(
      Judge(limits, {late}, {Utc("2026-06-01 20:00"), Utc("2026-06-01 20:05")}),
      WorkLimit::kBookedPerDay);
}

TEST(WorkLimits, CountTheDaysOfTheHomeStore) {
  const WorkLimits limits = {.bookings_per_day = 1};
  // Midnight in Paris is at 22:00.
  const std::vector<Interval> meetings = {OnTuesday("21:00", "21:30")};
  const absl::TimeZone paris = Zone("Europe/Paris");
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("21:55", "22:00"), paris),
            WorkLimit::kBookingsPerDay);
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("22:00", "22:05"), paris),
            WorkLimit::kNone);
}

TEST(WorkLimits, BeginAWeekOnMonday) {
  const WorkLimits limits = {.booked_per_week = absl::Hours(1)};
  const std::vector<Interval> sunday = {
      {Utc("2026-06-07 10:00"), Utc("2026-06-07 11:00")}};
  EXPECT_EQ(
      Judge(limits, sunday, {Utc("2026-06-01 00:00"), Utc("2026-06-01 00:05")}),
      WorkLimit::kBookedPerWeek);
  EXPECT_EQ(
      Judge(limits, sunday, {Utc("2026-06-08 00:00"), Utc("2026-06-08 01:00")}),
      WorkLimit::kNone);
  EXPECT_EQ(
      Judge(limits, sunday, {Utc("2026-05-31 22:55"), Utc("2026-05-31 23:55")}),
      WorkLimit::kNone);
}

TEST(WorkLimits, CountEachOfMeetingsBesideEachOther) {
  const WorkLimits limits = {.bookings_per_day = 2};
  const Interval chat = OnTuesday("09:00", "10:00");
  EXPECT_EQ(Judge(limits, {chat}, chat), WorkLimit::kNone);
  EXPECT_EQ(Judge(limits, {chat, chat}, chat), WorkLimit::kBookingsPerDay);
}

TEST(WorkLimits, WantABreakOfThatLength) {
  const WorkLimits limits = {.break_after = absl::Hours(3),
                             .break_length = absl::Minutes(30)};
  const std::vector<Interval> meetings = {OnTuesday("09:00", "10:00"),
                                          OnTuesday("10:25", "11:30")};
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("11:30", "12:00")),
            WorkLimit::kNone);
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("11:55", "12:05")),
            WorkLimit::kBreak);
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("12:00", "15:00")),
            WorkLimit::kNone);
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("08:05", "08:35")),
            WorkLimit::kBreak);
  EXPECT_EQ(Judge(limits, meetings, OnTuesday("08:00", "08:30")),
            WorkLimit::kNone);
  EXPECT_EQ(Judge(limits, {}, OnTuesday("12:00", "15:05")), WorkLimit::kBreak);
}

TEST(WorkLimits, CountRealTimeWhereTheClockChanges) {
  // In Berlin 29 March 2026 has 23 hours, and 25 October 25.
  const WorkLimits limits = {.booked_per_day = absl::Hours(3)};
  const absl::TimeZone berlin = Zone("Europe/Berlin");
  // From 01:00 to 05:00.
  EXPECT_EQ(Judge(limits, {},
                  {Utc("2026-03-29 00:00"), Utc("2026-03-29 03:00")}, berlin),
            WorkLimit::kNone);
  // From 02:00 to 03:00, and from 23:00.
  const Interval hour = {Utc("2026-10-25 00:00"), Utc("2026-10-25 02:00")};
  EXPECT_EQ(Judge(limits, {hour},
                  {Utc("2026-10-25 22:00"), Utc("2026-10-25 23:00")}, berlin),
            WorkLimit::kNone);
  EXPECT_EQ(Judge(limits, {hour},
                  {Utc("2026-10-25 22:00"), Utc("2026-10-25 23:05")}, berlin),
            WorkLimit::kBookedPerDay);
}

std::vector<std::string> Problems(const WorkLimits& limits) {
  std::vector<std::string> found;
  for (const auto& each : CheckWorkLimits(limits)) {
    found.push_back(each.reason + " " + each.field);
  }
  return found;
}

TEST(WorkLimits, AreCheckedByTheirBounds) {
  EXPECT_THAT(Problems({}), IsEmpty());
  EXPECT_THAT(Problems({absl::Hours(24), absl::Hours(168), 100, absl::Hours(12),
                        absl::Hours(2)}),
              IsEmpty());
  EXPECT_THAT(Problems({kTick, kTick, 1, absl::Minutes(30), kTick}), IsEmpty());
  EXPECT_THAT(Problems({absl::ZeroDuration(), absl::Hours(169), -1,
                        absl::Minutes(25), absl::Minutes(125)}),
              ElementsAre("OUT_OF_RANGE schedule.limits.booked_per_day",
                          "OUT_OF_RANGE schedule.limits.booked_per_week",
                          "OUT_OF_RANGE schedule.limits.bookings_per_day",
                          "OUT_OF_RANGE schedule.limits.break_after",
                          "OUT_OF_RANGE schedule.limits.break_length"));
  EXPECT_THAT(Problems({.booked_per_day = absl::Minutes(7)}),
              ElementsAre("OFF_TICK schedule.limits.booked_per_day"));
  EXPECT_THAT(Problems({.break_after = absl::Hours(1)}),
              ElementsAre("REQUIRED schedule.limits.break_length"));
  EXPECT_THAT(Problems({.break_length = absl::Hours(1)}),
              ElementsAre("REQUIRED schedule.limits.break_after"));
}

// The obvious way: sets of ticks.
struct SlowWay {
  WorkRule rule;
  std::vector<Interval> all;  // with the wished one, which is the last

  absl::CivilDay DayOf(const Interval& meeting) const {
    return absl::ToCivilDay(meeting.start, rule.home_zone);
  }
  // Days since a Monday long ago, by sevens.
  int64_t WeekOf(const Interval& meeting) const {
    return (DayOf(meeting) - absl::CivilDay(1969, 12, 29)) / 7;
  }
  template <typename Counts>
  absl::Duration Booked(Counts counts) const {
    std::set<int64_t> ticks;
    for (const Interval& meeting : all) {
      if (!counts(meeting)) continue;
      for (int64_t tick = TickOf(meeting.start); tick < TickOf(meeting.end);
           ++tick) {
        ticks.insert(tick);
      }
    }
    return kTick * static_cast<int64_t>(ticks.size());
  }
  // From the wished one outwards, until so many ticks in a row are free.
  absl::Duration WithoutABreak() const {
    std::set<int64_t> taken;
    for (const Interval& meeting : all) {
      for (int64_t tick = TickOf(meeting.start); tick < TickOf(meeting.end);
           ++tick) {
        taken.insert(tick);
      }
    }
    const int64_t pause = *rule.limits.break_length / kTick;
    int64_t first = TickOf(all.back().start);
    int64_t last = TickOf(all.back().end) - 1;
    for (int64_t free = 0, tick = first; free < pause; --tick) {
      free = taken.contains(tick) ? 0 : free + 1;
      if (free == 0) first = tick;
    }
    for (int64_t free = 0, tick = last; free < pause; ++tick) {
      free = taken.contains(tick) ? 0 : free + 1;
      if (free == 0) last = tick;
    }
    return kTick * (last + 1 - first);
  }
  WorkLimit Judge() const {
    const Interval& wished = all.back();
    const WorkLimits& limits = rule.limits;
    const auto same_day = [&](const Interval& each) {
      return DayOf(each) == DayOf(wished);
    };
    const auto same_week = [&](const Interval& each) {
      return WeekOf(each) == WeekOf(wished);
    };
    if (limits.booked_per_day && Booked(same_day) > *limits.booked_per_day) {
      return WorkLimit::kBookedPerDay;
    }
    if (limits.booked_per_week && Booked(same_week) > *limits.booked_per_week) {
      return WorkLimit::kBookedPerWeek;
    }
    if (limits.bookings_per_day != 0 &&
        std::count_if(all.begin(), all.end(), same_day) >
            limits.bookings_per_day) {
      return WorkLimit::kBookingsPerDay;
    }
    if (limits.break_after && WithoutABreak() > *limits.break_after) {
      return WorkLimit::kBreak;
    }
    return WorkLimit::kNone;
  }
};

WorkLimits DealLimits(Dealer& dealer) {
  WorkLimits limits;
  if (dealer.OneIn(2)) limits.booked_per_day = dealer.Ticks(12, 100);
  if (dealer.OneIn(2)) limits.booked_per_week = dealer.Ticks(60, 400);
  if (dealer.OneIn(2)) limits.bookings_per_day = dealer.Number(1, 8);
  if (dealer.OneIn(2)) {
    limits.break_after = dealer.Ticks(6, 60);
    limits.break_length = dealer.Ticks(1, 24);
  }
  return limits;
}

// Zones whose clocks change at one, at midnight, by half an hour, by a day, and
// never.
constexpr const char* kZones[] = {"Europe/Berlin",    "America/New_York",
                                  "America/Asuncion", "Australia/Lord_Howe",
                                  "Africa/Cairo",     "America/Sao_Paulo",
                                  "Pacific/Apia",     "Etc/UTC"};

// Mostly around a change of the clock.
absl::Time DealMiddle(Dealer& dealer, const absl::TimeZone& zone) {
  const absl::Time any =
      Utc("2010-01-01 00:00") + dealer.Ticks(0, 15 * 105'000);
  absl::TimeZone::CivilTransition change;
  if (dealer.OneIn(4) || !zone.NextTransition(any, &change)) return any;
  return TimeOfTick(TickOf(absl::FromCivil(change.from, zone)));
}

Interval DealMeeting(Dealer& dealer, absl::Time middle, int reach) {
  const absl::Time start = middle + dealer.Ticks(-reach, reach);
  return {start, start + dealer.Ticks(1, dealer.OneIn(20) ? 144 : 24)};
}

TEST(WorkLimits, AgreeWithTheObviousWay) {
  const uint64_t seed = TestSeed();
  SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed);
  Dealer dealer(seed);
  std::map<WorkLimit, int> seen;
  for (int i = 0; i < kCases; ++i) {
    const absl::TimeZone zone = Zone(kZones[dealer.Number(0, 7)]);
    SlowWay slow{{DealLimits(dealer), zone}, {}};
    const absl::Time middle = DealMiddle(dealer, zone);
    BookedWork work(slow.rule);
    for (int count = dealer.Number(0, 40); count > 0; --count) {
      slow.all.push_back(
          DealMeeting(dealer, middle, dealer.OneIn(2) ? 288 : 10 * 288));
      work.Add(slow.all.back());
    }
    slow.all.push_back(DealMeeting(dealer, middle, 288));
    const WorkLimit expected = slow.Judge();
    ASSERT_EQ(work.Judge(slow.all.back()), expected)
        << "case " << i << " in " << zone.name() << " at "
        << absl::FormatTime(slow.all.back().start, zone);
    ++seen[expected];
  }
  EXPECT_EQ(seen.size(), 5u) << "not every verdict was seen";
}

}  // namespace
}  // namespace rapport::calendar
