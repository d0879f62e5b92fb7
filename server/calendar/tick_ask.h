// A question about free slots, made ready once to be asked of many people.
#ifndef RAPPORT_SERVER_CALENDAR_TICK_ASK_H_
#define RAPPORT_SERVER_CALENDAR_TICK_ASK_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/slot_verdict.h"
#include "server/calendar/week_mask.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::calendar {

// A slot with its buffers: twelve hours and twice four are 240 ticks; with a
// word of starts that is what five words of ticks hold.
inline constexpr int kReachTicksMax = 256;

// What is asked of somebody's time, but for when. Refers to `left_out`.
struct SlotAsk {
  SlotRules rules = {};
  ChannelSet channels = {};           // a slot is on one of them throughout
  std::optional<StoreId> store = {};  // unset: any
  absl::Span<const StoreId> left_out = {};  // stores whose hours do not count
  absl::Time now = {};
};

// An ask for slots inside a window, in ticks from the Unix epoch. A value type;
// who asks about entries sets `store` and `channels` from one to the next.
struct TickAsk {
  TickAsk(const SlotAsk& ask, const Interval& window);

  bool empty() const { return first > last; }  // no slot starts then

  // Set this way and that.
  ChannelSet channels;
  std::optional<StoreId> store;
  absl::Span<const StoreId> left_out;

  absl::Time now;
  // False where rules are off the tick or the slot is too long for ticks.
  bool exact;
  int length;  // of the slot, without its buffers
  int before;  // buffers
  int after;
  int step;       // of the grid on the store's clock
  uint64_t comb;  // Comb(step)
  int64_t first;  // start of the first slot that there may be
  int64_t last;   // and of the last

  int reach() const { return before + length + after; }
};

// The half hours that slots of `ask` may start in.
WeekMask WeekOf(const TickAsk& ask);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_TICK_ASK_H_
