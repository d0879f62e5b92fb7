#include <string>
#include <utility>

#include "tests/hours/reference.h"

namespace rapport::hours {
namespace {

int Between(Random& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

bool OneIn(Random& random, int n) { return Between(random, 1, n) == 1; }

TimeSpan RandomSpan(Random& random) {
  const int start = 15 * Between(random, 0, 95);
  TimeSpan span{.start = {.minutes = start}, .end = {.minutes = start}};
  span.open_end = OneIn(random, 8);
  if (!span.open_end || OneIn(random, 2)) {
    span.end.minutes = start + 15 * Between(random, 1, 96);
  }
  return span;
}

WeekdayRange RandomWeekdays(Random& random, bool weekly_only) {
  WeekdayRange range{.first = Between(random, 0, 6)};
  range.last = range.first;
  if (!weekly_only && OneIn(random, 5)) {
    range.nth = static_cast<uint16_t>(1u << Between(random, 0, 9));
    if (OneIn(random, 3)) range.day_offset = OneIn(random, 2) ? 2 : -3;
  } else if (OneIn(random, 2)) {
    range.last = Between(random, 0, 6);
  }
  return range;
}

DateMark RandomMark(Random& random) {
  DateMark mark{.kind = DateMark::kDay, .month = Between(random, 1, 12)};
  if (OneIn(random, 4)) {
    mark.kind = DateMark::kEaster;
    mark.month = 0;
  } else if (OneIn(random, 4)) {
    mark.kind = DateMark::kWeekday;
    mark.weekday = Between(random, 0, 6);
    mark.nth =
        OneIn(random, 2) ? Between(random, 1, 4) : -Between(random, 1, 4);
  } else {
    mark.day = Between(random, 1, 28);
  }
  if (OneIn(random, 4)) mark.day_offset = Between(random, 1, 3);
  return mark;
}

DateRange RandomDates(Random& random) {
  DateRange range;
  if (OneIn(random, 2)) {
    range.first = {.month = Between(random, 1, 12)};
    range.last = range.first;
    if (OneIn(random, 2)) range.last.month = Between(random, 1, 12);
    return range;
  }
  range.first = RandomMark(random);
  range.last = range.first;
  // One that begins and ends with a date that moves might end before itself.
  if (OneIn(random, 2) && range.first.kind == DateMark::kDay) {
    range.last = {.kind = DateMark::kDay,
                  .month = range.first.month % 12 + 1,
                  .day = Between(random, 1, 28)};
  } else if (range.first.kind == DateMark::kWeekday) {
    range.last = {.kind = DateMark::kDay,
                  .month = (range.first.month + 1) % 12 + 1,
                  .day = Between(random, 1, 28)};
  }
  return range;
}

void AddRareParts(Random& random, Rule& rule) {
  if (OneIn(random, 4)) rule.dates.push_back(RandomDates(random));
  if (OneIn(random, 6)) {
    const int first = Between(random, 2024, 2027);
    rule.years.push_back({first, first + Between(random, 1, 3), 1});
  }
  if (OneIn(random, 6)) {
    const int first = Between(random, 1, 52);
    rule.weeks.push_back({first, Between(random, first + 1, 53), 2});
  }
  if (OneIn(random, 3)) {
    rule.holidays.push_back({.school = OneIn(random, 3)});
    if (OneIn(random, 4)) rule.holidays.back().day_offset = 1;
    rule.weekdays_of_holidays = !rule.weekdays.empty() && OneIn(random, 3);
  }
}

Rule RandomRule(Random& random, bool weekly_only) {
  Rule rule;
  rule.joint = static_cast<Joint>(Between(random, 0, 2));
  for (int i = Between(random, 0, 2); i > 0; --i) {
    rule.weekdays.push_back(RandomWeekdays(random, weekly_only));
  }
  if (!weekly_only) AddRareParts(random, rule);
  for (int i = Between(random, 0, 2); i > 0; --i) {
    rule.times.push_back(RandomSpan(random));
  }
  if (OneIn(random, 3)) rule.state = static_cast<State>(Between(random, 0, 2));
  if (OneIn(random, 4)) rule.comment = "ring the bell";
  return rule;
}

}  // namespace

OpeningHours RandomHours(Random& random, bool weekly_only) {
  std::vector<Rule> rules;
  for (int i = Between(random, 1, 5); i > 0; --i) {
    rules.push_back(RandomRule(random, weekly_only));
  }
  return OpeningHours(std::move(rules));
}

}  // namespace rapport::hours
