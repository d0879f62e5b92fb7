#include "server/calendar/work_pattern.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/calendar/work_ticks.h"

namespace rapport::calendar {
namespace {

constexpr int kSecondsOfTick = 300;

// A steady week is laid out in 1970, far enough from where time begins.
constexpr int64_t kSteadyWeekTick = 2 * kTicksOfWeek;

constexpr int64_t kNoEnd = std::numeric_limits<int64_t>::max();

// The instants inside `within` at which the clock of `zone` is set.
void AddChanges(const absl::TimeZone& zone, const Interval& within,
                std::vector<absl::Time>& changes) {
  absl::Time time = within.start;
  absl::TimeZone::CivilTransition change;
  while (zone.NextTransition(time, &change)) {
    // `from` is read on the old clock.
    time = absl::FromUnixSeconds(change.from - absl::CivilSecond(1970, 1, 1) -
                                 zone.At(time).offset);
    if (time >= within.end) return;
    changes.push_back(time);
  }
}

}  // namespace

// Fills one pattern; each step answers whether bits can say it.
class WorkPatternBuilder {
 public:
  WorkPatternBuilder(absl::Span<const WeeklyPeriod> weekly,
                     const WorkPlaces& places, const CoveredDays& covered,
                     absl::Span<const TravelTime> travel)
      : places_(places), made_(new WorkPattern) {
    weekly_.weekly_periods.assign(weekly.begin(), weekly.end());
    weekly_.travel_times.assign(travel.begin(), travel.end());
    made_->covered_ = covered;
    made_->any_week_.resize(places.places.size());
  }

  std::shared_ptr<const WorkPattern> Build() {
    if (!AllKnown() || !FindEras() || !LayOutTime()) return nullptr;
    return std::move(made_);
  }

 private:
  bool AllKnown() const {
    const CoveredDays& covered = made_->covered_;
    // From the second day on, so that no clock shows a time before the epoch.
    if (covered.days > kCoveredDaysMax || covered.first_day < 1) return false;
    for (const WeeklyPeriod& weekly : weekly_.weekly_periods) {
      if (!PlacesKnown({&weekly.period, 1}, places_)) return false;
    }
    return true;
  }

  bool FindEras() {
    const Interval within = made_->covered_.interval();
    std::vector<absl::Time> starts = {within.start};
    for (const WorkPlaces::Place& place : places_.places) {
      AddChanges(place.zone, within, starts);
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    for (absl::Time start : starts) {
      if (!OnTick(start) || !AddEra(start)) return false;
    }
    return true;
  }

  bool AddEra(absl::Time start) {
    WorkPattern::Era era;
    for (const WorkPlaces::Place& place : places_.places) {
      const int offset = place.zone.At(start).offset;
      if (offset % kSecondsOfTick != 0) return false;
      era.offsets.push_back(static_cast<int16_t>(offset / kSecondsOfTick));
    }
    std::vector<WorkPattern::Era>& eras = made_->eras_;
    if (!eras.empty()) {
      if (eras.back().offsets == era.offsets) return true;
      eras.back().end_tick = TickOf(start);
    }
    era.end_tick = kNoEnd;
    const auto same = std::find_if(
        eras.begin(), eras.end(),
        [&](const auto& other) { return other.offsets == era.offsets; });
    era.week = same == eras.end() ? weeks_++ : same->week;
    eras.push_back(era);
    return true;
  }

  absl::TimeZone ZoneOf(const StoreId& store) const {
    return places_.places[places_.NumberOf(store)].zone;
  }

  // All that is covered as it really is, and a week of every set of offsets;
  // then what the weeks do not say.
  bool LayOutTime() {
    WorkTicks real = {.first_tick = made_->covered_.first_tick(),
                      .words = made_->covered_.words()};
    if (!LayOutReal(real)) return false;
    std::vector<WorkTicks> steady(weeks_);
    for (const WorkPattern::Era& era : made_->eras_) {
      if (steady[era.week].words == 0 && !LayOutWeek(era, steady[era.week])) {
        return false;
      }
    }
    for (WorkTicks& week : steady) AddWeek(week);
    FindChanges(real);
    return true;
  }

  bool LayOutReal(WorkTicks& real) {
    const std::vector<WorkSpan> spans =
        WorkingTime(weekly_, {places_.places.front().store, places_.channels},
                    made_->covered_.interval(),
                    [this](const StoreId& store) { return ZoneOf(store); });
    for (const WorkSpan& span : spans) {
      const int store = places_.NumberOf(span.store);
      made_->any_week_[store].AddTicks(TickOf(span.interval.start),
                                       TickOf(span.interval.end));
    }
    return LayOut(spans, places_, made_->classes_, real);
  }

  bool LayOutWeek(const WorkPattern::Era& era, WorkTicks& week) {
    week.first_tick = kSteadyWeekTick;
    week.words = WorkPattern::kWeekWords;
    const std::vector<WorkSpan> spans =
        WorkingTime(weekly_, {places_.places.front().store, places_.channels},
                    {TimeOfTick(kSteadyWeekTick),
                     TimeOfTick(kSteadyWeekTick + week.words * kTicksOfWord)},
                    [&](const StoreId& store) {
                      const int offset = era.offsets[places_.NumberOf(store)];
                      return absl::FixedTimeZone(offset * kSecondsOfTick);
                    });
    return LayOut(spans, places_, made_->classes_, week);
  }

  void AddWeek(WorkTicks& ticks) {
    WorkPattern::Week week;
    week.classes.resize(made_->classes_.size());
    for (size_t i = 0; i < week.classes.size(); ++i) {
      const std::vector<uint64_t>& bits = ticks.Of(i);
      std::copy(bits.begin(), bits.end(), week.classes[i].begin());
    }
    for (int day = 0; day < 7; ++day) {
      week.longest[day] = LongestOf(week, day * kTicksOfDay);
    }
    made_->weeks_.push_back(std::move(week));
  }

  static uint16_t LongestOf(const WorkPattern::Week& week, size_t at) {
    TickBits<5> any;
    for (const auto& bits : week.classes) {
      any |= TickBits<5>::Load(bits.data(), at);
    }
    return LongestInDay(any);
  }

  void FindChanges(WorkTicks& real) {
    std::vector<uint16_t>& days = made_->changed_days_;
    made_->changed_.resize(made_->classes_.size());
    for (size_t i = 0; i < made_->classes_.size(); ++i) {
      std::vector<uint64_t>& bits = real.Of(i);
      for (size_t word = 0; word < bits.size(); ++word) {
        const int64_t tick = real.first_tick + word * kTicksOfWord;
        bits[word] ^= made_->Worked<1>(i, tick).words[0];
      }
      ClearBehind(made_->covered_.days * kTicksOfDay, bits);
      std::vector<PlacedWord> words;
      AddPlacedWords(bits, 0, words);
      AddDaysOf(words, days);
      made_->changed_[i] = SparseTicks(words);
    }
    for (const WorkPattern::Era& era : made_->eras_) {
      if (era.end_tick == kNoEnd) break;
      days.push_back(static_cast<uint16_t>(
          (era.end_tick - made_->covered_.first_tick()) / kTicksOfDay));
    }
    SortOnce(days);
  }

  // The last word may go on behind what is covered.
  static void ClearBehind(int64_t end, std::vector<uint64_t>& bits) {
    if (bits.empty()) return;
    bits.back() &=
        LowBits(end - static_cast<int64_t>(bits.size() - 1) * kTicksOfWord);
  }

  Schedule weekly_;  // and travel, but nothing else
  const WorkPlaces& places_;
  std::shared_ptr<WorkPattern> made_;
  uint16_t weeks_ = 0;  // different ones among the eras
};

uint16_t LongestInDay(TickBits<5> day) {
  day.KeepFirst(kTicksOfDay);
  const uint64_t last_tick = uint64_t{1} << (kTicksOfDay - 1) % kTicksOfWord;
  if (day.words[4] & last_tick) return kAnyLength;
  return static_cast<uint16_t>(LongestRun(day.words));
}

std::shared_ptr<const WorkPattern> WorkPattern::Build(
    absl::Span<const WeeklyPeriod> weekly, const WorkPlaces& places,
    const CoveredDays& covered, absl::Span<const TravelTime> travel) {
  return WorkPatternBuilder(weekly, places, covered, travel).Build();
}

std::string WorkPattern::KeyOf(absl::Span<const WeeklyPeriod> weekly,
                               const WorkPlaces& places,
                               const CoveredDays& covered,
                               absl::Span<const TravelTime> travel) {
  std::string key = absl::StrCat(covered.first_day, "+", covered.days, ";",
                                 places.channels.bits());
  for (const WorkPlaces::Place& place : places.places) {
    absl::StrAppend(&key, ";", place.zone.name());
  }
  for (const WeeklyPeriod& each : weekly) {
    const DayPeriod& period = each.period;
    const int store = period.store ? places.NumberOf(*period.store) : 0;
    absl::StrAppend(&key, ";", static_cast<int>(each.day), ",",
                    period.start_minute, ",", period.end_minute);
    absl::StrAppend(&key, ",", store, ",", period.channels.bits());
  }
  for (const TravelTime& time : travel) {
    absl::StrAppend(&key, ";t", places.NumberOf(time.a), ",",
                    places.NumberOf(time.b), ",",
                    absl::ToInt64Minutes(time.duration));
  }
  return key;
}

size_t WorkPattern::bytes() const {
  size_t bytes = sizeof(*this) + eras_.capacity() * sizeof(Era) +
                 weeks_.capacity() * sizeof(Week) +
                 changed_days_.capacity() * sizeof(uint16_t) +
                 any_week_.capacity() * sizeof(WeekMask);
  for (const Week& week : weeks_) {
    bytes += week.classes.size() * sizeof(week.classes[0]);
  }
  for (const SparseTicks& ticks : changed_) {
    bytes += sizeof(ticks) + ticks.bytes();
  }
  return bytes;
}

}  // namespace rapport::calendar
