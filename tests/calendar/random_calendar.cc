#include "tests/calendar/random_calendar.h"

#include <cstdlib>
#include <string>

#include "gtest/gtest.h"
#include "tests/calendar/written.h"

namespace rapport::calendar {
namespace {

constexpr int kStores = 3;
constexpr const char* kZones[] = {
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "America/Havana",
    "America/St_Johns",
    "Antarctica/Troll",
    "Europe/Dublin",
    "Pacific/Kiritimati",
    "Asia/Beirut",
};

DayPeriod DealPeriod(Dealer& dealer) {
  DayPeriod period;
  // Most clocks change in the early hours.
  const int start_max = dealer.OneIn(2) ? 4 * 12 : 24 * 12 - 1;
  const int start = dealer.Number(0, start_max);
  const int end = dealer.OneIn(4)
                      ? 24 * 12
                      : dealer.Number(start + 1, std::min(start + 72, 24 * 12));
  period.start_minute = start * 5;
  period.end_minute = end * 5;
  if (!dealer.OneIn(3)) period.store = dealer.AnyStore();
  if (dealer.OneIn(3)) period.channels = dealer.Channels();
  return period;
}

Schedule DealSchedule(Dealer& dealer, absl::CivilDay around) {
  Schedule schedule;
  const auto keep_if_valid = [&](auto& list) {
    if (!CheckSchedule(schedule).empty()) list.pop_back();
  };
  for (int i = dealer.Number(0, 30); i > 0; --i) {
    schedule.weekly_periods.push_back(
        {static_cast<absl::Weekday>(dealer.Number(0, 6)), DealPeriod(dealer)});
    keep_if_valid(schedule.weekly_periods);
  }
  for (int i = dealer.Number(0, 4); i > 0; --i) {
    schedule.overrides.push_back({around + dealer.Number(-4, 4), {}});
    keep_if_valid(schedule.overrides);
    if (schedule.overrides.empty()) continue;
    std::vector<DayPeriod>& periods = schedule.overrides.back().periods;
    for (int j = dealer.Number(0, 4); j > 0; --j) {
      periods.push_back(DealPeriod(dealer));
      keep_if_valid(periods);
    }
  }
  for (int i = dealer.Number(0, 5); i > 0; --i) {
    const absl::Time start = absl::FromCivil(around, absl::UTCTimeZone()) +
                             dealer.Ticks(-4 * 288, 4 * 288);
    TimeOff off = {{start, start + dealer.Ticks(1, 200)}};
    if (dealer.OneIn(4)) off.state = TimeOffState::kRequested;
    if (dealer.OneIn(8)) off.state = TimeOffState::kDeclined;
    schedule.time_off.push_back(off);
  }
  schedule.off_on_public_holidays = dealer.OneIn(2);
  if (dealer.OneIn(3)) {
    for (uint8_t a = 1; a <= kStores; ++a) {
      for (uint8_t b = 1; b < a; ++b) {
        if (dealer.OneIn(3)) continue;
        schedule.travel_times.push_back(
            {Store(a), Store(b), dealer.Ticks(1, dealer.OneIn(3) ? 48 : 12)});
      }
    }
  }
  if (!dealer.OneIn(4)) return schedule;
  const int capacity = dealer.Number(2, 3);
  for (Channel channel : kAllChannels) {
    if (dealer.OneIn(2)) continue;
    // Mostly of one capacity, which is what bits know.
    schedule.channel_capacities.push_back(
        {channel, dealer.OneIn(12) ? dealer.Number(1, 4) : capacity});
  }
  for (int i = dealer.Number(0, 2); i > 0; --i) {
    BusySource source;
    source.id = std::to_string(i);
    absl::Time at =
        absl::FromCivil(around, absl::UTCTimeZone()) - dealer.Ticks(0, 4 * 288);
    for (int j = dealer.Number(0, 8); j > 0; --j) {
      const absl::Time start = at + dealer.Ticks(1, 200);
      at = start + dealer.Ticks(1, 50);
      source.time.intervals.push_back({start, at});
    }
    schedule.busy.push_back(std::move(source));
  }
  return schedule;
}

PublicHolidays DealHolidays(Dealer& dealer, absl::CivilDay around) {
  std::vector<absl::CivilDay> dates;
  for (int i = dealer.Number(0, 4); i > 0; --i) {
    dates.push_back(around + dealer.Number(-5, 5));
  }
  // Some that are long over, or long after.
  if (dealer.OneIn(2)) dates.push_back(around + dealer.Number(-800, 800));
  return PublicHolidays(dates);
}

// A change of the clock of `zone`, or any time if it has none.
absl::Time DealChange(Dealer& dealer, const absl::TimeZone& zone) {
  const absl::Time some =
      Utc("2005-01-01 00:00") + absl::Hours(24) * dealer.Number(0, 30 * 365);
  absl::TimeZone::CivilTransition change;
  if (!zone.NextTransition(some, &change)) return some;
  return FirstReached(change.to, zone);
}

}  // namespace

uint64_t TestSeed() {
  if (const char* seed = std::getenv("RAPPORT_TEST_SEED")) {
    return std::stoull(seed);
  }
  return std::random_device()();
}

ChannelSet Dealer::Channels() {
  return ChannelSet::FromBits(static_cast<uint16_t>(Number(0, 0x1FE)));
}

StoreId Dealer::AnyStore() {
  return Store(static_cast<uint8_t>(Number(1, kStores)));
}

RandomCalendar DealCalendar(Dealer& dealer) {
  RandomCalendar calendar;
  const int zones_max = static_cast<int>(std::size(kZones)) - 1;
  const char* const first = kZones[dealer.Number(0, zones_max)];
  for (uint8_t store = 1; store <= kStores; ++store) {
    const bool same = store == 1 || dealer.OneIn(2);
    calendar.zones[Store(store)] =
        Zone(same ? first : kZones[dealer.Number(0, zones_max)]);
  }
  calendar.defaults = {Store(1), dealer.Channels()};
  const absl::Time change = DealChange(dealer, calendar.zones[Store(1)]);
  const absl::CivilDay around = absl::ToCivilDay(change, absl::UTCTimeZone());
  calendar.schedule = DealSchedule(dealer, around);
  for (const auto& [store, zone] : calendar.zones) {
    calendar.holidays[store] =
        std::make_shared<const PublicHolidays>(DealHolidays(dealer, around));
  }
  calendar.window.start = TimeOfTick(TickOf(change)) - dealer.Ticks(0, 3 * 288);
  calendar.window.end = calendar.window.start + dealer.Ticks(1, 5 * 288);
  return calendar;
}

}  // namespace rapport::calendar
