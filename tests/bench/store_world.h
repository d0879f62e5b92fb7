// Stores around real cities, with attributes, and shoppers near the same
// cities: what the spatial index is measured on. The same always.
#ifndef RAPPORT_TESTS_BENCH_STORE_WORLD_H_
#define RAPPORT_TESTS_BENCH_STORE_WORLD_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "geo/cities.h"
#include "geo/point.h"

namespace rapport::bench {

// The attributes of StoreWorld, and what part of the stores has them.
enum Attribute : uint32_t {
  kTenth,
  kHundredth,
  kThousandth,
  kRareA,  // a fiftieth each, independent of each other: about one store in
  kRareB,  // 125,000 has all three
  kRareC,
  kFarNorth,  // all those beyond 60 degrees north, and only they
  kFarSouth,  // all those beyond 30 degrees south, and only they
};
inline constexpr size_t kAttributes = kFarSouth + 1;

class StoreWorld {
 public:
  // More stores around larger cities. Ends the program if there is no table of
  // cities.
  StoreWorld(size_t stores, size_t shoppers);

  const std::vector<geo::Point>& stores() const { return stores_; }
  const std::vector<geo::Point>& shoppers() const { return shoppers_; }

  // The stores that have each attribute.
  const std::vector<std::vector<uint32_t>>& attributes() const {
    return attributes_;
  }
  bool Has(uint32_t store, uint32_t attribute) const {
    return (bits_[store] >> attribute & 1) != 0;
  }

 private:
  std::vector<geo::Point> Scatter(uint32_t seed, size_t count) const;
  void Give(uint32_t store, std::mt19937& random);

  std::vector<geo::City> cities_;
  std::vector<geo::Point> stores_;
  std::vector<geo::Point> shoppers_;
  std::vector<std::vector<uint32_t>> attributes_;
  std::vector<uint16_t> bits_;
};

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_STORE_WORLD_H_
