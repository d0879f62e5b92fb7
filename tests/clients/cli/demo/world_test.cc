// The plan over the real cities of the world.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/demo/place_languages.h"
#include "clients/cli/demo/store_plan.h"
#include "geo/cities.h"
#include "gtest/gtest.h"

namespace rapport::demo {
namespace {

const std::vector<geo::City>& Cities() {
  static const auto* const cities = [] {
    auto loaded = geo::LoadCities(RAPPORT_CITIES);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new std::vector<geo::City>(*std::move(loaded));
  }();
  return *cities;
}

std::vector<PlannedStore> Plan(size_t count, uint64_t seed = 1) {
  auto stores = PlanStores(Cities(), count, seed);
  EXPECT_TRUE(stores.ok()) << stores.status();
  return *std::move(stores);
}

std::set<std::string> Countries(const std::vector<PlannedStore>& stores) {
  std::set<std::string> countries;
  for (const PlannedStore& store : stores) {
    countries.insert(Cities()[store.place].country_code);
  }
  return countries;
}

// The offsets of a city's zone in January and July.
std::pair<int, int> ClockOf(const geo::City& city) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(city.time_zone, &zone)) << city.time_zone;
  const auto offset = [&](int month) {
    return zone.At(absl::FromCivil(absl::CivilDay(2026, month, 15), zone))
        .offset;
  };
  return {offset(1), offset(7)};
}

TEST(World, HasTheDemoBrandInFortyCountriesAndMore) {
  EXPECT_GE(Countries(Plan(200)).size(), 40);
  EXPECT_GE(Countries(Plan(250)).size(), 60);
}

TEST(World, HasAStoreOnEveryClockThatManyPeopleLiveBy) {
  std::set<std::pair<int, int>> covered;
  for (const PlannedStore& store : Plan(200)) {
    covered.insert(ClockOf(Cities()[store.place]));
  }
  for (const geo::City& city : Cities()) {
    if (city.population < kClockCityPopulation) break;
    if (FindPlaceLanguages(city.country_code) == nullptr) continue;
    EXPECT_EQ(covered.count(ClockOf(city)), 1) << city.time_zone;
  }
  EXPECT_GE(covered.size(), 30);
}

TEST(World, HasSeveralStoresInBigCities) {
  std::map<std::string, int> by_city;
  for (const PlannedStore& store : Plan(250)) {
    ++by_city[Cities()[store.city].name];
  }
  for (const char* name : {"Paris", "Tokyo", "New York City", "London"}) {
    EXPECT_GE(by_city[name], 2) << name;
  }
}

TEST(World, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const auto places = [](uint64_t seed) {
    std::vector<size_t> places;
    for (const PlannedStore& store : Plan(250, seed)) {
      places.push_back(store.place);
    }
    return places;
  };
  EXPECT_EQ(places(1), places(1));
  EXPECT_NE(places(1), places(2));
}

TEST(World, StartsALongerPlanLikeAShorterOne) {
  const std::vector<PlannedStore> shorter = Plan(250);
  const std::vector<PlannedStore> longer = Plan(1000);
  for (size_t i = 0; i < shorter.size(); ++i) {
    EXPECT_EQ(shorter[i].place, longer[i].place) << i;
  }
}

TEST(World, HasRoomForTenThousandStores) {
  const std::vector<PlannedStore> stores = Plan(10'000);
  std::set<size_t> places;
  for (const PlannedStore& store : stores) {
    EXPECT_TRUE(places.insert(store.place).second);
    const geo::City& place = Cities()[store.place];
    const geo::City& city = Cities()[store.city];
    EXPECT_EQ(place.country_code, city.country_code);
    EXPECT_EQ(place.time_zone, city.time_zone);
    EXPECT_LE(geo::Distance(place.point, city.point).value, kCityRadiusMeters);
  }
}

}  // namespace
}  // namespace rapport::demo
