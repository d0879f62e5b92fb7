// Loads that share an associate's capacity, counted a tick at a time.
#include "server/calendar/taken_ticks.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "server/calendar/free_time.h"
#include "tests/calendar/random_calendar.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

// Meetings of two days; one in four takes everything.
std::vector<Busy> DealBusy(Dealer& dealer, absl::Time midnight) {
  std::vector<Busy> busy;
  for (int i = dealer.Number(0, 30); i > 0; --i) {
    Busy one;
    one.interval.start = midnight + dealer.Ticks(-20, 2 * 288);
    one.interval.end = one.interval.start + dealer.Ticks(0, 40);
    if (!dealer.OneIn(4)) one.load = static_cast<uint8_t>(dealer.Number(1, 3));
    busy.push_back(one);
  }
  std::sort(busy.begin(), busy.end(), [](const Busy& a, const Busy& b) {
    return a.interval.start < b.interval.start;
  });
  return busy;
}

// A tick at a time: what of the capacity is taken.
int LoadAt(const std::vector<Busy>& busy, absl::Time tick) {
  int load = 0;
  for (const Busy& one : busy) {
    if (one.interval.start <= tick && tick < one.interval.end) load += one.load;
  }
  return load;
}

TEST(TakenTicks, LetMeetingsShareCapacityAndOthersHaveItAlone) {
  const uint64_t seed = TestSeed();
  const absl::Time midnight = Utc("2026-03-02 00:00");
  const auto places = std::make_shared<const WorkPlaces>(
      WorkPlaces{ChannelSet::All(), {{Store(1), absl::UTCTimeZone()}}});
  Schedule schedule = Daily(Hours("00:00-24:00"));
  const CoveredDays covered = {
      static_cast<int32_t>(TickOf(midnight) / kTicksOfDay), 3};
  const auto pattern =
      WorkPattern::Build(schedule.weekly_periods, *places, covered);
  size_t shared = 0;
  for (int i = 0; i < 100; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const int capacity = dealer.Number(1, 4);
    schedule.channel_capacities = {{Channel::kChat, capacity}};
    const std::vector<Busy> busy = DealBusy(dealer, midnight);
    const FreeTime free = FreeTime::Build(schedule, places, pattern, busy);
    for (const bool whole : {false, true}) {
      SlotAsk ask = {.channels = {whole ? Channel::kVideo : Channel::kChat}};
      ask.rules.duration = kTick;
      ask.rules.slot_interval = kTick;
      ask.now = midnight;
      const int least = whole ? 1 : capacity;
      for (absl::Time tick = midnight; tick < midnight + absl::Hours(48);
           tick += kTick) {
        const int load = LoadAt(busy, tick);
        shared += load > 0 && load < capacity;
        ASSERT_EQ(
            free.FirstSlot(TickAsk(ask, {tick, tick + kTick})).has_value(),
            load < least)
            << tick << " load " << load << " of " << capacity;
      }
    }
  }
  EXPECT_GT(shared, 100);
}

}  // namespace
}  // namespace rapport::calendar
