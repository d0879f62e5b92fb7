#include "server/calendar/uncovered.h"

#include <algorithm>
#include <optional>

#include "server/calendar/work_run.h"

namespace rapport::calendar {
namespace {

bool IsCovered(absl::Span<const WorkSpan> spans, const BookedMeeting& meeting) {
  const std::optional<WorkRun> run =
      RunAt(spans, meeting.interval.start, meeting.channel, meeting.store);
  return run && run->interval.Contains(meeting.interval);
}

// Takes those that `schedule` covers out of `places`, and returns them.
std::vector<size_t> TakeCovered(const Schedule& schedule,
                                const WorkDefaults& defaults,
                                absl::Span<const BookedMeeting> meetings,
                                StoreDaysOf days_of,
                                std::vector<size_t>& places) {
  std::vector<size_t> covered;
  if (places.empty()) return covered;
  Interval window = meetings[places.front()].interval;
  for (size_t place : places) {
    const Interval& meeting = meetings[place].interval;
    window = {std::min(window.start, meeting.start),
              std::max(window.end, meeting.end)};
  }
  const std::vector<WorkSpan> spans =
      WorkingTime(schedule, defaults, window, days_of);
  std::vector<size_t> left;
  for (size_t place : places) {
    (IsCovered(spans, meetings[place]) ? covered : left).push_back(place);
  }
  places = std::move(left);
  return covered;
}

}  // namespace

std::vector<UncoveredMeeting> Uncovered(
    const Schedule& schedule, const WorkDefaults& defaults,
    absl::Span<const BookedMeeting> meetings, StoreDaysOf days_of) {
  std::vector<size_t> places(meetings.size());
  for (size_t i = 0; i < places.size(); ++i) places[i] = i;
  TakeCovered(schedule, defaults, meetings, days_of, places);
  std::vector<UncoveredMeeting> uncovered;
  const auto add = [&](const std::vector<size_t>& some,
                       UncoveredReason reason) {
    for (size_t place : some) uncovered.push_back({place, reason});
  };
  Schedule looser = schedule;
  looser.time_off.clear();
  add(TakeCovered(looser, defaults, meetings, days_of, places),
      UncoveredReason::kTimeOff);
  looser.busy.clear();
  add(TakeCovered(looser, defaults, meetings, days_of, places),
      UncoveredReason::kBusy);
  looser.off_on_public_holidays = false;
  add(TakeCovered(looser, defaults, meetings, days_of, places),
      UncoveredReason::kPublicHoliday);
  looser.travel_times.clear();
  add(TakeCovered(looser, defaults, meetings, days_of, places),
      UncoveredReason::kTravel);
  add(places, UncoveredReason::kHours);
  std::sort(uncovered.begin(), uncovered.end(),
            [](const UncoveredMeeting& a, const UncoveredMeeting& b) {
              return a.place < b.place;
            });
  return uncovered;
}

}  // namespace rapport::calendar
