#include "server/hours/opening_hours.h"

#include <algorithm>
#include <utility>

#include "server/hours/week_table.h"

namespace rapport::hours {

OpeningHours::OpeningHours() {
  static const auto* const nothing =
      new std::shared_ptr<const Value>(std::make_shared<Value>());
  value_ = *nothing;
}

OpeningHours::OpeningHours(std::vector<Rule> rules) : OpeningHours() {
  if (rules.empty()) return;
  rules.front().joint = Joint::kNormal;
  auto value = std::make_shared<Value>();
  value->rules = std::move(rules);
  value_ = value;
  // Its comments are those of the rules in `value`.
  value->week = WeekTable::Of(*this);
}

bool OpeningHours::NamesHolidays() const {
  return std::any_of(rules().begin(), rules().end(),
                     [](const Rule& rule) { return !rule.holidays.empty(); });
}

bool OpeningHours::NamesSun() const {
  return std::any_of(rules().begin(), rules().end(), [](const Rule& rule) {
    return std::any_of(
        rule.times.begin(), rule.times.end(), [](const TimeSpan& span) {
          return span.start.sun != Sun::kNone || span.end.sun != Sun::kNone;
        });
  });
}

}  // namespace rapport::hours
