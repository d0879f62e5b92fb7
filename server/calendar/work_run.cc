#include "server/calendar/work_run.h"

#include <algorithm>

namespace rapport::calendar {

std::optional<WorkRun> NextRun(absl::Span<const WorkSpan> spans, size_t from,
                               Channel channel,
                               const std::optional<StoreId>& store) {
  const auto counts = [&](const WorkSpan& span) {
    return span.channels.Has(channel) && (!store || span.store == *store);
  };
  size_t i = from;
  while (i < spans.size() && !counts(spans[i])) ++i;
  if (i >= spans.size()) return std::nullopt;
  WorkRun run = {spans[i].interval, spans[i].store, i + 1};
  for (; run.next < spans.size(); ++run.next) {
    const WorkSpan& span = spans[run.next];
    if (span.interval.start != run.interval.end) break;
    if (span.store != run.store || !counts(span)) break;
    run.interval.end = span.interval.end;
  }
  return run;
}

std::optional<WorkRun> RunAt(absl::Span<const WorkSpan> spans, absl::Time time,
                             Channel channel,
                             const std::optional<StoreId>& store) {
  const auto holder =
      std::upper_bound(spans.begin(), spans.end(), time,
                       [](absl::Time instant, const WorkSpan& span) {
                         return instant < span.interval.end;
                       });
  const size_t from = static_cast<size_t>(holder - spans.begin());
  std::optional<WorkRun> run = NextRun(spans, from, channel, store);
  if (run && run->interval.start > time) return std::nullopt;
  return run;
}

}  // namespace rapport::calendar
