#include "server/calendar/uncovered.h"

#include <algorithm>
#include <map>
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

// How many have a place at each tick.
class Places {
 public:
  // Whether there is one for `meeting` beside those that have one.
  bool HasOne(const BookedMeeting& meeting, int capacity) const {
    const int64_t end = TickOf(meeting.occupied.end);
    for (auto at = counts_.lower_bound(TickOf(meeting.occupied.start));
         at != counts_.end() && at->first < end; ++at) {
      if (at->second >= capacity) return false;
    }
    return true;
  }
  void Give(const BookedMeeting& meeting) {
    for (int64_t tick = TickOf(meeting.occupied.start);
         tick < TickOf(meeting.occupied.end); ++tick) {
      ++counts_[tick];
    }
  }

 private:
  std::map<int64_t, int> counts_;  // by tick
};

// Whoever was booked first has a place first, in working time or not.
std::vector<size_t> WithoutPlace(const Schedule& schedule,
                                 absl::Span<const BookedMeeting> meetings) {
  std::vector<size_t> sharing;
  for (size_t i = 0; i < meetings.size(); ++i) {
    if (meetings[i].load != kWholeCapacity) sharing.push_back(i);
  }
  std::stable_sort(sharing.begin(), sharing.end(), [&](size_t a, size_t b) {
    return meetings[a].booked < meetings[b].booked;
  });
  Places places;
  std::vector<size_t> without;
  for (const size_t i : sharing) {
    const BookedMeeting& meeting = meetings[i];
    if (places.HasOne(meeting, schedule.CapacityOf(meeting.channel))) {
      places.Give(meeting);
    } else {
      without.push_back(i);
    }
  }
  return without;
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
  std::vector<size_t> without = WithoutPlace(schedule, meetings);
  without.erase(std::remove_if(without.begin(), without.end(),
                               [&](size_t place) {
                                 return std::any_of(
                                     uncovered.begin(), uncovered.end(),
                                     [&](const UncoveredMeeting& each) {
                                       return each.place == place;
                                     });
                               }),
                without.end());
  add(without, UncoveredReason::kCapacity);
  std::sort(uncovered.begin(), uncovered.end(),
            [](const UncoveredMeeting& a, const UncoveredMeeting& b) {
              return a.place < b.place;
            });
  return uncovered;
}

}  // namespace rapport::calendar
