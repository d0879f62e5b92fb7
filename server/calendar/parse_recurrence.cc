#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/calendar/ics_text.h"
#include "server/calendar/recurrence.h"
#include "server/vocabulary/error.h"

namespace rapport::calendar {
namespace {

// Of one list; BYYEARDAY can name each day from either end.
constexpr size_t kListMax = 732;
constexpr int kCountMax = 1'000'000'000;

absl::Status NotUnderstood(absl::string_view rule) {
  return Error(absl::StatusCode::kInvalidArgument, "RULE_NOT_UNDERSTOOD",
               absl::StrCat("recurrence rule ", rule));
}

// Numbers of [least, most]; where `mirrored`, also of [-most, -least].
struct NumberList {
  absl::string_view key;
  int least;
  int most;
  bool mirrored;
  std::vector<int> RecurrenceRule::*list;
};

constexpr NumberList kNumberLists[] = {
    {"BYMONTH", 1, 12, false, &RecurrenceRule::months},
    {"BYWEEKNO", 1, 53, true, &RecurrenceRule::week_nos},
    {"BYYEARDAY", 1, 366, true, &RecurrenceRule::year_days},
    {"BYMONTHDAY", 1, 31, true, &RecurrenceRule::month_days},
    {"BYHOUR", 0, 23, false, &RecurrenceRule::hours},
    {"BYMINUTE", 0, 59, false, &RecurrenceRule::minutes},
    {"BYSECOND", 0, 60, false, &RecurrenceRule::seconds},
    {"BYSETPOS", 1, 366, true, &RecurrenceRule::set_positions},
};

// Digits with a sign or none; SimpleAtoi also takes spaces.
bool ParseNumber(absl::string_view text, int& number) {
  return !text.empty() && !absl::ascii_isspace(text.front()) &&
         !absl::ascii_isspace(text.back()) && absl::SimpleAtoi(text, &number);
}

absl::Status ParseNumbers(const NumberList& form, absl::string_view value,
                          RecurrenceRule& rule) {
  const std::vector<absl::string_view> words = absl::StrSplit(value, ',');
  std::vector<int>& list = rule.*form.list;
  for (absl::string_view word : words) {
    int number = 0;
    const bool read = ParseNumber(word, number);
    const int distance = form.mirrored ? std::abs(number) : number;
    if (!read || distance < form.least || distance > form.most ||
        words.size() > kListMax) {
      return NotUnderstood(absl::StrCat("has a wrong ", form.key));
    }
    list.push_back(number);
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return absl::OkStatus();
}

bool ParseWeekday(absl::string_view text, absl::Weekday& day) {
  constexpr absl::string_view kDays[] = {"MO", "TU", "WE", "TH",
                                         "FR", "SA", "SU"};
  for (int i = 0; i < 7; ++i) {
    if (!absl::EqualsIgnoreCase(text, kDays[i])) continue;
    day = static_cast<absl::Weekday>(i);
    return true;
  }
  return false;
}

absl::Status ParseDays(absl::string_view value, RecurrenceRule& rule) {
  size_t words = 0;
  for (absl::string_view word : absl::StrSplit(value, ',')) {
    RuleDay day;
    const size_t at = word.size() < 2 ? 0 : word.size() - 2;
    bool good = ParseWeekday(word.substr(at), day.day);
    if (at > 0) good = good && ParseNumber(word.substr(0, at), day.ordinal);
    if (at > 0 && day.ordinal == 0) good = false;
    if (!good || std::abs(day.ordinal) > 53 || ++words > kListMax) {
      return NotUnderstood("has a wrong BYDAY");
    }
    // Each step of a rule asks all of them: what is repeated would only cost.
    const bool repeated =
        std::find(rule.days.begin(), rule.days.end(), day) != rule.days.end();
    if (!repeated) rule.days.push_back(day);
  }
  return absl::OkStatus();
}

bool ParseFrequency(absl::string_view text, RecurrenceRule& rule) {
  constexpr absl::string_view kNames[] = {
      "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (!absl::EqualsIgnoreCase(text, kNames[i])) continue;
    rule.frequency = static_cast<Frequency>(i);
    return true;
  }
  return false;
}

bool ParsePositive(absl::string_view text, int most, int& number) {
  return ParseNumber(text, number) && number >= 1 && number <= most;
}

// One `key=value` that is not a list of numbers.
bool ParseOther(absl::string_view key, absl::string_view value,
                RecurrenceRule& rule) {
  if (key == "FREQ") return ParseFrequency(value, rule);
  if (key == "WKST") return ParseWeekday(value, rule.week_start);
  if (key == "INTERVAL") return ParsePositive(value, kCountMax, rule.interval);
  if (key == "COUNT") {
    return ParsePositive(value, kCountMax, rule.count.emplace());
  }
  if (key != "UNTIL") return false;
  const std::optional<IcsTime> until = ParseIcsTime(value);
  if (!until.has_value()) return false;
  rule.until = {until->reading, until->utc};
  return true;
}

// What the table of RFC 5545 §3.3.10 marks N/A, and its notes.
absl::Status CheckParts(const RecurrenceRule& rule) {
  const Frequency frequency = rule.frequency;
  const bool by_year = frequency == Frequency::kYearly;
  if (!rule.week_nos.empty() && !by_year) {
    return NotUnderstood("has BYWEEKNO; only a yearly one may");
  }
  if (!rule.year_days.empty() && frequency >= Frequency::kDaily && !by_year) {
    return NotUnderstood("has BYYEARDAY, which does not go with its FREQ");
  }
  if (!rule.month_days.empty() && frequency == Frequency::kWeekly) {
    return NotUnderstood("has BYMONTHDAY; a weekly one may not");
  }
  const bool ordinals =
      std::any_of(rule.days.begin(), rule.days.end(),
                  [](const RuleDay& day) { return day.ordinal != 0; });
  if (ordinals && (frequency < Frequency::kMonthly || !rule.week_nos.empty())) {
    return NotUnderstood("has numbers in BYDAY where there can be none");
  }
  if (rule.count.has_value() && rule.until.has_value()) {
    return NotUnderstood("has both COUNT and UNTIL; it may have one");
  }
  return absl::OkStatus();
}

bool HasOtherLists(const RecurrenceRule& rule) {
  return !rule.months.empty() || !rule.week_nos.empty() ||
         !rule.year_days.empty() || !rule.month_days.empty() ||
         !rule.days.empty() || !rule.hours.empty() || !rule.minutes.empty() ||
         !rule.seconds.empty();
}

absl::Status ParsePart(absl::string_view part, std::vector<std::string>& seen,
                       RecurrenceRule& rule) {
  const std::pair<absl::string_view, absl::string_view> pair =
      absl::StrSplit(part, absl::MaxSplits('=', 1));
  const std::string key = absl::AsciiStrToUpper(pair.first);
  if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
    return NotUnderstood("says something twice");
  }
  seen.push_back(key);
  for (const NumberList& form : kNumberLists) {
    if (form.key == key) return ParseNumbers(form, pair.second, rule);
  }
  if (key == "BYDAY") return ParseDays(pair.second, rule);
  if (ParseOther(key, pair.second, rule)) return absl::OkStatus();
  return NotUnderstood("has a part that is not known, or a wrong value");
}

}  // namespace

absl::StatusOr<RecurrenceRule> ParseRecurrence(absl::string_view text) {
  RecurrenceRule rule;
  std::vector<std::string> seen;
  for (absl::string_view part : absl::StrSplit(text, ';')) {
    if (part.empty()) continue;  // some end with one
    absl::Status status = ParsePart(part, seen, rule);
    if (!status.ok()) return status;
  }
  if (std::find(seen.begin(), seen.end(), "FREQ") == seen.end()) {
    return NotUnderstood("has no FREQ");
  }
  if (!rule.set_positions.empty() && !HasOtherLists(rule)) {
    return NotUnderstood("has BYSETPOS with nothing to choose from");
  }
  absl::Status status = CheckParts(rule);
  if (!status.ok()) return status;
  return rule;
}

}  // namespace rapport::calendar
