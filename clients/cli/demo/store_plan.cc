#include "clients/cli/demo/store_plan.h"

#include <cmath>
#include <queue>
#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/cli/demo/place_languages.h"
#include "clients/cli/demo/random.h"
#include "geo/spatial_index.h"

namespace rapport::demo {
namespace {

using geo::City;

constexpr uint64_t kScoreKind = 1;  // of Random
constexpr double kCitySaturation = 2.0;
constexpr double kCountrySaturation = 8.0;
constexpr double kHomeMarketFactor = 2.0;
constexpr absl::string_view kHomeMarkets[] = {
    "AE", "AU", "CA", "CH", "DE", "ES", "FR", "GB", "IT", "JP", "KR", "US"};
// A year with both offsets of today's rules; which one hardly matters.
constexpr int kClockYear = 2026;

// A zone's offsets from UTC in January and July, in seconds.
using ClockOffsets = std::pair<int, int>;

class Planner {
 public:
  Planner(absl::Span<const City> cities, uint64_t seed);

  std::vector<PlannedStore> Plan(size_t count);

 private:
  struct Candidate {
    double score;
    size_t city;
    // The higher score first, then the larger city.
    bool operator<(const Candidate& other) const {
      return std::make_pair(score, other.city) <
             std::make_pair(other.score, city);
    }
  };

  double Score(size_t city) const;
  void CoverClocks(size_t count);
  ClockOffsets OffsetsOf(const std::string& zone);
  bool Add(size_t city);
  // The place for the next store of a city; cities_.size() if none is left.
  size_t NextPlace(size_t city);

  const absl::Span<const City> cities_;
  const uint64_t seed_;
  geo::SpatialIndex index_;
  std::vector<bool> is_known_;  // whether a store may be there
  std::vector<bool> is_used_;
  std::vector<size_t> stores_in_city_;
  absl::flat_hash_map<std::string, size_t> stores_in_country_;
  absl::flat_hash_map<std::string, ClockOffsets> offsets_;
  std::vector<PlannedStore> stores_;
};

Planner::Planner(absl::Span<const City> cities, uint64_t seed)
    : cities_(cities),
      seed_(seed),
      is_known_(cities.size()),
      is_used_(cities.size()),
      stores_in_city_(cities.size()) {
  std::vector<geo::Point> points;
  points.reserve(cities.size());
  for (size_t i = 0; i < cities.size(); ++i) {
    points.push_back(cities[i].point);
    is_known_[i] = FindPlaceLanguages(cities[i].country_code) != nullptr;
  }
  index_ = geo::SpatialIndex::Build(points);
}

double Planner::Score(size_t city) const {
  const City& at = cities_[city];
  const auto found = stores_in_country_.find(at.country_code);
  const double in_country = found == stores_in_country_.end()
                                ? 0
                                : static_cast<double>(found->second);
  const double luck = 0.8 + 0.4 * Random(seed_, kScoreKind, city).Fraction();
  const double home = absl::c_linear_search(kHomeMarkets, at.country_code)
                          ? kHomeMarketFactor
                          : 1.0;
  const double in_city = static_cast<double>(stores_in_city_[city]);
  return home * luck * std::sqrt(static_cast<double>(at.population)) /
         (1.0 + in_city / kCitySaturation) /
         (1.0 + in_country / kCountrySaturation);
}

ClockOffsets Planner::OffsetsOf(const std::string& zone_name) {
  const auto [entry, is_new] = offsets_.try_emplace(zone_name);
  absl::TimeZone zone;
  if (is_new && absl::LoadTimeZone(zone_name, &zone)) {
    const auto offset_in = [&](int month) {
      return zone.At(zone.At(absl::CivilSecond(kClockYear, month, 15)).pre)
          .offset;
    };
    entry->second = {offset_in(1), offset_in(7)};
  }
  return entry->second;
}

void Planner::CoverClocks(size_t count) {
  std::set<ClockOffsets> covered;
  for (size_t i = 0; i < cities_.size() && stores_.size() < count; ++i) {
    if (cities_[i].population < kClockCityPopulation) break;
    if (is_known_[i] &&
        covered.insert(OffsetsOf(cities_[i].time_zone)).second) {
      Add(i);
    }
  }
}

size_t Planner::NextPlace(size_t city) {
  if (!is_used_[city]) return city;
  size_t place = cities_.size();
  index_.ForEachNearest(cities_[city].point, geo::Meters{kCityRadiusMeters},
                        [&](uint32_t entry, geo::Meters) {
                          const bool fits = !is_used_[entry] &&
                                            cities_[entry].country_code ==
                                                cities_[city].country_code &&
                                            cities_[entry].time_zone ==
                                                cities_[city].time_zone;
                          if (fits) place = entry;
                          return !fits;
                        });
  return place;
}

bool Planner::Add(size_t city) {
  const size_t place = NextPlace(city);
  if (place == cities_.size()) return false;
  is_used_[place] = true;
  ++stores_in_city_[city];
  ++stores_in_country_[cities_[city].country_code];
  stores_.push_back({.place = place, .city = city});
  return true;
}

std::vector<PlannedStore> Planner::Plan(size_t count) {
  CoverClocks(count);
  std::priority_queue<Candidate> queue;
  for (size_t i = 0; i < cities_.size(); ++i) {
    if (is_known_[i]) queue.push({Score(i), i});
  }
  while (stores_.size() < count && !queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    // Scores only fall, so one that is out of date goes back with its own.
    const double score = Score(best.city);
    if (score < best.score) {
      queue.push({score, best.city});
    } else if (Add(best.city)) {
      queue.push({Score(best.city), best.city});
    }
  }
  return std::move(stores_);
}

}  // namespace

absl::StatusOr<std::vector<PlannedStore>> PlanStores(
    absl::Span<const City> cities, size_t count, uint64_t seed) {
  std::vector<PlannedStore> stores = Planner(cities, seed).Plan(count);
  if (stores.size() == count) return stores;
  return absl::InvalidArgumentError(absl::StrCat(
      count, " stores are asked for; there are places for ", stores.size()));
}

}  // namespace rapport::demo
