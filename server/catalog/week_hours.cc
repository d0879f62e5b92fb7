#include "server/catalog/week_hours.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rapport::catalog {
namespace {

constexpr absl::string_view kWords[] = {"Mo", "Tu", "We", "Th",
                                        "Fr", "Sa", "Su"};
constexpr absl::string_view kNames[] = {"monday",   "tuesday", "wednesday",
                                        "thursday", "friday",  "saturday",
                                        "sunday"};
constexpr absl::string_view kSchema = "schema.org/";

// A reading of a clock as it is written.
struct Clock {
  int hour = 0;
  int minute = 0;
  size_t hour_digits = 0;
  bool has_half = false;  // am or pm
  bool is_pm = false;
};

bool IsNumber(absl::string_view text, size_t digits_max) {
  return !text.empty() && text.size() <= digits_max &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// Takes am or pm, however it is written, off the end of `text`.
void TakeHalf(absl::string_view& text, Clock& clock) {
  for (absl::string_view half : {"am", "pm", "a.m.", "p.m.", "a.m", "p.m"}) {
    if (!absl::EndsWith(text, half)) continue;
    clock.has_half = true;
    clock.is_pm = half[0] == 'p';
    text.remove_suffix(half.size());
    text = absl::StripTrailingAsciiWhitespace(text);
    return;
  }
}

std::optional<Clock> ReadWritten(absl::string_view text) {
  const std::string lower =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  absl::string_view rest = lower;
  Clock clock;
  TakeHalf(rest, clock);
  std::vector<absl::string_view> parts = absl::StrSplit(rest, ':');
  if (parts.size() == 1 && IsNumber(rest, 4) && rest.size() == 4) {
    parts = {rest.substr(0, 2), rest.substr(2)};
  }
  // Seconds say nothing, but must be there in full.
  if (parts.size() > 3 || !IsNumber(parts[0], 2)) return std::nullopt;
  for (size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].size() != 2 || !IsNumber(parts[i], 2)) return std::nullopt;
  }
  // An hour alone is one only with am or pm.
  if (parts.size() == 1 && !clock.has_half) return std::nullopt;
  clock.hour_digits = parts[0].size();
  if (!absl::SimpleAtoi(parts[0], &clock.hour)) return std::nullopt;
  if (parts.size() > 1 && !absl::SimpleAtoi(parts[1], &clock.minute)) {
    return std::nullopt;
  }
  return clock;
}

std::optional<int> MinutesOf(const Clock& clock) {
  if (clock.minute > 59) return std::nullopt;
  if (!clock.has_half) {
    const int minutes = clock.hour * 60 + clock.minute;
    if (minutes > kDayMinutes) return std::nullopt;
    return minutes;
  }
  if (clock.hour < 1 || clock.hour > 12) return std::nullopt;
  return (clock.hour % 12 + (clock.is_pm ? 12 : 0)) * 60 + clock.minute;
}

std::optional<DayRange> ReadRange(absl::string_view text) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  if (ends.size() != 2) return std::nullopt;
  const std::optional<Clock> open = ReadWritten(ends[0]);
  const std::optional<Clock> close = ReadWritten(ends[1]);
  if (!open.has_value() || !close.has_value()) return std::nullopt;
  // `9 - 5 pm`: is it 9 in the morning?
  if (open->has_half != close->has_half) return std::nullopt;
  const std::optional<int> open_min = MinutesOf(*open);
  const std::optional<int> close_min = MinutesOf(*close);
  if (!open_min.has_value() || !close_min.has_value()) return std::nullopt;
  // `10:00 - 8:00`: is it 8 in the evening? `08:00` would be the morning.
  const bool may_be_evening = !close->has_half && close->hour_digits == 1;
  if (may_be_evening && *close_min <= *open_min) return std::nullopt;
  return MakeRange(*open_min, *close_min);
}

std::string ClockText(int minutes) {
  return absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
}

bool IsAllDay(const DayHours& day) {
  return day.has_value() && day->size() == 1 &&
         day->front().close_min - day->front().open_min == kDayMinutes;
}

// The days that have the same hours as `first`, and `first`: `Mo-We,Sa`.
std::string DaysLike(const WeekHours& week, size_t first) {
  std::vector<std::string> runs;
  for (size_t day = first; day < week.size(); ++day) {
    if (week[day] != week[first]) continue;
    size_t last = day;
    while (last + 1 < week.size() && week[last + 1] == week[first]) ++last;
    runs.push_back(last == day ? std::string(kWords[day])
                               : absl::StrCat(kWords[day], "-", kWords[last]));
    day = last;
  }
  return absl::StrJoin(runs, ",");
}

bool EndsNextDay(const DayHours& day) {
  return day.has_value() &&
         std::any_of(day->begin(), day->end(), [](const DayRange& range) {
           return range.close_min > kDayMinutes;
         });
}

}  // namespace

std::optional<int> WeekdayOf(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const size_t schema = text.find(kSchema);
  if (schema != absl::string_view::npos) {
    text.remove_prefix(schema + kSchema.size());
  }
  absl::ConsumeSuffix(&text, ".");
  const std::string lower = absl::AsciiStrToLower(text);
  for (int day = 0; day < 7; ++day) {
    const absl::string_view name = kNames[day];
    if (lower == name || lower == name.substr(0, 2) ||
        (lower.size() >= 3 && lower.size() <= 5 &&
         absl::StartsWith(name, lower))) {
      return day;
    }
  }
  return std::nullopt;
}

absl::string_view WeekdayWord(int weekday) { return kWords[weekday]; }

DayRange MakeRange(int open_min, int close_min) {
  return {open_min, close_min > open_min ? close_min : close_min + kDayMinutes};
}

std::optional<int> ReadClock(absl::string_view text) {
  const std::optional<Clock> clock = ReadWritten(text);
  return clock.has_value() ? MinutesOf(*clock) : std::nullopt;
}

DayHours ReadDayHours(absl::string_view text) {
  const std::string plain = absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(text)),
      {{"–", "-"},
       {"—", "-"},
       {" to ", "-"},
       {"\xC2\xA0", " "},
       {"\xE2\x80\xAF", " "}});
  for (absl::string_view closed : {"closed", "off", "x"}) {
    if (plain == closed) return std::vector<DayRange>();
  }
  for (absl::string_view all : {"24 hours", "open 24 hours", "24h", "24/7"}) {
    if (plain == all) return std::vector<DayRange>{{0, kDayMinutes}};
  }
  std::vector<DayRange> ranges;
  for (absl::string_view part :
       absl::StrSplit(plain, absl::ByAnyChar(",;/&"))) {
    const std::optional<DayRange> range = ReadRange(part);
    if (!range.has_value()) return std::nullopt;
    ranges.push_back(*range);
  }
  return ranges;
}

std::string ComposeDay(const std::vector<DayRange>& ranges) {
  if (ranges.empty()) return "off";
  return absl::StrJoin(
      ranges, ",", [](std::string* out, const DayRange& range) {
        const bool all_round = range.close_min - range.open_min == kDayMinutes;
        const int close = range.close_min > kDayMinutes && !all_round
                              ? range.close_min - kDayMinutes
                              : range.close_min;
        absl::StrAppend(out, ClockText(range.open_min), "-", ClockText(close));
      });
}

std::string ComposeWeek(const WeekHours& week) {
  if (std::all_of(week.begin(), week.end(), IsAllDay)) return "24/7";
  std::vector<std::string> rules;
  std::vector<std::string> closed;
  for (size_t day = 0; day < week.size(); ++day) {
    if (!week[day].has_value()) continue;
    if (std::find(week.begin(), week.begin() + day, week[day]) !=
        week.begin() + day) {
      continue;
    }
    (week[day]->empty() ? closed : rules)
        .push_back(
            absl::StrCat(DaysLike(week, day), " ", ComposeDay(*week[day])));
  }
  // A rule that says `off` ends the night before where it comes later.
  const bool off_first = std::any_of(week.begin(), week.end(), EndsNextDay);
  rules.insert(off_first ? rules.begin() : rules.end(), closed.begin(),
               closed.end());
  return absl::StrJoin(rules, "; ");
}

}  // namespace rapport::catalog
