#include "server/places/suggest.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "server/places/area_words.h"
#include "server/places/country_group.h"
#include "server/places/grid.h"
#include "server/places/name_order.h"
#include "server/places/reading.h"
#include "server/places/top_places.h"
#include "server/vocabulary/folding.h"

namespace rapport::places {
namespace {

// Over this, one walk over all countries is less work.
constexpr size_t kCountriesMax = 8;

// Finds the best places for one reading.
class Walk {
 public:
  Walk(const PlaceIndex& index, const std::optional<geo::Point>& near,
       const Reading& reading, TopPlaces& top)
      : index_(index),
        near_(near),
        reading_(reading),
        within_(index.table(), reading.within),
        top_(top) {}

  void Run() {
    // The big ones first: they raise what the near ones must score.
    WalkAnywhere();
    if (near_.has_value()) WalkNear();
  }

 private:
  // What the places must be in; none if any will do.
  std::set<uint32_t> Countries() const {
    std::set<uint32_t> groups;
    for (const Within& within : reading_.within) {
      if (auto group = CountryGroup(within.country_code)) groups.insert(*group);
    }
    return groups;
  }

  void WalkAnywhere() {
    const std::set<uint32_t> countries = Countries();
    if (countries.empty() || countries.size() > kCountriesMax) {
      WalkGroup(index_.all(), 0, 0);
      return;
    }
    for (uint32_t group : countries) WalkGroup(index_.by_country(), group, 0);
  }

  // Every place within reach that can score enough; so WalkAnywhere need not
  // know what nearness adds to those it leaves out.
  void WalkNear() {
    for (uint32_t cell : GridCellsAround(*near_, kNearReach)) {
      WalkGroup(index_.by_cell(), cell, kNearScore);
    }
  }

  // `near_max`: what nearness may add to a name.
  void WalkGroup(const NameOrder& order, uint32_t group, int near_max) {
    const NameOrder::Found found = order.Find(group, reading_.folded);
    WalkRange(order, found.exact, kExactScore, near_max);
    if (!reading_.whole_names_only) {
      WalkRange(order, found.longer, 0, near_max);
    }
  }

  void WalkRange(const NameOrder& order, NameRange range, int extra,
                 int near_max) {
    const int extra_max = extra + near_max;
    BestFirst names(order, range, RankMin(extra_max));
    while (const auto ranked = names.Next(RankMin(extra_max))) {
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
    if (!within_.Has(place)) return;
    if (near_.has_value()) score += NearScore(PointOf(place), *near_);
    top_.Offer({score, index, name});
  }

  const PlaceIndex& index_;
  const std::optional<geo::Point>& near_;
  const Reading& reading_;
  const WithinSet within_;
  TopPlaces& top_;
};

// The readings, kept to the country if one is asked for.
std::vector<Reading> ReadingsOf(const PlaceIndex& index,
                                const SuggestQuery& query) {
  std::vector<Reading> readings = ReadingsOf(index.table(), query.text);
  if (query.region_code.empty()) return readings;
  const std::vector<Within> country = {{query.region_code}};
  for (Reading& reading : readings) {
    reading.within =
        reading.within.empty() ? country : Both(reading.within, country);
  }
  readings.erase(std::remove_if(readings.begin(), readings.end(),
                                [](const Reading& reading) {
                                  return reading.within.empty();
                                }),
                 readings.end());
  return readings;
}

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
  for (const Reading& reading : ReadingsOf(index, query)) {
    if (reading.is_fallback && !top.best().empty()) continue;
    Walk(index, query.near, reading, top).Run();
  }
  std::vector<Place> places;
  for (const Candidate& candidate : top.best()) {
    places.push_back(Shown(index.table(), candidate));
  }
  return places;
}

}  // namespace rapport::places
