// What the ten nearest of many points cost: our index against S2's own
// closest-point query, with points clustered around real cities.
//
//   spatial_index_bench [POINTS [ROUNDS]]
//
// The two take turns; the ratio is the median over the rounds, as the machine's
// speed drifts.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "geo/cities.h"
#include "geo/data_dir.h"
#include "geo/spatial_index.h"
#include "s2/s2closest_point_query.h"
#include "s2/s2latlng.h"
#include "s2/s2point_index.h"
#include "tests/bench/figures.h"

namespace rapport::bench {
namespace {

using geo::City;
using geo::Meters;
using geo::SpatialIndex;
using geo::Point;

constexpr int kPointsDefault = 1'000'000;
constexpr int kRoundsDefault = 5;
constexpr size_t kQueries = 4096;  // in a round, by each thread
constexpr size_t kNearest = 10;
constexpr int kThreads = 4;
constexpr double kAwayDeg = 0.1;  // how far stores are from a city's centre

std::vector<City> Cities() {
  const auto path = geo::FindDataFile(geo::kCitiesFileName);
  auto cities = path.ok() ? geo::LoadCities(*path) : path.status();
  if (!cities.ok()) {
    std::cerr << cities.status() << "\n";
    std::exit(1);
  }
  return *std::move(cities);
}

// Points around cities, more of them around the larger ones; the same always.
std::vector<Point> PointsAroundCities(const std::vector<City>& cities,
                                      uint32_t seed, size_t count) {
  std::vector<double> weights;
  for (const City& city : cities) {
    weights.push_back(std::sqrt(static_cast<double>(city.population)));
  }
  std::mt19937 random(seed);
  std::discrete_distribution<size_t> pick(weights.begin(), weights.end());
  std::normal_distribution<double> away(0, kAwayDeg);
  std::vector<Point> points;
  while (points.size() < count) {
    const Point& centre = cities[pick(random)].point;
    const auto point = geo::MakePoint(centre.latitude_deg + away(random),
                                      centre.longitude_deg + away(random));
    if (point.ok()) points.push_back(*point);
  }
  return points;
}

S2Point ToS2(const Point& point) {
  return S2LatLng::FromDegrees(point.latitude_deg, point.longitude_deg)
      .ToPoint();
}

// Stores, and shoppers who ask for the nearest of them.
class World {
 public:
  explicit World(size_t count) {
    const std::vector<City> cities = Cities();
    stores_ = PointsAroundCities(cities, 1, count);
    shoppers_ = PointsAroundCities(cities, 2, kQueries);
    const absl::Time start = absl::Now();
    index_ = std::make_unique<SpatialIndex>(SpatialIndex::Build(stores_));
    built_in_ = absl::Now() - start;
    for (size_t i = 0; i < stores_.size(); ++i) {
      s2_index_.Add(ToS2(stores_[i]), static_cast<uint32_t>(i));
    }
  }

  const SpatialIndex& index() const { return *index_; }
  absl::Duration built_in() const { return built_in_; }

  // Asks for each shopper; the metres to all that is found, so that nothing is
  // optimised away, and both can be compared.
  double AskIndex() const {
    double sum_m = 0;
    for (const Point& shopper : shoppers_) {
      size_t found = 0;
      index_->ForEachNearest(shopper, geo::kNoDistanceLimit,
                             [&](uint32_t, Meters distance) {
                               sum_m += distance.value;
                               return ++found < kNearest;
                             });
    }
    return sum_m;
  }

  double AskS2() const {
    double sum_m = 0;
    S2ClosestPointQuery<uint32_t> query(&s2_index_);
    query.mutable_options()->set_max_results(kNearest);
    for (const Point& shopper : shoppers_) {
      S2ClosestPointQuery<uint32_t>::PointTarget target(ToS2(shopper));
      for (const auto& found : query.FindClosestPoints(&target)) {
        sum_m += found.distance().ToAngle().radians() * geo::kEarthRadius.value;
      }
    }
    return sum_m;
  }

 private:
  std::vector<Point> stores_;
  std::vector<Point> shoppers_;
  std::unique_ptr<SpatialIndex> index_;
  absl::Duration built_in_;
  S2PointIndex<uint32_t> s2_index_;
};

// Microseconds a question of `ask`, which asks for all shoppers.
double MicrosPerQuestion(const std::function<double()>& ask) {
  const absl::Time start = absl::Now();
  volatile const double kept = ask();
  static_cast<void>(kept);
  return absl::ToDoubleMicroseconds(absl::Now() - start) / kQueries;
}

// Questions a second by kThreads threads that all ask for all shoppers.
double QuestionsPerSecond(const World& world) {
  const absl::Time start = absl::Now();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back(
        [&] { MicrosPerQuestion([&] { return world.AskIndex(); }); });
  }
  for (std::thread& thread : threads) thread.join();
  return kThreads * kQueries / absl::ToDoubleSeconds(absl::Now() - start);
}

// The two must find the same distances, up to rounding.
void CheckAnswers(const World& world) {
  const double ours = world.AskIndex();
  const double theirs = world.AskS2();
  if (std::abs(ours - theirs) <= 1e-6 * theirs) return;
  std::cerr << "the answers differ: " << ours << " m and " << theirs << " m\n";
  std::exit(1);
}

void Run(int points, int rounds) {
  const World world(points);
  CheckAnswers(world);
  std::vector<double> ours, theirs, ratio, rate;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(MicrosPerQuestion([&] { return world.AskIndex(); }));
    theirs.push_back(MicrosPerQuestion([&] { return world.AskS2(); }));
    ratio.push_back(theirs.back() / ours.back());
    rate.push_back(QuestionsPerSecond(world));
  }
  Print("locator.points", points, "points");
  Print("locator.build", points / absl::ToDoubleSeconds(world.built_in()),
        "points/s");
  Print("locator.memory",
        static_cast<double>(world.index().memory_bytes()) / points,
        "bytes/point");
  Print("locator.nearest_10", Median(ours), "us");
  Print(absl::StrCat("locator.nearest_10_threads_", kThreads), Median(rate),
        "questions/s");
  Print("locator.s2_nearest_10", Median(theirs), "us");
  Print("locator.s2_vs_nearest_10", Median(ratio), "ratio");
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  rapport::bench::Run(
      argc > 1 ? std::atoi(argv[1]) : rapport::bench::kPointsDefault,
      argc > 2 ? std::atoi(argv[2]) : rapport::bench::kRoundsDefault);
}
