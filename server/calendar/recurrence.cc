#include "server/calendar/recurrence.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

absl::Status TooDense() {
  return Error(absl::StatusCode::kResourceExhausted, "RULE_TOO_DENSE",
               "recurrence rule has too many instances, or too few in too "
               "many steps");
}

bool Has(const std::vector<int>& list, int number) {
  return std::binary_search(list.begin(), list.end(), number);
}

// `number` counted from 1 of `of`, from either end.
bool HasFromEither(const std::vector<int>& list, int number, int of) {
  return Has(list, number) || Has(list, number - of - 1);
}

int DaysOfYear(absl::CivilYear year) {
  return static_cast<int>(absl::CivilDay(year + 1) - absl::CivilDay(year));
}

int DaysOfMonth(absl::CivilMonth month) {
  return static_cast<int>(absl::CivilDay(month + 1) - absl::CivilDay(month));
}

// The first day of the week of `day`.
absl::CivilDay WeekOf(absl::CivilDay day, absl::Weekday week_start) {
  return absl::PrevWeekday(day + 1, week_start);
}

// The first day of week 1 of `year`: the first with four days of the year.
absl::CivilDay FirstWeek(absl::CivilYear year, absl::Weekday week_start) {
  return WeekOf(absl::CivilDay(year) + 3, week_start);
}

// Judges days by the lists of a rule.
class DayFilter {
 public:
  DayFilter(const RecurrenceRule& rule, absl::CivilSecond start)
      : rule_(rule), months_(rule.months), month_days_(rule.month_days) {
    const absl::CivilDay day(start);
    const Frequency frequency = rule.frequency;
    if (!rule.days.empty() || !rule.month_days.empty() ||
        !rule.year_days.empty()) {
      return;
    }
    // What the rule does not say, its start does.
    if (frequency == Frequency::kWeekly || !rule.week_nos.empty()) {
      weekday_ = absl::GetWeekday(day);
    } else if (frequency >= Frequency::kMonthly) {
      month_days_ = {day.day()};
      const bool any = frequency == Frequency::kMonthly || !months_.empty();
      if (!any) months_ = {day.month()};
    }
  }

  bool Accepts(absl::CivilDay day) const {
    if (!months_.empty() && !Has(months_, day.month())) return false;
    if (weekday_ && absl::GetWeekday(day) != *weekday_) return false;
    if (!month_days_.empty() &&
        !HasFromEither(month_days_, day.day(),
                       DaysOfMonth(absl::CivilMonth(day)))) {
      return false;
    }
    const absl::CivilYear year(day);
    if (!rule_.year_days.empty() &&
        !HasFromEither(rule_.year_days, absl::GetYearDay(day),
                       DaysOfYear(year))) {
      return false;
    }
    if (!rule_.week_nos.empty() && !AcceptsWeek(day, year)) return false;
    return rule_.days.empty() || AcceptsWeekday(day);
  }

 private:
  bool AcceptsWeek(absl::CivilDay day, absl::CivilYear year) const {
    if (day >= FirstWeek(year + 1, rule_.week_start)) ++year;
    if (day < FirstWeek(year, rule_.week_start)) --year;
    const absl::CivilDay first = FirstWeek(year, rule_.week_start);
    const absl::CivilDay next = FirstWeek(year + 1, rule_.week_start);
    return HasFromEither(rule_.week_nos, static_cast<int>(day - first) / 7 + 1,
                         static_cast<int>(next - first) / 7);
  }

  bool AcceptsWeekday(absl::CivilDay day) const {
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool by_month =
        rule_.frequency == Frequency::kMonthly || !rule_.months.empty();
    const int number = by_month ? day.day() : absl::GetYearDay(day);
    const int of = by_month ? DaysOfMonth(absl::CivilMonth(day))
                            : DaysOfYear(absl::CivilYear(day));
    for (const RuleDay& wanted : rule_.days) {
      if (wanted.day != weekday) continue;
      if (wanted.ordinal == 0 || wanted.ordinal == (number - 1) / 7 + 1 ||
          wanted.ordinal == -((of - number) / 7 + 1)) {
        return true;
      }
    }
    return false;
  }

  const RecurrenceRule& rule_;
  std::vector<int> months_;
  std::vector<int> month_days_;
  std::optional<absl::Weekday> weekday_;
};

// The times of day of a rule: of whole days, or of one hour, minute or second.
class TimeFilter {
 public:
  TimeFilter(const RecurrenceRule& rule, absl::CivilSecond start)
      : frequency_(rule.frequency),
        hours_(rule.hours),
        minutes_(rule.minutes),
        seconds_(rule.seconds) {
    if (frequency_ > Frequency::kHourly && hours_.empty()) {
      hours_ = {start.hour()};
    }
    if (frequency_ > Frequency::kMinutely && minutes_.empty()) {
      minutes_ = {start.minute()};
    }
    if (frequency_ > Frequency::kSecondly && seconds_.empty()) {
      seconds_ = {start.second()};
    }
  }

  // The times of `period`, which is of the rule's frequency, on `day`.
  void Add(absl::CivilSecond period, absl::CivilDay day,
           std::vector<absl::CivilSecond>& readings) const {
    for (int hour : Of(Frequency::kHourly, hours_, period.hour())) {
      for (int minute : Of(Frequency::kMinutely, minutes_, period.minute())) {
        for (int second : Of(Frequency::kSecondly, seconds_, period.second())) {
          if (second == 60) continue;  // no clock of ours reads it
          readings.emplace_back(day.year(), day.month(), day.day(), hour,
                                minute, second);
        }
      }
    }
  }

 private:
  // The list, or what is left of it for a period that has a number itself.
  std::vector<int> Of(Frequency unit, const std::vector<int>& list,
                      int number) const {
    if (frequency_ > unit) return list;
    if (list.empty() || Has(list, number)) return {number};
    return {};
  }

  const Frequency frequency_;
  std::vector<int> hours_;
  std::vector<int> minutes_;
  std::vector<int> seconds_;
};

class Expansion {
 public:
  Expansion(const RecurrenceRule& rule, absl::CivilSecond start,
            const ReadingWindow& window, ExpansionBudget& budget)
      : rule_(rule),
        start_(start),
        window_(window),
        budget_(budget),
        days_(rule, start),
        times_(rule, start) {}

  absl::StatusOr<std::vector<absl::CivilSecond>> Run() {
    int64_t number = FirstPeriod();
    while (!over_) {
      const absl::CivilSecond period = PeriodStart(number);
      if (period >= window_.end) break;
      if (!LookAt(period)) return TooDense();
      number += rule_.interval;
    }
    return std::move(found_);
  }

 private:
  // The number of the first period to look at. Those before the window count
  // where instances are counted.
  int64_t FirstPeriod() const {
    if (rule_.count.has_value() || window_.start <= start_) return 0;
    const int64_t before = PeriodOf(window_.start) - 1;
    return std::max<int64_t>(0, before / rule_.interval * rule_.interval);
  }

  // Periods are numbered from that of the start.
  int64_t PeriodOf(absl::CivilSecond reading) const {
    switch (rule_.frequency) {
      case Frequency::kSecondly:
        return reading - start_;
      case Frequency::kMinutely:
        return absl::CivilMinute(reading) - absl::CivilMinute(start_);
      case Frequency::kHourly:
        return absl::CivilHour(reading) - absl::CivilHour(start_);
      case Frequency::kDaily:
        return absl::CivilDay(reading) - absl::CivilDay(start_);
      case Frequency::kWeekly:
        return (WeekOf(absl::CivilDay(reading), rule_.week_start) -
                WeekOf(absl::CivilDay(start_), rule_.week_start)) /
               7;
      case Frequency::kMonthly:
        return absl::CivilMonth(reading) - absl::CivilMonth(start_);
      case Frequency::kYearly:
        return absl::CivilYear(reading) - absl::CivilYear(start_);
    }
    return 0;
  }

  absl::CivilSecond PeriodStart(int64_t number) const {
    switch (rule_.frequency) {
      case Frequency::kSecondly:
        return start_ + number;
      case Frequency::kMinutely:
        return absl::CivilSecond(absl::CivilMinute(start_) + number);
      case Frequency::kHourly:
        return absl::CivilSecond(absl::CivilHour(start_) + number);
      case Frequency::kDaily:
        return absl::CivilSecond(absl::CivilDay(start_) + number);
      case Frequency::kWeekly:
        return absl::CivilSecond(
            WeekOf(absl::CivilDay(start_), rule_.week_start) + 7 * number);
      case Frequency::kMonthly:
        return absl::CivilSecond(absl::CivilMonth(start_) + number);
      case Frequency::kYearly:
        return absl::CivilSecond(absl::CivilYear(start_) + number);
    }
    return start_;
  }

  // The first day after the period that starts on `day`.
  absl::CivilDay EndOf(absl::CivilDay day) const {
    switch (rule_.frequency) {
      case Frequency::kWeekly:
        return day + 7;
      case Frequency::kMonthly:
        return absl::CivilDay(absl::CivilMonth(day) + 1);
      case Frequency::kYearly:
        return absl::CivilDay(absl::CivilYear(day) + 1);
      default:
        return day + 1;
    }
  }

  // False if the budget is spent, or the period has too many readings.
  bool LookAt(absl::CivilSecond period) {
    if (budget_.steps == 0) return false;
    readings_.clear();
    const absl::CivilDay first(period);
    for (absl::CivilDay day = first; day < EndOf(first); ++day) {
      const size_t before = readings_.size();
      if (days_.Accepts(day)) times_.Add(period, day, readings_);
      const int64_t cost = 1 + static_cast<int64_t>(readings_.size() - before);
      budget_.steps -= std::min(budget_.steps, cost);
      if (budget_.steps == 0 || readings_.size() > kPeriodReadingsMax) {
        return false;
      }
    }
    if (rule_.set_positions.empty()) {
      for (absl::CivilSecond reading : readings_) Take(reading);
    } else {
      TakePositions();
    }
    return !overfull_;
  }

  void TakePositions() {
    const int of = static_cast<int>(readings_.size());
    for (int i = 0; i < of; ++i) {
      if (HasFromEither(rule_.set_positions, i + 1, of)) Take(readings_[i]);
    }
  }

  void Take(absl::CivilSecond reading) {
    if (over_ || reading < start_) return;
    if (reading >= window_.end ||
        (rule_.until && reading > rule_.until->reading)) {
      over_ = true;
      return;
    }
    ++taken_;
    over_ = rule_.count.has_value() && taken_ >= *rule_.count;
    if (reading < window_.start) return;
    if (budget_.instances == 0) {
      overfull_ = true;
      return;
    }
    --budget_.instances;
    found_.push_back(reading);
  }

  const RecurrenceRule& rule_;
  const absl::CivilSecond start_;
  const ReadingWindow window_;
  ExpansionBudget& budget_;
  const DayFilter days_;
  const TimeFilter times_;
  std::vector<absl::CivilSecond> readings_;  // of the period looked at
  std::vector<absl::CivilSecond> found_;
  int64_t taken_ = 0;
  bool over_ = false;
  bool overfull_ = false;
};

}  // namespace

absl::StatusOr<std::vector<absl::CivilSecond>> Expand(
    const RecurrenceRule& rule, absl::CivilSecond start,
    const ReadingWindow& window, ExpansionBudget& budget) {
  return Expansion(rule, start, window, budget).Run();
}

}  // namespace rapport::calendar
