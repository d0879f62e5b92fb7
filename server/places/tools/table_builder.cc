#include "server/places/tools/table_builder.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/vocabulary/folding.h"

namespace rapport::places {
namespace {

constexpr absl::string_view kNoZone = "-";

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(what);
}

int32_t Microdegrees(double degrees) {
  return static_cast<int32_t>(std::lround(degrees * 1e6));
}

int64_t AccentedBytes(absl::string_view name) {
  return std::count_if(name.begin(), name.end(),
                       [](char byte) { return (byte & 0x80) != 0; });
}

// The columns of a place that are numbers.
absl::StatusOr<PlaceTable::Place> NumbersOf(
    const std::vector<absl::string_view>& columns) {
  PlaceTable::Place place{};
  double latitude, longitude;
  int64_t population;
  if (!absl::SimpleAtoi(columns[1], &place.id) ||
      !absl::SimpleAtod(columns[4], &latitude) ||
      !absl::SimpleAtod(columns[5], &longitude) ||
      !absl::SimpleAtoi(columns[6], &population) || population < 0 ||
      population > UINT32_MAX) {
    return Wrong("id, coordinates and population are numbers");
  }
  const absl::StatusOr<geo::Point> point = geo::MakePoint(latitude, longitude);
  if (!point.ok()) return point.status();
  place.latitude_microdeg = Microdegrees(latitude);
  place.longitude_microdeg = Microdegrees(longitude);
  place.population = static_cast<uint32_t>(population);
  return place;
}

}  // namespace

TableBuilder::TableBuilder(ZoneOf zone_of) : zone_of_(std::move(zone_of)) {
  Intern("");
}

absl::Status TableBuilder::AddLine(absl::string_view line) {
  constexpr size_t kAreaColumns = 5, kPlaceColumns = 10;
  const Columns columns = absl::StrSplit(line, '\t');
  const bool is_area = columns[0] == "R";
  if (!is_area && columns[0] != "T" && columns[0] != "Z") {
    return Wrong("a line begins with R, T or Z");
  }
  if (columns.size() != (is_area ? kAreaColumns : kPlaceColumns)) {
    return Wrong(absl::StrCat("has ", columns.size(), " columns"));
  }
  if (columns[is_area ? 1 : 2].size() != 2) {
    return Wrong("a country is two letters");
  }
  return is_area ? AddArea(columns) : AddPlace(columns);
}

absl::Status TableBuilder::AddArea(const Columns& columns) {
  if (table_.areas.size() >= PlaceTable::kNoArea || columns[3].empty() ||
      columns[3].size() > kTextBytesMax) {
    return Wrong("an area has a name, and there are at most 65,535 of them");
  }
  areas_[absl::StrCat(columns[1], ".", columns[2])] =
      static_cast<uint16_t>(table_.areas.size());
  PlaceTable::Area area{};
  area.name = Intern(columns[3]);
  std::copy_n(columns[1].begin(), 2, area.country);
  table_.areas.push_back(area);
  AddAreaWord(columns[3]);
  for (absl::string_view word :
       absl::StrSplit(columns[4], ',', absl::SkipEmpty())) {
    AddAreaWord(word);
  }
  return absl::OkStatus();
}

void TableBuilder::AddAreaWord(absl::string_view word) {
  table_.area_words.push_back({Intern(FoldForSearch(word)),
                               static_cast<uint32_t>(table_.areas.size() - 1)});
}

absl::Status TableBuilder::AddPlace(const Columns& columns) {
  absl::StatusOr<PlaceTable::Place> place = NumbersOf(columns);
  if (!place.ok()) return place.status();
  if (columns[8].empty() || columns[8].size() > kTextBytesMax) {
    return Wrong("a place has a name");
  }
  place->kind = columns[0] == "Z" ? PlaceTable::kPostalArea : PlaceTable::kTown;
  place->name = Intern(columns[8]);
  place->area = AreaIndex(columns[2], columns[3]);
  std::copy_n(columns[2].begin(), 2, place->country);
  place->zone = columns[7] == kNoZone
                    ? ZoneIndex(zone_of_({place->latitude_microdeg * 1e-6,
                                          place->longitude_microdeg * 1e-6}))
                    : ZoneIndex(columns[7]);
  table_.places.push_back(*place);
  AddName(columns[8]);
  for (absl::string_view name :
       absl::StrSplit(columns[9], ',', absl::SkipEmpty())) {
    AddName(name);
  }
  return absl::OkStatus();
}

void TableBuilder::AddName(absl::string_view name) {
  if (name.size() > kTextBytesMax) return;
  std::vector<std::string> spellings = OtherSpellings(name);
  spellings.push_back(FoldForSearch(name));
  for (const std::string& folded : spellings) {
    if (folded.empty() || folded.size() > kTextBytesMax) continue;
    table_.names.push_back({Intern(folded), Intern(name),
                            static_cast<uint32_t>(table_.places.size() - 1)});
  }
}

PlaceTable::Text TableBuilder::Intern(absl::string_view text) {
  const auto [at, added] = texts_.try_emplace(
      std::string(text), static_cast<PlaceTable::Text>(table_.texts.size()));
  if (added) {
    table_.texts.push_back(static_cast<char>(text.size()));
    table_.texts.append(text.data(), text.size());
  }
  return at->second;
}

uint16_t TableBuilder::ZoneIndex(absl::string_view zone) {
  const auto [at, added] = zones_.try_emplace(
      std::string(zone), static_cast<uint16_t>(table_.zones.size()));
  if (added) table_.zones.push_back(Intern(zone));
  return at->second;
}

uint16_t TableBuilder::AreaIndex(absl::string_view country,
                                 absl::string_view code) const {
  const auto found = areas_.find(absl::StrCat(country, ".", code));
  return found == areas_.end() ? PlaceTable::kNoArea : found->second;
}

PlaceTable TableBuilder::Build() && {
  SortPlaces();
  SortNames();
  std::sort(table_.area_words.begin(), table_.area_words.end(),
            [&](const auto& a, const auto& b) {
              return std::forward_as_tuple(table_.At(a.folded), a.area) <
                     std::forward_as_tuple(table_.At(b.folded), b.area);
            });
  return std::move(table_);
}

void TableBuilder::SortPlaces() {
  std::vector<uint32_t> order(table_.places.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const PlaceTable::Place &one = table_.places[a], &other = table_.places[b];
    if (one.population != other.population) {
      return one.population > other.population;
    }
    return one.id < other.id;
  });
  std::vector<PlaceTable::Place> places;
  std::vector<uint32_t> new_index(order.size());
  for (uint32_t old : order) {
    new_index[old] = static_cast<uint32_t>(places.size());
    places.push_back(table_.places[old]);
  }
  table_.places = std::move(places);
  for (PlaceTable::Name& name : table_.names) {
    name.place = new_index[name.place];
  }
}

// Of spellings of a place that fold to one, its main name is kept, else the one
// with the most accents, which transliteration only ever drops: "München" of
// "Munchen" and "München".
void TableBuilder::SortNames() {
  const auto key = [&](const PlaceTable::Name& name) {
    return std::make_tuple(table_.At(name.folded), name.place,
                           name.shown != table_.places[name.place].name,
                           -AccentedBytes(table_.At(name.shown)),
                           table_.At(name.shown));
  };
  std::sort(table_.names.begin(), table_.names.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [](const PlaceTable::Name& a, const PlaceTable::Name& b) {
    return a.folded == b.folded && a.place == b.place;
  };
  table_.names.erase(
      std::unique(table_.names.begin(), table_.names.end(), same),
      table_.names.end());
}

}  // namespace rapport::places
