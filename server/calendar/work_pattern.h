// Weekly hours laid out on the line of time as bits, shared by all who have the
// same ones.
//
// Between two changes of their clocks the weeks of some stores are all alike in
// UTC. So the hours of years are a few weeks of ticks, one for each set of
// offsets from UTC (standard time, summer time), and what differs from them
// around the changes themselves.
//
// Hours are told apart by class: those at one store on the same channels. Most
// people have one class. Stores are numbers here, places in the list that the
// pattern was made for, so that people of different stores can share it.
#ifndef RAPPORT_SERVER_CALENDAR_WORK_PATTERN_H_
#define RAPPORT_SERVER_CALENDAR_WORK_PATTERN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "server/calendar/schedule.h"
#include "server/calendar/sparse_ticks.h"
#include "server/calendar/tick_bits.h"
#include "server/calendar/week_mask.h"
#include "server/calendar/working_time.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"

namespace rapport::calendar {

// Of one person; more would make every question long. Those who have more are
// answered from their working time.
inline constexpr size_t kWorkClassesMax = 16;

// Places of words in it fit 16 bits with room to spare: 4.5 words a day.
inline constexpr int kCoveredDaysMax = 2000;

// A whole number of days of UTC, from 00:00; at most kCoveredDaysMax.
struct CoveredDays {
  int32_t first_day = 0;  // from the Unix epoch
  int32_t days = 0;

  int64_t first_tick() const { return int64_t{first_day} * kTicksOfDay; }
  int64_t end_tick() const {
    return first_tick() + int64_t{days} * kTicksOfDay;
  }
  // Words of 64 ticks, counted from first_tick().
  int words() const {
    return (days * kTicksOfDay + kTicksOfWord - 1) / kTicksOfWord;
  }
  Interval interval() const {
    return {TimeOfTick(first_tick()), TimeOfTick(end_tick())};
  }
  friend bool operator==(const CoveredDays&, const CoveredDays&) = default;
};

// Where an associate works, as far as working time depends on it.
struct WorkPlaces {
  struct Place {
    StoreId store;
    absl::TimeZone zone;
    std::shared_ptr<const PublicHolidays> holidays = nullptr;  // null: none

    StoreDays days() const { return {zone, holidays.get()}; }
    friend bool operator==(const Place& a, const Place& b) {
      return a.store == b.store && a.zone == b.zone &&
             (a.holidays == b.holidays ||
              (a.holidays != nullptr && b.holidays != nullptr &&
               *a.holidays == *b.holidays));
    }
  };
  ChannelSet channels;        // those that the associate takes
  std::vector<Place> places;  // home first

  // -1 if it is not among them.
  int NumberOf(const StoreId& store) const {
    for (size_t i = 0; i < places.size(); ++i) {
      if (places[i].store == store) return static_cast<int>(i);
    }
    return -1;
  }
  friend bool operator==(const WorkPlaces&, const WorkPlaces&) = default;
};

struct WorkClass {
  uint16_t store = 0;  // its number in WorkPlaces
  ChannelSet channels;

  friend bool operator==(const WorkClass&, const WorkClass&) = default;
};
using WorkClasses = absl::InlinedVector<WorkClass, 2>;

// A day for which the longest run does not say that a slot is too long.
inline constexpr uint16_t kAnyLength = std::numeric_limits<uint16_t>::max();

// The longest run among the first 288 of `day`; kAnyLength where it holds the
// last, since it may go on behind midnight.
uint16_t LongestInDay(TickBits<5> day);

// Thread-safe: immutable.
class WorkPattern {
 public:
  // Null where bits cannot say it: a period's store is not among the places, an
  // offset from UTC is off the tick (none is today), there are more than
  // kWorkClassesMax classes, or more days than kCoveredDaysMax, or days before
  // 1970-01-02. `places` has a home.
  static std::shared_ptr<const WorkPattern> Build(
      absl::Span<const WeeklyPeriod> weekly, const WorkPlaces& places,
      const CoveredDays& covered, absl::Span<const TravelTime> travel = {});

  // What Build looks at, as bytes: patterns of one key are equal. Holidays are
  // not among it, or each place with its own would have patterns of its own.
  static std::string KeyOf(absl::Span<const WeeklyPeriod> weekly,
                           const WorkPlaces& places, const CoveredDays& covered,
                           absl::Span<const TravelTime> travel = {});

  const CoveredDays& covered() const { return covered_; }
  const WorkClasses& classes() const { return classes_; }

  // The ticks worked in that class from `tick` on, which is covered. What is
  // said of ticks that are not covered is of no use.
  template <size_t kWords>
  TickBits<kWords> Worked(size_t work_class, int64_t tick) const {
    const Era* era = &EraAt(tick);
    TickBits<kWords> bits = WeekOf<kWords>(*era, work_class, tick);
    while (era->end_tick < tick + bits.kTicks) {
      const int64_t kept = era->end_tick - tick;
      bits.KeepFirst(kept);
      TickBits<kWords> next = WeekOf<kWords>(*++era, work_class, tick);
      TickBits<kWords> old = ~TickBits<kWords>();
      old.KeepFirst(kept);
      next &= ~old;
      bits |= next;
    }
    return bits ^= changed_[work_class].template Load<kWords>(
               static_cast<size_t>(tick - covered_.first_tick()));
  }

  // How far the clock of a store is ahead of UTC at `tick`, and until when.
  struct Offset {
    int ticks;
    int64_t end_tick;  // at least; the clock may stay so for longer
  };
  Offset OffsetAt(size_t store, int64_t tick) const {
    const Era& era = EraAt(tick);
    return {era.offsets[store], era.end_tick};
  }

  // An upper bound of what is worked in a row within that day, whatever the
  // class; kAnyLength where it goes on behind midnight. `tick` is the day's
  // first. Not for a changed day.
  uint16_t LongestRun(int64_t tick) const {
    const Era& era = EraAt(tick);
    return weeks_[era.week].longest[tick % kTicksOfWeek / kTicksOfDay];
  }

  // Days, counted from the first that is covered, that are not as their
  // weekday is; ascending.
  const std::vector<uint16_t>& changed_days() const { return changed_days_; }

  // When anything is worked at that store in some week that is covered.
  const WeekMask& AnyWeek(size_t store) const { return any_week_[store]; }

  size_t bytes() const;

 private:
  // A week and, again, its beginning, so that ticks can be read over its end.
  // Ticks count from the Unix epoch, so it begins on a Thursday.
  static constexpr size_t kWeekWords = kTicksOfWeek / kTicksOfWord + 6;
  struct Week {
    std::vector<std::array<uint64_t, kWeekWords>> classes;
    std::array<uint16_t, 7> longest = {};
  };
  // Time in which no clock changes.
  struct Era {
    int64_t end_tick = 0;
    uint16_t week = 0;                        // into weeks_
    absl::InlinedVector<int16_t, 4> offsets;  // of each store, in ticks
  };

  friend class WorkPatternBuilder;
  WorkPattern() = default;

  const Era& EraAt(int64_t tick) const {
    const Era* era = eras_.data();
    while (tick >= era->end_tick) ++era;  // the last has no end
    return *era;
  }
  template <size_t kWords>
  TickBits<kWords> WeekOf(const Era& era, size_t work_class,
                          int64_t tick) const {
    return TickBits<kWords>::Load(weeks_[era.week].classes[work_class].data(),
                                  static_cast<size_t>(tick) % kTicksOfWeek);
  }

  CoveredDays covered_;
  WorkClasses classes_;
  std::vector<Week> weeks_;
  std::vector<Era> eras_;
  std::vector<SparseTicks> changed_;  // of each class: what is not as the week
  std::vector<uint16_t> changed_days_;
  std::vector<WeekMask> any_week_;  // of each store
};

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_WORK_PATTERN_H_
