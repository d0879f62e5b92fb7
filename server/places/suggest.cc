#include "server/places/suggest.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "server/places/area_words.h"
#include "server/places/grid.h"
#include "server/places/name_order.h"
#include "server/places/place_name.h"
#include "server/places/reading.h"
#include "server/places/top_places.h"

namespace rapport::places {
namespace {

// Over this, one walk over all countries is less work.
constexpr size_t kCountriesMax = 8;

// Finds the best places for one reading.
class Walk {
 public:
  Walk(const PlaceIndex& index, const SuggestQuery& query,
       const Reading& reading, TopPlaces& top)
      : index_(index), query_(query), reading_(reading), top_(top) {}

  void Run() {
    // The near ones first: they raise what the others must score.
    if (query_.near.has_value()) WalkNear();
    const std::set<uint32_t> countries = Countries();
    if (countries.empty() || countries.size() > kCountriesMax) {
      // Places out of reach; those in it have all been seen.
      WalkGroup(index_.all(), 0, 0);
      return;
    }
    for (uint32_t group : countries) WalkGroup(index_.by_country(), group, 0);
  }

 private:
  // The groups that places must be in; none if any will do.
  std::set<uint32_t> Countries() const {
    std::set<uint32_t> groups;
    if (!query_.region_code.empty()) {
      groups.insert(*CountryGroup(query_.region_code));
      return groups;
    }
    for (const Within& within : reading_.within) {
      if (auto group = CountryGroup(within.country_code)) groups.insert(*group);
    }
    return groups;
  }

  void WalkNear() {
    for (uint32_t cell : GridCellsAround(*query_.near, kNearReach)) {
      WalkGroup(index_.by_cell(), cell, kNearScore);
    }
  }

  // `extra_max`: what nearness can add at most.
  void WalkGroup(const NameOrder& order, uint32_t group, int extra_max) {
    const NameOrder::Found found = order.Find(group, reading_.folded);
    WalkRange(order, found.exact, kExactScore, extra_max);
    if (!reading_.whole_names_only) {
      WalkRange(order, found.longer, 0, extra_max);
    }
  }

  void WalkRange(const NameOrder& order, NameRange range, int extra,
                 int extra_max) {
    BestFirst names(order, range);
    while (const auto ranked = names.Next(RankMin(extra + extra_max))) {
      Consider(order.NameAt(ranked->position), ranked->rank + extra);
    }
  }

  int RankMin(int extra_max) const {
    const int score_min = top_.ScoreMin();
    return score_min < extra_max ? 0 : score_min - extra_max;
  }

  void Consider(uint32_t name, int score) {
    const uint32_t index = index_.table().names[name].place;
    const PlaceTable::Place& place = index_.table().places[index];
    if (!IsWithinAny(place, reading_.within)) return;
    if (!query_.region_code.empty() && !IsWithin(place, {query_.region_code})) {
      return;
    }
    if (query_.near.has_value()) {
      score += NearScore(PointOf(place), *query_.near);
    }
    top_.Offer({score, index, name});
  }

  const PlaceIndex& index_;
  const SuggestQuery& query_;
  const Reading& reading_;
  TopPlaces& top_;
};

Place Shown(const PlaceTable& table, const Candidate& candidate) {
  const PlaceTable::Place& from = table.places[candidate.place];
  Place place;
  place.id = IdOf(from);
  place.kind = from.kind == PlaceTable::kPostalArea ? PlaceKind::kPostalArea
                                                    : PlaceKind::kTown;
  place.name = table.At(from.name);
  const PlaceTable::Name& matched = table.names[candidate.name];
  if (matched.shown != from.name) place.matched_name = table.At(matched.shown);
  if (from.area != PlaceTable::kNoArea) {
    place.administrative_area = table.At(table.areas[from.area].name);
  }
  place.country_code = absl::string_view(from.country, 2);
  place.point = PointOf(from);
  place.time_zone = table.At(table.zones[from.zone]);
  place.population = from.population;
  return place;
}

}  // namespace

int NearScore(const geo::Point& place, const geo::Point& shopper) {
  const double part = geo::Distance(place, shopper).value / kNearReach.value;
  return part >= 1 ? 0 : static_cast<int>(std::lround(kNearScore * (1 - part)));
}

std::vector<Place> SuggestPlaces(const PlaceIndex& index,
                                 const SuggestQuery& query) {
  if (query.text.size() > kPlaceTextBytesMax || query.limit < 1) return {};
  if (!query.region_code.empty() && !CountryGroup(query.region_code)) return {};
  TopPlaces top(std::min(query.limit, kSuggestionsMax));
  for (const Reading& reading : ReadingsOf(index.table(), query.text)) {
    if (reading.is_fallback && !top.best().empty()) continue;
    Walk(index, query, reading, top).Run();
  }
  std::vector<Place> places;
  for (const Candidate& candidate : top.best()) {
    places.push_back(Shown(index.table(), candidate));
  }
  return places;
}

}  // namespace rapport::places
