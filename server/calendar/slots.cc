#include "server/calendar/slots.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "server/calendar/work_run.h"

namespace rapport::calendar {
namespace {

using Reason = SlotVerdict::Reason;

// The least `t` >= `seconds` with t + offset a multiple of `step`.
int64_t RoundUp(int64_t seconds, int64_t offset, int64_t step) {
  const int64_t over = (seconds + offset) % step;
  if (over == 0) return seconds;
  return seconds + (over > 0 ? step - over : -over);
}

int64_t CeilSeconds(absl::Time time) {
  const int64_t floor = absl::ToUnixSeconds(time);
  return absl::FromUnixSeconds(floor) < time ? floor + 1 : floor;
}

// The grid of starts of a service in one zone, walked forwards: instants at
// which the clock there reads a multiple of the slot interval.
class Grid {
 public:
  Grid(absl::Duration slot_interval, const absl::TimeZone& zone)
      : step_(absl::ToInt64Seconds(std::max(slot_interval, kTick))),
        zone_(zone) {}

  // The first instant of the grid, on the tick, from `time` on; none before
  // `end` if it returns `end` or later. Calls come with growing `time`.
  absl::Time AtOrAfter(absl::Time time, absl::Time end) {
    while (time < end) {
      if (time >= steady_until_) FindSteady(time);
      const absl::Time on_grid =
          absl::FromUnixSeconds(RoundUp(CeilSeconds(time), offset_, step_));
      // With an offset off the tick the steps are off it all the way.
      if (on_grid < steady_until_ && OnTick(on_grid)) return on_grid;
      time = steady_until_;
    }
    return end;
  }

 private:
  // Finds the offset at `time` and how long it stays.
  void FindSteady(absl::Time time) {
    offset_ = zone_.At(time).offset;
    absl::TimeZone::CivilTransition change;
    steady_until_ = absl::InfiniteFuture();
    if (!zone_.NextTransition(time, &change)) return;
    // `from` is read on the old clock, which is `offset_` from UTC.
    steady_until_ = absl::FromUnixSeconds(
        change.from - absl::CivilSecond(1970, 1, 1) - offset_);
  }

  const int64_t step_;
  const absl::TimeZone zone_;
  int64_t offset_ = 0;
  absl::Time steady_until_ = absl::InfinitePast();
};

// When loads of `busy` that count at `now` are together as much as `capacity`;
// in order.
std::vector<Busy> FullTime(absl::Span<const Busy> busy, absl::Time now,
                           int capacity) {
  std::vector<std::pair<absl::Time, int>> steps;
  for (const Busy& one : busy) {
    if (one.expires <= now || one.interval.empty()) continue;
    steps.push_back({one.interval.start, one.load});
    steps.push_back({one.interval.end, -one.load});
  }
  // What ends comes before what begins then.
  std::sort(steps.begin(), steps.end());
  std::vector<Busy> full;
  int load = 0;
  for (const auto& [time, step] : steps) {
    const bool was_full = load >= capacity;
    load += step;
    if (!was_full && load >= capacity) full.push_back({{time, time}});
    if (was_full && load < capacity) full.back().interval.end = time;
  }
  return full;
}

// What occupies the associate, asked with growing starts.
class Occupancy {
 public:
  explicit Occupancy(const SlotQuery& query)
      : full_(query.capacity > 1
                  ? FullTime(query.busy, query.now, query.capacity)
                  : std::vector<Busy>()),
        busy_(query.capacity > 1 ? absl::MakeConstSpan(full_) : query.busy),
        now_(query.now) {}
  // busy_ may refer to full_.
  Occupancy(const Occupancy&) = delete;
  Occupancy& operator=(const Occupancy&) = delete;

  // The first instant until which something occupies `needed` or time after
  // it without a break from before needed.end; at most needed.start if
  // `needed` is free.
  absl::Time TakenUntil(const Interval& needed) {
    for (; next_ < busy_.size(); ++next_) {
      const Busy& busy = busy_[next_];
      if (busy.interval.start >= needed.end) break;
      if (busy.expires <= now_ || busy.interval.empty()) continue;
      taken_until_ = std::max(taken_until_, busy.interval.end);
    }
    return taken_until_;
  }

 private:
  const std::vector<Busy> full_;  // where meetings share the capacity
  const absl::Span<const Busy> busy_;
  const absl::Time now_;
  size_t next_ = 0;
  absl::Time taken_until_ = absl::InfinitePast();
};

// What a slot from `start` needs free.
Interval Needed(absl::Time start, const SlotRules& rules) {
  return {start - rules.buffer_before,
          start + rules.duration + rules.buffer_after};
}

bool IsWithinLimits(const SlotQuery& query, const Interval& slot) {
  return query.work == nullptr || query.work->Judge(slot) == WorkLimit::kNone;
}

// The starts that leave a slot inside `bounds`, and are neither too soon nor
// too far.
struct Starts {
  absl::Time first;
  absl::Time last;  // inclusive
};

Starts StartsIn(const Interval& bounds, const SlotQuery& query) {
  return {std::max(bounds.start, query.now + query.rules.minimum_notice),
          std::min(bounds.end - query.rules.duration,
                   query.now + query.rules.booking_horizon)};
}

// Visits the free slots of one run; answers whether to go on.
bool VisitRun(const SlotQuery& query, const Starts& starts,
              const StoreId& store, Grid& grid, Occupancy& occupancy,
              absl::FunctionRef<bool(const FreeSlot&)> visit) {
  const absl::Time end = starts.last + absl::Nanoseconds(1);
  absl::Time start = grid.AtOrAfter(starts.first, end);
  while (start < end) {
    const Interval needed = Needed(start, query.rules);
    const absl::Time taken_until = occupancy.TakenUntil(needed);
    absl::Time next = start + kTick;
    const Interval slot = {start, start + query.rules.duration};
    if (taken_until > needed.start) {
      next = std::max(next, taken_until + query.rules.buffer_before);
    } else if (IsWithinLimits(query, slot) && !visit({slot, store})) {
      return false;
    }
    start = grid.AtOrAfter(next, end);
  }
  return true;
}

Reason JudgePlace(const SlotQuery& query, const Interval& slot,
                  const WorkRun& run, ZoneOf zone_of) {
  if (!run.interval.Contains(slot)) return Reason::kOutsideSchedule;
  Grid grid(query.rules.slot_interval, zone_of(run.store));
  const absl::Time beyond = slot.start + absl::Nanoseconds(1);
  if (grid.AtOrAfter(slot.start, beyond) != slot.start) return Reason::kOffGrid;
  const Interval needed = Needed(slot.start, query.rules);
  Occupancy occupancy(query);
  if (occupancy.TakenUntil(needed) > needed.start) return Reason::kTaken;
  return IsWithinLimits(query, slot) ? Reason::kFree : Reason::kBeyondLimits;
}

}  // namespace

void ForEachSlot(const SlotQuery& query, const Interval& window, ZoneOf zone_of,
                 absl::FunctionRef<bool(const FreeSlot&)> visit) {
  Occupancy occupancy(query);
  std::optional<Grid> grid;
  std::optional<StoreId> grid_store;
  std::optional<WorkRun> run =
      NextRun(query.spans, 0, query.channel, query.store);
  for (; run;
       run = NextRun(query.spans, run->next, query.channel, query.store)) {
    const Starts starts = StartsIn({std::max(run->interval.start, window.start),
                                    std::min(run->interval.end, window.end)},
                                   query);
    if (starts.first > starts.last) continue;
    if (grid_store != run->store) {
      grid_store = run->store;
      grid.emplace(query.rules.slot_interval, zone_of(run->store));
    }
    if (!VisitRun(query, starts, run->store, *grid, occupancy, visit)) return;
  }
}

SlotVerdict CheckSlot(const SlotQuery& query, absl::Time start,
                      ZoneOf zone_of) {
  SlotVerdict verdict;
  verdict.interval = {start, start + query.rules.duration};
  verdict.reason = JudgeStart(query.rules, query.now, start);
  if (!verdict.free()) return verdict;
  const std::optional<WorkRun> run =
      RunAt(query.spans, start, query.channel, query.store);
  if (!run) {
    verdict.reason = Reason::kOutsideSchedule;
    return verdict;
  }
  verdict.store = run->store;
  verdict.reason = JudgePlace(query, verdict.interval, *run, zone_of);
  return verdict;
}

}  // namespace rapport::calendar
