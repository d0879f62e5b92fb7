#include "tests/bench/store_world.h"

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "geo/data_dir.h"

namespace rapport::bench {
namespace {

constexpr double kAwayDeg = 0.1;  // how far stores are from a city's centre
constexpr double kFarNorthDeg = 60;
constexpr double kFarSouthDeg = -30;

// One in so many has it.
constexpr std::pair<Attribute, uint32_t> kOneIn[] = {
    {kTenth, 10}, {kHundredth, 100}, {kThousandth, 1000},
    {kRareA, 50}, {kRareB, 50},      {kRareC, 50},
};

std::vector<geo::City> Cities() {
  const auto path = geo::FindDataFile(geo::kCitiesFileName);
  auto cities = path.ok() ? geo::LoadCities(*path) : path.status();
  if (!cities.ok()) {
    std::cerr << cities.status() << "\n";
    std::exit(1);
  }
  return *std::move(cities);
}

}  // namespace

StoreWorld::StoreWorld(size_t stores, size_t shoppers)
    : cities_(Cities()),
      stores_(Scatter(1, stores)),
      shoppers_(Scatter(2, shoppers)),
      attributes_(kAttributes),
      bits_(stores) {
  std::mt19937 random(3);
  for (uint32_t i = 0; i < stores; ++i) Give(i, random);
}

std::vector<geo::Point> StoreWorld::Scatter(uint32_t seed, size_t count) const {
  std::vector<double> weights;
  for (const geo::City& city : cities_) {
    weights.push_back(std::sqrt(static_cast<double>(city.population)));
  }
  std::mt19937 random(seed);
  std::discrete_distribution<size_t> pick(weights.begin(), weights.end());
  std::normal_distribution<double> away(0, kAwayDeg);
  std::vector<geo::Point> points;
  while (points.size() < count) {
    const geo::Point& centre = cities_[pick(random)].point;
    const auto point = geo::MakePoint(centre.latitude_deg + away(random),
                                      centre.longitude_deg + away(random));
    if (point.ok()) points.push_back(*point);
  }
  return points;
}

void StoreWorld::Give(uint32_t store, std::mt19937& random) {
  for (const auto& [attribute, one_in] : kOneIn) {
    if (random() % one_in == 0) bits_[store] |= uint16_t{1} << attribute;
  }
  if (stores_[store].latitude_deg > kFarNorthDeg) {
    bits_[store] |= uint16_t{1} << kFarNorth;
  }
  if (stores_[store].latitude_deg < kFarSouthDeg) {
    bits_[store] |= uint16_t{1} << kFarSouth;
  }
  for (uint32_t attribute = 0; attribute < kAttributes; ++attribute) {
    if (Has(store, attribute)) attributes_[attribute].push_back(store);
  }
}

}  // namespace rapport::bench
