#include "clients/cli/demo/store_plan.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::demo {
namespace {

using testing::IsEmpty;

geo::City City(const char* name, const char* country, double latitude,
               double longitude, int64_t population, const char* zone) {
  return {.name = name,
          .ascii_name = name,
          .country_code = country,
          .admin1 = "",
          .point = {.latitude_deg = latitude, .longitude_deg = longitude},
          .population = population,
          .time_zone = zone,
          .feature_code = "PPL"};
}

// Paris with two towns beside it and one too far, a city with another clock,
// and one in a country that the languages do not know.
std::vector<geo::City> SmallWorld() {
  return {City("Paris", "FR", 48.8534, 2.3488, 2'138'551, "Europe/Paris"),
          City("Kathmandu", "NP", 27.7, 85.3, 1'442'271, "Asia/Kathmandu"),
          City("Nowhere", "XX", 10, 10, 1'000'000, "Africa/Lagos"),
          City("Montreuil", "FR", 48.8642, 2.4432, 90'652, "Europe/Paris"),
          City("Nanterre", "FR", 48.8920, 2.2067, 86'719, "Europe/Paris"),
          City("Rouen", "FR", 49.4431, 1.0993, 112'787, "Europe/Paris")};
}

std::vector<std::string> PlacesOf(const std::vector<geo::City>& cities,
                                  size_t count) {
  const auto stores = PlanStores(cities, count, 1);
  EXPECT_TRUE(stores.ok()) << stores.status();
  std::vector<std::string> names;
  for (const PlannedStore& store : *stores) {
    names.push_back(cities[store.place].name);
  }
  return names;
}

TEST(PlanStores, GivesEveryClockItsLargestCityFirst) {
  const std::vector<std::string> places = PlacesOf(SmallWorld(), 2);
  EXPECT_THAT(places, testing::ElementsAre("Paris", "Kathmandu"));
}

TEST(PlanStores, PutsFurtherStoresOfACityIntoItsNeighbours) {
  const std::vector<geo::City> cities = SmallWorld();
  const auto stores = PlanStores(cities, 5, 1);
  ASSERT_TRUE(stores.ok()) << stores.status();
  for (const PlannedStore& store : *stores) {
    if (cities[store.place].name == "Montreuil") {
      EXPECT_EQ(cities[store.city].name, "Paris");
    }
    if (cities[store.place].name == "Rouen") {
      EXPECT_EQ(store.place, store.city);
    }
  }
}

TEST(PlanStores, NeverUsesAPlaceTwiceNorACountryItDoesNotKnow) {
  const std::vector<std::string> places = PlacesOf(SmallWorld(), 5);
  const std::set<std::string> distinct(places.begin(), places.end());
  EXPECT_EQ(distinct.size(), 5);
  EXPECT_EQ(distinct.count("Nowhere"), 0);
}

TEST(PlanStores, SaysHowManyPlacesThereAre) {
  const auto stores = PlanStores(SmallWorld(), 6, 1);
  EXPECT_EQ(stores.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(stores.status().message()),
              testing::HasSubstr("places for 5"));
}

TEST(PlanStores, TakesFewerStoresThanThereAreClocks) {
  EXPECT_EQ(PlacesOf(SmallWorld(), 1).size(), 1);
  EXPECT_THAT(PlacesOf(SmallWorld(), 0), IsEmpty());
}

}  // namespace
}  // namespace rapport::demo
