#include "server/catalog/json_week.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "server/catalog/json_value.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

constexpr const char* kDayMembers[] = {"day_name", "dayOfWeek", "day",
                                       "weekday",  "dayName",   "day_of_week"};
constexpr const char* kOpenMembers[] = {"open",      "opens",     "openTime",
                                        "open_time", "opening",   "from",
                                        "start",     "startTime", "start_time"};
constexpr const char* kCloseMembers[] = {"close",      "closes",  "closeTime",
                                         "close_time", "closing", "to",
                                         "end",        "endTime", "end_time"};
constexpr const char* kIsOpenMembers[] = {"is_open", "isOpen"};
constexpr const char* kIsClosedMembers[] = {"is_closed", "isClosed", "closed"};

// The first member of those that is there and not null; else null.
template <typename Names>
const json& AnyMember(const json& object, const Names& names) {
  for (const char* name : names) {
    const json& value = Member(object, name);
    if (!value.is_null()) return value;
  }
  return Member(object, "");
}

std::optional<int> ClockOf(const json& value) {
  return value.is_string() ? ReadClock(value.get<std::string>()) : std::nullopt;
}

// The same of a text, an object, or a list of objects.
DayHours AnyDayOf(const json& value, bool is_schema) {
  if (value.is_string()) return ReadDayHours(value.get<std::string>());
  if (value.is_object()) return DayOf(value, is_schema);
  if (!value.is_array()) return std::nullopt;
  std::vector<DayRange> ranges;
  for (const json& entry : value) {
    const DayHours hours =
        entry.is_array() ? std::nullopt : AnyDayOf(entry, is_schema);
    if (!hours.has_value()) return std::nullopt;
    ranges.insert(ranges.end(), hours->begin(), hours->end());
  }
  return ranges;
}

// Adds hours to those of a day; closed and open is open.
void AddDay(int day, const std::vector<DayRange>& ranges, WeekHours& week) {
  if (!week[day].has_value()) week[day].emplace();
  for (const DayRange& range : ranges) {
    if (!absl::c_linear_search(*week[day], range)) week[day]->push_back(range);
  }
}

// The days that a value names: a text or a list of them.
std::optional<std::vector<int>> DaysOf(const json& value) {
  std::vector<int> days;
  const json list = value.is_array() ? value : json::array({value});
  for (const json& name : list) {
    if (!name.is_string()) return std::nullopt;
    const std::optional<int> day = WeekdayOf(name.get<std::string>());
    if (!day.has_value()) return std::nullopt;
    days.push_back(*day);
  }
  return days;
}

bool AddEntry(const json& entry, bool is_schema, WeekHours& week) {
  if (!entry.is_object()) return false;
  const std::optional<std::vector<int>> days =
      DaysOf(AnyMember(entry, kDayMembers));
  const DayHours hours = DayOf(entry, is_schema);
  if (!days.has_value() || days->empty() || !hours.has_value()) return false;
  // Hours of a season are not those of every week.
  if (IsOfDates(entry)) return false;
  for (int day : *days) AddDay(day, *hours, week);
  return true;
}

// The days of `Mo-Fr` or `Mo,We`.
std::optional<std::vector<int>> DaysOfText(absl::string_view text) {
  std::vector<int> days;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    const std::vector<absl::string_view> ends = absl::StrSplit(part, '-');
    const std::optional<int> first = WeekdayOf(ends.front());
    const std::optional<int> last = WeekdayOf(ends.back());
    if (ends.size() > 2 || !first.has_value() || !last.has_value()) {
      return std::nullopt;
    }
    for (int day = *first; day != *last; day = (day + 1) % 7) {
      days.push_back(day);
    }
    days.push_back(*last);
  }
  return days;
}

// schema.org's openingHours: `Mo-Fr 09:00-17:00`; `Mo-Su` is all day.
bool AddOpeningHours(const json& value, WeekHours& week) {
  if (!value.is_string()) return false;
  const std::string text = value.get<std::string>();
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(absl::StripAsciiWhitespace(text), absl::MaxSplits(' ', 1));
  const std::optional<std::vector<int>> days = DaysOfText(parts.first);
  const DayHours hours = parts.second.empty()
                             ? std::vector<DayRange>{{0, kDayMinutes}}
                             : ReadDayHours(parts.second);
  if (!days.has_value() || !hours.has_value()) return false;
  for (int day : *days) AddDay(day, *hours, week);
  return true;
}

std::optional<WeekHours> WeekOfList(const json& list, bool is_schema) {
  WeekHours week;
  for (const json& entry : list) {
    const bool read = entry.is_string() ? AddOpeningHours(entry, week)
                                        : AddEntry(entry, is_schema, week);
    if (!read) return std::nullopt;
  }
  return week;
}

// Of members by day; nothing if it has none.
std::optional<WeekHours> WeekOfMembers(const json& object, bool is_schema) {
  WeekHours week;
  bool any = false;
  for (const auto& [name, value] : object.items()) {
    const std::optional<int> day = WeekdayOf(name);
    if (!day.has_value() || value.is_null()) continue;
    const DayHours hours = AnyDayOf(value, is_schema);
    if (!hours.has_value()) return std::nullopt;
    AddDay(*day, *hours, week);
    any = true;
  }
  if (!any) return std::nullopt;
  return week;
}

}  // namespace

DayHours DayOf(const json& entry, bool is_schema) {
  const json& is_open = AnyMember(entry, kIsOpenMembers);
  const json& is_closed = AnyMember(entry, kIsClosedMembers);
  if (is_open == json(false) || is_closed == json(true)) {
    return std::vector<DayRange>();
  }
  const std::optional<int> open = ClockOf(AnyMember(entry, kOpenMembers));
  const std::optional<int> close = ClockOf(AnyMember(entry, kCloseMembers));
  if (!open.has_value() || !close.has_value()) return std::nullopt;
  if (is_schema && *open == 0 && *close == 0) return std::vector<DayRange>();
  if (is_schema && *open == 0 && *close == kDayMinutes - 1) {
    return std::vector<DayRange>{{0, kDayMinutes}};
  }
  if (*open == *close && is_open != json(true)) return std::nullopt;
  return std::vector<DayRange>{MakeRange(*open, *close)};
}

std::optional<WeekHours> WeekOf(const json& hours, bool is_schema) {
  if (hours.is_array()) return WeekOfList(hours, is_schema);
  if (!hours.is_object()) return std::nullopt;
  if (!AnyMember(hours, kDayMembers).is_null()) {
    return WeekOfList(json::array({hours}), is_schema);
  }
  return WeekOfMembers(hours, is_schema);
}

bool HasDays(const json& object) {
  return absl::c_any_of(object.items(), [](const auto& item) {
    return WeekdayOf(item.key()).has_value();
  });
}

bool HasOpening(const json& entry) {
  return !AnyMember(entry, kOpenMembers).is_null();
}

bool NamesDay(const json& object) {
  return !AnyMember(object, kDayMembers).is_null();
}

bool IsOfDates(const json& entry) {
  return entry.is_object() && !Member(entry, "validFrom").is_null();
}

}  // namespace rapport::catalog
