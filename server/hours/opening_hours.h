// When a store is open, as a rule: the parsed value of an OpenStreetMap
// `opening_hours` text.
//
//   ASSIGN_OR_RETURN(OpeningHours hours, ParseOpeningHours("Mo-Fr 10:00-18:00"))
//   StateAt({.regular = hours, .zone = zone}, now)      // open_state.h
//
// The value never changes and is shared when copied, so that a text is parsed
// once however many stores have it. What other texts mean, read_hours.h says.
#ifndef RAPPORT_SERVER_HOURS_OPENING_HOURS_H_
#define RAPPORT_SERVER_HOURS_OPENING_HOURS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/hours/remark.h"
#include "server/hours/rule.h"

namespace rapport::hours {

class WeekTable;

// Thread-safe, as values that do not change are.
class OpeningHours {
 public:
  // No rule: nothing is known.
  OpeningHours();

  // `rules` must be such as ParseOpeningHours makes; those of HoursFromDays and
  // of the free texts are. Their joints but the first are kept.
  explicit OpeningHours(std::vector<Rule> rules);

  const std::vector<Rule>& rules() const { return value_->rules; }
  bool empty() const { return rules().empty(); }

  // The week, if every week is the same; else null.
  const WeekTable* week() const { return value_->week.get(); }

  // Whether a rule speaks of public or of school holidays, or of the sun.
  bool NamesHolidays() const;
  bool NamesSun() const;

  // The canonical text, which parses to an equal value; empty if there is no
  // rule.
  std::string ToText() const;

  friend bool operator==(const OpeningHours& a, const OpeningHours& b) {
    return a.value_ == b.value_ || a.rules() == b.rules();
  }

 private:
  struct Value {
    std::vector<Rule> rules;
    std::shared_ptr<const WeekTable> week;
  };

  std::shared_ptr<const Value> value_;
};

// Reads version 1.x of the specification. Beyond it, where the meaning is not
// in doubt, and with a remark HOURS_UNUSUAL_TEXT: any case, English names of
// week days and months, hours of one digit, typographic dashes and spaces,
// empty rules. Points in time (`10:00`, `10:00-16:00/01:30`) are no hours.
// Remarks also are HOURS_AMBIGUOUS for a span that ends when it starts, and
// HOURS_WITHOUT_TIMES for days with neither times nor a state.
// Returns INVALID_ARGUMENT (HOURS_NOT_READ) whose message names the position,
// in bytes from 0, and what was expected there; see NotReadPosition.
absl::StatusOr<OpeningHours> ParseOpeningHours(absl::string_view text,
                                               HoursRemarks* remarks = nullptr);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_OPENING_HOURS_H_
