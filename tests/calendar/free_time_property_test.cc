// Free time in bits against the way it was found before: working time laid out
// span by span, and ForEachSlot and CheckSlot over it.
#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "server/calendar/free_time.h"
#include "server/calendar/slots.h"
#include "tests/calendar/random_calendar.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

constexpr int kCases = 600;

struct Case {
  RandomCalendar calendar;
  std::shared_ptr<const WorkPlaces> places;
  CoveredDays covered;
  std::vector<Busy> busy;
  SlotAsk ask;
  std::vector<StoreId> left_out;
};

SlotRules DealRules(Dealer& dealer) {
  SlotRules rules;
  rules.duration = dealer.Ticks(1, dealer.OneIn(4) ? 144 : 24);
  rules.buffer_before = dealer.OneIn(2) ? dealer.Ticks(0, 48) : kTick * 0;
  rules.buffer_after = dealer.OneIn(2) ? dealer.Ticks(0, 48) : kTick * 0;
  rules.minimum_notice = absl::Minutes(dealer.Number(0, 600));
  rules.booking_horizon = absl::Minutes(dealer.Number(0, 5 * 1440));
  constexpr int kIntervals[] = {0, 5, 10, 15, 20, 25, 30, 40, 45, 60, 90, 240};
  rules.slot_interval = absl::Minutes(kIntervals[dealer.Number(0, 11)]);
  return rules;
}

std::vector<Busy> DealBusy(Dealer& dealer, const Interval& window,
                           absl::Time now) {
  std::vector<Busy> busy;
  for (int i = dealer.Number(0, 20); i > 0; --i) {
    Busy one;
    one.interval.start = window.start + dealer.Ticks(-20, 5 * 288);
    one.interval.end = one.interval.start + dealer.Ticks(0, 40);
    // Some share what there is of somebody.
    if (dealer.OneIn(2)) one.load = 1;
    // Some have run out before now, or just now.
    if (dealer.OneIn(6)) one.expires = now + dealer.Ticks(-1, 6);
    busy.push_back(one);
  }
  std::sort(busy.begin(), busy.end(), [](const Busy& a, const Busy& b) {
    return a.interval.start < b.interval.start;
  });
  return busy;
}

CoveredDays DealCovered(Dealer& dealer, const Interval& window) {
  const bool wide = dealer.OneIn(4);
  const auto first = static_cast<int32_t>(TickOf(window.start) / kTicksOfDay -
                                          dealer.Number(2, wide ? 300 : 9));
  const auto last = static_cast<int32_t>(TickOf(window.end) / kTicksOfDay +
                                         dealer.Number(5, wide ? 300 : 9));
  return {first, last - first + 1};
}

void DealCase(Dealer& dealer, Case& made) {
  made.calendar = DealCalendar(dealer);
  const Interval& window = made.calendar.window;
  WorkPlaces places = {made.calendar.defaults.channels, {}};
  for (const auto& [store, zone] : made.calendar.zones) {
    places.places.push_back({store, zone, made.calendar.holidays.at(store)});
  }
  made.places = std::make_shared<const WorkPlaces>(places);
  made.covered = DealCovered(dealer, window);
  made.ask.rules = DealRules(dealer);
  made.ask.now = window.start + absl::Minutes(dealer.Number(-600, 600));
  made.busy = DealBusy(dealer, window, made.ask.now);
  made.ask.channels = {kAllChannels[dealer.Number(0, 7)]};
  if (dealer.OneIn(3)) made.ask.store = dealer.AnyStore();
  if (dealer.OneIn(4)) made.left_out.push_back(dealer.AnyStore());
  made.ask.left_out = made.left_out;
}

FreeTime FreeOf(const Case& made, const std::vector<Busy>& busy) {
  return FreeTime::Build(
      made.calendar.schedule, made.places,
      WorkPattern::Build(made.calendar.schedule.weekly_periods, *made.places,
                         made.covered, made.calendar.schedule.travel_times),
      busy);
}

// The way of before.
struct Before {
  std::vector<WorkSpan> spans;
  SlotQuery query;
};

void FillBefore(const Case& made, Channel channel, Before& before) {
  const Interval around = {made.calendar.window.start - absl::Hours(6 * 24),
                           made.calendar.window.end + absl::Hours(6 * 24)};
  before.spans = made.calendar.Worked(around);
  before.spans.erase(std::remove_if(before.spans.begin(), before.spans.end(),
                                    [&](const WorkSpan& span) {
                                      return std::count(made.left_out.begin(),
                                                        made.left_out.end(),
                                                        span.store) > 0;
                                    }),
                     before.spans.end());
  before.query = {.spans = before.spans,
                  .busy = made.busy,
                  .rules = made.ask.rules,
                  .channel = channel,
                  .store = made.ask.store,
                  .now = made.ask.now,
                  .capacity = made.calendar.schedule.CapacityOf(channel)};
}

std::vector<FreeSlot> SlotsBefore(const Case& made, Channel channel,
                                  const Interval& window) {
  Before before;
  FillBefore(made, channel, before);
  std::vector<FreeSlot> slots;
  ForEachSlot(
      before.query, window,
      [&](const StoreId& store) { return made.calendar.ZoneOfStore(store); },
      [&](const FreeSlot& slot) {
        slots.push_back(slot);
        return true;
      });
  return slots;
}

std::vector<FreeSlot> SlotsNow(const FreeTime& free, const TickAsk& ask) {
  std::vector<FreeSlot> slots;
  free.ForEachSlot(ask, [&](const FreeSlot& slot) {
    slots.push_back(slot);
    return true;
  });
  return slots;
}

bool RanOut(const Case& made, const Busy& busy) {
  return busy.expires <= made.ask.now;
}

// Whether the ask's channels are all of capacity 1, or all of the greatest.
bool AreAllOrNoneWidest(const Case& made) {
  int greatest = 1;
  std::set<int> asked;
  for (Channel channel : kAllChannels) {
    const int capacity = made.calendar.schedule.CapacityOf(channel);
    greatest = std::max(greatest, capacity);
    if (made.ask.channels.Has(channel)) asked.insert(capacity);
  }
  return asked.size() == 1 && (*asked.begin() == 1 || asked.contains(greatest));
}

// Free time that answers, from which holds that ran out are taken where they
// are in the way. One that answers nothing where there are too many classes, or
// channels that bits do not know together.
FreeTime Answering(const Case& made, const TickAsk& ask) {
  FreeTime free = FreeOf(made, made.busy);
  if (free.Answers(ask) || !free.covers_any()) return free;
  if (!AreAllOrNoneWidest(made)) return free;
  std::vector<Busy> live;
  std::copy_if(made.busy.begin(), made.busy.end(), std::back_inserter(live),
               [&](const Busy& busy) { return !RanOut(made, busy); });
  EXPECT_LT(live.size(), made.busy.size());
  free = free.WithBusy(live);
  EXPECT_TRUE(free.Answers(ask));
  return free;
}

Interval DealWindow(Dealer& dealer, const Interval& within) {
  if (dealer.OneIn(3)) return within;
  const absl::Time start =
      within.start + absl::Seconds(dealer.Number(0, 3 * 86400));
  return {start, start + absl::Seconds(dealer.Number(0, 86400))};
}

TEST(FreeTime, HasTheSlotsThatForEachSlotFinds) {
  const uint64_t seed = TestSeed();
  size_t found = 0;
  int answered = 0;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    Case made;
    DealCase(dealer, made);
    const Channel channel = kAllChannels[dealer.Number(0, 7)];
    made.ask.channels = {channel};
    const Interval window = DealWindow(dealer, made.calendar.window);
    const TickAsk ask(made.ask, window);
    const FreeTime free = Answering(made, ask);
    if (!free.Answers(ask)) continue;
    ++answered;
    const std::vector<FreeSlot> wanted = SlotsBefore(made, channel, window);
    ASSERT_EQ(SlotsNow(free, ask), wanted) << Written(window);
    const std::optional<FreeSlot> first = free.FirstSlot(ask);
    ASSERT_EQ(first.has_value(), !wanted.empty());
    if (first) {
      ASSERT_EQ(*first, wanted.front());
      ASSERT_TRUE(free.AnyWeek().Meets(WeekOf(ask)));
      ASSERT_TRUE(free.AnyWeek(first->store).Meets(WeekOf(ask)));
    }
    found += wanted.size();
  }
  EXPECT_GT(found, 300);
  EXPECT_GT(answered, kCases * 3 / 4);
}

TEST(FreeTime, FindsOnSeveralChannelsWhatEachOfThemHas) {
  const uint64_t seed = TestSeed();
  int answered = 0;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    Case made;
    DealCase(dealer, made);
    made.ask.channels = dealer.Channels();
    const Interval& window = made.calendar.window;
    const TickAsk ask(made.ask, window);
    const FreeTime free = Answering(made, ask);
    if (!free.Answers(ask)) continue;
    ++answered;
    std::vector<FreeSlot> wanted;
    for (Channel channel : kAllChannels) {
      if (!made.ask.channels.Has(channel)) continue;
      for (const FreeSlot& slot : SlotsBefore(made, channel, window)) {
        if (std::count(wanted.begin(), wanted.end(), slot) == 0) {
          wanted.push_back(slot);
        }
      }
    }
    std::sort(wanted.begin(), wanted.end(),
              [](const FreeSlot& a, const FreeSlot& b) {
                return a.interval.start < b.interval.start;
              });
    ASSERT_EQ(SlotsNow(free, ask), wanted);
    ASSERT_EQ(free.FirstSlot(ask).has_value(), !wanted.empty());
  }
  EXPECT_GT(answered, kCases * 3 / 4);
}

TEST(FreeTime, JudgesEveryStartAsCheckSlotDoes) {
  const uint64_t seed = TestSeed();
  std::set<SlotVerdict::Reason> reasons;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    Case made;
    DealCase(dealer, made);
    const Channel channel = kAllChannels[dealer.Number(0, 7)];
    made.ask.channels = {channel};
    Before before;
    FillBefore(made, channel, before);
    const FreeTime free = FreeOf(made, made.busy);
    for (int j = 0; j < 100; ++j) {
      absl::Time start = made.calendar.window.start + dealer.Ticks(-200, 900);
      if (dealer.OneIn(20)) start += absl::Minutes(1);
      const TickAsk ask(made.ask, {start, start + made.ask.rules.duration});
      if (!free.Answers(ask)) continue;
      const SlotVerdict wanted =
          CheckSlot(before.query, start, [&](const StoreId& store) {
            return made.calendar.ZoneOfStore(store);
          });
      ASSERT_EQ(free.Check(made.ask, start), wanted)
          << SlotReasonCode(wanted.reason) << " at " << start;
      reasons.insert(wanted.reason);
    }
  }
  EXPECT_EQ(reasons.size(), 8);
}

TEST(FreeTime, IsTheSameWhetherMadeAnewOrFromOtherBookings) {
  const uint64_t seed = TestSeed();
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    Case made;
    DealCase(dealer, made);
    made.ask.channels = ChannelSet::All();
    FreeTime free = FreeOf(made, {});
    // A few changes one after the other, the last to made.busy.
    for (int j = dealer.Number(0, 3); j > 0; --j) {
      free =
          free.WithBusy(DealBusy(dealer, made.calendar.window, made.ask.now));
    }
    free = free.WithBusy(made.busy);
    const TickAsk ask(made.ask, made.calendar.window);
    const FreeTime anew = FreeOf(made, made.busy);
    ASSERT_EQ(free.Answers(ask), anew.Answers(ask));
    if (!anew.Answers(ask)) continue;
    ASSERT_EQ(SlotsNow(free, ask), SlotsNow(anew, ask));
  }
}

}  // namespace
}  // namespace rapport::calendar
