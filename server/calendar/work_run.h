// Working time without a break at one store on one channel: the spans that
// touch each other there, as one. A meeting must lie inside one run.
#ifndef RAPPORT_SERVER_CALENDAR_WORK_RUN_H_
#define RAPPORT_SERVER_CALENDAR_WORK_RUN_H_

#include <cstddef>
#include <optional>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/working_time.h"

namespace rapport::calendar {

struct WorkRun {
  Interval interval;
  StoreId store;
  size_t next = 0;  // the first span that is not in this run or before it
};

// The first run that begins with spans[from] or a later span and is on
// `channel`, at `store` if one is given; nothing if there is none. `spans` are
// as WorkingTime gives them.
std::optional<WorkRun> NextRun(absl::Span<const WorkSpan> spans, size_t from,
                               Channel channel,
                               const std::optional<StoreId>& store);

// The run, as NextRun would find it, that begins at or before `time` and goes
// on after it, from the span that holds `time`; nothing if that time is not
// worked so.
std::optional<WorkRun> RunAt(absl::Span<const WorkSpan> spans, absl::Time time,
                             Channel channel,
                             const std::optional<StoreId>& store);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_WORK_RUN_H_
