// Where the demo brand has its stores: at real places (GeoNames), in the
// countries whose languages place_languages.h knows.
//
// First, every clock on earth gets one: for each distinct pair of offsets from
// UTC, of January and of July, among the zones of cities of at least
// kClockCityPopulation people, the largest such city. Then store after store
// goes to the city with the highest score
//
//   sqrt(population) / (1 + stores there / 2) / (1 + stores in the country / 8)
//
// twice that in the countries where such brands are at home, and times a
// factor of 0.8 to 1.2 from the seed. So big cities get several, big
// countries do not get all, and a longer list starts like a shorter one. A
// city's first store stands in its centre, each further one in the nearest
// town or city part that has none yet, so that every store has coordinates of
// a real place and none falls into the sea.

#ifndef RAPPORT_CLIENTS_CLI_DEMO_STORE_PLAN_H_
#define RAPPORT_CLIENTS_CLI_DEMO_STORE_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "geo/cities.h"

namespace rapport::demo {

inline constexpr int64_t kClockCityPopulation = 100'000;
// How far from a city's centre its further stores may be.
inline constexpr double kCityRadiusMeters = 30'000;

// A store to be; indices are into the list of cities.
struct PlannedStore {
  size_t place = 0;  // where it stands
  size_t city = 0;   // whose store it is; the same for a city's first
};

// `count` stores among `cities`, of which the most populous comes first.
// Returns INVALID_ARGUMENT if there are not enough places.
absl::StatusOr<std::vector<PlannedStore>> PlanStores(
    absl::Span<const geo::City> cities, size_t count, uint64_t seed);

}  // namespace rapport::demo

#endif  // RAPPORT_CLIENTS_CLI_DEMO_STORE_PLAN_H_
