#include "server/catalog/store_record.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace rapport::catalog {
namespace {

constexpr absl::string_view kAbsentWords[] = {"NA",   "N/A", "#N/A",
                                              "null", "-",   "--"};

// Whether what is said now goes before what was said under another name.
bool Wins(absl::string_view text, size_t rank, absl::string_view old_text,
          size_t old_rank) {
  if (old_text.empty() == text.empty()) return rank < old_rank;
  return old_text.empty();
}

}  // namespace

bool IsAbsent(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  return text.empty() || absl::c_any_of(kAbsentWords, [&](auto word) {
           return absl::EqualsIgnoreCase(text, word);
         });
}

void StoreRecord::Set(const StoreFieldName& meaning, absl::string_view name,
                      absl::string_view text) {
  const bool is_namibia = meaning.field == StoreField::kCountry &&
                          absl::StripAsciiWhitespace(text) == "NA";
  if (!is_namibia && IsAbsent(text)) text = "";
  if (!HasKey(meaning.field)) {
    Entry& entry = entries_[static_cast<size_t>(meaning.field)];
    if (Wins(text, meaning.rank, entry.text, entry.rank)) {
      entry = {std::string(name), std::string(text), meaning.rank};
    }
    return;
  }
  const StoreFieldKey& field = meaning;
  for (Keyed& keyed : keyed_) {
    if (!(keyed.field == field)) continue;
    if (Wins(text, meaning.rank, keyed.text, keyed.rank)) {
      keyed = {field, std::string(name), std::string(text), meaning.rank};
    }
    return;
  }
  keyed_.push_back({field, std::string(name), std::string(text), meaning.rank});
}

const std::string& StoreRecord::text(StoreField field) const {
  return entries_[static_cast<size_t>(field)].text;
}

std::string StoreRecord::name(StoreField field) const {
  const Entry& entry = entries_[static_cast<size_t>(field)];
  return entry.name.empty() ? std::string(UsualName(field)) : entry.name;
}

bool StoreRecord::Has(StoreField field) const {
  if (!HasKey(field)) {
    return !entries_[static_cast<size_t>(field)].name.empty();
  }
  return absl::c_any_of(
      keyed_, [&](const Keyed& keyed) { return keyed.field.field == field; });
}

}  // namespace rapport::catalog
