#include "tests/bench/joint_world.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "geo/curve_order.h"
#include "geo/parallel.h"
#include "tests/bench/zone_places.h"

namespace rapport::bench {
namespace {

using geo::Point;
using Random = std::mt19937_64;

constexpr double kPlacesZipf = 0.8;
constexpr double kKmADegree = 111.2;
constexpr double kLatitudeMaxDeg = 89.9;

// What part of a place's people are spread how far.
struct Spread {
  double up_to;  // of a number in [0, 1)
  double sigma_km;
};
constexpr Spread kSpreads[] = {{0.70, 10}, {0.95, 50}, {1.0, 200}};

// Shifts: five days of seven, from 8:00 to 12:00 on, of six to nine hours, of
// which this part is not taken.
constexpr uint32_t kDaysOn = 5;
constexpr uint32_t kStartMin = 16;
constexpr uint32_t kStarts = 9;
constexpr uint32_t kLengthMin = 12;
constexpr uint32_t kLengths = 7;
constexpr double kFreePart = 0.75;

// How far a place's order of what is common there is from the world's, in
// factors of e.
constexpr double kOwnWays = 1.0;

// Seeds of what is drawn apart.
enum Seed : uint64_t { kWhere = 1, kWho = 2, kOrder = 3 };

// One generator an entry, so that threads may share the work. mt19937_64 is
// too large to be seeded so often.
class EntryRandom {
 public:
  using result_type = uint64_t;

  EntryRandom(Seed seed, uint64_t entry)
      : state_(entry * 0x9E3779B97F4A7C15 + seed) {}

  static constexpr uint64_t min() { return 0; }
  static constexpr uint64_t max() { return ~uint64_t{0}; }

  // Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014).
  uint64_t operator()() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

 private:
  uint64_t state_;
};

template <typename AnyRandom>
double Uniform(AnyRandom& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

template <typename AnyRandom>
uint32_t Below(uint32_t end, AnyRandom& random) {
  return static_cast<uint32_t>(Uniform(random) * end);
}

template <typename AnyRandom>
std::pair<double, double> TwoGaussians(AnyRandom& random) {
  const double away = std::sqrt(-2 * std::log(1 - Uniform(random)));
  const double angle = 2 * M_PI * Uniform(random);
  return {away * std::cos(angle), away * std::sin(angle)};
}

template <typename AnyRandom>
Point PointAround(const Point& place, AnyRandom& random) {
  const double which = Uniform(random);
  const Spread* spread = kSpreads;
  while (which >= spread->up_to) ++spread;
  const auto [north, east] = TwoGaussians(random);
  const double degrees = spread->sigma_km / kKmADegree;
  const double latitude = std::clamp(place.latitude_deg + north * degrees,
                                     -kLatitudeMaxDeg, kLatitudeMaxDeg);
  const double shrink = std::cos(latitude * M_PI / 180);
  return {latitude,
          std::remainder(place.longitude_deg + east * degrees / shrink, 360.0)};
}

template <typename AnyRandom>
FreeHalfHours Shifts(AnyRandom& random) {
  FreeHalfHours free = {};
  const uint32_t first_day = Below(7, random);
  const uint32_t start = kStartMin + Below(kStarts, random);
  const uint32_t length = kLengthMin + Below(kLengths, random);
  for (uint32_t i = 0; i < kDaysOn; ++i) {
    const uint32_t begin = (first_day + i) % 7 * kHalfHoursADay + start;
    for (uint32_t half = begin; half < begin + length; ++half) {
      if (Uniform(random) >= kFreePart) continue;
      free[half / 64] |= uint64_t{1} << (half % 64);
    }
  }
  return free;
}

// The numbers of a kind, the commonest at the place first.
template <typename Order>
void OrderKind(const Kind& kind, bool correlated, Random& random,
               Order& order) {
  std::vector<std::pair<double, uint8_t>> keys;
  std::normal_distribution<double> gauss;
  for (uint32_t i = 0; i < kind.count; ++i) {
    const double own = correlated ? kOwnWays * gauss(random) : 0;
    keys.emplace_back(std::log(i + 1.0) + own, static_cast<uint8_t>(i));
  }
  std::sort(keys.begin(), keys.end());
  for (uint32_t i = 0; i < kind.count; ++i) {
    order[kind.first + i] = static_cast<uint8_t>(kind.first + keys[i].second);
  }
}

template <typename AnyRandom, typename Order>
AttributeSet DrawAttributes(const Order& order, AnyRandom& random) {
  static const std::vector<Zipf>* const laws = [] {
    auto* made = new std::vector<Zipf>;
    for (const Kind& kind : kKinds) made->emplace_back(kind.count, kind.zipf);
    return made;
  }();
  AttributeSet set = {};
  for (size_t i = 0; i < laws->size(); ++i) {
    const Kind& kind = kKinds[i];
    for (uint32_t left = 1 + Below(kind.each_max, random); left > 0;) {
      const uint32_t number =
          order[kind.first + (*laws)[i].At(Uniform(random))];
      uint64_t& word = set[number / 64];
      const uint64_t bit = uint64_t{1} << (number % 64);
      if ((word & bit) != 0) continue;
      word |= bit;
      --left;
    }
  }
  return set;
}

}  // namespace

Zipf::Zipf(size_t count, double exponent) {
  double sum = 0;
  for (size_t i = 0; i < count; ++i) {
    sums_.push_back(sum += std::pow(i + 1.0, -exponent));
  }
}

size_t Zipf::At(double uniform) const {
  const auto at =
      std::upper_bound(sums_.begin(), sums_.end(), uniform * sums_.back());
  return std::min<size_t>(at - sums_.begin(), sums_.size() - 1);
}

JointPlaces::JointPlaces()
    : places_(ReadZonePlaces()), sizes_(places_.size(), kPlacesZipf) {
  // Else those that come first in the table were the large ones.
  std::shuffle(places_.begin(), places_.end(), Random(kOrder));
}

size_t JointPlaces::Draw(Random& random) const {
  return sizes_.At(Uniform(random));
}

Point JointPlaces::Around(size_t place, Random& random) const {
  return PointAround(places_[place], random);
}

JointWorld::JointWorld(size_t entries, bool correlated, int threads)
    : points_(entries), attributes_(entries), free_(entries) {
  const JointPlaces where;
  Orders orders(where.count());
  Random random(kOrder);
  for (auto& order : orders) {
    for (const Kind& kind : kKinds) OrderKind(kind, correlated, random, order);
  }
  std::vector<Point> points(entries);
  std::vector<uint16_t> places(entries);
  Random where_random(kWhere);
  for (size_t i = 0; i < entries; ++i) {
    places[i] = static_cast<uint16_t>(where.Draw(where_random));
    points[i] = where.Around(places[i], where_random);
  }
  const std::vector<uint32_t> order = geo::OrderAlongCurve(points, threads);
  for (size_t i = 0; i < entries; ++i) points_[i] = points[order[i]];
  geo::ForEachRange(entries, threads, [&](size_t begin, size_t end) {
    Fill(begin, end, order, places, orders);
  });
}

void JointWorld::Fill(size_t begin, size_t end,
                      absl::Span<const uint32_t> order,
                      absl::Span<const uint16_t> places, const Orders& orders) {
  for (size_t i = begin; i < end; ++i) {
    EntryRandom random(kWho, order[i]);
    attributes_[i] = DrawAttributes(orders[places[order[i]]], random);
    free_[i] = Shifts(random);
  }
}

std::vector<std::vector<uint32_t>> JointWorld::EntriesOf(int threads) const {
  std::vector<std::vector<uint32_t>> entries(kJointAttributes);
  geo::ForEachOf(kJointAttributes, threads, [&](size_t attribute) {
    for (uint32_t entry = 0; entry < size(); ++entry) {
      const uint64_t word = attributes_[entry][attribute / 64];
      if ((word >> (attribute % 64) & 1) != 0) {
        entries[attribute].push_back(entry);
      }
    }
  });
  return entries;
}

}  // namespace rapport::bench
