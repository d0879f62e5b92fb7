#include "server/calendar/working_time.h"

#include <algorithm>
#include <cstddef>

#include "absl/container/inlined_vector.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "server/calendar/time_zone.h"

namespace rapport::calendar {
namespace {

// A clock that goes back over midnight shows the old date again while the new
// date's hours have begun, so dates are looked at from one before the first
// that the window shows to one after the last.
constexpr int kDatesAround = 1;

// No two zones' dates are further apart.
constexpr int kDatesBetweenZones = 2;

// What schedules may speak of.
const Interval& AllTime() {
  static const Interval all = {
      absl::FromCivil(absl::CivilDay(1970, 1, 1), absl::UTCTimeZone()),
      absl::FromCivil(absl::CivilDay(2201, 1, 1), absl::UTCTimeZone())};
  return all;
}

Interval Intersection(const Interval& a, const Interval& b) {
  return {std::max(a.start, b.start), std::min(a.end, b.end)};
}

// Dates from first to last.
struct Dates {
  absl::CivilDay first;
  absl::CivilDay last;

  bool Has(absl::CivilDay date) const { return first <= date && date <= last; }
};

Dates DatesOf(const Interval& window, const absl::TimeZone& zone, int around) {
  return {absl::ToCivilDay(window.start, zone) - around,
          absl::ToCivilDay(window.end, zone) + around};
}

// Overrides near the window, by date.
using Overrides = absl::InlinedVector<const ScheduleOverride*, 16>;

Overrides OverridesNear(const Schedule& schedule, const Interval& window) {
  Overrides near;
  if (schedule.overrides.empty()) return near;
  const Dates dates =
      DatesOf(window, absl::UTCTimeZone(), kDatesAround + kDatesBetweenZones);
  for (const ScheduleOverride& override : schedule.overrides) {
    if (dates.Has(override.date)) near.push_back(&override);
  }
  std::sort(near.begin(), near.end(),
            [](const ScheduleOverride* a, const ScheduleOverride* b) {
              return a->date < b->date;
            });
  return near;
}

bool IsOverridden(const Overrides& overrides, absl::CivilDay date) {
  if (overrides.empty()) return false;
  const auto at = std::lower_bound(
      overrides.begin(), overrides.end(), date,
      [](const ScheduleOverride* override, absl::CivilDay wanted) {
        return override->date < wanted;
      });
  return at != overrides.end() && (*at)->date == date;
}

// Turns periods of dates into spans, not yet sorted, cut or kept apart.
class Layout {
 public:
  Layout(const Schedule& schedule, const WorkDefaults& defaults,
         const Interval& window, StoreDaysOf days_of)
      : off_on_holidays_(schedule.off_on_public_holidays),
        defaults_(defaults),
        window_(window),
        days_of_(days_of) {
    EnterStore(defaults.home_store);
  }

  void AddWeekly(const WeeklyPeriod& weekly, const Overrides& overrides) {
    const ChannelSet channels = ChannelsOf(weekly.period);
    if (channels.empty()) return;
    EnterStore(weekly.period.store.value_or(defaults_.home_store));
    for (absl::CivilDay date = absl::NextWeekday(dates_.first - 1, weekly.day);
         date <= dates_.last; date += 7) {
      if (IsOverridden(overrides, date) || IsOff(date)) continue;
      AddSpan(weekly.period, date, channels);
    }
  }

  void AddOverride(const ScheduleOverride& override) {
    for (const DayPeriod& period : override.periods) {
      const ChannelSet channels = ChannelsOf(period);
      if (channels.empty()) continue;
      EnterStore(period.store.value_or(defaults_.home_store));
      AddSpan(period, override.date, channels);
    }
  }

  std::vector<WorkSpan> Take() { return std::move(spans_); }

 private:
  ChannelSet ChannelsOf(const DayPeriod& period) const {
    if (period.channels.empty()) return defaults_.channels;
    return period.channels & defaults_.channels;
  }

  // Most schedules name one store; its zone and dates are found once.
  void EnterStore(const StoreId& store) {
    if (entered_ && store == store_) return;
    entered_ = true;
    store_ = store;
    const StoreDays days = days_of_(store);
    zone_ = days.zone;
    holidays_ = off_on_holidays_ ? days.holidays : nullptr;
    dates_ = DatesOf(window_, zone_, kDatesAround);
  }

  bool IsOff(absl::CivilDay date) const {
    return holidays_ != nullptr && holidays_->Has(date);
  }

  void AddSpan(const DayPeriod& period, absl::CivilDay date,
               ChannelSet channels) {
    const absl::CivilSecond midnight(date);
    const Interval worked = {
        Resolve(midnight + period.start_minute * 60, zone_),
        FirstReached(midnight + period.end_minute * 60, zone_)};
    if (worked.empty() || !worked.Overlaps(window_)) return;
    spans_.push_back({worked, store_, channels});
  }

  const bool off_on_holidays_;
  const WorkDefaults& defaults_;
  const Interval window_;
  const StoreDaysOf days_of_;
  bool entered_ = false;
  StoreId store_;
  absl::TimeZone zone_;
  const PublicHolidays* holidays_ = nullptr;  // null: none are off
  Dates dates_;
  std::vector<WorkSpan> spans_;
};

// Sorts by start, in the order of listing where starts are equal, and takes off
// each span what earlier ones cover. Spans may become empty.
void KeepApart(std::vector<WorkSpan>& spans) {
  std::stable_sort(spans.begin(), spans.end(),
                   [](const WorkSpan& a, const WorkSpan& b) {
                     return a.interval.start < b.interval.start;
                   });
  absl::Time covered_until = absl::InfinitePast();
  for (WorkSpan& span : spans) {
    span.interval.start = std::max(span.interval.start, covered_until);
    covered_until = std::max(covered_until, span.interval.end);
  }
}

absl::Duration TravelBetween(const Schedule& schedule, const StoreId& a,
                             const StoreId& b) {
  for (const TravelTime& time : schedule.travel_times) {
    if (time.IsBetween(a, b)) return time.duration;
  }
  return absl::ZeroDuration();
}

// Takes off the beginning of each span what is travelled in. Spans are apart;
// some may become empty.
void CutForTravel(const Schedule& schedule, std::vector<WorkSpan>& spans) {
  for (size_t i = 1; i < spans.size(); ++i) {
    const absl::Time start = spans[i].interval.start;
    for (size_t j = i; j-- > 0;) {
      // Ends are as they were, and no earlier span ends later.
      const absl::Time left = spans[j].interval.end;
      if (left + kTravelTimeMax <= start) break;
      const absl::Duration travel =
          TravelBetween(schedule, spans[j].store, spans[i].store);
      spans[i].interval.start =
          std::max(spans[i].interval.start, left + travel);
    }
  }
}

void CutAt(const Interval& window, std::vector<WorkSpan>& spans) {
  for (WorkSpan& span : spans) {
    span.interval = Intersection(span.interval, window);
  }
  spans.erase(std::remove_if(
                  spans.begin(), spans.end(),
                  [](const WorkSpan& span) { return span.interval.empty(); }),
              spans.end());
}

// The time off that counts and the busy time that touch the window, by start;
// some may overlap.
std::vector<Interval> TimeOffIn(const Schedule& schedule,
                                const Interval& window) {
  std::vector<Interval> time_off;
  for (const TimeOff& off : schedule.time_off) {
    if (!off.counts() || off.window.empty()) continue;
    if (off.window.Overlaps(window)) time_off.push_back(off.window);
  }
  ForEachBusy(schedule.busy, window,
              [&](const Interval& busy) { time_off.push_back(busy); });
  std::sort(
      time_off.begin(), time_off.end(),
      [](const Interval& a, const Interval& b) { return a.start < b.start; });
  return time_off;
}

// What `time_off` leaves of `span`, added to `left`.
void AddWhatIsLeft(WorkSpan span, absl::Span<const Interval> time_off,
                   std::vector<WorkSpan>& left) {
  const absl::Time end = span.interval.end;
  for (const Interval& off : time_off) {
    if (off.start >= end) break;
    if (off.end <= span.interval.start) continue;
    if (off.start > span.interval.start) {
      span.interval.end = off.start;
      left.push_back(span);
    }
    span.interval = {off.end, end};
    if (span.interval.empty()) return;
  }
  left.push_back(span);
}

std::vector<WorkSpan> WithoutTimeOff(std::vector<WorkSpan> spans,
                                     absl::Span<const Interval> time_off) {
  if (time_off.empty()) return spans;
  std::vector<WorkSpan> left;
  left.reserve(spans.size() + time_off.size());
  for (const WorkSpan& span : spans) {
    while (!time_off.empty() && time_off[0].end <= span.interval.start) {
      time_off.remove_prefix(1);
    }
    AddWhatIsLeft(span, time_off, left);
  }
  return left;
}

}  // namespace

std::vector<WorkSpan> WorkingTime(const Schedule& schedule,
                                  const WorkDefaults& defaults,
                                  const Interval& window, StoreDaysOf days_of) {
  const Interval inside = Intersection(window, AllTime());
  if (inside.empty()) return {};
  // With what may be travelled from.
  const bool travels = !schedule.travel_times.empty();
  const Interval around = {
      travels ? inside.start - kTravelTimeMax : inside.start, inside.end};
  const Overrides overrides = OverridesNear(schedule, around);
  Layout layout(schedule, defaults, around, days_of);
  for (const WeeklyPeriod& weekly : schedule.weekly_periods) {
    layout.AddWeekly(weekly, overrides);
  }
  for (const ScheduleOverride* override : overrides) {
    layout.AddOverride(*override);
  }
  std::vector<WorkSpan> spans = layout.Take();
  KeepApart(spans);
  if (travels) {
    CutAt(around, spans);
    CutForTravel(schedule, spans);
  }
  CutAt(inside, spans);
  return WithoutTimeOff(std::move(spans), TimeOffIn(schedule, inside));
}

}  // namespace rapport::calendar
