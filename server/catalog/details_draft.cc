#include "server/catalog/details_draft.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/week_hours.h"
#include "server/vocabulary/language.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

constexpr size_t kIsoDateLength = 10;  // 2025-12-25

bool IsOneOf(absl::string_view text,
             std::initializer_list<absl::string_view> words) {
  return absl::c_any_of(
      words, [&](auto word) { return absl::EqualsIgnoreCase(text, word); });
}

bool SaysYes(absl::string_view text) {
  return IsOneOf(text, {"yes", "true", "1", "y", "wlan", "wifi"});
}
bool SaysNo(absl::string_view text) {
  return IsOneOf(text, {"no", "false", "0", "n"});
}

class DetailsMaker {
 public:
  DetailsMaker(const StoreRecord& record, StoreDraft& draft)
      : record_(record), draft_(draft), details_(draft.content.details) {}

  void Fill() {
    for (const StoreRecord::Keyed& keyed : record_.keyed()) FillKeyed(keyed);
    FillWeek();
    FillSpecialDays();
    FillLanguages();
    FillClosed();
    NoteSaid();
  }

 private:
  void FillKeyed(const StoreRecord::Keyed& keyed);
  void FillWeek();
  void FillSpecialDays();
  void FillLanguages();
  void FillClosed();
  void NoteSaid();
  void NotRead(absl::string_view name, absl::string_view message) {
    draft_.remarks.push_back({std::string(name),
                              std::string(reason::kValueNotRead),
                              std::string(message)});
  }
  std::string PlainText(StoreField field) const {
    return CollapseSpaces(record_.text(field));
  }
  template <typename List>
  void Name(absl::string_view path, const List& list, absl::string_view member,
            const std::string& name) {
    draft_.names.emplace_back(ElementPath(path, list.size(), member), name);
  }

  const StoreRecord& record_;
  StoreDraft& draft_;
  StoreDetails& details_;
};

void DetailsMaker::FillKeyed(const StoreRecord::Keyed& keyed) {
  std::string text = CollapseSpaces(keyed.text);
  if (text.empty()) return;
  const std::string& key = keyed.field.key;
  switch (keyed.field.field) {
    case StoreField::kLocalizedName:
      Name("localized_names", details_.localized_names, "text", keyed.name);
      details_.localized_names.push_back({key, std::move(text)});
      return;
    case StoreField::kDescription:
      Name("descriptions", details_.descriptions, "text", keyed.name);
      details_.descriptions.push_back({key, std::move(text)});
      return;
    case StoreField::kSecondaryHours:
      Name("secondary_hours", details_.secondary_hours, "text", keyed.name);
      details_.secondary_hours.push_back({key, std::move(text)});
      return;
    case StoreField::kAttribute:
      if (SaysYes(text)) details_.attributes.push_back(key);
      return;
    default:  // days: FillWeek
      return;
  }
}

void DetailsMaker::FillWeek() {
  std::string& hours = draft_.content.opening_hours_text;
  WeekHours week;
  std::vector<std::string> as_written;
  bool plain = true;
  std::string name;
  for (const StoreRecord::Keyed& keyed : record_.keyed()) {
    if (keyed.field.field != StoreField::kDayHours) continue;
    const std::string text = CollapseSpaces(keyed.text);
    const std::optional<int> day = WeekdayOf(keyed.field.key);
    if (text.empty() || !day.has_value()) continue;
    week[*day] = ReadDayHours(text);
    plain = plain && week[*day].has_value();
    as_written.push_back(absl::StrCat(keyed.field.key, " ", text));
    if (name.empty()) name = keyed.name;
  }
  if (!hours.empty() || as_written.empty()) return;
  hours = plain ? ComposeWeek(week) : absl::StrJoin(as_written, ", ");
  for (auto& [path, in_file] : draft_.names) {
    if (path == "opening_hours_text") in_file = name;
  }
}

void DetailsMaker::FillSpecialDays() {
  const std::string text = PlainText(StoreField::kSpecialDays);
  if (text.empty()) return;
  const std::string name = record_.name(StoreField::kSpecialDays);
  std::optional<std::vector<SpecialDay>> days = ReadSpecialDays(text);
  if (!days.has_value()) {
    NotRead(name, "special hours that can't be read; left out");
    return;
  }
  draft_.names.emplace_back("special_days", name);
  details_.special_days = *std::move(days);
}

void DetailsMaker::FillLanguages() {
  const std::string text = PlainText(StoreField::kLanguages);
  const std::string name = record_.name(StoreField::kLanguages);
  for (absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(",;/|"), absl::SkipWhitespace())) {
    const absl::StatusOr<std::string> tag =
        CanonicalLanguageTag(absl::StripAsciiWhitespace(word));
    if (!tag.ok()) {
      NotRead(name, "a language that is no BCP 47 tag; left out");
    } else if (!absl::c_linear_search(details_.languages, *tag)) {
      Name("language_codes", details_.languages, "", name);
      details_.languages.push_back(*tag);
    }
  }
}

void DetailsMaker::FillClosed() {
  const std::string text = PlainText(StoreField::kTemporarilyClosed);
  if (text.empty()) return;
  details_.temporarily_closed = SaysYes(text);
  if (!SaysYes(text) && !SaysNo(text)) {
    NotRead(record_.name(StoreField::kTemporarilyClosed),
            "neither yes nor no; taken as not closed");
  }
}

void DetailsMaker::NoteSaid() {
  SaidDetails& said = draft_.said;
  said.localized_names = record_.Has(StoreField::kLocalizedName);
  said.descriptions = record_.Has(StoreField::kDescription);
  said.secondary_hours = record_.Has(StoreField::kSecondaryHours);
  said.special_days = record_.Has(StoreField::kSpecialDays);
  said.languages = record_.Has(StoreField::kLanguages);
  said.attributes = record_.Has(StoreField::kAttribute);
  said.temporarily_closed = record_.Has(StoreField::kTemporarilyClosed);
}

// A day and its ranges; a closed one has none.
using DayAndRanges = std::pair<absl::CivilDay, std::vector<DayRange>>;

// Adds what a part between commas says: `date: hours`, or more hours of the
// date before.
bool AddPart(absl::string_view part, std::vector<DayAndRanges>& days) {
  part = absl::StripAsciiWhitespace(part);
  absl::CivilDay date;
  const bool has_date =
      part.size() > kIsoDateLength && part[kIsoDateLength] == ':' &&
      absl::ParseCivilTime(std::string(part.substr(0, kIsoDateLength)), &date);
  if (has_date) part.remove_prefix(kIsoDateLength + 1);
  if (!has_date && days.empty()) return false;
  const DayHours hours = ReadDayHours(part);
  if (!hours.has_value()) return false;
  if (!has_date) date = days.back().first;
  const auto found = absl::c_find_if(
      days, [&](const DayAndRanges& day) { return day.first == date; });
  if (found == days.end()) {
    days.emplace_back(date, *hours);
  } else {
    found->second.insert(found->second.end(), hours->begin(), hours->end());
  }
  return true;
}

}  // namespace

std::optional<std::vector<SpecialDay>> ReadSpecialDays(absl::string_view text) {
  std::vector<DayAndRanges> days;
  for (absl::string_view part :
       absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    if (!AddPart(part, days)) return std::nullopt;
  }
  std::sort(days.begin(), days.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<SpecialDay> special;
  for (const DayAndRanges& day : days) {
    special.push_back({day.first, ComposeDay(day.second), ""});
  }
  return special;
}

void FillDetails(const StoreRecord& record, StoreDraft& draft) {
  DetailsMaker(record, draft).Fill();
}

}  // namespace rapport::catalog
