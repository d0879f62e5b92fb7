#include "server/places/place_index.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "server/places/country_group.h"
#include "server/places/grid.h"

namespace rapport::places {
namespace {

// The group of each name, which is that of its place.
template <typename GroupOf>
std::vector<uint32_t> Groups(const PlaceTable& table, const GroupOf& group_of) {
  std::vector<uint32_t> of_place;
  of_place.reserve(table.places.size());
  for (const PlaceTable::Place& place : table.places) {
    of_place.push_back(group_of(place));
  }
  std::vector<uint32_t> of_name;
  of_name.reserve(table.names.size());
  for (const PlaceTable::Name& name : table.names) {
    of_name.push_back(of_place[name.place]);
  }
  return of_name;
}

// Airports' and the postal service's codes have three letters, a few four.
bool IsCode(absl::string_view name) {
  return name.size() <= 4 && std::all_of(name.begin(), name.end(), [](char c) {
           return c >= 'A' && c <= 'Z';
         });
}

int PopulationRank(const PlaceTable::Place& place) {
  constexpr uint32_t kPopulationMin = 10;  // GeoNames has many of 0: unknown
  constexpr double kRankOfTenfold = 100;
  const uint32_t population = place.kind == PlaceTable::kPostalArea
                                  ? kPostalAreaPopulation
                                  : std::max(place.population, kPopulationMin);
  return static_cast<int>(std::lround(kRankOfTenfold * std::log10(population)));
}

uint32_t CountryGroupOf(const PlaceTable::Place& place) {
  return CountryGroup(absl::string_view(place.country, 2))
      .value_or(kCountryGroups);
}

uint32_t CellGroupOf(const PlaceTable::Place& place) {
  return GridCellOf(PointOf(place));
}

template <typename Items>
size_t BytesOf(const Items& items) {
  return items.capacity() * sizeof(typename Items::value_type);
}

}  // namespace

std::vector<uint16_t> RanksOf(const PlaceTable& table) {
  std::vector<int> of_place;
  of_place.reserve(table.places.size());
  for (const PlaceTable::Place& place : table.places) {
    of_place.push_back(PopulationRank(place));
  }
  std::vector<uint16_t> of_name;
  of_name.reserve(table.names.size());
  for (const PlaceTable::Name& name : table.names) {
    int rank = of_place[name.place];
    if (name.shown == table.places[name.place].name) {
      rank += kMainNameRank;
    } else if (IsCode(table.At(name.shown))) {
      rank += kCodeRank;
    }
    of_name.push_back(static_cast<uint16_t>(rank));
  }
  return of_name;
}

geo::Point PointOf(const PlaceTable::Place& place) {
  return {place.latitude_microdeg * 1e-6, place.longitude_microdeg * 1e-6};
}

std::string IdOf(const PlaceTable::Place& place) {
  if (place.kind == PlaceTable::kPostalArea) {
    return absl::StrFormat("zip/%05d", place.id);
  }
  return absl::StrCat("geonames/", place.id);
}

// The table is only moved from where it becomes a member.
PlaceIndex::PlaceIndex(PlaceTable table)
    : PlaceIndex(std::move(table), RanksOf(table)) {}

PlaceIndex::PlaceIndex(PlaceTable&& table, const std::vector<uint16_t>& ranks)
    : table_(std::move(table)),
      all_(table_, 1, std::vector<uint32_t>(table_.names.size()), ranks),
      by_country_(table_, kCountryGroups + 1, Groups(table_, CountryGroupOf),
                  ranks),
      by_cell_(table_, GridCells(), Groups(table_, CellGroupOf), ranks) {}

size_t PlaceIndex::MemoryBytes() const {
  return BytesOf(table_.places) + BytesOf(table_.names) +
         BytesOf(table_.areas) + BytesOf(table_.area_words) +
         BytesOf(table_.zones) + BytesOf(table_.texts) + all_.MemoryBytes() +
         by_country_.MemoryBytes() + by_cell_.MemoryBytes();
}

}  // namespace rapport::places
