// When an associate works: weekly hours in local wall time, overridden on
// dates, less time off.
#ifndef RAPPORT_SERVER_CALENDAR_SCHEDULE_H_
#define RAPPORT_SERVER_CALENDAR_SCHEDULE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/calendar/busy_source.h"
#include "server/calendar/work_limits.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

inline constexpr size_t kWeeklyPeriodsMax = 100;
inline constexpr size_t kOverridesMax = 400;
inline constexpr size_t kOverridePeriodsMax = 10;
inline constexpr size_t kTimeOffMax = 400;
inline constexpr absl::Duration kTimeOffLengthMax = absl::Hours(366 * 24);
inline constexpr size_t kTimeOffIdLengthMax = 40;
inline constexpr size_t kTimeOffNoteLengthMax = 500;
inline constexpr int kChannelCapacityMax = 20;
inline constexpr size_t kTravelTimesMax = 190;  // 20 stores, two at a time
inline constexpr absl::Duration kTravelTimeMax = absl::Hours(4);
inline constexpr int kMinutesOfDay = 24 * 60;

// Hours of some day, [start, end) in minutes after midnight on the store's
// wall clock; multiples of 5, 0 <= start < end <= 1440.
struct DayPeriod {
  int start_minute = 0;
  int end_minute = 0;
  std::optional<StoreId> store;  // unset: the home store
  ChannelSet channels;           // empty: all that the associate takes

  friend bool operator==(const DayPeriod&, const DayPeriod&) = default;
};

// Hours that come back every week.
struct WeeklyPeriod {
  absl::Weekday day = absl::Weekday::monday;
  DayPeriod period;

  friend bool operator==(const WeeklyPeriod&, const WeeklyPeriod&) = default;
};

// The hours of one date, in place of the weekly ones. No periods: not working.
struct ScheduleOverride {
  absl::CivilDay date;
  std::vector<DayPeriod> periods;

  friend bool operator==(const ScheduleOverride&,
                         const ScheduleOverride&) = default;
};

// Numbers as in rapport.v1.TimeOffState.
enum class TimeOffState : uint8_t { kApproved = 1, kRequested, kDeclined };

// A span that is not worked, if it counts.
struct TimeOff {
  Interval window;
  std::string id = {};  // empty: written before there were ids
  TimeOffState state = TimeOffState::kApproved;
  std::string note = {};

  bool counts() const { return state == TimeOffState::kApproved; }
  friend bool operator==(const TimeOff&, const TimeOff&) = default;
};

// How many meetings at a time they have on a channel; see
// rapport.v1.ChannelCapacity.
struct ChannelCapacity {
  Channel channel = Channel::kInStore;
  int capacity = 1;

  friend bool operator==(const ChannelCapacity&,
                         const ChannelCapacity&) = default;
};

// How long they take from one of two stores to the other.
struct TravelTime {
  StoreId a;
  StoreId b;
  absl::Duration duration;

  bool IsBetween(const StoreId& one, const StoreId& other) const {
    return (a == one && b == other) || (a == other && b == one);
  }
  friend bool operator==(const TravelTime&, const TravelTime&) = default;
};

struct Schedule {
  std::vector<WeeklyPeriod> weekly_periods;
  std::vector<ScheduleOverride> overrides;
  std::vector<TimeOff> time_off;  // what counts is taken off everything else
  // The weekly periods leave out the public holidays of their store.
  bool off_on_public_holidays = false;
  std::vector<ChannelCapacity> channel_capacities = {};
  // As time off; written by ScheduleStore::PutBusy only, and kept by all else.
  std::vector<BusySource> busy = {};
  std::vector<TravelTime> travel_times = {};
  WorkLimits limits = {};

  // How many meetings at a time they have on `channel`.
  int CapacityOf(Channel channel) const;

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

// A schedule as it is remembered. version counts its writes from 1; 0 means
// there never was one, and it is empty.
struct StoredSchedule {
  AssociateId associate;
  Schedule schedule;
  int64_t version = 0;
  absl::Time update_time = absl::InfinitePast();
};

// Everything wrong with `schedule` by the bounds of rapport.v1.Schedule, as far
// as it can be told without the catalog; empty if nothing is. Periods of one
// day may touch but not overlap, whatever their stores and channels.
FieldProblems CheckSchedule(const Schedule& schedule);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_SCHEDULE_H_
