// The canonical text of opening hours.
#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "server/hours/opening_hours.h"
#include "server/hours/words.h"

namespace rapport::hours {
namespace {

std::string OffsetText(int days) {
  if (days == 0) return "";
  return absl::StrFormat(" %+d day%s", days, std::abs(days) == 1 ? "" : "s");
}

std::string NumbersText(const NumberRange& range) {
  if (range.first == range.last) return absl::StrCat(range.first);
  if (range.last == kYearMax) return absl::StrCat(range.first, "+");
  return absl::StrCat(range.first, "-", range.last,
                      range.step == 1 ? "" : absl::StrCat("/", range.step));
}

// A week has two digits.
std::string WeeksText(const NumberRange& range) {
  if (range.first == range.last) return absl::StrFormat("%02d", range.first);
  return absl::StrFormat("%02d-%02d%s", range.first, range.last,
                         range.step == 1 ? "" : absl::StrCat("/", range.step));
}

std::string MarkText(const DateMark& mark) {
  std::string text = mark.year == 0 ? "" : absl::StrCat(mark.year, " ");
  switch (mark.kind) {
    case DateMark::kEaster:
      text += "easter";
      break;
    case DateMark::kMonth:
      absl::StrAppend(&text, MonthWord(mark.month));
      break;
    case DateMark::kDay:
      absl::StrAppend(&text, MonthWord(mark.month),
                      absl::StrFormat(" %02d", mark.day));
      break;
    case DateMark::kWeekday:
      absl::StrAppend(&text, MonthWord(mark.month), " ",
                      WeekdayWord(mark.weekday), "[", mark.nth, "]");
      break;
  }
  return text + OffsetText(mark.day_offset);
}

std::string DatesText(const DateRange& range) {
  if (range.open_end) return MarkText(range.first) + "+";
  // `Mar Su[1]` alone would be a month and a week day.
  if (range.first == range.last && range.first.kind != DateMark::kWeekday) {
    return MarkText(range.first);
  }
  return absl::StrCat(MarkText(range.first), "-", MarkText(range.last));
}

std::string NthText(uint16_t bits) {
  std::vector<int> numbers;
  for (int bit = 0; bit < 10; ++bit) {
    if (bits >> bit & 1) numbers.push_back(bit < 5 ? bit + 1 : 4 - bit);
  }
  return absl::StrCat("[", absl::StrJoin(numbers, ","), "]");
}

std::string WeekdaysText(const WeekdayRange& range) {
  std::string text(WeekdayWord(range.first));
  if (range.nth != 0) text += NthText(range.nth);
  if (range.first != range.last) {
    absl::StrAppend(&text, "-", WeekdayWord(range.last));
  }
  return text + OffsetText(range.day_offset);
}

std::string HolidayText(const HolidaySelector& holiday) {
  return absl::StrCat(holiday.school ? "SH" : "PH",
                      OffsetText(holiday.day_offset));
}

std::string ClockText(int minutes) {
  return absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
}

std::string MomentText(const Moment& moment) {
  if (moment.sun == Sun::kNone) return ClockText(moment.minutes);
  const absl::string_view word = SunWord(moment.sun);
  if (moment.minutes == 0) return std::string(word);
  return absl::StrCat("(", word, moment.minutes < 0 ? "-" : "+",
                      ClockText(std::abs(moment.minutes)), ")");
}

std::string SpanText(const TimeSpan& span) {
  if (span.open_end && span.end == span.start) {
    return MomentText(span.start) + "+";
  }
  Moment end = span.end;
  // The next day's clock, where that is not taken for this day's.
  if (span.start.sun == Sun::kNone && end.sun == Sun::kNone &&
      end.minutes > kMinutesADay &&
      end.minutes - kMinutesADay <= span.start.minutes) {
    end.minutes -= kMinutesADay;
  }
  return absl::StrCat(MomentText(span.start), "-", MomentText(end),
                      span.open_end ? "+" : "");
}

template <typename T>
std::string ListText(const std::vector<T>& items,
                     std::string (*text_of)(const T&)) {
  return absl::StrJoin(items, ",", [text_of](std::string* out, const T& item) {
    out->append(text_of(item));
  });
}

std::string DaysText(const Rule& rule) {
  const std::string weekdays = ListText(rule.weekdays, WeekdaysText);
  const std::string holidays = ListText(rule.holidays, HolidayText);
  if (weekdays.empty() || holidays.empty()) return weekdays + holidays;
  if (rule.weekdays_of_holidays) return absl::StrCat(holidays, " ", weekdays);
  return absl::StrCat(weekdays, ",", holidays);
}

// `2025 Dec 24` would be a date of that year.
std::string YearsText(const Rule& rule) {
  const std::string text = ListText(rule.years, NumbersText);
  const bool one = rule.years.size() == 1 && !rule.dates.empty() &&
                   rule.years[0].first == rule.years[0].last;
  return one ? absl::StrCat(text, "-", text) : text;
}

std::string StateText(const Rule& rule, bool is_alone, bool must_end) {
  const std::string comment =
      rule.comment.empty() ? "" : absl::StrCat("\"", rule.comment, "\"");
  switch (rule.state) {
    case State::kClosed:
      return comment.empty() ? "off" : absl::StrCat("off ", comment);
    case State::kUnknown:
      return comment.empty() ? "unknown" : comment;
    case State::kOpen:
      break;
  }
  if (!comment.empty()) return absl::StrCat("open ", comment);
  if (is_alone) return "24/7";
  return rule.times.empty() || must_end ? "open" : "";
}

// `must_end`: the next rule would be read as more of this one's times.
std::string RuleText(const Rule& rule, bool must_end) {
  std::vector<std::string> parts = {YearsText(rule),
                                    ListText(rule.dates, DatesText)};
  if (!rule.weeks.empty()) {
    parts.push_back(absl::StrCat("week ", ListText(rule.weeks, WeeksText)));
  }
  parts.push_back(DaysText(rule));
  parts.push_back(ListText(rule.times, SpanText));
  const bool is_alone =
      std::all_of(parts.begin(), parts.end(),
                  [](const std::string& part) { return part.empty(); });
  parts.push_back(StateText(rule, is_alone, must_end));
  parts.erase(std::remove(parts.begin(), parts.end(), ""), parts.end());
  return absl::StrJoin(parts, " ");
}

bool StartsWithAddedTimes(const Rule& rule) {
  return rule.joint == Joint::kAdditional && rule.years.empty() &&
         rule.dates.empty() && rule.weeks.empty() && rule.weekdays.empty() &&
         rule.holidays.empty() && !rule.times.empty();
}

absl::string_view JointText(Joint joint) {
  switch (joint) {
    case Joint::kNormal:
      return "; ";
    case Joint::kAdditional:
      return ", ";
    case Joint::kFallback:
      return " || ";
  }
  return "; ";
}

}  // namespace

std::string OpeningHours::ToText() const {
  std::string text;
  for (size_t i = 0; i < rules().size(); ++i) {
    if (i > 0) absl::StrAppend(&text, JointText(rules()[i].joint));
    const bool must_end =
        i + 1 < rules().size() && StartsWithAddedTimes(rules()[i + 1]);
    text += RuleText(rules()[i], must_end);
  }
  return text;
}

}  // namespace rapport::hours
