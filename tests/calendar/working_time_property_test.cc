// Working time compared, tick by tick, with the obvious way to find it: watch
// the clock of each store, and write down who is where.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/working_time.h"
#include "tests/calendar/random_calendar.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

constexpr int kCalendars = 500;
constexpr int64_t kTicksWatchedAround = 4 * 288;
const int64_t kTravelTicks = kTravelTimeMax / kTick;

// Who is where at a tick: a store and channels.
using Place = std::optional<std::pair<StoreId, uint16_t>>;

// A clock that is watched from tick to tick; readings are minutes since the
// first day of 1970 began there.
class WatchedClock {
 public:
  WatchedClock(const absl::TimeZone& zone, int64_t first, int64_t last)
      : first_(first) {
    for (int64_t tick = first; tick <= last; ++tick) {
      const absl::CivilSecond reading = zone.At(TimeOfTick(tick)).cs;
      readings_.push_back((reading - absl::CivilSecond(1970, 1, 1)) / 60);
    }
  }

  // The first tick at which the clock reads `reading` or later.
  int64_t FirstAt(int64_t reading) const {
    size_t i = 0;
    while (i < readings_.size() && readings_[i] < reading) ++i;
    return first_ + static_cast<int64_t>(i);
  }

  // The same, but as much later as the reading lies in a skip.
  int64_t StartAt(int64_t reading) const {
    const int64_t tick = FirstAt(reading);
    const size_t i = static_cast<size_t>(tick - first_);
    if (i == 0 || i >= readings_.size()) return tick;
    if (readings_[i] == reading) return tick;
    const int64_t skip_began = readings_[i - 1] + 5;
    return tick + (reading - skip_began) / 5;
  }

 private:
  const int64_t first_;
  std::vector<int64_t> readings_;
};

// Which hours come first of those that begin together: weekly ones by their
// order, then those of overrides by their date and order.
using Order = std::pair<std::optional<absl::CivilDay>, int>;

// Hours as they were watched: from tick, by order, to tick.
using WatchedHours = std::tuple<int64_t, Order, int64_t, Place>;

class Watcher {
 public:
  explicit Watcher(const RandomCalendar& calendar)
      : calendar_(calendar),
        first_(TickOf(calendar.window.start) - kTravelTicks),
        last_(TickOf(calendar.window.end)) {
    for (const auto& [store, zone] : calendar.zones) {
      clocks_.emplace(store, WatchedClock(zone, first_ - kTicksWatchedAround,
                                          last_ + kTicksWatchedAround));
    }
  }

  // The place at each tick of the window.
  std::vector<Place> Watch() {
    const absl::CivilDay first_date =
        absl::ToCivilDay(calendar_.window.start, absl::UTCTimeZone()) - 3;
    const absl::CivilDay last_date =
        absl::ToCivilDay(calendar_.window.end, absl::UTCTimeZone()) + 3;
    for (absl::CivilDay date = first_date; date <= last_date; ++date) {
      WatchDate(date);
    }
    std::sort(hours_.begin(), hours_.end());
    std::vector<Place> places(static_cast<size_t>(last_ - first_));
    for (const auto& [from, order, to, place] : hours_) {
      for (int64_t tick = from; tick < to; ++tick) {
        if (tick < first_ || tick >= last_) continue;
        Place& here = places[static_cast<size_t>(tick - first_)];
        if (!here) here = place;
      }
    }
    const std::vector<Place> listed = places;
    for (size_t i = 0; i < places.size(); ++i) {
      if (IsOff(TimeOfTick(first_ + static_cast<int64_t>(i))) ||
          IsOnTheWay(listed, i)) {
        places[i].reset();
      }
    }
    return {places.begin() + kTravelTicks, places.end()};
  }

 private:
  void WatchDate(absl::CivilDay date) {
    int order = 0;
    const Schedule& schedule = calendar_.schedule;
    const auto override = std::find_if(
        schedule.overrides.begin(), schedule.overrides.end(),
        [&](const ScheduleOverride& one) { return one.date == date; });
    for (const WeeklyPeriod& weekly : schedule.weekly_periods) {
      ++order;
      if (override != schedule.overrides.end()) continue;
      if (weekly.day == absl::GetWeekday(date) && !IsHolidayOf(weekly, date)) {
        WatchPeriod(weekly.period, date, {std::nullopt, order});
      }
    }
    if (override == schedule.overrides.end()) return;
    for (const DayPeriod& period : override->periods) {
      WatchPeriod(period, date, {date, ++order});
    }
  }

  bool IsHolidayOf(const WeeklyPeriod& weekly, absl::CivilDay date) const {
    return calendar_.schedule.off_on_public_holidays &&
           calendar_.IsHoliday(
               weekly.period.store.value_or(calendar_.defaults.home_store),
               date);
  }

  void WatchPeriod(const DayPeriod& period, absl::CivilDay date,
                   const Order& order) {
    ChannelSet channels = calendar_.defaults.channels;
    if (!period.channels.empty()) channels = channels & period.channels;
    if (channels.empty()) return;
    const StoreId store = period.store.value_or(calendar_.defaults.home_store);
    const int64_t midnight = (date - absl::CivilDay(1970, 1, 1)) * 1440;
    const WatchedClock& clock = clocks_.at(store);
    hours_.emplace_back(clock.StartAt(midnight + period.start_minute), order,
                        clock.FirstAt(midnight + period.end_minute),
                        Place({store, channels.bits()}));
  }

  // Whether somebody who was at another store before cannot be here by then.
  bool IsOnTheWay(const std::vector<Place>& listed, size_t at) const {
    if (!listed[at]) return false;
    for (size_t back = 1; back <= std::min<size_t>(at, kTravelTicks); ++back) {
      const Place& before = listed[at - back];
      if (!before || before->first == listed[at]->first) continue;
      for (const TravelTime& time : calendar_.schedule.travel_times) {
        if (!time.IsBetween(before->first, listed[at]->first)) continue;
        // It was left at the end of that tick.
        if (time.duration > static_cast<int>(back - 1) * kTick) return true;
      }
    }
    return false;
  }

  bool IsOff(absl::Time time) const {
    for (const TimeOff& off : calendar_.schedule.time_off) {
      if (off.state != TimeOffState::kApproved) continue;
      if (off.window.start <= time && time < off.window.end) return true;
    }
    for (const BusySource& source : calendar_.schedule.busy) {
      for (const Interval& busy : source.time.intervals) {
        if (busy.start <= time && time < busy.end) return true;
      }
    }
    return false;
  }

  const RandomCalendar& calendar_;
  const int64_t first_;
  const int64_t last_;
  std::map<StoreId, WatchedClock> clocks_;
  std::vector<WatchedHours> hours_;
};

// The place at each tick of `window` by `spans`.
std::vector<Place> PlacesOf(const std::vector<WorkSpan>& spans,
                            const Interval& window) {
  const int64_t first = TickOf(window.start);
  std::vector<Place> places(static_cast<size_t>(TickOf(window.end) - first));
  for (const WorkSpan& span : spans) {
    EXPECT_TRUE(OnTick(span.interval.start) && OnTick(span.interval.end));
    EXPECT_TRUE(window.Contains(span.interval));
    for (int64_t tick = TickOf(span.interval.start);
         tick < TickOf(span.interval.end); ++tick) {
      places[static_cast<size_t>(tick - first)] = {span.store,
                                                   span.channels.bits()};
    }
  }
  return places;
}

TEST(WorkingTime, IsWhatOneSeesWhoWatchesTheClocks) {
  const uint64_t seed = TestSeed();
  size_t worked = 0;
  for (int i = 0; i < kCalendars; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const RandomCalendar calendar = DealCalendar(dealer);
    ASSERT_THAT(CheckSchedule(calendar.schedule), testing::IsEmpty());
    const std::vector<WorkSpan> spans = calendar.Worked(calendar.window);
    const std::vector<Place> found = PlacesOf(spans, calendar.window);
    const std::vector<Place> seen = Watcher(calendar).Watch();
    for (size_t tick = 0; tick < seen.size(); ++tick) {
      ASSERT_EQ(found[tick], seen[tick])
          << Written({calendar.window.start + tick * kTick,
                      calendar.window.start + (tick + 1) * kTick});
      if (seen[tick]) ++worked;
    }
  }
  EXPECT_GT(worked, 10000);
}

TEST(WorkingTime, IsSortedAndApartAndOnSomeChannel) {
  const uint64_t seed = TestSeed();
  for (int i = 0; i < kCalendars; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const RandomCalendar calendar = DealCalendar(dealer);
    absl::Time last_end = calendar.window.start;
    for (const WorkSpan& span : calendar.Worked(calendar.window)) {
      ASSERT_LE(last_end, span.interval.start);
      ASSERT_LT(span.interval.start, span.interval.end);
      ASSERT_FALSE(span.channels.empty());
      last_end = span.interval.end;
    }
    ASSERT_LE(last_end, calendar.window.end);
  }
}

TEST(WorkingTime, SaysOfAnInstantTheSameInEveryWindow) {
  const uint64_t seed = TestSeed();
  for (int i = 0; i < kCalendars; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const RandomCalendar calendar = DealCalendar(dealer);
    const int64_t ticks = calendar.window.length() / kTick;
    Interval part;
    part.start =
        calendar.window.start + dealer.Ticks(0, static_cast<int>(ticks) - 1);
    part.end = part.start + dealer.Ticks(1, 288);
    part.end = std::min(part.end, calendar.window.end);
    std::vector<WorkSpan> cut;
    for (WorkSpan span : calendar.Worked(calendar.window)) {
      span.interval.start = std::max(span.interval.start, part.start);
      span.interval.end = std::min(span.interval.end, part.end);
      if (!span.interval.empty()) cut.push_back(span);
    }
    ASSERT_EQ(calendar.Worked(part), cut) << Written(part);
  }
}

}  // namespace
}  // namespace rapport::calendar
