#include "server/calendar/own_work.h"

#include <algorithm>

#include "server/calendar/work_ticks.h"

namespace rapport::calendar {
namespace {

// A date lies within these days of its 00:00 UTC, wherever it is, even where a
// zone leaves out a whole day.
constexpr absl::Duration kDateBefore = absl::Hours(2 * 24);
constexpr absl::Duration kDateAfter = absl::Hours(3 * 24);
constexpr int kDaysAround = 3;  // both, in whole days

// Words [first, end), counted from the first covered tick.
struct Words {
  int64_t first;
  int64_t end;
};

class OwnWorkBuilder {
 public:
  OwnWorkBuilder(const Schedule& schedule, const WorkPlaces& places,
                 const WorkPattern& pattern)
      : schedule_(schedule), places_(places), pattern_(pattern) {
    own_.classes = pattern.classes();
    own_.any_week.resize(places.places.size());
  }

  // False if bits cannot say it.
  bool Build() {
    for (const ScheduleOverride& override : schedule_.overrides) {
      if (!PlacesKnown(override.periods, places_)) return false;
      AddDate(override.date);
    }
    if (schedule_.off_on_public_holidays) AddHolidays();
    for (const TimeOff& off : schedule_.time_off) {
      if (off.counts()) AddWords(off.window);
    }
    ForEachBusy(schedule_.busy, pattern_.covered().interval(),
                [this](const Interval& busy) { AddWords(busy); });
    for (const Words& words : Joined()) {
      if (!LayOutWords(words)) return false;
    }
    Finish();
    return true;
  }

  OwnWork& own() { return own_; }

 private:
  void AddHolidays() {
    const CoveredDays& covered = pattern_.covered();
    for (const WorkPlaces::Place& place : places_.places) {
      if (place.holidays == nullptr) continue;
      for (int32_t day : place.holidays->days()) {
        // Cheaper than AddWords, and most are long over.
        if (day < covered.first_day - kDaysAround) continue;
        if (day > covered.first_day + covered.days + kDaysAround) break;
        AddDate(PublicHolidays::DateOf(day));
      }
    }
  }

  void AddDate(absl::CivilDay date) {
    const absl::Time midnight = absl::FromCivil(date, absl::UTCTimeZone());
    AddWords({midnight - kDateBefore, midnight + kDateAfter});
  }

  // The words that time inside `interval` may change.
  void AddWords(const Interval& interval) {
    const CoveredDays& covered = pattern_.covered();
    const Interval all = covered.interval();
    const Interval inside = {std::max(interval.start, all.start),
                             std::min(interval.end, all.end)};
    if (inside.empty()) return;
    const int64_t first = TickOf(inside.start) - covered.first_tick();
    const int64_t last = TickOf(inside.end) - covered.first_tick();
    const int64_t end =
        std::min<int64_t>(last / kTicksOfWord + 1, covered.words());
    words_.push_back({first / kTicksOfWord, end});
  }

  // In order, none touching another.
  std::vector<Words> Joined() {
    std::sort(words_.begin(), words_.end(),
              [](const Words& a, const Words& b) { return a.first < b.first; });
    std::vector<Words> joined;
    for (const Words& words : words_) {
      if (joined.empty() || joined.back().end < words.first) {
        joined.push_back(words);
      } else {
        joined.back().end = std::max(joined.back().end, words.end);
      }
    }
    return joined;
  }

  bool LayOutWords(const Words& words) {
    const CoveredDays& covered = pattern_.covered();
    WorkTicks ticks = {
        .first_tick = covered.first_tick() + words.first * kTicksOfWord,
        .words = static_cast<int>(words.end - words.first)};
    const int64_t end_tick = std::min(
        ticks.first_tick + ticks.words * kTicksOfWord, covered.end_tick());
    const std::vector<WorkSpan> spans =
        WorkingTime(schedule_, {places_.places.front().store, places_.channels},
                    {TimeOfTick(ticks.first_tick), TimeOfTick(end_tick)},
                    [this](const StoreId& store) {
                      return places_.places[places_.NumberOf(store)].days();
                    });
    for (const WorkSpan& span : spans) {
      own_.any_week[places_.NumberOf(span.store)].AddTicks(
          TickOf(span.interval.start), TickOf(span.interval.end));
    }
    if (!LayOut(spans, places_, own_.classes, ticks)) return false;
    changed_.resize(own_.classes.size());
    for (size_t i = 0; i < own_.classes.size(); ++i) {
      Compare(i, words.first, end_tick, ticks);
    }
    return true;
  }

  // Notes where a class is not as in the pattern.
  void Compare(size_t work_class, int64_t first_word, int64_t end_tick,
               WorkTicks& ticks) {
    std::vector<uint64_t>& bits = ticks.Of(work_class);
    if (work_class < pattern_.classes().size()) {
      for (size_t i = 0; i < bits.size(); ++i) {
        const int64_t tick = ticks.first_tick + i * kTicksOfWord;
        bits[i] ^= pattern_.Worked<1>(work_class, tick).words[0] &
                   LowBits(end_tick - tick);
      }
    }
    AddPlacedWords(bits, first_word, changed_[work_class]);
  }

  void Finish() {
    changed_.resize(own_.classes.size());
    for (const std::vector<PlacedWord>& words : changed_) {
      AddDaysOf(words, own_.days);
      own_.changed.emplace_back(words);
    }
    SortOnce(own_.days);
  }

  const Schedule& schedule_;
  const WorkPlaces& places_;
  const WorkPattern& pattern_;
  OwnWork own_;
  std::vector<Words> words_;
  std::vector<std::vector<PlacedWord>> changed_;  // of each class
};

}  // namespace

size_t OwnWork::bytes() const {
  size_t bytes = sizeof(*this) + days.capacity() * sizeof(uint16_t) +
                 any_week.capacity() * sizeof(WeekMask);
  for (const SparseTicks& ticks : changed) {
    bytes += sizeof(ticks) + ticks.bytes();
  }
  return bytes;
}

absl::StatusOr<std::shared_ptr<const OwnWork>> BuildOwnWork(
    const Schedule& schedule, const WorkPlaces& places,
    const WorkPattern& pattern) {
  if (schedule.overrides.empty() && schedule.time_off.empty() &&
      schedule.busy.empty() && !schedule.off_on_public_holidays) {
    return nullptr;
  }
  OwnWorkBuilder builder(schedule, places, pattern);
  if (!builder.Build()) {
    return absl::UnimplementedError("working time cannot be said in bits");
  }
  OwnWork& own = builder.own();
  if (own.days.empty()) return nullptr;
  return std::make_shared<const OwnWork>(std::move(own));
}

}  // namespace rapport::calendar
