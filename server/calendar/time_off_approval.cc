#include "server/calendar/time_off_approval.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace rapport::calendar {
namespace {

bool WasApproved(const Schedule& before, const Interval& window) {
  return std::any_of(before.time_off.begin(), before.time_off.end(),
                     [&](const TimeOff& off) {
                       return off.counts() && off.window.Contains(window);
                     });
}

bool WasDeclined(const Schedule& before, const TimeOff& wanted) {
  if (wanted.id.empty()) return false;
  return std::any_of(
      before.time_off.begin(), before.time_off.end(), [&](const TimeOff& off) {
        return off.id == wanted.id && off.state == TimeOffState::kDeclined &&
               off.window.Contains(wanted.window);
      });
}

}  // namespace

void NameTimeOff(Schedule& schedule) {
  std::set<std::string> ids;
  for (const TimeOff& off : schedule.time_off) ids.insert(off.id);
  for (TimeOff& off : schedule.time_off) {
    if (!off.id.empty()) continue;
    const std::string date = absl::FormatCivilTime(
        absl::ToCivilDay(off.window.start, absl::UTCTimeZone()));
    off.id = absl::StrCat("off-", date);
    for (int i = 2; !ids.insert(off.id).second; ++i) {
      off.id = absl::StrCat("off-", date, "-", i);
    }
  }
}

void SettleTimeOff(const Schedule& before, Schedule& wanted) {
  for (TimeOff& off : wanted.time_off) {
    const bool asks = off.state == TimeOffState::kRequested;
    if (WasApproved(before, off.window)) {
      off.state = TimeOffState::kApproved;
    } else if (!asks && WasDeclined(before, off)) {
      off.state = TimeOffState::kDeclined;
    } else {
      off.state = TimeOffState::kRequested;
    }
  }
}

}  // namespace rapport::calendar
