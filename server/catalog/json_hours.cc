#include "server/catalog/json_hours.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "server/catalog/json_value.h"
#include "server/catalog/store_details.h"
#include "server/catalog/week_hours.h"

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

constexpr absl::string_view kDoorKinds[] = {
    "dine_in", "regular", "store",   "normal",   "standard",
    "general", "main",    "default", "in_store", "retail"};

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

// What an object says of a day; nothing if it is not plain.
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

bool IsOfDates(const json& entry) {
  return entry.is_object() && !Member(entry, "validFrom").is_null();
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

std::optional<WeekHours> WeekOf(const json& hours, bool is_schema) {
  if (hours.is_array()) return WeekOfList(hours, is_schema);
  if (!hours.is_object()) return std::nullopt;
  if (!AnyMember(hours, kDayMembers).is_null()) {
    return WeekOfList(json::array({hours}), is_schema);
  }
  return WeekOfMembers(hours, is_schema);
}

bool IsNeverOpen(const WeekHours& week) {
  return absl::c_none_of(week, [](const DayHours& day) {
    return day.has_value() && !day->empty();
  });
}

// What can't be read, for people.
std::string AsWritten(const json& hours) {
  return hours.dump(-1, ' ', /*ensure_ascii=*/false,
                    json::error_handler_t::replace);
}

// Sets a list of schema.org's of which some are valid for days of the calendar:
// those are special days, the others the hours of every week.
void SetHoursAndDates(const StoreFieldName& meaning, const std::string& name,
                      const json& hours, const FieldMap& map,
                      StoreRecord& record) {
  json weekly = json::array();
  json dated = json::array();
  for (const json& entry : hours) {
    (IsOfDates(entry) ? dated : weekly).push_back(entry);
  }
  for (const StoreFieldName& special : map.KnownMeaningsOf("special_days")) {
    SetSpecialDays(special, name, dated, record);
  }
  SetHours(meaning, name, weekly, /*is_schema=*/true, map, record);
}

bool HasDays(const json& object) {
  return absl::c_any_of(object.items(), [](const auto& item) {
    return WeekdayOf(item.key()).has_value();
  });
}

// What a file has under a kind of hours.
void SetKind(const std::string& kind, const std::string& name,
             const json& hours, bool is_schema, const FieldMap& map,
             StoreRecord& record) {
  if (!hours.is_structured()) {
    // `temp_close: true` beside the kinds.
    std::string text;
    for (const StoreFieldName& meaning : map.MeaningsOf(kind)) {
      if (ReadScalar(hours, text)) record.Set(meaning, name, text);
    }
    return;
  }
  const std::string word = absl::AsciiStrToLower(kind);
  if (absl::c_linear_search(kDoorKinds, word)) {
    SetHours({{StoreField::kHours, ""}, kLastRank}, name, hours, is_schema, map,
             record);
    return;
  }
  const std::optional<WeekHours> week = WeekOf(hours, is_schema);
  if (!IsStoreWord(word) || (week.has_value() && IsNeverOpen(*week))) return;
  record.Set({{StoreField::kSecondaryHours, word}, kLastRank}, name,
             week.has_value() ? ComposeWeek(*week) : AsWritten(hours));
}

// The days from validFrom to validThrough; none if they are no such dates.
std::vector<absl::CivilDay> DaysOfValidity(const json& specification) {
  constexpr size_t kDateLength = 10;  // a time may follow
  absl::CivilDay ends[2];
  size_t next = 0;
  for (const char* member : {"validFrom", "validThrough"}) {
    std::string text;
    const bool read =
        ReadScalar(Member(specification, member), text) &&
        absl::ParseCivilTime(text.substr(0, kDateLength), &ends[next++]);
    if (!read) return {};
  }
  std::vector<absl::CivilDay> days;
  if (ends[1] - ends[0] >= kSpecialRangeDaysMax) return days;
  for (absl::CivilDay day = ends[0]; day <= ends[1]; ++day) days.push_back(day);
  return days;
}

}  // namespace

std::optional<std::string> HoursTextOf(const json& hours, bool is_schema) {
  const std::optional<WeekHours> week = WeekOf(hours, is_schema);
  if (!week.has_value()) return std::nullopt;
  return ComposeWeek(*week);
}

void SetHours(const StoreFieldName& meaning, const std::string& name,
              const json& hours, bool is_schema, const FieldMap& map,
              StoreRecord& record) {
  std::string text;
  if (ReadScalar(hours, text)) {
    record.Set(meaning, name, text);
    return;
  }
  if (hours.empty()) {
    record.Set(meaning, name, "");
    return;
  }
  if (is_schema && hours.is_array() && absl::c_any_of(hours, IsOfDates)) {
    SetHoursAndDates(meaning, name, hours, map, record);
    return;
  }
  const std::optional<std::string> composed = HoursTextOf(hours, is_schema);
  const bool by_kind = hours.is_object() && !HasDays(hours) &&
                       AnyMember(hours, kDayMembers).is_null();
  if (composed.has_value() || !by_kind) {
    record.Set(meaning, name, composed.value_or(AsWritten(hours)));
    return;
  }
  for (const auto& [kind, value] : hours.items()) {
    SetKind(kind, absl::StrCat(name, ".", kind), value, is_schema, map, record);
  }
}

void SetSpecialDays(const StoreFieldName& meaning, const std::string& name,
                    const json& specifications, StoreRecord& record) {
  std::vector<std::string> parts;
  const json list = specifications.is_array() ? specifications
                                              : json::array({specifications});
  for (const json& specification : list) {
    if (!specification.is_object()) continue;
    const DayHours hours =
        AnyMember(specification, kOpenMembers).is_null()
            ? DayHours(std::vector<DayRange>())  // schema.org: closed
            : DayOf(specification, /*is_schema=*/true);
    if (!hours.has_value()) continue;
    for (absl::CivilDay day : DaysOfValidity(specification)) {
      parts.push_back(
          absl::StrCat(absl::FormatCivilTime(day), ": ", ComposeDay(*hours)));
    }
  }
  record.Set(meaning, name, absl::StrJoin(parts, ", "));
}

}  // namespace rapport::catalog
