#include "server/calendar/schedule.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/vocabulary/text.h"

namespace rapport::calendar {
namespace {

constexpr int kTickMinutes = 5;
static_assert(absl::Minutes(kTickMinutes) == kTick);

// The years that a schedule may speak of, by rapport.v1.ScheduleOverride.
constexpr absl::civil_year_t kYearMin = 1970;
constexpr absl::civil_year_t kYearMax = 2200;

std::string ClockTime(int minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

std::string Instant(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

// Collects what is wrong, under the paths of rapport.v1.
class Problems {
 public:
  void Add(std::string field, absl::string_view reason, std::string message) {
    found_.push_back(
        {std::move(field), std::string(reason), std::move(message)});
  }

  // Whether a list of `size` may be read on; adds TOO_MANY if not.
  bool WithinLimit(const std::string& field, size_t size, size_t size_max) {
    if (size <= size_max) return true;
    Add(field, "TOO_MANY",
        absl::StrCat(size, " elements; at most ", size_max, " are allowed"));
    return false;
  }

  FieldProblems Take() { return std::move(found_); }

 private:
  FieldProblems found_;
};

void CheckMinute(const std::string& field, absl::string_view verb, int minute,
                 int minute_min, int minute_max, Problems& problems) {
  if (minute < minute_min || minute > minute_max) {
    problems.Add(
        field, "OUT_OF_RANGE",
        absl::StrCat("period ", verb, " ", minute,
                     " minutes after midnight; periods are from ",
                     ClockTime(minute_min), " to ", ClockTime(minute_max)));
  } else if (minute % kTickMinutes != 0) {
    problems.Add(field, "OFF_TICK",
                 absl::StrCat("period ", verb, " at ", ClockTime(minute),
                              "; periods lie on a 5-minute tick"));
  }
}

void CheckPeriod(const std::string& path, const DayPeriod& period,
                 Problems& problems) {
  CheckMinute(absl::StrCat(path, ".start_time"), "starts", period.start_minute,
              0, kMinutesOfDay - kTickMinutes, problems);
  CheckMinute(absl::StrCat(path, ".end_time"), "ends", period.end_minute, 0,
              kMinutesOfDay, problems);
  if (period.end_minute <= period.start_minute) {
    problems.Add(absl::StrCat(path, ".end_time"), "OUT_OF_RANGE",
                 absl::StrFormat("period ends %d minutes after midnight and "
                                 "starts %d after; periods end after they "
                                 "start, and work past midnight is two",
                                 period.end_minute, period.start_minute));
  }
}

bool Overlap(const DayPeriod& a, const DayPeriod& b) {
  return a.start_minute < b.end_minute && b.start_minute < a.end_minute;
}

void AddOverlap(const std::string& path, const DayPeriod& period,
                const std::string& other_path, const DayPeriod& other,
                Problems& problems) {
  problems.Add(path, "OVERLAP",
               absl::StrFormat("period %s to %s overlaps %s, %s to %s; periods "
                               "of one day must not overlap",
                               ClockTime(period.start_minute),
                               ClockTime(period.end_minute), other_path,
                               ClockTime(other.start_minute),
                               ClockTime(other.end_minute)));
}

std::string WeeklyPath(size_t index) {
  return absl::StrFormat("schedule.weekly_periods[%d]", index);
}

void CheckDay(const std::string& path, absl::Weekday day, Problems& problems) {
  const int number = static_cast<int>(day);
  if (number >= static_cast<int>(absl::Weekday::monday) &&
      number <= static_cast<int>(absl::Weekday::sunday)) {
    return;
  }
  problems.Add(absl::StrCat(path, ".day"), "OUT_OF_RANGE",
               absl::StrCat("day of the week is ", number,
                            "; it must be monday to sunday"));
}

void CheckWeekly(absl::Span<const WeeklyPeriod> weekly, Problems& problems) {
  if (!problems.WithinLimit("schedule.weekly_periods", weekly.size(),
                            kWeeklyPeriodsMax)) {
    return;
  }
  for (size_t i = 0; i < weekly.size(); ++i) {
    CheckDay(WeeklyPath(i), weekly[i].day, problems);
    CheckPeriod(WeeklyPath(i), weekly[i].period, problems);
    for (size_t j = 0; j < i; ++j) {
      if (weekly[i].day != weekly[j].day) continue;
      if (!Overlap(weekly[i].period, weekly[j].period)) continue;
      AddOverlap(WeeklyPath(i), weekly[i].period, WeeklyPath(j),
                 weekly[j].period, problems);
      break;
    }
  }
}

void CheckDayPeriods(const std::string& path,
                     absl::Span<const DayPeriod> periods, Problems& problems) {
  if (!problems.WithinLimit(path, periods.size(), kOverridePeriodsMax)) return;
  const auto path_of = [&](size_t i) {
    return absl::StrCat(path, "[", i, "]");
  };
  for (size_t i = 0; i < periods.size(); ++i) {
    CheckPeriod(path_of(i), periods[i], problems);
    for (size_t j = 0; j < i; ++j) {
      if (!Overlap(periods[i], periods[j])) continue;
      AddOverlap(path_of(i), periods[i], path_of(j), periods[j], problems);
      break;
    }
  }
}

void CheckOverrides(absl::Span<const ScheduleOverride> overrides,
                    Problems& problems) {
  if (!problems.WithinLimit("schedule.overrides", overrides.size(),
                            kOverridesMax)) {
    return;
  }
  std::map<absl::CivilDay, size_t> seen;
  for (size_t i = 0; i < overrides.size(); ++i) {
    const std::string path = absl::StrFormat("schedule.overrides[%d]", i);
    const absl::CivilDay date = overrides[i].date;
    if (date.year() < kYearMin || date.year() > kYearMax) {
      problems.Add(absl::StrCat(path, ".date"), "OUT_OF_RANGE",
                   absl::StrFormat("year is %d; it must be %d to %d",
                                   date.year(), kYearMin, kYearMax));
    }
    const auto [first, is_new] = seen.emplace(date, i);
    if (!is_new) {
      problems.Add(absl::StrCat(path, ".date"), "DUPLICATE",
                   absl::StrCat(absl::FormatCivilTime(date),
                                " is the date of schedule.overrides[",
                                first->second, "] too; each date comes once"));
    }
    CheckDayPeriods(absl::StrCat(path, ".periods"), overrides[i].periods,
                    problems);
  }
}

// Whether `time` is within what a schedule may speak of, and on the tick.
bool CheckInstant(const std::string& field, absl::Time time,
                  Problems& problems) {
  const absl::civil_year_t year =
      absl::ToCivilYear(time, absl::UTCTimeZone()).year();
  if (year < kYearMin || year > kYearMax) {
    problems.Add(field, "OUT_OF_RANGE",
                 absl::StrFormat("instant is %s; its year must be %d to %d",
                                 Instant(time), kYearMin, kYearMax));
    return false;
  }
  if (!OnTick(time)) {
    problems.Add(field, "OFF_TICK",
                 absl::StrCat("instant is ", Instant(time),
                              "; time off lies on a 5-minute tick of UTC"));
  }
  return true;
}

void CheckWindow(const std::string& path, const Interval& window,
                 Problems& problems) {
  const std::string end_field = absl::StrCat(path, ".end_time");
  const bool start_known =
      CheckInstant(absl::StrCat(path, ".start_time"), window.start, problems);
  const bool end_known = CheckInstant(end_field, window.end, problems);
  if (!start_known || !end_known) return;
  if (window.empty()) {
    problems.Add(end_field, "OUT_OF_RANGE",
                 absl::StrCat("time off ends at ", Instant(window.end),
                              " and starts at ", Instant(window.start),
                              "; it ends after it starts"));
  } else if (window.length() > kTimeOffLengthMax) {
    problems.Add(end_field, "OUT_OF_RANGE",
                 absl::StrFormat("time off is %s long; it is at most %s",
                                 absl::FormatDuration(window.length()),
                                 absl::FormatDuration(kTimeOffLengthMax)));
  }
}

void CheckNote(const std::string& field, absl::string_view note,
               Problems& problems) {
  const std::optional<size_t> length = CountCodePoints(note);
  if (!length.has_value()) {
    problems.Add(field, "MALFORMED", "not UTF-8; notes are");
  } else if (*length > kTimeOffNoteLengthMax) {
    problems.Add(field, "TOO_LONG",
                 absl::StrCat(*length, " characters; at most ",
                              kTimeOffNoteLengthMax, " are allowed"));
  }
}

void CheckTimeOff(absl::Span<const TimeOff> time_off, Problems& problems) {
  if (!problems.WithinLimit("schedule.time_off", time_off.size(),
                            kTimeOffMax)) {
    return;
  }
  std::set<absl::string_view> ids;
  for (size_t i = 0; i < time_off.size(); ++i) {
    const std::string path = absl::StrFormat("schedule.time_off[%d]", i);
    const TimeOff& off = time_off[i];
    CheckWindow(absl::StrCat(path, ".window"), off.window, problems);
    CheckNote(absl::StrCat(path, ".note"), off.note, problems);
    if (off.id.empty()) continue;
    const absl::Status slug = CheckSlug(off.id, kTimeOffIdLengthMax);
    if (!slug.ok()) {
      problems.Add(absl::StrCat(path, ".id"), "MALFORMED",
                   std::string(slug.message()));
    } else if (!ids.insert(off.id).second) {
      problems.Add(absl::StrCat(path, ".id"), "DUPLICATE",
                   "an id that is there already; each comes once");
    }
  }
}

void CheckCapacities(absl::Span<const ChannelCapacity> capacities,
                     Problems& problems) {
  if (!problems.WithinLimit("schedule.channel_capacities", capacities.size(),
                            std::size(kAllChannels))) {
    return;
  }
  ChannelSet seen;
  for (size_t i = 0; i < capacities.size(); ++i) {
    const std::string path =
        absl::StrFormat("schedule.channel_capacities[%d]", i);
    const ChannelCapacity& one = capacities[i];
    if (one.capacity < 1 || one.capacity > kChannelCapacityMax) {
      problems.Add(absl::StrCat(path, ".capacity"), "OUT_OF_RANGE",
                   absl::StrCat(one.capacity, " at a time; 1 to ",
                                kChannelCapacityMax, " are allowed"));
    }
    if (seen.Has(one.channel)) {
      problems.Add(absl::StrCat(path, ".channel"), "DUPLICATE",
                   "a channel that is there already; each comes once");
    }
    seen.Add(one.channel);
  }
}

void CheckTravelTimes(absl::Span<const TravelTime> times, Problems& problems) {
  if (!problems.WithinLimit("schedule.travel_times", times.size(),
                            kTravelTimesMax)) {
    return;
  }
  for (size_t i = 0; i < times.size(); ++i) {
    const std::string path = absl::StrFormat("schedule.travel_times[%d]", i);
    const TravelTime& time = times[i];
    if (time.duration < kTick || time.duration > kTravelTimeMax) {
      problems.Add(absl::StrCat(path, ".duration"), "OUT_OF_RANGE",
                   absl::StrFormat("%s; it must be %s to %s",
                                   absl::FormatDuration(time.duration),
                                   absl::FormatDuration(kTick),
                                   absl::FormatDuration(kTravelTimeMax)));
    } else if (time.duration % kTick != absl::ZeroDuration()) {
      problems.Add(absl::StrCat(path, ".duration"), "OFF_TICK",
                   absl::StrCat(absl::FormatDuration(time.duration),
                                "; it must be a multiple of 5 minutes"));
    }
    const bool is_there = time.a == time.b ||
                          std::any_of(times.begin(), times.begin() + i,
                                      [&](const TravelTime& before) {
                                        return before.IsBetween(time.a, time.b);
                                      });
    if (!is_there) continue;
    problems.Add(absl::StrCat(path, ".store_b"), "DUPLICATE",
                 "is store_a itself, or both come before; two stores come "
                 "together once");
  }
}

}  // namespace

int Schedule::CapacityOf(Channel channel) const {
  for (const ChannelCapacity& one : channel_capacities) {
    if (one.channel == channel) return one.capacity;
  }
  return 1;
}

FieldProblems CheckSchedule(const Schedule& schedule) {
  Problems problems;
  CheckWeekly(schedule.weekly_periods, problems);
  CheckOverrides(schedule.overrides, problems);
  CheckTimeOff(schedule.time_off, problems);
  CheckCapacities(schedule.channel_capacities, problems);
  CheckTravelTimes(schedule.travel_times, problems);
  FieldProblems found = problems.Take();
  const FieldProblems of_limits = CheckWorkLimits(schedule.limits);
  found.insert(found.end(), of_limits.begin(), of_limits.end());
  return found;
}

}  // namespace rapport::calendar
