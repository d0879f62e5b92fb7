// The text of iCalendar (RFC 5545 §3.1 to §3.3): content lines, times and
// durations.
#ifndef RAPPORT_SERVER_CALENDAR_ICS_TEXT_H_
#define RAPPORT_SERVER_CALENDAR_ICS_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rapport::calendar {

// A DATE or DATE-TIME, as it is written.
struct IcsTime {
  absl::CivilSecond reading;
  bool date = false;  // a whole day: its 00:00
  bool utc = false;   // written with a Z
};

// `20261124`, `20261124T105000` or `20261124T105000Z`; nothing if the text is
// none of these, or out of the years 1900 to 2200. The 60th second is the 59th.
std::optional<IcsTime> ParseIcsTime(absl::string_view text);

// `P1W`, `-P1DT2H30M`; nothing if it is no duration, or of more than 10 years.
std::optional<absl::Duration> ParseIcsDuration(absl::string_view text);

// `DTSTART;TZID="Europe/Oslo":20261124T105000`. Name and parameters' names are
// in capitals. Parts refer to the line's text.
struct ContentLine {
  std::string name;
  std::vector<std::pair<std::string, absl::string_view>> parameters;
  absl::string_view value;

  // The first of that name, without its quotes; empty if there is none.
  absl::string_view Parameter(absl::string_view wanted) const;
};

// Nothing if it is no content line.
std::optional<ContentLine> ParseContentLine(absl::string_view line);

// Takes the content lines of a text one by one, unfolded. Lines may end with
// CRLF or LF.
class ContentLines {
 public:
  explicit ContentLines(absl::string_view text) : rest_(text) {}

  // False at the end of the text, and once a line is longer than
  // kContentLineMax; then overlong() says so. `line` refers to the text or to
  // this object, until the next call.
  bool Next(absl::string_view& line);
  bool overlong() const { return overlong_; }

 private:
  absl::string_view NextPhysical();

  absl::string_view rest_;
  std::string unfolded_;
  bool overlong_ = false;
};

// A list of many EXDATEs in one line is a few kilobytes; what is longer is not
// ours to read.
inline constexpr size_t kContentLineMax = 256 * 1024;

}  // namespace rapport::calendar

#endif  // RAPPORT_SERVER_CALENDAR_ICS_TEXT_H_
