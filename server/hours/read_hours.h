// Opening hours from whatever text a list of stores has for them.
//
//   HoursReading reading = ReadHours("Mon - Sat 10am-9pm, Sun closed");
//   reading.hours.ToText()     // Mo-Sa 10:00-21:00; Su off
//   reading.grammar            // kFreeText
//
// Nothing is guessed. What cannot be read is a problem with its position, and
// the caller keeps the text. What can be read in two ways is read by a rule
// that the remark states:
// - of a span with no AM or PM that ends at or before its start, both hours at
//   most 12, the end is PM: "10:00 - 8:00" is 10:00-20:00;
// - of a span with one AM or PM, the other time is of the half of the day that
//   makes the span the shortest: "2-5 PM" is 14:00-17:00, "10-6 PM" 10:00-18:00;
// - a day that comes again takes the later hours, if these are of fewer days:
//   "Mon-Sat 10-8, Thu 10-9".
#ifndef RAPPORT_SERVER_HOURS_READ_HOURS_H_
#define RAPPORT_SERVER_HOURS_READ_HOURS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/hours/opening_hours.h"
#include "server/hours/remark.h"

namespace rapport::hours {

enum class HoursGrammar {
  kNone,      // nothing is stated: empty, `NA`, `-`
  kOsm,       // OpenStreetMap's opening_hours
  kFreeText,  // week days and times in words
  kPlain,     // times alone, of every day: `10am - 6pm`
};

struct HoursReading {
  OpeningHours hours;  // empty where nothing is stated or read
  HoursGrammar grammar = HoursGrammar::kNone;
  HoursRemarks remarks;
  // INVALID_ARGUMENT (HOURS_NOT_READ) as NotRead makes it, if nothing was read.
  absl::Status problem;

  bool is_read() const { return problem.ok(); }
  bool Has(absl::string_view code) const;
};

// `text` is UTF-8 in the main; bytes that are not are what a dash of
// windows-1252 left, or not understood. HTML's breaks and entities are read.
// Thread-safe; linear in the length of the text, which is at most
// kTextLengthMax.
HoursReading ReadHours(absl::string_view text);

}  // namespace rapport::hours

#endif  // RAPPORT_SERVER_HOURS_READ_HOURS_H_
