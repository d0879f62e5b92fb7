// An associate's free time as bits: what WorkingTime, bookings and ForEachSlot
// say, answered in tens of nanoseconds.
//
// It is exact: where Answers says so, slots are those of ForEachSlot and
// CheckSlot over the same schedule, bookings, places and now, in that order. It
// is small: weekly hours are shared with all who have the same ones, and only
// words of ticks that differ from them or are taken are kept.
//
//   const TickAsk ask({.rules = rules, .channels = {Channel::kVideo},
//                      .now = now}, window);
//   if (free.Answers(ask)) slot = free.FirstSlot(ask);
#ifndef RAPPORT_SERVER_CALENDAR_FREE_TIME_H_
#define RAPPORT_SERVER_CALENDAR_FREE_TIME_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/own_work.h"
#include "server/calendar/slots.h"
#include "server/calendar/taken_ticks.h"
#include "server/calendar/tick_ask.h"
#include "server/calendar/week_mask.h"
#include "server/calendar/work_pattern.h"

namespace rapport::calendar {

// Thread-safe: immutable but for assignment.
class FreeTime {
 public:
  // Answers nothing.
  FreeTime() = default;

  // `pattern` is that of the schedule's weekly periods at the places, or null;
  // then, and where else bits cannot say it, nothing is answered.
  static FreeTime Build(const Schedule& schedule,
                        std::shared_ptr<const WorkPlaces> places,
                        std::shared_ptr<const WorkPattern> pattern,
                        absl::Span<const Busy> busy);

  // The same with other bookings. The working time is shared.
  FreeTime WithBusy(absl::Span<const Busy> busy) const;

  // Whether all that decides about the slots of `ask` is in it: their time is
  // covered, no hold that meets it has run out by ask.now, and its channels are
  // all of the capacity 1 or all of the greatest.
  bool Answers(const TickAsk& ask) const {
    if (ask.empty()) return true;
    if (pattern_ == nullptr || !ask.exact) return false;
    if (!shared_.empty() && !IsOfOnePlane(ask.channels)) return false;
    const int64_t begin = ask.first - ask.before;
    const int64_t end = ask.last + ask.length + ask.after;
    return begin >= pattern_->covered().first_tick() &&
           end <= pattern_->covered().end_tick() &&
           !taken_.HasStale(ask.now, begin, end);
  }

  // The next three need Answers.

  std::optional<FreeSlot> FirstSlot(const TickAsk& ask) const;

  // Calls `visit` with the free slots, earliest first, until it answers false.
  void ForEachSlot(const TickAsk& ask,
                   absl::FunctionRef<bool(const FreeSlot&)> visit) const;

  // What CheckSlot says of the slot from `start`. Answers is to be asked of
  // TickAsk(ask, {start, start + ask.rules.duration}). One channel.
  SlotVerdict Check(const SlotAsk& ask, absl::Time start) const;

  // The half hours of the week in which they may have time, at `store` or
  // anywhere, in some week that is covered. Bookings are not looked at.
  WeekMask AnyWeek(const std::optional<StoreId>& store = std::nullopt) const;

  bool covers_any() const { return pattern_ != nullptr; }

  // Memory of its own, without what it shares.
  size_t bytes() const {
    return sizeof(*this) + taken_.bytes() + days_.capacity() * sizeof(Day);
  }

 private:
  // The longest that is free in a row on a day, which is not as its weekday.
  struct Day {
    uint16_t day;  // from the first that is covered
    uint16_t longest;
  };
  // Classes that together are one associate's hours at a store on a channel.
  struct Lane {
    uint16_t store;
    uint16_t classes;  // a bit each
  };
  using Lanes = absl::InlinedVector<Lane, 4>;

  const WorkClasses& classes() const {
    return own_ == nullptr ? pattern_->classes() : own_->classes;
  }
  template <size_t kWords>
  TickBits<kWords> Worked(size_t work_class, int64_t tick) const;
  template <size_t kWords>
  TickBits<kWords> WorkedIn(uint16_t classes, int64_t tick) const;
  bool Counts(const TickAsk& ask, uint16_t store) const;
  // Most people have one meeting at a time on every channel.
  bool IsOfOnePlane(ChannelSet channels) const {
    return (channels & shared_).empty() || (channels & widest_) == channels;
  }
  // Whether a slot of `ask`, which is of one plane, needs all of the capacity.
  bool IsWhole(const TickAsk& ask) const {
    return (ask.channels & widest_).empty();
  }
  void SetCapacities(const Schedule& schedule);
  Lanes LanesOf(const TickAsk& ask) const;
  uint16_t LongestFree(int64_t day_tick) const;
  Day LookAtDay(uint16_t day) const;
  void FindDays();
  // Of `before` only bookings differ.
  void FindDays(const FreeTime& before);

  // Calls each(tick, lane, starts) with 64 ticks from `tick` of which those set
  // in `starts` begin free slots, in order of tick, until it answers false.
  template <typename Each>
  void Walk(const TickAsk& ask, Each each) const;
  template <size_t kWords, typename Each>
  void WalkIn(const TickAsk& ask, const Lanes& lanes, Each& each) const;
  template <size_t kWords>
  SlotVerdict::Reason Judge(const TickAsk& ask, const Lane& lane) const;

  std::shared_ptr<const WorkPlaces> places_;
  std::shared_ptr<const WorkPattern> pattern_;
  std::shared_ptr<const OwnWork> own_;  // null: only what the pattern says
  TakenTicks taken_;
  std::vector<Day> days_;  // ascending
  int capacity_ = 1;       // the greatest of any channel
  ChannelSet widest_;      // channels of that capacity, if it is more than 1
  ChannelSet shared_;      // all channels of more than 1
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_FREE_TIME_H_
