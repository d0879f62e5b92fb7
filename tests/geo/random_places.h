// Places to search among, of all the kinds that go wrong.
#ifndef RAPPORT_TESTS_GEO_RANDOM_PLACES_H_
#define RAPPORT_TESTS_GEO_RANDOM_PLACES_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

#include "geo/point.h"

namespace rapport::geo {

// Points spread, clustered, on the poles and on the antimeridian, and on a
// coarse grid where distances tie.
class RandomPlaces {
 public:
  explicit RandomPlaces(uint32_t seed) : random_(seed) {}

  Point Next() {
    switch (random_() % 8) {
      case 0:
        return Anywhere();
      case 1:
        return {Uniform(89.99, 90), Uniform(-180, 180)};
      case 2:
        return {-90, Uniform(-180, 180)};
      case 3:
        return {Uniform(-60, 60), random_() % 2 == 0 ? 180.0 : -180.0};
      case 4:
        return {std::round(Uniform(-3, 3)), std::round(Uniform(-3, 3))};
      default:
        return Clustered();
    }
  }

  double Uniform(double lo, double hi) {
    return std::uniform_real_distribution<double>(lo, hi)(random_);
  }

  // All of the earth alike.
  Point Anywhere() {
    return {std::asin(Uniform(-1, 1)) * 180 / M_PI, Uniform(-180, 180)};
  }

  // Below `size`.
  size_t Index(size_t size) { return random_() % size; }

  // With this chance in a hundred.
  bool Percent(double chance) { return Uniform(0, 100) < chance; }

 private:
  Point Clustered() {
    static constexpr Point kCentres[] = {
        {44.98, -93.27}, {35.69, 139.69}, {-16.5, 179.99}, {89.9, 0}};
    const Point& centre = kCentres[random_() % 4];
    const double spread_deg = random_() % 2 == 0 ? 0.1 : 1e-6;
    return {centre.latitude_deg + Uniform(-spread_deg, spread_deg),
            std::min(180.0,
                     centre.longitude_deg + Uniform(-spread_deg, spread_deg))};
  }

  std::mt19937 random_;
};

// One in eight is repeated under another number.
inline std::vector<Point> ManyPoints(RandomPlaces& places, size_t count) {
  std::vector<Point> points;
  while (points.size() < count) {
    points.push_back(places.Next());
    if (places.Index(8) == 0)
      points.push_back(points[places.Index(points.size())]);
  }
  points.resize(count);
  return points;
}

// A new seed each run, printed so that a failure can be repeated.
inline uint32_t FreshSeed() {
  const uint32_t seed = std::random_device()();
  std::printf("seed %u\n", seed);
  return seed;
}

}  // namespace rapport::geo

#endif  // RAPPORT_TESTS_GEO_RANDOM_PLACES_H_
