#include "server/hours/stated_week.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "server/hours/hours_of_days.h"

namespace rapport::hours {

StatedWeek::Taken StatedWeek::TakeDown(const DaySet& days, const What& what) {
  Taken taken = Taken::kNew;
  for (int day = 0; day < kDaysAWeek; ++day) {
    if ((days.days >> day & 1) == 0) continue;
    taken = std::max(taken, TakeDownDay(days_[day], days.days, what));
  }
  if (days.holiday) {
    if (holiday_) return Taken::kConflict;
    holiday_ = what;
  }
  return taken;
}

StatedWeek::Taken StatedWeek::TakeDownDay(Record& record, DayBits said_of,
                                          const What& what) {
  const int before = std::popcount(record.said_of);
  if (before == 0 || std::popcount(said_of) < before) {
    record = {what, said_of};
    return before == 0 ? Taken::kNew : Taken::kLater;
  }
  if (record.said_of != said_of || record.what.spans.empty() ||
      what.spans.empty() || record.what.comment != what.comment) {
    return Taken::kConflict;
  }
  for (const TimeSpan& span : what.spans) {
    if (OverlapsAny(record.what.spans, span)) return Taken::kConflict;
    record.what.spans.push_back(span);
  }
  return Taken::kNew;
}

bool StatedWeek::is_empty() const {
  return !holiday_ &&
         std::all_of(days_.begin(), days_.end(),
                     [](const Record& day) { return day.said_of == 0; });
}

bool StatedWeek::has_every_day() const {
  return std::all_of(days_.begin(), days_.end(),
                     [](const Record& day) { return day.said_of != 0; });
}

std::vector<Rule> StatedWeek::Rules() const {
  std::array<DayRule, kDaysAWeek> week;
  for (int day = 0; day < kDaysAWeek; ++day) {
    const Record& record = days_[day];
    week[day] = {record.said_of != 0, record.what.spans, record.what.comment};
    SortByStart(week[day].spans);
  }
  std::vector<Rule> rules = RulesOfWeek(week);
  if (rules.size() == 1 && has_every_day()) rules[0].weekdays.clear();
  if (!holiday_) return rules;
  Rule rule{.holidays = {{}},
            .times = holiday_->spans,
            .state = holiday_->spans.empty() ? State::kClosed : State::kOpen,
            .comment = holiday_->comment};
  if (!rule.comment.empty()) rule.state = State::kUnknown;
  rules.push_back(std::move(rule));
  return rules;
}

}  // namespace rapport::hours
