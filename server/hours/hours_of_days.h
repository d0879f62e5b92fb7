// Opening hours from a list of days with an opening and a closing time each,
// as store locators' JSON, schema.org's openingHoursSpecification and Google's
// business profiles have them.
#ifndef RAPPORT_SERVER_HOURS_HOURS_OF_DAYS_H_
#define RAPPORT_SERVER_HOURS_HOURS_OF_DAYS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "server/hours/opening_hours.h"

namespace rapport::hours {

// A day's span, or that it is closed. A day may have several entries; one
// without an entry is closed too.
struct DayHours {
  absl::Weekday day;
  std::string open = {};   // "09:30", "9:30", "0930", "09:30:00", "9:30 AM"
  std::string close = {};  // at or before `open`: on the next day
  bool closed = false;

  friend bool operator==(const DayHours&, const DayHours&) = default;
};

// A week of so many spans is no week.
inline constexpr int kDayEntriesMax = 100;

// A closing time equal to the opening one is 24 hours ("00:00" to "00:00"); so
// is 23:59 from 00:00, which means the same in these formats. Days with equal
// spans are one rule. Returns INVALID_ARGUMENT (HOURS_NOT_READ), its position
// the entry's number from 0, if a time is none, spans of a day overlap or a
// closed day has a span too.
absl::StatusOr<OpeningHours> HoursFromDays(absl::Span<const DayHours> days);

// What is said of a day of the week.
struct DayRule {
  bool is_said = false;              // nothing: no rule has the day
  std::vector<TimeSpan> spans = {};  // none: closed
  std::string comment = {};          // makes the spans, or the day, unknown

  friend bool operator==(const DayRule&, const DayRule&) = default;
};

// Rules of the seven days, Monday first: days that are alike together.
std::vector<Rule> RulesOfWeek(absl::Span<const DayRule> days);

// Of spans of the clock.
bool OverlapsAny(absl::Span<const TimeSpan> spans, const TimeSpan& span);
void SortByStart(std::vector<TimeSpan>& spans);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_HOURS_OF_DAYS_H_
