#include "server/calendar/ics_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "server/calendar/ics_event.h"
#include "server/calendar/recurrence.h"
#include "server/calendar/time_zone.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/windows_zone.h"

namespace rapport::calendar {
namespace {

// Looking at a changed instance takes as long as so many steps of a rule. An
// event that comes many times, with many changes, takes their product.
constexpr int64_t kStepsOfChange = 20;
// No event is longer; a year's leave is one.
constexpr absl::Duration kEventLengthMax = absl::Hours(400 * 24);

// The zone that a TZID names. Some programs write a path before the name, some
// the names that Windows has.
absl::StatusOr<absl::TimeZone> ZoneNamed(absl::string_view name) {
  absl::StatusOr<absl::TimeZone> zone = LoadZone(name);
  while (!zone.ok() && absl::StartsWith(name, "/")) {
    const size_t slash = name.find('/', 1);
    if (slash == absl::string_view::npos) break;
    name = name.substr(slash);
    zone = LoadZone(name.substr(1));
  }
  return zone.ok() ? zone : LoadZone(ZoneOfWindowsName(name));
}

// Remembers what each name was found to be: a file of 1 MiB may name one zone
// for each of 100,000 dates.
class ZoneNames {
 public:
  std::optional<absl::TimeZone> Find(const std::string& name) {
    const auto known = zones_.find(name);
    if (known != zones_.end()) return known->second;
    const absl::StatusOr<absl::TimeZone> zone = ZoneNamed(name);
    return zones_[name] = zone.ok() ? std::optional(*zone) : std::nullopt;
  }

 private:
  std::map<std::string, std::optional<absl::TimeZone>> zones_;
};

// An event with its zone, on the line of time.
struct Placed {
  absl::TimeZone zone;
  bool date = false;  // whole days
  absl::CivilSecond start;
  // Of whole days their number, else the real length.
  int64_t days = 0;
  absl::Duration length;

  // At least what it takes, wherever the clock changes.
  absl::Duration LengthMost() const {
    return (date ? absl::Hours(24) * days : length) + absl::Hours(26);
  }

  Interval At(absl::CivilSecond reading) const {
    const absl::Time start_time = Resolve(reading, zone);
    if (!date) return {start_time, start_time + length};
    return {start_time,
            Resolve(absl::CivilSecond(absl::CivilDay(reading) + days), zone)};
  }
};

class BusyReader {
 public:
  BusyReader(const absl::TimeZone& own_zone, const Interval& window,
             absl::string_view own_uid_end)
      : own_zone_(own_zone), window_(window), own_uid_end_(own_uid_end) {
    budget_ = {.steps = kIcsStepsMax, .instances = kIcsInstancesMax};
  }

  void Read(const std::vector<IcsEvent>& events) {
    for (const IcsEvent& event : events) {
      if (event.instead_of.has_value()) changes_[event.uid].push_back(&event);
    }
    for (const IcsEvent& event : events) {
      ++found_.events;
      if (IsOurOwn(event)) {
        ++found_.free;
      } else if (event.malformed || !Add(event)) {
        ++found_.refused;
      }
      if (too_dense_) return;  // nothing of it is kept
    }
  }

  absl::StatusOr<BusyTime> Take() {
    if (too_dense_) return TooDense();
    if (!Join(found_.intervals)) {
      return InvalidField(
          "calendar", "TOO_MANY",
          absl::StrCat("is busy at more than ", kBusyIntervalsMax,
                       " separate times; that is the most"));
    }
    return std::move(found_);
  }

 private:
  static absl::Status TooDense() {
    return InvalidField(
        "calendar", "TOO_MANY",
        absl::StrCat("has events that come back too often; at most ",
                     kIcsInstancesMax,
                     " times are read, and rules that need no more than ",
                     kIcsStepsMax, " steps to find them and name no more than ",
                     kPeriodReadingsMax, " in one period"));
  }

  bool IsOurOwn(const IcsEvent& event) const {
    return !own_uid_end_.empty() && absl::EndsWith(event.uid, own_uid_end_);
  }

  // False if the event cannot be understood, or is too_dense_.
  bool Add(const IcsEvent& event) {
    const std::optional<Placed> placed = Place(event);
    if (!placed.has_value()) return false;
    if (event.free || event.cancelled) {
      ++found_.free;
      return true;
    }
    if (event.instead_of.has_value()) {
      AddInterval(placed->At(placed->start));
      return true;
    }
    return AddInstances(event, *placed);
  }

  std::optional<absl::TimeZone> ZoneOf(const ZonedIcsTime& time) {
    if (time.time.utc) return absl::UTCTimeZone();
    if (time.time.date || time.zone.empty()) return own_zone_;
    return zones_.Find(time.zone);
  }

  std::optional<absl::Time> InstantOf(const ZonedIcsTime& time) {
    const std::optional<absl::TimeZone> zone = ZoneOf(time);
    if (!zone.has_value()) return std::nullopt;
    return Resolve(time.time.reading, *zone);
  }

  std::optional<Placed> Place(const IcsEvent& event) {
    if (!event.start.has_value()) return std::nullopt;
    const std::optional<absl::TimeZone> zone = ZoneOf(*event.start);
    if (!zone.has_value()) return std::nullopt;
    Placed placed = {.zone = *zone,
                     .date = event.start->time.date,
                     .start = event.start->time.reading,
                     .days = 0,
                     .length = event.duration.value_or(absl::ZeroDuration())};
    return SetLength(event, placed) ? std::optional(placed) : std::nullopt;
  }

  bool SetLength(const IcsEvent& event, Placed& placed) {
    const absl::CivilDay first(placed.start);
    if (placed.date) {
      placed.days = 1;
      if (event.duration) placed.days = *event.duration / absl::Hours(24);
      if (event.end) {
        placed.days = absl::CivilDay(event.end->time.reading) - first;
      }
      return placed.days >= 0 &&
             absl::Hours(24) * placed.days <= kEventLengthMax;
    }
    if (event.end.has_value()) {
      const std::optional<absl::Time> end = InstantOf(*event.end);
      if (!end.has_value()) return false;
      placed.length = *end - Resolve(placed.start, placed.zone);
    }
    return placed.length >= absl::ZeroDuration() &&
           placed.length <= kEventLengthMax;
  }

  // The readings at which `event` starts, changed instances included.
  bool Starts(const IcsEvent& event, const Placed& placed,
              std::set<absl::CivilSecond>& starts) {
    const ReadingWindow window = {
        absl::ToCivilSecond(window_.start - placed.LengthMost(), placed.zone),
        absl::ToCivilSecond(window_.end, placed.zone)};
    starts.insert(placed.start);
    for (const std::string& text : event.rules) {
      absl::StatusOr<RecurrenceRule> rule = ParseRecurrence(text);
      if (!rule.ok()) return false;
      if (rule->until.has_value() && rule->until->utc) {
        rule->until->reading = absl::ToCivilSecond(
            absl::FromCivil(rule->until->reading, absl::UTCTimeZone()),
            placed.zone);
      }
      const absl::StatusOr<std::vector<absl::CivilSecond>> readings =
          Expand(*rule, placed.start, window, budget_);
      if (!readings.ok()) {
        too_dense_ = true;
        return false;
      }
      starts.insert(readings->begin(), readings->end());
    }
    for (const ZonedIcsTime& more : event.more) {
      const std::optional<absl::CivilSecond> reading = ReadingOf(more, placed);
      if (!reading.has_value()) return false;
      starts.insert(*reading);
    }
    return true;
  }

  // What the clock of the event reads at `time`.
  std::optional<absl::CivilSecond> ReadingOf(const ZonedIcsTime& time,
                                             const Placed& placed) {
    const std::optional<absl::Time> instant = InstantOf(time);
    if (!instant.has_value()) return std::nullopt;
    const absl::CivilSecond reading =
        absl::ToCivilSecond(*instant, placed.zone);
    // Some name only the date of an instance.
    if (!time.time.date || placed.date) return reading;
    const absl::CivilDay date(time.time.reading);
    return absl::CivilSecond(date) +
           (placed.start - absl::CivilSecond(absl::CivilDay(placed.start)));
  }

  bool AddInstances(const IcsEvent& event, const Placed& placed) {
    std::set<absl::CivilSecond> starts;
    if (!Starts(event, placed, starts)) return false;
    for (const ZonedIcsTime& gone : event.not_on) {
      const std::optional<absl::CivilSecond> reading = ReadingOf(gone, placed);
      if (!reading.has_value()) return false;
      starts.erase(*reading);
    }
    // In order of what they change.
    std::map<absl::CivilSecond, const IcsEvent*> from;
    const auto changes = changes_.find(event.uid);
    if (changes != changes_.end() && !event.uid.empty()) {
      if (!Spend(changes->second.size() * kStepsOfChange)) return false;
      for (const IcsEvent* change : changes->second) {
        const std::optional<absl::CivilSecond> reading =
            ReadingOf(*change->instead_of, placed);
        if (!reading.has_value() || change->malformed) continue;
        starts.erase(*reading);
        if (change->and_future) from[*reading] = change;
      }
    }
    for (absl::CivilSecond start : starts) AddInstance(start, placed, from);
    return true;
  }

  bool Spend(int64_t steps) {
    budget_.steps -= std::min(budget_.steps, steps);
    too_dense_ = budget_.steps == 0;
    return !too_dense_;
  }

  void AddInstance(absl::CivilSecond start, const Placed& placed,
                   const std::map<absl::CivilSecond, const IcsEvent*>& from) {
    const auto after = from.upper_bound(start);
    if (after == from.begin()) return AddInterval(placed.At(start));
    const auto& [changed, change] = *std::prev(after);
    const std::optional<Placed> later = Place(*change);
    if (!later.has_value()) return AddInterval(placed.At(start));
    if (change->free || change->cancelled) return;
    AddInterval(later->At(later->start + (start - changed)));
  }

  void AddInterval(const Interval& busy) {
    const Interval inside = {std::max(busy.start, window_.start),
                             std::min(busy.end, window_.end)};
    if (inside.empty()) return;
    const absl::Time epoch = absl::UnixEpoch();
    const absl::Time start = epoch + absl::Floor(inside.start - epoch, kTick);
    found_.intervals.push_back(
        {start, epoch + absl::Ceil(inside.end - epoch, kTick)});
  }

  // False if there are too many.
  static bool Join(std::vector<Interval>& intervals) {
    std::sort(
        intervals.begin(), intervals.end(),
        [](const Interval& a, const Interval& b) { return a.start < b.start; });
    std::vector<Interval> joined;
    for (const Interval& interval : intervals) {
      if (joined.empty() || joined.back().end < interval.start) {
        joined.push_back(interval);
      } else {
        joined.back().end = std::max(joined.back().end, interval.end);
      }
    }
    intervals = std::move(joined);
    return intervals.size() <= kBusyIntervalsMax;
  }

  const absl::TimeZone own_zone_;
  const Interval window_;
  const absl::string_view own_uid_end_;
  ZoneNames zones_;
  ExpansionBudget budget_;
  bool too_dense_ = false;  // the budget did not suffice
  // By UID: events in place of instances of others.
  std::map<std::string, std::vector<const IcsEvent*>> changes_;
  BusyTime found_;
};

}  // namespace

absl::StatusOr<BusyTime> ReadBusyTime(absl::string_view text,
                                      const absl::TimeZone& own_zone,
                                      const Interval& window,
                                      absl::string_view own_uid_end) {
  const absl::StatusOr<std::vector<IcsEvent>> events = ReadIcsEvents(text);
  if (!events.ok()) return events.status();
  BusyReader reader(own_zone, window, own_uid_end);
  reader.Read(*events);
  return reader.Take();
}

}  // namespace rapport::calendar
