#include "server/calendar/tick_ask.h"

#include <algorithm>

#include "server/calendar/tick_bits.h"

namespace rapport::calendar {
namespace {

// Schedules speak of no time outside these.
const Interval& AllTime() {
  static const Interval all = {
      absl::UnixEpoch(),
      absl::FromCivil(absl::CivilDay(2201, 1, 1), absl::UTCTimeZone())};
  return all;
}

// The last tick that begins at or before `time`; -1 before the first.
int64_t FloorTick(absl::Time time) {
  if (time < AllTime().start) return -1;
  return TickOf(std::min(time, AllTime().end));
}

int64_t CeilTick(absl::Time time) {
  const absl::Time inside = std::clamp(time, AllTime().start, AllTime().end);
  const int64_t tick = TickOf(inside);
  return TimeOfTick(tick) < inside ? tick + 1 : tick;
}

// In ticks; -1 if it is not a number of them from `least` to kReachTicksMax.
int TicksIn(absl::Duration duration, int least) {
  if (duration % kTick != absl::ZeroDuration()) return -1;
  const int64_t ticks = duration / kTick;
  return ticks < least || ticks > kReachTicksMax ? -1 : static_cast<int>(ticks);
}

}  // namespace

TickAsk::TickAsk(const SlotAsk& ask, const Interval& window)
    : channels(ask.channels),
      store(ask.store),
      left_out(ask.left_out),
      now(ask.now),
      length(TicksIn(ask.rules.duration, 1)),
      before(TicksIn(ask.rules.buffer_before, 0)),
      after(TicksIn(ask.rules.buffer_after, 0)),
      step(TicksIn(std::max(ask.rules.slot_interval, kTick), 1)) {
  exact = length > 0 && before >= 0 && after >= 0 && step > 0 &&
          reach() <= kReachTicksMax;
  comb = Comb(std::max(step, 1));
  first = CeilTick(std::max(window.start, ask.now + ask.rules.minimum_notice));
  last = FloorTick(std::min(window.end - ask.rules.duration,
                            ask.now + ask.rules.booking_horizon));
}

WeekMask WeekOf(const TickAsk& ask) {
  WeekMask mask;
  if (!ask.empty()) mask.AddTicks(ask.first, ask.last + 1);
  return mask;
}

}  // namespace rapport::calendar
