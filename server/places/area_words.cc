#include "server/places/area_words.h"

#include <algorithm>
#include <optional>

#include "server/places/country_group.h"
#include "server/vocabulary/country.h"
#include "server/vocabulary/folding.h"

namespace rapport::places {
namespace {

absl::string_view CountryOf(const PlaceTable::Area& area) {
  return absl::string_view(area.country, 2);
}

template <typename Accepts>
std::vector<Within> Matching(const PlaceTable& table, absl::string_view folded,
                             const Accepts& accepts) {
  std::vector<Within> found;
  auto word =
      std::lower_bound(table.area_words.begin(), table.area_words.end(), folded,
                       [&](const PlaceTable::AreaWord& a, absl::string_view b) {
                         return table.At(a.folded) < b;
                       });
  for (; word != table.area_words.end() && accepts(table.At(word->folded));
       ++word) {
    found.push_back({std::string(CountryOf(table.areas[word->area])),
                     static_cast<uint16_t>(word->area)});
  }
  return found;
}

// What is in both, if that is anything.
std::optional<Within> Narrower(const Within& one, const Within& other) {
  if (one.country_code != other.country_code) return std::nullopt;
  if (one.area == PlaceTable::kNoArea) return other;
  if (other.area == PlaceTable::kNoArea || one.area == other.area) return one;
  return std::nullopt;
}

}  // namespace

bool IsWithin(const PlaceTable::Place& place, const Within& within) {
  return absl::string_view(place.country, 2) == within.country_code &&
         (within.area == PlaceTable::kNoArea || within.area == place.area);
}

bool IsWithinAny(const PlaceTable::Place& place,
                 const std::vector<Within>& anywhere_if_empty) {
  return anywhere_if_empty.empty() ||
         std::any_of(
             anywhere_if_empty.begin(), anywhere_if_empty.end(),
             [&](const Within& within) { return IsWithin(place, within); });
}

WithinSet::WithinSet(const PlaceTable& table,
                     const std::vector<Within>& anywhere_if_empty)
    : anywhere_(anywhere_if_empty.empty()) {
  if (anywhere_) return;
  areas_.resize(table.areas.size());
  countries_.resize(kCountryGroups);
  for (const Within& within : anywhere_if_empty) {
    if (within.area != PlaceTable::kNoArea) {
      areas_[within.area] = true;
    } else if (const auto group = CountryGroup(within.country_code)) {
      countries_[*group] = true;
    }
  }
}

bool WithinSet::Has(const PlaceTable::Place& place) const {
  if (anywhere_) return true;
  if (place.area != PlaceTable::kNoArea && areas_[place.area]) return true;
  const auto group = CountryGroup(absl::string_view(place.country, 2));
  return group.has_value() && countries_[*group];
}

std::vector<Within> Both(const std::vector<Within>& some,
                         const std::vector<Within>& others) {
  std::vector<Within> both;
  for (const Within& one : some) {
    for (const Within& other : others) {
      const std::optional<Within> narrower = Narrower(one, other);
      if (narrower.has_value()) both.push_back(*narrower);
    }
  }
  return both;
}

std::vector<Within> AreasNamed(const PlaceTable& table,
                               absl::string_view text) {
  const std::string folded = FoldForSearch(text);
  return Matching(table, folded,
                  [&](absl::string_view word) { return word == folded; });
}

std::vector<Within> AreasBeginning(const PlaceTable& table,
                                   absl::string_view text) {
  const std::string folded = FoldForSearch(text);
  if (folded.empty()) return {};
  return Matching(table, folded, [&](absl::string_view word) {
    return word.substr(0, folded.size()) == folded;
  });
}

std::vector<Within> AllNamed(const PlaceTable& table, absl::string_view text) {
  std::vector<Within> named = AreasNamed(table, text);
  if (std::optional<std::string> country = CountryCodeOf(text)) {
    named.push_back({*std::move(country)});
  }
  return named;
}

}  // namespace rapport::places
