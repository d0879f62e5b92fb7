#include "clients/cli/demo/shifts.h"

#include <algorithm>
#include <string>

namespace rapport::demo {
namespace {

constexpr int kDays = 7;
constexpr int kWorkingDays = 5;
constexpr int kShiftMinutes = 8 * 60;
// Shorter work needs no break.
constexpr int kBreakAfterMinutes = 5 * 60;
constexpr int kMinutesPerHour = 60;

struct Pattern {
  size_t first_day_off;
  bool is_late;
  bool has_remote_hour;
  int break_minutes;
  int sibling_day;  // kDays: none
};

void SetTime(int minutes, google::type::TimeOfDay& time) {
  time.set_hours(minutes / kMinutesPerHour);
  time.set_minutes(minutes % kMinutesPerHour);
}

v1::WeeklyPeriod Period(int day, int start, int end, const std::string& store) {
  v1::WeeklyPeriod period;
  period.set_day(static_cast<google::type::DayOfWeek>(day + 1));
  SetTime(start, *period.mutable_start_time());
  SetTime(end, *period.mutable_end_time());
  if (!store.empty()) period.set_store(store);
  return period;
}

bool IsRemote(int channel) { return channel != v1::CHANNEL_IN_STORE; }

// The hour before the shift for the remote channels.
v1::WeeklyPeriod RemoteHour(int day, int shift_start,
                            const v1::Associate& associate) {
  v1::WeeklyPeriod period =
      Period(day, shift_start - kMinutesPerHour, shift_start, "");
  for (int channel : associate.channels()) {
    if (IsRemote(channel)) {
      period.add_channels(static_cast<v1::Channel>(channel));
    }
  }
  return period;
}

Pattern DrawPattern(size_t number, Random& random,
                    const v1::Associate& associate) {
  Pattern pattern;
  pattern.first_day_off = (number * 2 + random.Below(2)) % kDays;
  pattern.is_late = random.Percent(50);
  const bool may_be_remote = std::any_of(associate.channels().begin(),
                                         associate.channels().end(), IsRemote);
  pattern.has_remote_hour = random.Percent(25) && may_be_remote;
  pattern.break_minutes = random.Percent(50) ? 30 : 60;
  const int sibling_day = static_cast<int>(random.Below(kDays));
  pattern.sibling_day = associate.stores_size() > 1 ? sibling_day : kDays;
  return pattern;
}

void AddDay(int day, const OpenSpan& open, const Pattern& pattern,
            const v1::Associate& associate,
            std::vector<v1::WeeklyPeriod>& periods) {
  const int length = std::min(kShiftMinutes, open.close_min - open.open_min);
  const int start = pattern.is_late ? open.close_min - length : open.open_min;
  const bool is_at_sibling = day == pattern.sibling_day;
  const std::string store = is_at_sibling ? associate.stores(1) : "";
  if (pattern.has_remote_hour && !pattern.is_late && !is_at_sibling) {
    periods.push_back(RemoteHour(day, start, associate));
  }
  if (length < kBreakAfterMinutes) {
    periods.push_back(Period(day, start, start + length, store));
    return;
  }
  const int noon = start + length / 2;
  periods.push_back(Period(day, start, noon, store));
  periods.push_back(
      Period(day, noon + pattern.break_minutes, start + length, store));
}

}  // namespace

std::vector<v1::WeeklyPeriod> DrawShifts(const OpeningHours& hours,
                                         size_t number, Random& random,
                                         const v1::Associate& associate) {
  const Pattern pattern = DrawPattern(number, random, associate);
  std::vector<v1::WeeklyPeriod> periods;
  for (int day = 0; day < kDays; ++day) {
    const size_t since_off = (day + kDays - pattern.first_day_off) % kDays;
    const bool is_off = since_off < kDays - kWorkingDays;
    const OpenSpan& open = hours.by_day[day];
    if (is_off || open.open_min == open.close_min) continue;
    AddDay(day, open, pattern, associate, periods);
  }
  return periods;
}

}  // namespace rapport::demo
