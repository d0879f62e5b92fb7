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

std::vector<size_t> InOrderOfBooking(absl::Span<const BookedMeeting> meetings) {
  std::vector<size_t> order(meetings.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return meetings[a].booked < meetings[b].booked;
  });
  return order;
}

// Whoever was booked first has a place first, in working time or not.
std::vector<size_t> WithoutPlace(const Schedule& schedule,
                                 absl::Span<const BookedMeeting> meetings) {
  Places places;
  std::vector<size_t> without;
  for (const size_t i : InOrderOfBooking(meetings)) {
    const BookedMeeting& meeting = meetings[i];
    if (meeting.load == kWholeCapacity) continue;
    if (places.HasOne(meeting, schedule.CapacityOf(meeting.channel))) {
      places.Give(meeting);
    } else {
      without.push_back(i);
    }
  }
  return without;
}

// As above.
std::vector<size_t> BeyondLimits(const WorkRule& rule,
                                 absl::Span<const BookedMeeting> meetings,
                                 absl::Span<const Interval> before) {
  BookedWork work(rule);
  for (const Interval& meeting : before) work.Add(meeting);
  std::vector<size_t> beyond;
  for (const size_t i : InOrderOfBooking(meetings)) {
    const Interval& meeting = meetings[i].interval;
    if (work.Judge(meeting) == WorkLimit::kNone) {
      work.Add(meeting);
    } else {
      beyond.push_back(i);
    }
  }
  return beyond;
}

// Those of `places` of which nothing has been said yet.
void AddNew(const std::vector<size_t>& places, UncoveredReason reason,
            std::vector<UncoveredMeeting>& uncovered) {
  const std::vector<UncoveredMeeting> said = uncovered;
  for (const size_t place : places) {
    const bool is_new = std::none_of(
        said.begin(), said.end(),
        [&](const UncoveredMeeting& each) { return each.place == place; });
    if (is_new) uncovered.push_back({place, reason});
  }
}

}  // namespace

std::vector<UncoveredMeeting> Uncovered(
    const Schedule& schedule, const WorkDefaults& defaults,
    absl::Span<const BookedMeeting> meetings, StoreDaysOf days_of,
    absl::Span<const Interval> before) {
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
  AddNew(WithoutPlace(schedule, meetings), UncoveredReason::kCapacity,
         uncovered);
  if (schedule.limits.limits()) {
    const WorkRule rule = {schedule.limits, days_of(defaults.home_store).zone};
    AddNew(BeyondLimits(rule, meetings, before), UncoveredReason::kLimit,
           uncovered);
  }
  std::sort(uncovered.begin(), uncovered.end(),
            [](const UncoveredMeeting& a, const UncoveredMeeting& b) {
              return a.place < b.place;
            });
  return uncovered;
}

}  // namespace rapport::calendar
