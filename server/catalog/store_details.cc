#include "server/catalog/store_details.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"

namespace rapport::catalog {
namespace {

constexpr size_t kHoursLengthMax = 2000;  // as Store.opening_hours_text
constexpr size_t kCommentLengthMax = 200;

// Adds DUPLICATE where an element's key was there before.
template <typename List, typename KeyOf>
void CheckOnce(absl::string_view path, absl::string_view field,
               const List& list, KeyOf key_of, FieldChecks& checks) {
  std::set<decltype(key_of(list[0]))> seen;
  for (size_t i = 0; i < list.size(); ++i) {
    if (seen.insert(key_of(list[i])).second) continue;
    checks.Add(ElementPath(path, i, field), reason::kDuplicate,
               "there already; each comes once");
  }
}

void CheckWord(const std::string& path, const std::string& word,
               FieldChecks& checks) {
  if (IsStoreWord(word)) return;
  checks.Add(path, reason::kMalformed,
             "not a word; it must be 1 to 40 of a-z, 0-9, - and _, starting "
             "with a letter");
}

void CheckSecondaryHours(const std::vector<SecondaryHours>& hours,
                         FieldChecks& checks) {
  constexpr absl::string_view kPath = "secondary_hours";
  checks.Count(kPath, hours.size(), {0, kSecondaryHoursMax});
  for (size_t i = 0; i < hours.size() && i < kSecondaryHoursMax; ++i) {
    CheckWord(ElementPath(kPath, i, "kind"), hours[i].kind, checks);
    checks.Text(ElementPath(kPath, i, "text"), hours[i].text,
                {1, kHoursLengthMax});
  }
  CheckOnce(
      kPath, "kind", hours, [](const auto& each) { return each.kind; }, checks);
}

void CheckSpecialDays(const std::vector<SpecialDay>& days,
                      FieldChecks& checks) {
  constexpr absl::string_view kPath = "special_days";
  checks.Count(kPath, days.size(), {0, kSpecialDaysMax});
  for (size_t i = 0; i < days.size() && i < kSpecialDaysMax; ++i) {
    checks.Text(ElementPath(kPath, i, "text"), days[i].text,
                {1, kSpecialDayLengthMax});
    checks.Text(ElementPath(kPath, i, "comment"), days[i].comment,
                {0, kCommentLengthMax});
  }
  CheckOnce(
      kPath, "date", days, [](const auto& each) { return each.date; }, checks);
}

void CheckLanguages(const std::vector<std::string>& tags, FieldChecks& checks) {
  constexpr absl::string_view kPath = "language_codes";
  checks.Count(kPath, tags.size(), {0, kStoreLanguagesMax});
  for (size_t i = 0; i < tags.size() && i < kStoreLanguagesMax; ++i) {
    checks.LanguageTag(ElementPath(kPath, i), tags[i]);
  }
  CheckOnce(
      kPath, "", tags, [](const auto& tag) { return tag; }, checks);
}

void CheckAttributes(const std::vector<std::string>& words,
                     FieldChecks& checks) {
  constexpr absl::string_view kPath = "attributes";
  checks.Count(kPath, words.size(), {0, kStoreAttributesMax});
  for (size_t i = 0; i < words.size() && i < kStoreAttributesMax; ++i) {
    CheckWord(ElementPath(kPath, i), words[i], checks);
  }
  CheckOnce(
      kPath, "", words, [](const auto& word) { return word; }, checks);
}

}  // namespace

void SortDetails(StoreDetails& details) {
  const auto by_language = [](const LocalizedName& a, const LocalizedName& b) {
    return a.language_tag < b.language_tag;
  };
  absl::c_sort(details.localized_names, by_language);
  absl::c_sort(details.descriptions, by_language);
  absl::c_sort(details.secondary_hours,
               [](const SecondaryHours& a, const SecondaryHours& b) {
                 return a.kind < b.kind;
               });
  absl::c_sort(
      details.special_days,
      [](const SpecialDay& a, const SpecialDay& b) { return a.date < b.date; });
  absl::c_sort(details.languages);
  absl::c_sort(details.attributes);
}

bool IsStoreWord(absl::string_view word) {
  return !word.empty() && word.size() <= kStoreWordLengthMax &&
         absl::ascii_islower(word[0]) && absl::c_all_of(word, [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  c == '-' || c == '_';
         });
}

void CheckDetails(const StoreDetails& details, FieldChecks& checks) {
  checks.LocalizedTexts("localized_names", details.localized_names,
                        {1, kLocalizedNameLengthMax});
  checks.LocalizedTexts("descriptions", details.descriptions,
                        {1, kDescriptionLengthMax});
  CheckSecondaryHours(details.secondary_hours, checks);
  CheckSpecialDays(details.special_days, checks);
  CheckLanguages(details.languages, checks);
  CheckAttributes(details.attributes, checks);
}

}  // namespace rapport::catalog
