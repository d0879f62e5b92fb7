#include "server/calendar/work_limits.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace rapport::calendar {
namespace {

// How long meetings that come in order of start are together.
class Together {
 public:
  void Add(const Interval& meeting) {
    const absl::Time from = std::max(meeting.start, until_);
    if (from < meeting.end) length_ += meeting.end - from;
    until_ = std::max(until_, meeting.end);
  }
  absl::Duration length() const { return length_; }

 private:
  absl::Time until_ = absl::InfinitePast();
  absl::Duration length_;
};

absl::CivilDay MondayOf(absl::CivilDay day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

void CheckLength(absl::string_view field,
                 const std::optional<absl::Duration>& length,
                 absl::Duration min, absl::Duration max,
                 FieldProblems& problems) {
  if (!length.has_value()) return;
  const std::string path = absl::StrCat("schedule.limits.", field);
  const std::string is = absl::StrCat("is ", absl::FormatDuration(*length));
  if (*length < min || *length > max) {
    problems.push_back(
        {path, "OUT_OF_RANGE",
         absl::StrCat(is, "; it must be ", absl::FormatDuration(min), " to ",
                      absl::FormatDuration(max))});
  } else if (*length % kTick != absl::ZeroDuration()) {
    problems.push_back({path, "OFF_TICK",
                        absl::StrCat(is,
                                     "; it must be a multiple of 5 "
                                     "minutes")});
  }
}

}  // namespace

FieldProblems CheckWorkLimits(const WorkLimits& limits) {
  FieldProblems problems;
  CheckLength("booked_per_day", limits.booked_per_day, kTick, kBookedPerDayMax,
              problems);
  CheckLength("booked_per_week", limits.booked_per_week, kTick,
              kBookedPerWeekMax, problems);
  if (limits.bookings_per_day < 0 ||
      limits.bookings_per_day > kBookingsPerDayMax) {
    problems.push_back(
        {"schedule.limits.bookings_per_day", "OUT_OF_RANGE",
         absl::StrCat("is ", limits.bookings_per_day, "; it must be 1 to ",
                      kBookingsPerDayMax, ", or unset")});
  }
  CheckLength("break_after", limits.break_after, kBreakAfterMin, kBreakAfterMax,
              problems);
  CheckLength("break_length", limits.break_length, kTick, kBreakLengthMax,
              problems);
  if (limits.break_after.has_value() != limits.break_length.has_value()) {
    problems.push_back({limits.break_after.has_value()
                            ? "schedule.limits.break_length"
                            : "schedule.limits.break_after",
                        "REQUIRED",
                        "is unset; break_after and break_length come "
                        "together"});
  }
  return problems;
}

absl::string_view WorkLimitField(WorkLimit limit) {
  switch (limit) {
    case WorkLimit::kNone:
      return "none";
    case WorkLimit::kBookedPerDay:
      return "booked_per_day";
    case WorkLimit::kBookedPerWeek:
      return "booked_per_week";
    case WorkLimit::kBookingsPerDay:
      return "bookings_per_day";
    case WorkLimit::kBreak:
      return "break_after";
  }
  return "none";
}

Interval WorkReach(absl::Time start) {
  return {start - kWorkReach, start + kWorkReach};
}

BookedWork::Meeting BookedWork::On(const Interval& meeting) const {
  return {meeting, absl::ToCivilDay(meeting.start, rule_.home_zone)};
}

void BookedWork::Add(const Interval& meeting) {
  const auto later =
      std::upper_bound(meetings_.begin(), meetings_.end(), meeting.start,
                       [](absl::Time start, const Meeting& each) {
                         return start < each.interval.start;
                       });
  meetings_.insert(later, On(meeting));
}

BookedWork::Meetings BookedWork::Around(const Meeting& meeting) const {
  const auto starts_before = [](const Meeting& each, absl::Time time) {
    return each.interval.start < time;
  };
  const Interval reach = WorkReach(meeting.interval.start);
  const auto first = std::lower_bound(meetings_.begin(), meetings_.end(),
                                      reach.start, starts_before);
  const auto last =
      std::lower_bound(first, meetings_.end(), reach.end, starts_before);
  Meetings around;
  around.reserve(last - first + 1);
  around.assign(first, last);
  around.insert(std::lower_bound(around.begin(), around.end(),
                                 meeting.interval.start, starts_before),
                meeting);
  return around;
}

WorkLimit BookedWork::Judge(const Interval& meeting) const {
  const WorkLimits& limits = rule_.limits;
  const Meeting wished = On(meeting);
  const absl::CivilDay monday = MondayOf(wished.day);
  Together day;
  Together week;
  int count = 0;
  // Without a pause that is one; once `meeting` is in it, all that matters.
  Interval run = {absl::InfinitePast(), absl::InfinitePast()};
  bool too_long = false;
  for (const auto& [interval, date] : Around(wished)) {
    if (MondayOf(date) == monday) week.Add(interval);
    if (date == wished.day) {
      day.Add(interval);
      ++count;
    }
    if (!limits.break_after.has_value()) continue;
    if (interval.start - run.end >= *limits.break_length) run = interval;
    run.end = std::max(run.end, interval.end);
    too_long |= run.Contains(meeting) && run.length() > *limits.break_after;
  }
  if (limits.booked_per_day && day.length() > *limits.booked_per_day) {
    return WorkLimit::kBookedPerDay;
  }
  if (limits.booked_per_week && week.length() > *limits.booked_per_week) {
    return WorkLimit::kBookedPerWeek;
  }
  if (limits.bookings_per_day != 0 && count > limits.bookings_per_day) {
    return WorkLimit::kBookingsPerDay;
  }
  return too_long ? WorkLimit::kBreak : WorkLimit::kNone;
}

}  // namespace rapport::calendar
