// Calendars as a reader would write them down: instants, zones and hours from
// short texts, so that a test shows its case and not its construction.
#ifndef RAPPORT_TESTS_CALENDAR_WRITTEN_H_
#define RAPPORT_TESTS_CALENDAR_WRITTEN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "server/calendar/schedule.h"
#include "server/calendar/time_zone.h"
#include "server/calendar/working_time.h"

namespace rapport::calendar {

// A zone that must exist.
inline absl::TimeZone Zone(absl::string_view name) {
  const absl::StatusOr<absl::TimeZone> zone = LoadZone(name);
  EXPECT_TRUE(zone.ok()) << zone.status();
  return zone.value_or(absl::UTCTimeZone());
}

// The instant written `2026-03-29 01:30` in UTC.
inline absl::Time Utc(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, &time, &error)) << error;
  return time;
}

inline absl::CivilSecond Reading(absl::string_view text) {
  return absl::ToCivilSecond(Utc(text), absl::UTCTimeZone());
}

inline absl::CivilDay Date(absl::string_view text) {
  absl::CivilDay day;
  EXPECT_TRUE(absl::ParseCivilTime(text, &day)) << text;
  return day;
}

// The store that the tests call `number`.
inline StoreId Store(uint8_t number) {
  IdBytes bytes = {};
  bytes[15] = number;
  return StoreId(bytes);
}

// `09:00-17:30` at the home store, on all channels.
inline DayPeriod Hours(absl::string_view text) {
  int parts[4] = {};
  constexpr size_t kAt[] = {0, 3, 6, 9};
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(absl::SimpleAtoi(text.substr(kAt[i], 2), &parts[i])) << text;
  }
  DayPeriod period;
  period.start_minute = parts[0] * 60 + parts[1];
  period.end_minute = parts[2] * 60 + parts[3];
  return period;
}

inline DayPeriod Hours(absl::string_view text, const StoreId& store) {
  DayPeriod period = Hours(text);
  period.store = store;
  return period;
}

inline DayPeriod Hours(absl::string_view text, ChannelSet channels) {
  DayPeriod period = Hours(text);
  period.channels = channels;
  return period;
}

// A schedule of nothing but `periods` on `date`.
inline Schedule On(absl::string_view date, std::vector<DayPeriod> periods) {
  Schedule schedule;
  schedule.overrides.push_back({Date(date), std::move(periods)});
  return schedule;
}

// `period` on every day of the week.
inline Schedule Daily(const DayPeriod& period) {
  Schedule schedule;
  for (int day = 0; day < 7; ++day) {
    schedule.weekly_periods.push_back(
        {static_cast<absl::Weekday>(day), period});
  }
  return schedule;
}

// `2026-03-29T01:00/02:30`, the end with its date only if it is another one.
inline std::string Written(const Interval& interval) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const bool same_day = absl::ToCivilDay(interval.start, utc) ==
                        absl::ToCivilDay(interval.end, utc);
  return absl::StrCat(absl::FormatTime("%Y-%m-%dT%H:%M", interval.start, utc),
                      "/",
                      absl::FormatTime(same_day ? "%H:%M" : "%Y-%m-%dT%H:%M",
                                       interval.end, utc));
}

// The intervals of `spans` in UTC, joined by spaces.
inline std::string Written(const std::vector<WorkSpan>& spans) {
  return absl::StrJoin(spans, " ", [](std::string* out, const WorkSpan& span) {
    absl::StrAppend(out, Written(span.interval));
  });
}

// Working time where every store is in one zone, store 1 is home and all
// channels are taken.
inline std::vector<WorkSpan> WorkedIn(const absl::TimeZone& zone,
                                      const Schedule& schedule,
                                      const Interval& window) {
  return WorkingTime(schedule, {Store(1), ChannelSet::All()}, window,
                     [&](const StoreId&) { return zone; });
}

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CALENDAR_WRITTEN_H_
