#include "server/places/locate.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/places/area_words.h"
#include "server/places/country_group.h"
#include "server/places/name_order.h"
#include "server/places/place_table.h"
#include "server/places/zip_code.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/folding.h"

namespace rapport::places {
namespace {

using PlaceRow = PlaceTable::Place;

// Of one postal service.
constexpr absl::string_view kUnitedStates[] = {"US", "PR", "VI",
                                               "GU", "AS", "MP"};

bool IsUnitedStates(absl::string_view country_code) {
  return std::find(std::begin(kUnitedStates), std::end(kUnitedStates),
                   country_code) != std::end(kUnitedStates);
}

Location LocationOf(const PlaceRow& place) {
  return {PointOf(place),
          place.kind == PlaceTable::kPostalArea ? Precision::kPostalArea
                                                : Precision::kLocality,
          IdOf(place)};
}

// What the address says it is in, countries and areas: as stated, or the
// territory that it names as if it were a state.
std::vector<Within> StatedArea(const PlaceTable& table,
                               const AddressQuery& query) {
  const std::vector<Within> country = {{query.region_code}};
  if (query.region_code == "US") {
    std::string territory = FoldForSearch(query.administrative_area);
    std::transform(territory.begin(), territory.end(), territory.begin(),
                   [](unsigned char c) { return std::toupper(c); });
    if (IsUnitedStates(territory)) return {{territory}};
  }
  return Both(AreasNamed(table, query.administrative_area), country);
}

// The places of the country with exactly that name, each once, the most
// populous first.
std::vector<const PlaceRow*> PlacesNamed(const PlaceIndex& index,
                                         absl::string_view country_code,
                                         absl::string_view folded,
                                         uint8_t kind) {
  const NameOrder& order = index.by_country();
  const PlaceTable& table = index.table();
  const NameRange range = order.Find(*CountryGroup(country_code), folded).exact;
  std::vector<uint32_t> found;
  for (uint32_t at = range.begin; at < range.end; ++at) {
    const uint32_t place = table.names[order.NameAt(at)].place;
    if (table.places[place].kind == kind) found.push_back(place);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<const PlaceRow*> places;
  places.reserve(found.size());
  for (uint32_t place : found) places.push_back(&table.places[place]);
  return places;
}

std::optional<Location> ByZipCode(const PlaceIndex& index,
                                  const AddressQuery& query,
                                  const std::vector<Within>& stated) {
  if (!IsUnitedStates(query.region_code)) return std::nullopt;
  const ZipCode zip = ReadZipCode(query.postal_code);
  if (zip.digits.empty()) return std::nullopt;
  for (absl::string_view country : kUnitedStates) {
    for (const PlaceRow* place :
         PlacesNamed(index, country, zip.digits, PlaceTable::kPostalArea)) {
      const bool agrees = !stated.empty() && IsWithinAny(*place, stated);
      if (!zip.lost_zero || agrees) return LocationOf(*place);
    }
  }
  return std::nullopt;
}

// The most populous, if it is clearly that one.
const PlaceRow* ClearlyMeant(const std::vector<const PlaceRow*>& places) {
  const PlaceRow* biggest = places.front();
  for (const PlaceRow* other : places) {
    const bool same_town =
        geo::Distance(PointOf(*biggest), PointOf(*other)) <= kSameTownReach;
    if (same_town) continue;
    const bool clear =
        biggest->population > 0 &&
        biggest->population >= kClearlyBigger * other->population;
    if (!clear) return nullptr;
  }
  return biggest;
}

absl::string_view BeforeSeparator(absl::string_view locality) {
  return locality.substr(0, locality.find_first_of(",(/"));
}

// "hanam si" is "hanam".
absl::string_view WithoutWordForCity(absl::string_view folded) {
  for (absl::string_view word : {" city", " shi", " si"}) {
    if (absl::ConsumeSuffix(&folded, word)) return folded;
  }
  return folded;
}

std::vector<std::string> NamesToTry(absl::string_view locality) {
  std::string whole = FoldForSearch(locality);
  std::string without(WithoutWordForCity(whole));
  std::string before = FoldForSearch(BeforeSeparator(locality));
  return {std::move(whole), std::move(without), std::move(before)};
}

// The towns that the locality may mean, the most populous first.
std::vector<const PlaceRow*> TownsMeant(const PlaceIndex& index,
                                        const AddressQuery& query,
                                        const std::vector<Within>& stated) {
  const std::string country =
      stated.empty() ? query.region_code : stated[0].country_code;
  for (const std::string& name : NamesToTry(query.locality)) {
    std::vector<const PlaceRow*> towns =
        PlacesNamed(index, country, name, PlaceTable::kTown);
    towns.erase(std::remove_if(towns.begin(), towns.end(),
                               [&](const PlaceRow* town) {
                                 return !IsWithinAny(*town, stated);
                               }),
                towns.end());
    if (!towns.empty()) return towns;
  }
  return {};
}

bool IsAreaElsewhere(const PlaceTable& table, const AddressQuery& query,
                     const std::vector<Within>& stated) {
  return stated.empty() &&
         std::find(std::begin(kAreasKnownOf), std::end(kAreasKnownOf),
                   query.region_code) != std::end(kAreasKnownOf) &&
         !AreasNamed(table, query.administrative_area).empty();
}

absl::StatusOr<Location> ByLocality(const PlaceIndex& index,
                                    const AddressQuery& query,
                                    const std::vector<Within>& stated) {
  if (IsAreaElsewhere(index.table(), query, stated)) {
    return Error(
        absl::StatusCode::kInvalidArgument, "AREA_ELSEWHERE",
        absl::StrCat("the administrative area is none of ", query.region_code,
                     " but one of another country"));
  }
  const std::vector<const PlaceRow*> towns = TownsMeant(index, query, stated);
  if (towns.empty()) {
    return Error(absl::StatusCode::kNotFound, "UNKNOWN_PLACE",
                 "nothing there has the locality's name; towns of over 1,000 "
                 "people are known");
  }
  const PlaceRow* meant = ClearlyMeant(towns);
  if (meant != nullptr) return LocationOf(*meant);
  return Error(absl::StatusCode::kFailedPrecondition, "AMBIGUOUS_PLACE",
               absl::StrCat(towns.size(),
                            " places there have the locality's name; the "
                            "biggest needs ",
                            kClearlyBigger, " times the people of the next"));
}

}  // namespace

absl::StatusOr<Location> LocateAddress(const PlaceIndex& index,
                                       const AddressQuery& query) {
  if (!CountryGroup(query.region_code)) {
    return Error(absl::StatusCode::kInvalidArgument, "NO_COUNTRY",
                 "the address has no country; a place is looked for in one");
  }
  const std::vector<Within> stated = StatedArea(index.table(), query);
  if (std::optional<Location> location = ByZipCode(index, query, stated)) {
    return *location;
  }
  if (FoldForSearch(query.locality).empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "NO_LOCALITY",
                 "the address has neither a locality nor a known ZIP code");
  }
  return ByLocality(index, query, stated);
}

}  // namespace rapport::places
