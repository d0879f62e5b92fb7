#include "server/calendar/uncovered.h"

#include <optional>

#include "server/calendar/work_run.h"

namespace rapport::calendar {
namespace {

bool IsCovered(absl::Span<const WorkSpan> spans, const BookedMeeting& meeting) {
  const std::optional<WorkRun> run =
      RunAt(spans, meeting.interval.start, meeting.channel, meeting.store);
  return run && run->interval.Contains(meeting.interval);
}

}  // namespace

std::vector<size_t> Uncovered(absl::Span<const WorkSpan> spans,
                              absl::Span<const BookedMeeting> meetings) {
  std::vector<size_t> uncovered;
  for (size_t i = 0; i < meetings.size(); ++i) {
    if (!IsCovered(spans, meetings[i])) uncovered.push_back(i);
  }
  return uncovered;
}

}  // namespace rapport::calendar
