// What of an associate's working time is not as their weekly hours say:
// overrides, public holidays, time off and busy time, as bits.
#ifndef RAPPORT_SERVER_CALENDAR_OWN_WORK_H_
#define RAPPORT_SERVER_CALENDAR_OWN_WORK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "server/calendar/schedule.h"
#include "server/calendar/sparse_ticks.h"
#include "server/calendar/week_mask.h"
#include "server/calendar/work_pattern.h"

namespace rapport::calendar {

// Thread-safe: immutable.
struct OwnWork {
  WorkClasses classes;               // the pattern's, then further ones
  std::vector<SparseTicks> changed;  // of each class: what is not as there
  std::vector<uint16_t> days;        // those days, ascending
  std::vector<WeekMask> any_week;    // of each store: what is worked then

  // Memory, the object's own included.
  size_t bytes() const;
};

// What `schedule` says besides the weekly hours of `pattern`, which was made
// for the places; null if that is nothing. Returns UNIMPLEMENTED where bits
// cannot say it, as WorkPattern::Build.
absl::StatusOr<std::shared_ptr<const OwnWork>> BuildOwnWork(
    const Schedule& schedule, const WorkPlaces& places,
    const WorkPattern& pattern);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_OWN_WORK_H_
