#include "server/search/query_windows.h"

#include <algorithm>

#include "server/calendar/time_zone.h"
#include "server/search/slot_finder.h"

namespace rapport::search {
namespace {

bool StartsEarlier(const Interval& a, const Interval& b) {
  return a.start < b.start || (a.start == b.start && a.end < b.end);
}

}  // namespace

ZoneWindows& QueryWindows::In(const absl::TimeZone& zone) {
  for (ZoneWindows& each : zones_) {
    if (each.zone == zone) return each;
  }
  ZoneWindows& added = zones_.emplace_back();
  added.zone = zone;
  added.windows = query_.windows;
  for (const calendar::LocalWindow& window : query_.store_windows) {
    calendar::AppendIntervals(window, zone, added.windows);
  }
  if (added.windows.empty()) {
    // All of them are hours that the clock skips there: nobody has time in
    // them, and they are over when their last day is.
    const absl::CivilDay last = query_.store_windows.back().last;
    const absl::Time over =
        calendar::FirstReached(absl::CivilSecond(last + 1), zone);
    added.windows.push_back({over, over});
  }
  std::sort(added.windows.begin(), added.windows.end(), StartsEarlier);
  MakeAsks(added);
  return added;
}

void QueryWindows::MakeAsks(ZoneWindows& windows) const {
  windows.latest_end = windows.windows.front().end;
  bool is_covered = true;
  for (const Interval& window : windows.windows) {
    const calendar::TickAsk& ask = windows.asks.emplace_back(
        calendar::SlotAsk{.rules = RulesOf(*query_.service, query_.length()),
                          .now = query_.now},
        window);
    windows.week |= calendar::WeekOf(ask);
    windows.latest_end = std::max(windows.latest_end, window.end);
    is_covered = is_covered &&
                 (ask.empty() ||
                  (ask.exact && ask.first >= index_.covered().first_tick() &&
                   ask.last < index_.covered().end_tick()));
  }
  // Weeks speak of the days that are covered.
  if (!is_covered) windows.week = calendar::WeekMask::All();
}

}  // namespace rapport::search
