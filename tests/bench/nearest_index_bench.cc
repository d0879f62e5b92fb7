// Ten nearest of a million points clustered around real cities: our index
// against S2's own closest-point query. Divide the two for the ratio.

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

#include "benchmark/benchmark.h"
#include "geo/cities.h"
#include "geo/data_dir.h"
#include "geo/nearest_index.h"
#include "s2/s2closest_point_query.h"
#include "s2/s2latlng.h"
#include "s2/s2point_index.h"

namespace rapport::geo {
namespace {

constexpr size_t kPoints = 1'000'000;
constexpr size_t kQueries = 4096;
constexpr size_t kNearest = 10;
constexpr double kAwayDeg = 0.1;  // how far stores are from a city's centre

std::vector<City> Cities() {
  const auto path = FindDataFile(kCitiesFileName);
  auto cities = path.ok() ? LoadCities(*path) : path.status();
  if (!cities.ok()) {
    std::cerr << cities.status() << "\n";
    std::exit(1);
  }
  return *std::move(cities);
}

// Points around cities, more of them around the larger ones; the same always.
std::vector<Point> PointsAroundCities(uint32_t seed, size_t count) {
  static const std::vector<City>* const cities =
      new std::vector<City>(Cities());
  std::vector<double> weights;
  for (const City& city : *cities) {
    weights.push_back(std::sqrt(static_cast<double>(city.population)));
  }
  std::mt19937 random(seed);
  std::discrete_distribution<size_t> pick(weights.begin(), weights.end());
  std::normal_distribution<double> away(0, kAwayDeg);
  std::vector<Point> points;
  while (points.size() < count) {
    const Point& centre = (*cities)[pick(random)].point;
    const auto point = MakePoint(centre.latitude_deg + away(random),
                                 centre.longitude_deg + away(random));
    if (point.ok()) points.push_back(*point);
  }
  return points;
}

const std::vector<Point>& Stores() {
  static const auto* const stores =
      new std::vector<Point>(PointsAroundCities(1, kPoints));
  return *stores;
}

const std::vector<Point>& Shoppers() {
  static const auto* const shoppers =
      new std::vector<Point>(PointsAroundCities(2, kQueries));
  return *shoppers;
}

S2Point ToS2(const Point& point) {
  return S2LatLng::FromDegrees(point.latitude_deg, point.longitude_deg)
      .ToPoint();
}

void NearestIndexTenNearest(benchmark::State& state) {
  static const NearestIndex* const index =
      new NearestIndex(NearestIndex::Build(Stores()));
  size_t query = 0;
  for (auto _ : state) {
    size_t found = 0;
    index->ForEachNearest(Shoppers()[query++ % kQueries], kNoDistanceLimit,
                          [&](uint32_t entry, Meters distance) {
                            benchmark::DoNotOptimize(entry);
                            benchmark::DoNotOptimize(distance);
                            return ++found < kNearest;
                          });
  }
  state.counters["bytes_per_entry"] =
      benchmark::Counter(static_cast<double>(index->memory_bytes()) / kPoints,
                         benchmark::Counter::kAvgThreads);
}
BENCHMARK(NearestIndexTenNearest)->ThreadRange(1, 4);

void S2ClosestPointQueryTenNearest(benchmark::State& state) {
  static const S2PointIndex<uint32_t>* const index = [] {
    auto* made = new S2PointIndex<uint32_t>();
    for (uint32_t i = 0; i < Stores().size(); ++i) {
      made->Add(ToS2(Stores()[i]), i);
    }
    return made;
  }();
  S2ClosestPointQuery<uint32_t> closest(index);
  closest.mutable_options()->set_max_results(kNearest);
  size_t query = 0;
  for (auto _ : state) {
    S2ClosestPointQuery<uint32_t>::PointTarget target(
        ToS2(Shoppers()[query++ % kQueries]));
    benchmark::DoNotOptimize(closest.FindClosestPoints(&target));
  }
}
BENCHMARK(S2ClosestPointQueryTenNearest)->ThreadRange(1, 4);

void NearestIndexBuild(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(NearestIndex::Build(Stores()));
  }
  state.SetItemsProcessed(state.iterations() * kPoints);
}
BENCHMARK(NearestIndexBuild)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rapport::geo
