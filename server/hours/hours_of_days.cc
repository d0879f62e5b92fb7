#include "server/hours/hours_of_days.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace rapport::hours {
namespace {

constexpr int kDaysAWeek = 7;

// The half of the day that follows a time, taken off `text`: 0 AM, 1 PM.
std::optional<int> TakeHalf(absl::string_view& text) {
  for (int half = 0; half < 2; ++half) {
    if (!absl::EndsWithIgnoreCase(text, half == 0 ? "am" : "pm")) continue;
    text.remove_suffix(2);
    text = absl::StripAsciiWhitespace(text);
    return half;
  }
  return std::nullopt;
}

// Two digits of `text` from its end on, with the colon before them.
std::optional<int> TakeLastTwo(absl::string_view& text) {
  int number = 0;
  if (text.size() < 3 || !absl::ascii_isdigit(text[text.size() - 2]) ||
      !absl::SimpleAtoi(text.substr(text.size() - 2), &number)) {
    return std::nullopt;
  }
  text.remove_suffix(2);
  if (absl::EndsWith(text, ":")) text.remove_suffix(1);
  return number;
}

// Minutes after midnight.
std::optional<int> ParseTime(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const std::optional<int> half = TakeHalf(text);
  if (std::count(text.begin(), text.end(), ':') == 2 &&
      TakeLastTwo(text).value_or(60) > 59) {
    return std::nullopt;
  }
  std::optional<int> minute = 0;
  if (text.size() > 2) minute = TakeLastTwo(text);
  int hour = 0;
  if (!minute || *minute > 59 || text.empty() || text.size() > 2 ||
      !absl::ascii_isdigit(text[0]) || !absl::SimpleAtoi(text, &hour)) {
    return std::nullopt;
  }
  if (half) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + 12 * *half;
  }
  const int minutes = hour * 60 + *minute;
  return minutes <= kMinutesADay ? std::optional<int>(minutes) : std::nullopt;
}

std::optional<TimeSpan> ParseSpan(const DayHours& day) {
  const std::optional<int> open = ParseTime(day.open);
  std::optional<int> close = ParseTime(day.close);
  if (!open || !close || *open >= kMinutesADay) return std::nullopt;
  if (*open == 0 && *close == kMinutesADay - 1) close = kMinutesADay;
  if (*close <= *open) *close += kMinutesADay;
  return TimeSpan{.start = {.minutes = *open}, .end = {.minutes = *close}};
}

}  // namespace

bool OverlapsAny(absl::Span<const TimeSpan> spans, const TimeSpan& span) {
  return std::any_of(spans.begin(), spans.end(), [&](const TimeSpan& other) {
    return other.start.minutes < span.end.minutes &&
           span.start.minutes < other.end.minutes;
  });
}

void SortByStart(std::vector<TimeSpan>& spans) {
  std::sort(spans.begin(), spans.end(),
            [](const TimeSpan& a, const TimeSpan& b) {
              return a.start.minutes < b.start.minutes;
            });
}

namespace {

// Week days as ranges: `Mo-Fr`, `Mo,We`.
std::vector<WeekdayRange> RangesOf(const std::array<bool, kDaysAWeek>& days) {
  std::vector<WeekdayRange> ranges;
  for (int day = 0; day < kDaysAWeek; ++day) {
    if (!days[day]) continue;
    if (!ranges.empty() && ranges.back().last == day - 1) {
      ranges.back().last = day;
    } else {
      ranges.push_back({.first = day, .last = day});
    }
  }
  return ranges;
}

}  // namespace

std::vector<Rule> RulesOfWeek(absl::Span<const DayRule> days) {
  std::vector<Rule> rules;
  std::array<bool, kDaysAWeek> done = {};
  for (int day = 0; day < kDaysAWeek; ++day) {
    if (done[day] || !days[day].is_said) continue;
    std::array<bool, kDaysAWeek> alike = {};
    for (int other = day; other < kDaysAWeek; ++other) {
      alike[other] = days[other] == days[day];
      done[other] = done[other] || alike[other];
    }
    Rule rule{.weekdays = RangesOf(alike),
              .times = days[day].spans,
              .state = days[day].spans.empty() ? State::kClosed : State::kOpen,
              .comment = days[day].comment};
    if (!rule.comment.empty()) rule.state = State::kUnknown;
    rules.push_back(std::move(rule));
  }
  return rules;
}

absl::StatusOr<OpeningHours> HoursFromDays(absl::Span<const DayHours> days) {
  if (days.size() > kDayEntriesMax) {
    return NotRead(kDayEntriesMax, "no more than 100 entries of a week");
  }
  std::array<DayRule, kDaysAWeek> week;
  std::array<bool, kDaysAWeek> closed = {};
  for (size_t i = 0; i < days.size(); ++i) {
    const int day = static_cast<int>(days[i].day);
    std::vector<TimeSpan>& spans = week[day].spans;
    week[day].is_said = true;
    if (days[i].closed) {
      closed[day] = true;
    } else {
      const std::optional<TimeSpan> span = ParseSpan(days[i]);
      if (!span) return NotRead(i, "an opening and a closing time");
      if (OverlapsAny(spans, *span)) {
        return NotRead(i, "spans of a day that do not overlap");
      }
      spans.push_back(*span);
    }
    if (closed[day] && !spans.empty()) {
      return NotRead(i, "a day that is either closed or open");
    }
  }
  for (DayRule& day : week) SortByStart(day.spans);
  return OpeningHours(RulesOfWeek(week));
}

}  // namespace rapport::hours
