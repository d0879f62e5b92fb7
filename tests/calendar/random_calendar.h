// Random schedules near changes of the clock, for property tests.
#ifndef RAPPORT_TESTS_CALENDAR_RANDOM_CALENDAR_H_
#define RAPPORT_TESTS_CALENDAR_RANDOM_CALENDAR_H_

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "absl/time/time.h"
#include "server/calendar/schedule.h"
#include "server/calendar/working_time.h"

namespace rapport::calendar {

// $RAPPORT_TEST_SEED, else a new one each time. Tests print it where they fail.
uint64_t TestSeed();

// Deals numbers and calendars, always the same ones for a seed.
class Dealer {
 public:
  explicit Dealer(uint64_t seed) : random_(seed) {}

  // From min to max, both included.
  int Number(int min, int max) {
    return std::uniform_int_distribution<int>(min, max)(random_);
  }
  bool OneIn(int n) { return Number(1, n) == 1; }
  // A multiple of five minutes, from min to max.
  absl::Duration Ticks(int min_ticks, int max_ticks) {
    return kTick * Number(min_ticks, max_ticks);
  }
  ChannelSet Channels();
  StoreId AnyStore();

 private:
  std::mt19937_64 random_;
};

// An associate of up to three stores, and a window of some days, mostly around
// a change of the clock at the first.
struct RandomCalendar {
  std::map<StoreId, absl::TimeZone> zones;
  std::map<StoreId, std::shared_ptr<const PublicHolidays>> holidays;
  WorkDefaults defaults;
  Schedule schedule;  // passes CheckSchedule
  Interval window;    // on the tick

  absl::TimeZone ZoneOfStore(const StoreId& store) const {
    return zones.at(store);
  }
  bool IsHoliday(const StoreId& store, absl::CivilDay date) const {
    return holidays.at(store)->Has(date);
  }
  std::vector<WorkSpan> Worked(const Interval& within) const {
    return WorkingTime(
        schedule, defaults, within, [this](const StoreId& store) {
          return StoreDays(zones.at(store), holidays.at(store).get());
        });
  }
};

RandomCalendar DealCalendar(Dealer& dealer);

}  // namespace rapport::calendar

#endif  // RAPPORT_TESTS_CALENDAR_RANDOM_CALENDAR_H_
