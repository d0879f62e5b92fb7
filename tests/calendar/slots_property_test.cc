// Free slots compared with the obvious way to find them: try every tick, and
// look at everything. Every start is judged as it is found.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/calendar/slots.h"
#include "tests/calendar/random_calendar.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

constexpr int kCases = 500;

struct Case {
  RandomCalendar calendar;
  std::vector<WorkSpan> spans;
  std::vector<Busy> busy;
  std::optional<BookedWork> work;
  SlotQuery query;
};

SlotRules DealRules(Dealer& dealer) {
  SlotRules rules;
  rules.duration = dealer.Ticks(1, 24);
  rules.buffer_before = dealer.OneIn(2) ? dealer.Ticks(0, 6) : kTick * 0;
  rules.buffer_after = dealer.OneIn(2) ? dealer.Ticks(0, 6) : kTick * 0;
  rules.minimum_notice = absl::Minutes(dealer.Number(0, 600));
  rules.booking_horizon = absl::Minutes(dealer.Number(0, 5 * 1440));
  constexpr int kIntervals[] = {5, 10, 15, 20, 30, 45, 60, 90, 240};
  rules.slot_interval = absl::Minutes(kIntervals[dealer.Number(0, 8)]);
  return rules;
}

std::vector<Busy> DealBusy(Dealer& dealer, const Interval& window,
                           absl::Time now) {
  std::vector<Busy> busy;
  for (int i = dealer.Number(0, 20); i > 0; --i) {
    Busy one;
    one.interval.start = window.start + dealer.Ticks(-20, 5 * 288);
    one.interval.end = one.interval.start + dealer.Ticks(0, 40);
    if (dealer.OneIn(2)) one.load = 1;
    if (dealer.OneIn(3)) one.expires = now + dealer.Ticks(-3, 3);
    busy.push_back(one);
  }
  std::sort(busy.begin(), busy.end(), [](const Busy& a, const Busy& b) {
    return a.interval.start < b.interval.start;
  });
  return busy;
}

BookedWork DealWork(Dealer& dealer, const RandomCalendar& calendar,
                    const std::vector<Busy>& busy) {
  WorkRule rule;
  rule.home_zone = calendar.ZoneOfStore(calendar.defaults.home_store);
  rule.limits.booked_per_day = dealer.Ticks(20, 80);
  rule.limits.bookings_per_day = dealer.Number(2, 8);
  rule.limits.break_after = dealer.Ticks(24, 60);
  rule.limits.break_length = dealer.Ticks(1, 12);
  BookedWork work(rule);
  for (const Busy& one : busy) {
    if (!one.interval.empty()) work.Add(one.interval);
  }
  return work;
}

// Fills `made` in place, since its query refers to it.
void DealCase(Dealer& dealer, Case& made) {
  made.calendar = DealCalendar(dealer);
  const Interval& window = made.calendar.window;
  made.spans = made.calendar.Worked(window);
  SlotQuery& query = made.query;
  query.now = window.start + absl::Minutes(dealer.Number(-600, 600));
  made.busy = DealBusy(dealer, window, query.now);
  query.spans = made.spans;
  query.busy = made.busy;
  query.rules = DealRules(dealer);
  query.channel = kAllChannels[dealer.Number(0, 7)];
  if (dealer.OneIn(3)) query.store = dealer.AnyStore();
  if (dealer.OneIn(3)) {
    made.work = DealWork(dealer, made.calendar, made.busy);
    query.work = &*made.work;
  }
  query.capacity = dealer.OneIn(2) ? dealer.Number(2, 4) : 1;
}

// The store at which that tick is worked on the channel.
std::optional<StoreId> WorkedAt(const Case& made, absl::Time tick) {
  for (const WorkSpan& span : made.spans) {
    if (!span.interval.Contains({tick, tick + kTick})) continue;
    if (!span.channels.Has(made.query.channel)) return std::nullopt;
    if (made.query.store && span.store != *made.query.store) {
      return std::nullopt;
    }
    return span.store;
  }
  return std::nullopt;
}

// The one store at which all ticks of a slot are worked.
std::optional<StoreId> StoreOfSlot(const Case& made, const Interval& slot) {
  const std::optional<StoreId> store = WorkedAt(made, slot.start);
  for (absl::Time tick = slot.start; tick < slot.end; tick += kTick) {
    if (WorkedAt(made, tick) != store) return std::nullopt;
  }
  return store;
}

bool IsTaken(const Case& made, absl::Time tick) {
  int load = 0;
  for (const Busy& busy : made.busy) {
    const bool live = busy.expires > made.query.now;
    if (live && busy.interval.start <= tick && tick < busy.interval.end) {
      load += busy.load;
    }
  }
  return load >= made.query.capacity;
}

bool IsTaken(const Case& made, const Interval& ticks) {
  for (absl::Time tick = ticks.start; tick < ticks.end; tick += kTick) {
    if (IsTaken(made, tick)) return true;
  }
  return false;
}

// The free slot from `start`, found by looking at everything.
std::optional<FreeSlot> Look(const Case& made, absl::Time start) {
  const SlotRules& rules = made.query.rules;
  const Interval slot = {start, start + rules.duration};
  if (start < made.query.now + rules.minimum_notice) return std::nullopt;
  if (start > made.query.now + rules.booking_horizon) return std::nullopt;
  const std::optional<StoreId> store = StoreOfSlot(made, slot);
  if (!store) return std::nullopt;
  const absl::CivilSecond reading =
      made.calendar.ZoneOfStore(*store).At(start).cs;
  const absl::Duration after_midnight =
      absl::Seconds(reading - absl::CivilSecond(absl::CivilDay(reading)));
  if (after_midnight % rules.slot_interval != absl::ZeroDuration()) {
    return std::nullopt;
  }
  if (IsTaken(made, {slot.start - rules.buffer_before,
                     slot.end + rules.buffer_after})) {
    return std::nullopt;
  }
  if (made.work && made.work->Judge(slot) != WorkLimit::kNone) {
    return std::nullopt;
  }
  return FreeSlot{slot, *store};
}

std::vector<FreeSlot> Visited(const Case& made, const Interval& window) {
  std::vector<FreeSlot> slots;
  ForEachSlot(
      made.query, window,
      [&](const StoreId& store) { return made.calendar.ZoneOfStore(store); },
      [&](const FreeSlot& slot) {
        slots.push_back(slot);
        return true;
      });
  return slots;
}

SlotVerdict Judge(const Case& made, absl::Time start) {
  return CheckSlot(made.query, start, [&](const StoreId& store) {
    return made.calendar.ZoneOfStore(store);
  });
}

TEST(ForEachSlot, FindsWhatOneFindsWhoTriesEveryTick) {
  const uint64_t seed = TestSeed();
  size_t found = 0;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    Case made;
    DealCase(dealer, made);
    const Interval& window = made.calendar.window;
    std::vector<FreeSlot> looked;
    for (absl::Time tick = window.start; tick < window.end; tick += kTick) {
      const std::optional<FreeSlot> slot = Look(made, tick);
      if (slot) looked.push_back(*slot);
    }
    ASSERT_EQ(Visited(made, window), looked);
    found += looked.size();
  }
  EXPECT_GT(found, 1000);
}

TEST(CheckSlot, PassesExactlyWhatForEachSlotVisits) {
  const uint64_t seed = TestSeed();
  std::set<SlotVerdict::Reason> reasons;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    Case made;
    DealCase(dealer, made);
    const Interval& window = made.calendar.window;
    std::vector<FreeSlot> passed;
    for (absl::Time tick = window.start - absl::Hours(1); tick < window.end;
         tick += kTick) {
      const SlotVerdict verdict = Judge(made, tick);
      reasons.insert(verdict.reason);
      if (verdict.free()) passed.push_back({verdict.interval, *verdict.store});
      ASSERT_FALSE(
          Judge(made, tick + absl::Minutes(dealer.Number(1, 4))).free());
    }
    ASSERT_EQ(Visited(made, window), passed);
  }
  // All but kOffTick, which was asked for above.
  EXPECT_EQ(reasons.size(), 8);
}

TEST(ForEachSlot, FindsInAPartOfTheWindowWhatLiesInsideIt) {
  const uint64_t seed = TestSeed();
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    Case made;
    DealCase(dealer, made);
    const absl::Time start =
        made.calendar.window.start + absl::Minutes(dealer.Number(0, 3 * 1440));
    const Interval part = {start,
                           start + absl::Minutes(dealer.Number(0, 1440))};
    std::vector<FreeSlot> inside;
    for (const FreeSlot& slot : Visited(made, made.calendar.window)) {
      if (part.Contains(slot.interval)) inside.push_back(slot);
    }
    ASSERT_EQ(Visited(made, part), inside) << Written(part);
  }
}

}  // namespace
}  // namespace rapport::calendar
