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
#include "server/catalog/json_week.h"
#include "server/catalog/store_details.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

constexpr absl::string_view kDoorKinds[] = {
    "dine_in", "regular", "store",   "normal",   "standard",
    "general", "main",    "default", "in_store", "retail"};

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
  const bool by_kind = hours.is_object() && !HasDays(hours) && !NamesDay(hours);
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
        !HasOpening(specification)
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
