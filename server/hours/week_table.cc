#include "server/hours/week_table.h"

#include <algorithm>
#include <utility>

namespace rapport::hours {
namespace {

bool IsWeekly(const WeekdayRange& range) { return range.nth == 0; }

bool HasNoSun(const TimeSpan& span) {
  return span.start.sun == Sun::kNone && span.end.sun == Sun::kNone;
}

bool IsWeekly(const Rule& rule) {
  return rule.years.empty() && rule.dates.empty() && rule.weeks.empty() &&
         rule.holidays.empty() &&
         std::all_of(
             rule.weekdays.begin(), rule.weekdays.end(),
             [](const WeekdayRange& range) { return IsWeekly(range); }) &&
         std::all_of(rule.times.begin(), rule.times.end(), HasNoSun);
}

}  // namespace

std::shared_ptr<const WeekTable> WeekTable::Of(const OpeningHours& hours) {
  for (const Rule& rule : hours.rules()) {
    if (!IsWeekly(rule)) return nullptr;
  }
  const HolidayCalendar no_holidays;
  const std::optional<SunPlace> no_place;
  const absl::TimeZone utc = absl::UTCTimeZone();
  const Surroundings around{no_holidays, no_place, utc};
  const absl::CivilDay monday(2024, 1, 1);  // any week will do
  auto table = std::make_shared<WeekTable>();
  std::vector<Stretch>& week = table->stretches_;
  Stretches before = PlanOf(hours, monday - 1, around);
  for (int day = 0; day < 7; ++day) {
    Stretches plan = PlanOf(hours, monday + day, around);
    for (Stretch stretch : DayOf(before, plan)) {
      stretch.start += day * kMinutesADay;
      stretch.end += day * kMinutesADay;
      if (!week.empty() && week.back().SameAs(stretch)) {
        week.back().end = stretch.end;
      } else {
        week.push_back(stretch);
      }
    }
    before = std::move(plan);
  }
  week.shrink_to_fit();
  return table;
}

const Stretch& WeekTable::At(int minute) const {
  const auto after =
      std::upper_bound(stretches_.begin(), stretches_.end(), minute,
                       [](int wanted, const Stretch& stretch) {
                         return wanted < stretch.start;
                       });
  return *(after - 1);
}

}  // namespace rapport::hours
