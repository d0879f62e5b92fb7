// Working time turned from spans into bits, class by class.
#ifndef RAPPORT_SERVER_CALENDAR_WORK_TICKS_H_
#define RAPPORT_SERVER_CALENDAR_WORK_TICKS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "server/calendar/sparse_ticks.h"
#include "server/calendar/work_pattern.h"
#include "server/calendar/working_time.h"

namespace rapport::calendar {

// Bits of `words` times 64 ticks from `first_tick` on, for each class; those of
// classes that nobody laid out yet are missing at the end.
struct WorkTicks {
  int64_t first_tick = 0;
  int words = 0;
  std::vector<std::vector<uint64_t>> classes = {};

  // The bits of a class, which are made where they are missing.
  std::vector<uint64_t>& Of(size_t work_class);
};

// Sets the ticks of `spans`, which lie inside `ticks`, and adds to `classes`
// what they need. False if a span is at none of the places or off the tick, or
// if there are more than kWorkClassesMax classes.
bool LayOut(absl::Span<const WorkSpan> spans, const WorkPlaces& places,
            WorkClasses& classes, WorkTicks& ticks);

// Whether all stores that `periods` name are among the places.
bool PlacesKnown(absl::Span<const DayPeriod> periods, const WorkPlaces& places);

// The words of `bits` that are not clear; bits[0] is at `first_place`.
void AddPlacedWords(absl::Span<const uint64_t> bits, size_t first_place,
                    std::vector<PlacedWord>& words);

// Adds the days that the ticks of `words` lie on, tick 0 being the first of day
// 0. Not sorted, and some come more than once.
void AddDaysOf(absl::Span<const PlacedWord> words, std::vector<uint16_t>& days);

void AddDaysOf(const SparseTicks& ticks, std::vector<uint16_t>& days);

// Sorts, and leaves one of each.
void SortOnce(std::vector<uint16_t>& days);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_WORK_TICKS_H_
