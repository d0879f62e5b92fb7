// Who the joint search is measured on: associates around the places of tzdata's
// zones, with languages, styles, services, channels and free half hours. Always
// the same, on any number of threads.
//
// Of the numbered attributes, languages come first, then styles, services and
// channels, each the commonest first. In the correlated world the places differ
// in what is common there: numbers are dealt by each place's own order.
#ifndef RAPPORT_TESTS_BENCH_JOINT_WORLD_H_
#define RAPPORT_TESTS_BENCH_JOINT_WORLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "absl/types/span.h"
#include "geo/huge_pages.h"
#include "geo/point.h"

namespace rapport::bench {

// Attributes from `first` on, `count` of them; an associate has at least one of
// them and at most `each_max`.
struct Kind {
  uint32_t first;
  uint32_t count;
  uint32_t each_max;
  double zipf;  // the exponent; 0: all alike
};
inline constexpr Kind kLanguages = {0, 40, 3, 1.0};
inline constexpr Kind kStyles = {40, 30, 3, 1.0};
inline constexpr Kind kServices = {70, 50, 5, 1.0};
inline constexpr Kind kChannels = {120, 8, 4, 0};
inline constexpr Kind kKinds[] = {kLanguages, kStyles, kServices, kChannels};
inline constexpr uint32_t kJointAttributes = kChannels.first + kChannels.count;

inline constexpr uint32_t kHalfHoursADay = 48;
inline constexpr uint32_t kHalfHours = 7 * kHalfHoursADay;
inline constexpr size_t kHalfHourWords = (kHalfHours + 63) / 64;

// The attributes that somebody has, a bit each.
using AttributeSet = std::array<uint64_t, kJointAttributes / 64>;

// The half hours of a week that somebody is free in, a bit each.
using FreeHalfHours = std::array<uint64_t, kHalfHourWords>;

// Zipf's law over [0, count): number i is proportional to (i + 1)^-exponent.
class Zipf {
 public:
  Zipf(size_t count, double exponent);

  // `uniform` is in [0, 1).
  size_t At(double uniform) const;

 private:
  std::vector<double> sums_;
};

// Where associates and shoppers are.
class JointPlaces {
 public:
  JointPlaces();

  size_t count() const { return places_.size(); }

  // A place, the larger ones more often; and a point around it: most are in
  // the town, some beyond, few far out.
  size_t Draw(std::mt19937_64& random) const;
  geo::Point Around(size_t place, std::mt19937_64& random) const;

 private:
  std::vector<geo::Point> places_;
  Zipf sizes_;
};

class JointWorld {
 public:
  // Numbers its entries along the curve.
  JointWorld(size_t entries, bool correlated, int threads);

  size_t size() const { return points_.size(); }
  absl::Span<const geo::Point> points() const { return points_; }

  const AttributeSet& attributes_of(size_t entry) const {
    return attributes_[entry];
  }
  const FreeHalfHours& free(size_t entry) const { return free_[entry]; }

  // For each attribute, who has it.
  std::vector<std::vector<uint32_t>> EntriesOf(int threads) const;

 private:
  // Of each place: how its kinds' numbers are ordered.
  using Orders = std::vector<std::array<uint8_t, kJointAttributes>>;

  void Fill(size_t begin, size_t end, absl::Span<const uint32_t> order,
            absl::Span<const uint16_t> places, const Orders& orders);

  std::vector<geo::Point> points_;
  geo::HugePageVector<AttributeSet> attributes_;
  geo::HugePageVector<FreeHalfHours> free_;
};

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_JOINT_WORLD_H_
