#include "tests/hours/reference.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>

namespace rapport::hours {
namespace {

using absl::CivilDay;

int WeekdayOfDay(CivilDay day) {
  return static_cast<int>(absl::GetWeekday(day));
}

// 1 for the first of its week day in the month.
int NthFromStart(CivilDay day) {
  int nth = 0;
  for (CivilDay other = day; other.month() == day.month(); other -= 7) ++nth;
  return nth;
}
int NthFromEnd(CivilDay day) {
  int nth = 0;
  for (CivilDay other = day; other.month() == day.month(); other += 7) ++nth;
  return nth;
}

bool IsInWeekdays(const WeekdayRange& range, CivilDay day) {
  const CivilDay base = day - range.day_offset;
  bool in = false;
  for (int weekday = range.first;; weekday = (weekday + 1) % 7) {
    in = in || weekday == WeekdayOfDay(base);
    if (weekday == range.last) break;
  }
  if (!in || range.nth == 0) return in;
  const int first_bit = NthFromStart(base) - 1;
  const int last_bit = 5 + NthFromEnd(base) - 1;
  return (range.nth >> first_bit & 1) != 0 || (range.nth >> last_bit & 1) != 0;
}

// Easter by Gauss's rule for 1900 to 2099.
CivilDay Easter(int year) {
  const int a = year % 19;
  const int b = year % 4;
  const int c = year % 7;
  const int d = (19 * a + 24) % 30;
  const int e = (2 * b + 4 * c + 6 * d + 5) % 7;
  int days = 22 + d + e;
  if (d == 29 && e == 6) days -= 7;
  if (d == 28 && e == 6 && (11 * 24 + 11) % 30 < 19 && a > 10) days -= 7;
  return CivilDay(year, 3, 1) + (days - 1);
}

// Whether `day` is the day that the mark names in its own year.
bool IsMark(const DateMark& mark, CivilDay day) {
  const CivilDay base = day - mark.day_offset;
  if (mark.year != 0 && base.year() != mark.year) return false;
  switch (mark.kind) {
    case DateMark::kEaster:
      return base == Easter(static_cast<int>(base.year()));
    case DateMark::kMonth:
      return base.month() == mark.month;
    case DateMark::kDay:
      return base.month() == mark.month && base.day() == mark.day;
    case DateMark::kWeekday:
      return base.month() == mark.month && WeekdayOfDay(base) == mark.weekday &&
             (mark.nth > 0 ? NthFromStart(base) == mark.nth
                           : NthFromEnd(base) == -mark.nth);
  }
  return false;
}

// Walks back from `day` until a first or a last date is met: in the range if
// it is a first one, or `day` itself is the last.
bool IsInDates(const DateRange& range, CivilDay day) {
  if (IsMark(range.first, day)) return true;
  if (range.first == range.last) return false;
  if (range.first.kind != DateMark::kMonth && IsMark(range.last, day)) {
    day -= 1;
    if (IsMark(range.first, day)) return true;
  }
  constexpr int kLongest = 5 * 366;
  const bool months = range.first.kind == DateMark::kMonth;
  bool within_last = months && IsMark(range.last, day);
  for (int i = 0; i < kLongest; ++i, day -= 1) {
    if (IsMark(range.first, day)) return true;
    const bool last = IsMark(range.last, day);
    if (last && !within_last) return false;
    if (!last) within_last = false;
  }
  return false;
}

bool IsInNumbers(const std::vector<NumberRange>& ranges, int number) {
  if (ranges.empty()) return true;
  for (const NumberRange& range : ranges) {
    for (int i = range.first; i <= range.last; i += range.step) {
      if (i == number) return true;
    }
  }
  return false;
}

int WeekOf(CivilDay day) {
  // Week 1 is that of 4 January.
  const CivilDay monday = day - WeekdayOfDay(day);
  for (int year = static_cast<int>(day.year()) + 1;; --year) {
    const CivilDay fourth(year, 1, 4);
    const CivilDay first = fourth - WeekdayOfDay(fourth);
    if (first <= monday) return static_cast<int>((monday - first) / 7) + 1;
  }
}

struct Guess {
  bool is_public;
  bool is_school;
};

bool IsHoliday(const StoreHours& store, const HolidaySelector& selector,
               CivilDay day, const Guess& guess) {
  const CivilDay base = day - selector.day_offset;
  const Answer answer = selector.school ? store.holidays.IsSchoolHoliday(base)
                                        : store.holidays.IsPublicHoliday(base);
  if (answer == Answer::kUnknown) {
    return selector.school ? guess.is_school : guess.is_public;
  }
  return answer == Answer::kYes;
}

bool Speaks(const StoreHours& store, const Rule& rule, CivilDay day,
            const Guess& guess) {
  if (!IsInNumbers(rule.years, static_cast<int>(day.year()))) return false;
  if (!rule.weeks.empty() && !IsInNumbers(rule.weeks, WeekOf(day))) {
    return false;
  }
  bool dates = rule.dates.empty();
  for (const DateRange& range : rule.dates) {
    dates = dates || IsInDates(range, day);
  }
  bool weekday = false;
  for (const WeekdayRange& range : rule.weekdays) {
    weekday = weekday || IsInWeekdays(range, day);
  }
  bool holiday = false;
  for (const HolidaySelector& selector : rule.holidays) {
    holiday = holiday || IsHoliday(store, selector, day, guess);
  }
  bool days = weekday || holiday;
  if (rule.weekdays.empty() && rule.holidays.empty()) days = true;
  if (rule.weekdays_of_holidays) days = weekday && holiday;
  return dates && days;
}

// What is said of one minute of what starts on a day; nothing: closed.
struct Said {
  State state = State::kClosed;
  bool by_times_off = false;
};

// What a rule says of a minute from 0 to 48:00; nothing if nothing.
std::optional<State> RuleAt(const Rule& rule, int minute) {
  if (rule.times.empty()) {
    if (minute >= 24 * 60) return std::nullopt;
    return rule.state;
  }
  for (const TimeSpan& span : rule.times) {
    if (span.start.minutes <= minute && minute < span.end.minutes) {
      return rule.state;
    }
  }
  for (const TimeSpan& span : rule.times) {
    const int end = span.end.minutes;
    if (!span.open_end) continue;
    int open_end = 24 * 60;
    if (end >= 17 * 60) open_end = end + 10 * 60;
    if (end >= 22 * 60) open_end = end + 8 * 60;
    open_end = std::min(open_end, 48 * 60);
    if (end <= minute && minute < open_end) {
      return rule.state == State::kClosed ? State::kClosed : State::kUnknown;
    }
  }
  return std::nullopt;
}

// Which rules speak of a day under each guess; found once for all its minutes.
using Speaking = std::map<CivilDay, std::vector<std::vector<bool>>>;

Said SaidOf(const OpeningHours& hours, const std::vector<bool>& speaks,
            int minute) {
  Said said;
  if (hours.empty()) {
    if (minute < 24 * 60) said.state = State::kUnknown;
    return said;
  }
  for (size_t i = 0; i < hours.rules().size(); ++i) {
    const Rule& rule = hours.rules()[i];
    if (!speaks[i]) continue;
    const std::optional<State> state = RuleAt(rule, minute);
    const bool fallback = rule.joint == Joint::kFallback;
    const bool day_off = rule.state == State::kClosed && rule.times.empty();
    const bool whole_day =
        (rule.joint == Joint::kNormal && rule.state != State::kClosed) ||
        (day_off && !fallback);
    if (whole_day) said = {};
    if (!state || (fallback && said.state != State::kClosed)) continue;
    said = {*state, *state == State::kClosed && !rule.times.empty()};
  }
  return said;
}

const OpeningHours& HoursOn(const StoreHours& store, CivilDay day) {
  for (const SpecialDay& special : store.special_days) {
    if (special.date == day) return special.hours;
  }
  return store.regular;
}

constexpr Guess kGuesses[] = {
    {false, false}, {true, false}, {false, true}, {true, true}};

const std::vector<std::vector<bool>>& SpeakingOn(const StoreHours& store,
                                                 CivilDay day,
                                                 Speaking& speaking) {
  std::vector<std::vector<bool>>& known = speaking[day];
  if (!known.empty()) return known;
  for (const Guess& guess : kGuesses) {
    known.emplace_back();
    for (const Rule& rule : HoursOn(store, day).rules()) {
      known.back().push_back(Speaks(store, rule, day, guess));
    }
  }
  return known;
}

Said SaidUnderAllGuesses(const StoreHours& store, CivilDay day, int minute,
                         Speaking& speaking) {
  std::optional<Said> common;
  for (const std::vector<bool>& speaks : SpeakingOn(store, day, speaking)) {
    const Said said = SaidOf(HoursOn(store, day), speaks, minute);
    if (!common) common = said;
    if (common->state != said.state) common = Said{State::kUnknown, false};
    common->by_times_off = common->by_times_off && said.by_times_off;
  }
  return *common;
}

State StateAtReading(const StoreHours& store, absl::CivilMinute reading,
                     Speaking& speaking) {
  const CivilDay day(reading);
  const int minute = reading.hour() * 60 + reading.minute();
  const Said today = SaidUnderAllGuesses(store, day, minute, speaking);
  if (today.by_times_off) return State::kClosed;
  const Said before =
      SaidUnderAllGuesses(store, day - 1, minute + 24 * 60, speaking);
  return std::max(today.state, before.state);
}

}  // namespace

State ReferenceStateAtReading(const StoreHours& store,
                              absl::CivilMinute reading) {
  Speaking speaking;
  return StateAtReading(store, reading, speaking);
}

std::vector<State> ReferenceStates(const StoreHours& store, absl::Time start,
                                   int minutes) {
  constexpr int kBefore = 2 * 24 * 60;
  std::vector<State> states;
  Speaking speaking;
  absl::CivilMinute latest;
  for (int i = -kBefore; i < minutes; ++i) {
    const absl::Time time = start + absl::Minutes(i);
    const absl::CivilMinute reading(store.zone.At(time).cs);
    if (i == -kBefore || reading > latest) latest = reading;
    if (i >= 0) states.push_back(StateAtReading(store, latest, speaking));
  }
  return states;
}

uint64_t PrintedSeed() {
  const char* named = std::getenv("RAPPORT_SEED");
  const uint64_t seed = named ? std::strtoull(named, nullptr, 10) : 20261122;
  std::cout << "RAPPORT_SEED=" << seed << "\n";
  return seed;
}

}  // namespace rapport::hours
