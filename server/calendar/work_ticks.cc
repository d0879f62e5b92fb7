#include "server/calendar/work_ticks.h"

#include <algorithm>
#include <bit>

namespace rapport::calendar {
namespace {

// The number of a class; kWorkClassesMax if there is no room for it.
size_t ClassOf(const WorkClass& wanted, WorkClasses& classes) {
  const auto at = std::find(classes.begin(), classes.end(), wanted);
  const size_t number = static_cast<size_t>(at - classes.begin());
  if (at == classes.end() && number < kWorkClassesMax) {
    classes.push_back(wanted);
  }
  return number;
}

void AddDaysOf(const PlacedWord& word, std::vector<uint16_t>& days) {
  const int first = word.place * kTicksOfWord;
  const int low = first + std::countr_zero(word.bits);
  const int high = first + 63 - std::countl_zero(word.bits);
  days.push_back(static_cast<uint16_t>(low / kTicksOfDay));
  days.push_back(static_cast<uint16_t>(high / kTicksOfDay));
}

}  // namespace

std::vector<uint64_t>& WorkTicks::Of(size_t work_class) {
  if (classes.size() <= work_class) classes.resize(work_class + 1);
  std::vector<uint64_t>& bits = classes[work_class];
  if (bits.empty()) bits.resize(words);
  return bits;
}

bool LayOut(absl::Span<const WorkSpan> spans, const WorkPlaces& places,
            WorkClasses& classes, WorkTicks& ticks) {
  for (const WorkSpan& span : spans) {
    const int store = places.NumberOf(span.store);
    if (store < 0) return false;
    if (!OnTick(span.interval.start) || !OnTick(span.interval.end)) {
      return false;
    }
    const size_t number =
        ClassOf({static_cast<uint16_t>(store), span.channels}, classes);
    if (number >= kWorkClassesMax) return false;
    SetTicks(TickOf(span.interval.start) - ticks.first_tick,
             TickOf(span.interval.end) - ticks.first_tick,
             absl::MakeSpan(ticks.Of(number)));
  }
  return true;
}

bool PlacesKnown(absl::Span<const DayPeriod> periods,
                 const WorkPlaces& places) {
  return std::all_of(periods.begin(), periods.end(), [&](const auto& period) {
    return !period.store || places.NumberOf(*period.store) >= 0;
  });
}

void AddPlacedWords(absl::Span<const uint64_t> bits, size_t first_place,
                    std::vector<PlacedWord>& words) {
  for (size_t i = 0; i < bits.size(); ++i) {
    if (bits[i] == 0) continue;
    words.push_back({static_cast<uint16_t>(first_place + i), bits[i]});
  }
}

void AddDaysOf(absl::Span<const PlacedWord> words,
               std::vector<uint16_t>& days) {
  for (const PlacedWord& word : words) AddDaysOf(word, days);
}

void AddDaysOf(const SparseTicks& ticks, std::vector<uint16_t>& days) {
  for (size_t i = 0; i < ticks.size(); ++i) AddDaysOf(ticks.word(i), days);
}

void SortOnce(std::vector<uint16_t>& days) {
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
}

}  // namespace rapport::calendar
