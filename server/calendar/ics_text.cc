#include "server/calendar/ics_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace rapport::calendar {
namespace {

constexpr int kYearFirst = 1900;
constexpr int kYearLast = 2200;
constexpr int64_t kDurationMaxS = int64_t{10} * 366 * 24 * 60 * 60;

// `count` digits from the front of `text`, as a number.
bool TakeDigits(absl::string_view& text, size_t count, int& number) {
  if (text.size() < count) return false;
  number = 0;
  for (char c : text.substr(0, count)) {
    if (!absl::ascii_isdigit(c)) return false;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool IsNameCharacter(char c) { return absl::ascii_isalnum(c) || c == '-'; }

// The length of the name at the front of `text`.
size_t NameLength(absl::string_view text) {
  return std::find_if_not(text.begin(), text.end(), IsNameCharacter) -
         text.begin();
}

// The length of a parameter's values at the front of `text`; nothing if a
// quote is not closed.
std::optional<size_t> ValuesLength(absl::string_view text) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && (text[i] == ';' || text[i] == ':')) return i;
  }
  return std::nullopt;
}

absl::string_view Unquoted(absl::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') {
    return value;
  }
  return value.substr(1, value.size() - 2);
}

// Seconds of a designator, or 0; those of time and of dates differ.
int64_t UnitOf(char designator, bool in_time) {
  switch (designator) {
    case 'W':
      return in_time ? 0 : 7 * 24 * 60 * 60;
    case 'D':
      return in_time ? 0 : 24 * 60 * 60;
    case 'H':
      return in_time ? 60 * 60 : 0;
    case 'M':
      return in_time ? 60 : 0;
    case 'S':
      return in_time ? 1 : 0;
    default:
      return 0;
  }
}

}  // namespace

std::optional<IcsTime> ParseIcsTime(absl::string_view text) {
  int year, month, day, hour = 0, minute = 0, second = 0;
  IcsTime time;
  if (!TakeDigits(text, 4, year) || !TakeDigits(text, 2, month) ||
      !TakeDigits(text, 2, day) || year < kYearFirst || year > kYearLast) {
    return std::nullopt;
  }
  time.date = text.empty();
  if (!time.date) {
    if (!absl::ConsumePrefix(&text, "T") || !TakeDigits(text, 2, hour) ||
        !TakeDigits(text, 2, minute) || !TakeDigits(text, 2, second) ||
        hour > 23 || minute > 59 || second > 60) {
      return std::nullopt;
    }
    time.utc = absl::ConsumePrefix(&text, "Z");
    if (!text.empty()) return std::nullopt;
  }
  const absl::CivilDay date(year, month, day);
  if (date.month() != month || date.day() != day) return std::nullopt;
  time.reading =
      absl::CivilSecond(year, month, day, hour, minute, std::min(second, 59));
  return time;
}

std::optional<absl::Duration> ParseIcsDuration(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  if (!negative) absl::ConsumePrefix(&text, "+");
  if (!absl::ConsumePrefix(&text, "P") || text.empty()) return std::nullopt;
  int64_t seconds = 0;
  bool in_time = false;
  while (!text.empty()) {
    if (!in_time && absl::ConsumePrefix(&text, "T")) in_time = true;
    const size_t digits =
        std::find_if_not(text.begin(), text.end(), absl::ascii_isdigit) -
        text.begin();
    int64_t number = 0;
    if (digits == 0 || digits > 9 || digits == text.size()) return std::nullopt;
    if (!absl::SimpleAtoi(text.substr(0, digits), &number)) return std::nullopt;
    const int64_t unit = UnitOf(text[digits], in_time);
    if (unit == 0) return std::nullopt;
    seconds += number * unit;
    if (seconds > kDurationMaxS) return std::nullopt;
    text.remove_prefix(digits + 1);
  }
  return absl::Seconds(negative ? -seconds : seconds);
}

absl::string_view ContentLine::Parameter(absl::string_view wanted) const {
  for (const auto& [name, value] : parameters) {
    if (name == wanted) return Unquoted(value);
  }
  return "";
}

std::optional<ContentLine> ParseContentLine(absl::string_view line) {
  ContentLine parsed;
  const size_t length = NameLength(line);
  if (length == 0) return std::nullopt;
  parsed.name = absl::AsciiStrToUpper(line.substr(0, length));
  line.remove_prefix(length);
  while (absl::ConsumePrefix(&line, ";")) {
    const size_t name = NameLength(line);
    if (name == 0 || name == line.size() || line[name] != '=') {
      return std::nullopt;
    }
    const absl::string_view after = line.substr(name + 1);
    const std::optional<size_t> values = ValuesLength(after);
    if (!values.has_value()) return std::nullopt;
    parsed.parameters.emplace_back(absl::AsciiStrToUpper(line.substr(0, name)),
                                   after.substr(0, *values));
    line = after.substr(*values);
  }
  if (!absl::ConsumePrefix(&line, ":")) return std::nullopt;
  parsed.value = line;
  return parsed;
}

absl::string_view ContentLines::NextPhysical() {
  const size_t end = std::min(rest_.find('\n'), rest_.size());
  absl::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  absl::ConsumeSuffix(&line, "\r");
  return line;
}

bool ContentLines::Next(absl::string_view& line) {
  if (rest_.empty() || overlong_) return false;
  line = NextPhysical();
  unfolded_.clear();
  bool folded = false;
  while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
    if (!folded) unfolded_ = std::string(line);
    folded = true;
    const absl::string_view more = NextPhysical().substr(1);
    overlong_ = unfolded_.size() + more.size() > kContentLineMax;
    if (overlong_) return false;
    unfolded_.append(more.data(), more.size());
  }
  if (folded) line = unfolded_;
  overlong_ = line.size() > kContentLineMax;
  return !overlong_;
}

}  // namespace rapport::calendar
