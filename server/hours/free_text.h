// Hours as people write them: week days in several languages, twelve-hour
// clocks, dashes of all kinds, notes. The rules for what is ambiguous are in
// read_hours.h.
//
//   entries   = entry (separator entry)* notes
//   entry     = days [":"] what | what ["(" days ")"]
//   days      = day [dash day] ((","|"&"|"/"|" ") day [dash day])*
//   what      = span ((","|"&"|"/"|" ") span)* | closed | appointment | 24 hours
//   span      = time (dash | "/") time
//   notes     = closed [on] date ((","|"&") date)* | anything else (remarked)
#ifndef RAPPORT_SERVER_HOURS_FREE_TEXT_H_
#define RAPPORT_SERVER_HOURS_FREE_TEXT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/hours/remark.h"
#include "server/hours/rule.h"

namespace rapport::hours {

struct FreeTextHours {
  std::vector<Rule> rules = {};
  bool names_days = false;
  HoursRemarks remarks = {};
};

// Returns INVALID_ARGUMENT (HOURS_NOT_READ) with the position if `text` is not
// such, or if a note that is not understood may be about days of which nothing
// is stated.
absl::StatusOr<FreeTextHours> ReadFreeText(absl::string_view text);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_FREE_TEXT_H_
