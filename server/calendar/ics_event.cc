#include "server/calendar/ics_event.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

// Deeper than any calendar is (an alarm of an event of a calendar is 3).
constexpr size_t kDepthMax = 8;
// Of one event; what is longer is no name.
constexpr size_t kUidMax = 1024;
// RRULEs of one event; the RFC allows one.
constexpr size_t kRulesMax = 4;
// Dates of one event, RDATE and EXDATE together.
constexpr size_t kDatesMax = 10'000;

absl::Status NotACalendar(absl::string_view why) {
  return InvalidField("calendar", "NOT_A_CALENDAR",
                      absl::StrCat("is no iCalendar file: ", why));
}

// Reads the values of properties into one event. Each answers false if it could
// not.
class EventReader {
 public:
  explicit EventReader(IcsEvent& event) : event_(event) {}

  bool Read(const ContentLine& line) {
    const absl::string_view name = line.name;
    if (name == "UID") return ReadUid(line.value);
    if (name == "DTSTART") return ReadTime(line, event_.start);
    if (name == "DTEND") return ReadTime(line, event_.end);
    if (name == "DURATION") {
      event_.duration = ParseIcsDuration(line.value);
      return event_.duration.value_or(-absl::Seconds(1)) >=
             absl::ZeroDuration();
    }
    if (name == "RRULE") {
      event_.rules.emplace_back(line.value);
      return event_.rules.size() <= kRulesMax;
    }
    if (name == "EXRULE") return false;  // gone since RFC 5545
    if (name == "RDATE") return ReadTimes(line, event_.more);
    if (name == "EXDATE") return ReadTimes(line, event_.not_on);
    if (name == "RECURRENCE-ID") {
      event_.and_future =
          absl::EqualsIgnoreCase(line.Parameter("RANGE"), "THISANDFUTURE");
      return ReadTime(line, event_.instead_of);
    }
    ReadState(line);
    return true;
  }

 private:
  void ReadState(const ContentLine& line) {
    if (line.name == "TRANSP") {
      event_.free = absl::EqualsIgnoreCase(line.value, "TRANSPARENT");
    } else if (line.name == "STATUS") {
      event_.cancelled = absl::EqualsIgnoreCase(line.value, "CANCELLED");
    }
  }

  bool ReadUid(absl::string_view value) {
    if (value.size() > kUidMax) return false;
    event_.uid = std::string(value);
    return true;
  }

  static bool ReadOne(const ContentLine& line, absl::string_view value,
                      ZonedIcsTime& zoned) {
    const absl::string_view zone = line.Parameter("TZID");
    const std::optional<IcsTime> time = ParseIcsTime(value);
    if (!time.has_value() || zone.size() > kZoneNameMax) return false;
    zoned = {*time, std::string(zone)};
    return true;
  }

  static bool ReadTime(const ContentLine& line,
                       std::optional<ZonedIcsTime>& time) {
    if (time.has_value()) return false;
    return ReadOne(line, line.value, time.emplace());
  }

  // Of a PERIOD only its start counts: the event's own length is kept.
  bool ReadTimes(const ContentLine& line, std::vector<ZonedIcsTime>& times) {
    for (absl::string_view value : absl::StrSplit(line.value, ',')) {
      const absl::string_view start = value.substr(0, value.find('/'));
      if (event_.more.size() + event_.not_on.size() >= kDatesMax ||
          !ReadOne(line, start, times.emplace_back())) {
        return false;
      }
    }
    return true;
  }

  IcsEvent& event_;
};

// Follows BEGIN and END, and hands the lines of events to EventReader.
class CalendarReader {
 public:
  absl::Status Read(absl::string_view text) {
    ContentLines lines(text);
    absl::string_view line;
    while (lines.Next(line)) {
      absl::Status status = ReadLine(line);
      if (!status.ok()) return status;
    }
    if (lines.overlong()) {
      return InvalidField(
          "calendar", "TOO_LONG",
          absl::StrCat("has a line of more than ", kContentLineMax, " bytes"));
    }
    if (!open_.empty()) return NotACalendar("it ends too early");
    return seen_ ? absl::OkStatus() : NotACalendar("nothing begins in it");
  }

  std::vector<IcsEvent> Take() { return std::move(events_); }

 private:
  absl::Status ReadLine(absl::string_view text) {
    if (open_.empty()) {
      text =
          absl::StripAsciiWhitespace(absl::StripPrefix(text, "\xEF\xBB\xBF"));
      if (text.empty()) return absl::OkStatus();
    }
    const std::optional<ContentLine> line = ParseContentLine(text);
    if (!line.has_value()) {
      if (open_.empty()) return NotACalendar("it does not begin like one");
      if (InEvent()) events_.back().malformed = true;
      return absl::OkStatus();
    }
    if (line->name == "BEGIN") return Begin(line->value);
    if (line->name == "END") return End(line->value);
    if (open_.empty()) return NotACalendar("it does not begin like one");
    if (InEvent() && !EventReader(events_.back()).Read(*line)) {
      events_.back().malformed = true;
    }
    return absl::OkStatus();
  }

  bool InEvent() const { return open_.size() == 2 && open_[1] == "VEVENT"; }

  absl::Status Begin(absl::string_view value) {
    std::string name = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(value));
    if (open_.empty() && name != "VCALENDAR") {
      return NotACalendar("it does not begin like one");
    }
    if (open_.size() == kDepthMax) return NotACalendar("it is too deep");
    seen_ = true;
    open_.push_back(std::move(name));
    if (!InEvent()) return absl::OkStatus();
    if (events_.size() == kIcsEventsMax) {
      return InvalidField("calendar", "TOO_MANY",
                          absl::StrCat("has more than ", kIcsEventsMax,
                                       " events; that is the most"));
    }
    events_.emplace_back();
    return absl::OkStatus();
  }

  absl::Status End(absl::string_view value) {
    const std::string name =
        absl::AsciiStrToUpper(absl::StripAsciiWhitespace(value));
    if (open_.empty() || open_.back() != name) {
      return NotACalendar("something ends that did not begin");
    }
    open_.pop_back();
    return absl::OkStatus();
  }

  std::vector<std::string> open_;  // components, the outermost first
  bool seen_ = false;
  std::vector<IcsEvent> events_;
};

}  // namespace

absl::StatusOr<std::vector<IcsEvent>> ReadIcsEvents(absl::string_view text) {
  if (text.size() > kIcsBytesMax) {
    return InvalidField("calendar", "TOO_LONG",
                        absl::StrCat("has ", text.size(), " bytes; at most ",
                                     kIcsBytesMax, " are read"));
  }
  CalendarReader reader;
  absl::Status status = reader.Read(text);
  if (!status.ok()) return status;
  return reader.Take();
}

}  // namespace rapport::calendar
