#include "server/hours/open_state.h"

#include <algorithm>
#include <utility>

#include "server/hours/day_plan.h"
#include "server/hours/week_table.h"

namespace rapport::hours {
namespace {

using absl::CivilDay;
using absl::CivilSecond;
using absl::Time;
using absl::TimeZone;

// The first instant at which the clock reads `reading` or later.
Time FirstReached(CivilSecond reading, const TimeZone& zone) {
  const TimeZone::TimeInfo info = zone.At(reading);
  return info.kind == TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

// The latest that the clock has read by `time`, to the second. In the second
// pass of a repeated hour that is the end of the first pass.
CivilSecond LatestReading(Time time, const TimeZone& zone) {
  const CivilSecond reading = zone.At(time).cs;
  const TimeZone::TimeInfo info = zone.At(reading);
  if (info.kind != TimeZone::TimeInfo::REPEATED || time < info.trans) {
    return reading;
  }
  return zone.At(info.trans - absl::Seconds(1)).cs;
}

int MinuteOfDay(CivilSecond reading) {
  return reading.hour() * 60 + reading.minute();
}

const OpeningHours& HoursOf(const StoreHours& store, CivilDay date) {
  const auto at = std::lower_bound(
      store.special_days.begin(), store.special_days.end(), date,
      [](const SpecialDay& day, CivilDay wanted) { return day.date < wanted; });
  if (at == store.special_days.end() || at->date != date) return store.regular;
  return at->hours;
}

// Whether the date and the one before have the regular week's hours.
bool IsRegular(const StoreHours& store, CivilDay date) {
  if (store.regular.week() == nullptr) return false;
  if (store.special_days.empty()) return true;
  return &HoursOf(store, date) == &store.regular &&
         &HoursOf(store, date - 1) == &store.regular;
}

Stretches PlanOfDate(const StoreHours& store, CivilDay date) {
  return PlanOf(HoursOf(store, date), date,
                {store.holidays, store.place, store.zone});
}

// The stretches of one date after another.
class Days {
 public:
  Days(const StoreHours& store, CivilDay first) : store_(store), date_(first) {
    if (!IsRegular(store_, date_)) Look();
  }

  CivilDay date() const { return date_; }

  Stretches Today() const {
    if (IsRegular(store_, date_)) return RegularDay();
    return DayOf(*before_, *plan_);
  }

  void GoOn() {
    ++date_;
    if (IsRegular(store_, date_)) {
      plan_.reset();
      return;
    }
    if (!plan_) {
      Look();
      return;
    }
    before_ = std::move(plan_);
    plan_ = PlanOfDate(store_, date_);
  }

 private:
  void Look() {
    before_ = PlanOfDate(store_, date_ - 1);
    plan_ = PlanOfDate(store_, date_);
  }

  Stretches RegularDay() const {
    const int start = static_cast<int>(absl::GetWeekday(date_)) * kMinutesADay;
    Stretches day;
    for (Stretch stretch : store_.regular.week()->stretches()) {
      stretch.start = std::max(stretch.start - start, 0);
      stretch.end = std::min(stretch.end - start, kMinutesADay);
      if (stretch.start < stretch.end) day.push_back(stretch);
    }
    return day;
  }

  const StoreHours& store_;
  CivilDay date_;
  std::optional<Stretches> before_;
  std::optional<Stretches> plan_;
};

// The first instant after `time`, at which the state is `from`, at which it is
// another; with that state.
struct Change {
  Time at;
  State state;
};

// Every week is the same state, forever.
bool NeverChanges(const StoreHours& store) {
  return store.special_days.empty() && store.regular.week() != nullptr &&
         store.regular.week()->stretches().size() == 1;
}

std::optional<Change> ChangeAfter(const StoreHours& store, Time time,
                                  State from) {
  if (NeverChanges(store)) return std::nullopt;
  const CivilSecond reading = LatestReading(time, store.zone);
  Days days(store, CivilDay(reading));
  const CivilDay last = days.date() + kHorizonDays;
  int minute = MinuteOfDay(reading);
  for (; days.date() <= last; days.GoOn(), minute = -1) {
    for (const Stretch& stretch : days.Today()) {
      if (stretch.start <= minute || stretch.state == from) continue;
      const CivilSecond start = CivilSecond(days.date()) + stretch.start * 60;
      const Time at = FirstReached(start, store.zone);
      if (at <= time) continue;
      // A skipped hour may hide the change.
      const State state = StateAt(store, at).state;
      if (state != from) return Change{at, state};
    }
  }
  return std::nullopt;
}

// The first change to a state that `is_wanted`, over changes that `is_passed`.
template <typename Wanted, typename Passed>
std::optional<Time> ChangeTo(const StoreHours& store, Time time,
                             Wanted is_wanted, Passed is_passed) {
  const Time horizon = time + absl::Hours(24) * kHorizonDays;
  State state = StateAt(store, time).state;
  while (std::optional<Change> change = ChangeAfter(store, time, state)) {
    if (change->at > horizon) break;
    if (is_wanted(change->state)) return change->at;
    if (!is_passed(change->state)) break;
    time = change->at;
    state = change->state;
  }
  return std::nullopt;
}

void AppendShown(const Stretch& stretch, CivilDay date, const TimeZone& zone,
                 std::vector<OpenInterval>& shown) {
  if (stretch.state == State::kClosed && stretch.comment.empty()) return;
  const CivilSecond midnight(date);
  const Interval interval{FirstReached(midnight + stretch.start * 60, zone),
                          FirstReached(midnight + stretch.end * 60, zone)};
  if (interval.empty()) return;
  if (!shown.empty() && shown.back().interval.end == interval.start &&
      shown.back().state == stretch.state &&
      shown.back().comment == stretch.comment) {
    shown.back().interval.end = interval.end;
    return;
  }
  shown.push_back({interval, stretch.state, stretch.comment});
}

}  // namespace

ClockMinute ClockAt(Time time, const TimeZone& zone) {
  const CivilSecond reading = LatestReading(time, zone);
  const CivilDay date(reading);
  return {date, static_cast<int>(absl::GetWeekday(date)), MinuteOfDay(reading)};
}

OpenState StateAt(const StoreHours& store, Time time) {
  if (time == absl::InfiniteFuture() || time == absl::InfinitePast()) return {};
  return StateAt(store, ClockAt(time, store.zone));
}

OpenState StateAt(const StoreHours& store, const ClockMinute& clock) {
  if (IsRegular(store, clock.date)) {
    const Stretch& stretch =
        store.regular.week()->At(clock.weekday * kMinutesADay + clock.minute);
    return {stretch.state, stretch.comment};
  }
  for (const Stretch& stretch : Days(store, clock.date).Today()) {
    if (clock.minute < stretch.end) return {stretch.state, stretch.comment};
  }
  return {};
}

std::optional<Time> NextChange(const StoreHours& store, Time time) {
  const auto any = [](State) { return true; };
  return ChangeTo(store, time, any, any);
}

std::optional<Time> NextOpen(const StoreHours& store, Time time) {
  return ChangeTo(
      store, time, [](State state) { return state == State::kOpen; },
      [](State state) { return state == State::kClosed; });
}

std::optional<Time> NextClose(const StoreHours& store, Time time) {
  return ChangeTo(
      store, time, [](State state) { return state == State::kClosed; },
      [](State state) { return state == State::kOpen; });
}

std::vector<OpenInterval> IntervalsOf(const StoreHours& store, CivilDay first,
                                      CivilDay last) {
  std::vector<OpenInterval> shown;
  last = std::min(last, first + (kShownDaysMax - 1));
  for (Days days(store, first); days.date() <= last; days.GoOn()) {
    for (const Stretch& stretch : days.Today()) {
      AppendShown(stretch, days.date(), store.zone, shown);
    }
  }
  return shown;
}

}  // namespace rapport::hours
