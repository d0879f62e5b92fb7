// When something that comes back comes back: recurrence rules of iCalendar (RFC
// 5545 §3.3.10), on the wall clock. What an instance is on the line of time is
// for Resolve (time_zone.h) to say.
//
// Rules come from strangers' files. An implementation that walks on until it
// finds the next instance can be made to walk for minutes (the 30th of
// February, every minute); this one counts its steps and stops. Beyond the RFC:
// no rule reaches past the window, RSCALE (RFC 7529) is not understood, and
// where the RFC leaves days of a week to two years (BYWEEKNO), they belong to
// the year of their date.
//
// Typical use:
//   absl::StatusOr<RecurrenceRule> rule = ParseRecurrence("FREQ=DAILY;COUNT=3");
//   ExpansionBudget budget;
//   absl::StatusOr<std::vector<absl::CivilSecond>> readings =
//       Expand(*rule, start, window, budget);
#ifndef RAPPORT_SERVER_CALENDAR_RECURRENCE_H_
#define RAPPORT_SERVER_CALENDAR_RECURRENCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rapport::calendar {

enum class Frequency : uint8_t {
  kSecondly,
  kMinutely,
  kHourly,
  kDaily,
  kWeekly,
  kMonthly,
  kYearly,
};

// `-1SU`, or `MO` with ordinal 0: every one.
struct RuleDay {
  int ordinal = 0;
  absl::Weekday day = absl::Weekday::monday;

  friend bool operator==(const RuleDay&, const RuleDay&) = default;
};

// The end of a rule, inclusive, as it is written; a date is its 00:00.
struct RuleEnd {
  absl::CivilSecond reading;
  bool utc = false;  // the reading is UTC's
};

// Empty lists say nothing. Numbers from the end are negative.
struct RecurrenceRule {
  Frequency frequency = Frequency::kDaily;
  int interval = 1;
  std::optional<int> count;
  std::optional<RuleEnd> until;
  absl::Weekday week_start = absl::Weekday::monday;
  std::vector<int> months;      // 1 to 12
  std::vector<int> week_nos;    // 1 to 53 by ISO 8601, or -1 to -53
  std::vector<int> year_days;   // 1 to 366, or -1 to -366
  std::vector<int> month_days;  // 1 to 31, or -1 to -31
  std::vector<RuleDay> days;    // each once
  std::vector<int> hours;       // 0 to 23
  std::vector<int> minutes;     // 0 to 59
  std::vector<int> seconds;     // 0 to 60; there is no 60 here
  std::vector<int> set_positions;
};

// The value of an RRULE. Returns INVALID_ARGUMENT (RULE_NOT_UNDERSTOOD) for
// what the RFC does not allow and for RSCALE.
absl::StatusOr<RecurrenceRule> ParseRecurrence(absl::string_view text);

// [start, end) on the wall clock.
struct ReadingWindow {
  absl::CivilSecond start;
  absl::CivilSecond end;
};

// Readings of one period of a rule (of a year, if it is yearly), which are laid
// out together. A daily rule may name every second, and so need 86,400.
inline constexpr size_t kPeriodReadingsMax = 100'000;

// How much work may be done: a step is a day, hour, minute or second looked at.
// Shared by the rules of a file. 1,000,000 steps take some 30 ms.
struct ExpansionBudget {
  int64_t steps = 1'000'000;
  size_t instances = 10'000;
};

// The readings of `rule` from `start`, inside `window`, ascending. `start`
// itself is one only if the rule says so. The reading of rule.until is taken
// for one of the same clock as `start`. Returns RESOURCE_EXHAUSTED
// (RULE_TOO_DENSE) if the budget does not suffice (then it is spent) or a
// period has more than kPeriodReadingsMax.
absl::StatusOr<std::vector<absl::CivilSecond>> Expand(
    const RecurrenceRule& rule, absl::CivilSecond start,
    const ReadingWindow& window, ExpansionBudget& budget);

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_RECURRENCE_H_
