// What each kind of search for stores costs: our index against S2's own
// closest-point query, with stores clustered around real cities.
//
//   spatial_index_bench [STORES [ROUNDS [KIND]]]
//
// KIND: only those whose name it is part of.
//
// The two take turns; the ratio is the median over the rounds, as the machine's
// speed drifts. Their answers must be the same, or the program fails.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "geo/polygon.h"
#include "geo/route.h"
#include "geo/spatial_index.h"
#include "tests/bench/figures.h"
#include "tests/bench/s2_rival.h"
#include "tests/bench/store_world.h"

namespace rapport::bench {
namespace {

using geo::Meters;
using geo::Point;
using geo::SpatialIndex;

constexpr int kStoresDefault = 1'000'000;
constexpr int kRoundsDefault = 5;
constexpr size_t kShoppers = 4096;
constexpr size_t kNearest = 10;
constexpr size_t kChoiceShoppers = 256;
constexpr int kThreads = 4;

constexpr Meters kRadius{5'000};
constexpr double kBoxDeg = 0.1;
constexpr double kPolygonDeg = 0.1;
constexpr int kPolygonVertices = 24;
constexpr int kRoutePoints = 200;
constexpr double kRouteStepDeg = 0.02;  // 400 km in all
constexpr Meters kCorridor{2'000};

// A kind of search: our answer to a shopper, and S2's. All shoppers ask us; of
// S2 only so many do that it takes seconds and no minutes.
struct Kind {
  std::string name;
  size_t s2_shoppers;
  std::function<double(const Point& shopper)> ask;
  std::function<double(const Point& shopper)> ask_s2;
};

// A closed line around a place, in and out like a star.
std::vector<Point> StarAround(const Point& at) {
  std::vector<Point> vertices;
  for (int i = 0; i < kPolygonVertices; ++i) {
    const double away_deg = kPolygonDeg * (i % 2 == 0 ? 1 : 0.6);
    const double angle = 2 * M_PI * i / kPolygonVertices;
    vertices.push_back({at.latitude_deg + away_deg * std::sin(angle),
                        at.longitude_deg + away_deg * std::cos(angle)});
  }
  return vertices;
}

// A winding way to the east, away from the nearer pole.
std::vector<Point> WayFrom(const Point& at) {
  std::vector<Point> points;
  const double step_deg = at.latitude_deg > 0 ? -kRouteStepDeg : kRouteStepDeg;
  for (int i = 0; i < kRoutePoints; ++i) {
    points.push_back(
        {at.latitude_deg + step_deg * (i + 3 * std::sin(i * 0.2)) / 2,
         std::remainder(at.longitude_deg + kRouteStepDeg * i, 360)});
  }
  return points;
}

// Where boxes and polygons stay clear of what S2's rectangles cannot do.
Point Inland(const Point& at) {
  return {std::max(-80.0, std::min(80.0, at.latitude_deg)),
          std::max(-179.0, std::min(179.0, at.longitude_deg))};
}

std::pair<Point, Point> BoxAround(const Point& at) {
  return {{at.latitude_deg - kBoxDeg, at.longitude_deg - kBoxDeg},
          {at.latitude_deg + kBoxDeg, at.longitude_deg + kBoxDeg}};
}

class Questions {
 public:
  explicit Questions(size_t stores)
      : world_(stores, kShoppers), rival_(world_) {
    const absl::Time start = absl::Now();
    index_ = SpatialIndex::Build(world_.stores(), world_.attributes());
    built_in_ = absl::Now() - start;
    bare_bytes_ = SpatialIndex::Build(world_.stores()).memory_bytes();
  }

  const SpatialIndex& index() const { return index_; }
  const std::vector<Point>& shoppers() const { return world_.shoppers(); }
  absl::Duration built_in() const { return built_in_; }
  size_t bare_bytes() const { return bare_bytes_; }

  std::vector<Kind> Kinds() const {
    return {
        Nearest("nearest_10", kShoppers, {}),
        Nearest("nearest_10_of_tenth", 1024, {kTenth}),
        Nearest("nearest_10_of_hundredth", 256, {kHundredth}),
        Nearest("nearest_10_of_thousandth", 32, {kThousandth}),
        Nearest("nearest_10_of_rare_three", 2, {kRareA, kRareB, kRareC}),
        Nearest("nearest_10_of_far_north", 4, {kFarNorth}),
        Inside(
            "radius", 1024,
            [](const Point& at) { return geo::Circle(at, kRadius); },
            [](const S2Rival& s2, const Point& at) {
              return s2.Within(at, kRadius);
            }),
        Inside(
            "box", 1024,
            [](const Point& at) {
              const auto [low, high] = BoxAround(Inland(at));
              return *geo::Box::Make(low, high);
            },
            [](const S2Rival& s2, const Point& at) {
              const auto [low, high] = BoxAround(Inland(at));
              return s2.InBox(low, high);
            }),
        Inside(
            "polygon", 256,
            [](const Point& at) {
              return *geo::Polygon::Make(StarAround(Inland(at)));
            },
            [](const S2Rival& s2, const Point& at) {
              return s2.InPolygon(StarAround(Inland(at)));
            }),
        Inside(
            "route", 64,
            [](const Point& at) {
              return *geo::Route::Make(WayFrom(at), kCorridor);
            },
            [](const S2Rival& s2, const Point& at) {
              return s2.AlongRoute(WayFrom(at), kCorridor);
            }),
    };
  }

  // The metres to all that is found, so that nothing is optimised away, and
  // both can be compared.
  double AskNearest(const geo::NearestQuery& query) const {
    double sum_m = 0;
    size_t found = 0;
    index_.ForEachNearest(query, [&](uint32_t, Meters distance) {
      sum_m += distance.value;
      return ++found < kNearest;
    });
    return sum_m;
  }

 private:
  Kind Nearest(std::string name, size_t s2_shoppers,
               std::vector<uint32_t> attributes) const {
    geo::EntryFilter filter;
    filter.all_of.assign(attributes.begin(), attributes.end());
    return {std::move(name), s2_shoppers,
            [this, filter](const Point& shopper) {
              return AskNearest({.from = shopper, .filter = filter});
            },
            [this, attributes](const Point& shopper) {
              return rival_.Nearest(shopper, kNearest, attributes);
            }};
  }

  // Both make the region of the question.
  template <typename MakeRegion, typename AskS2>
  Kind Inside(std::string name, size_t s2_shoppers, MakeRegion make_region,
              AskS2 ask_s2) const {
    return {std::move(name), s2_shoppers,
            [this, make_region](const Point& shopper) {
              double count = 0;
              index_.ForEachInside(make_region(shopper), {}, [&](uint32_t) {
                ++count;
                return true;
              });
              return count;
            },
            [this, ask_s2](const Point& shopper) {
              return ask_s2(rival_, shopper);
            }};
  }

  StoreWorld world_;
  S2Rival rival_;
  SpatialIndex index_;
  absl::Duration built_in_;
  size_t bare_bytes_ = 0;
};

// Answers, and what each took.
struct Asked {
  std::vector<double> answers;
  std::vector<double> micros;
};

Asked Ask(const std::function<double(const Point&)>& ask,
          absl::Span<const Point> shoppers) {
  Asked asked;
  for (const Point& shopper : shoppers) {
    const int64_t start = absl::GetCurrentTimeNanos();
    asked.answers.push_back(ask(shopper));
    asked.micros.push_back((absl::GetCurrentTimeNanos() - start) / 1e3);
  }
  return asked;
}

double Mean(const std::vector<double>& values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum / values.size();
}

void Append(std::vector<double>& values, const std::vector<double>& more) {
  values.insert(values.end(), more.begin(), more.end());
}

void CheckSame(const Kind& kind, const std::vector<double>& ours,
               const std::vector<double>& theirs) {
  for (size_t i = 0; i < theirs.size(); ++i) {
    if (std::abs(ours[i] - theirs[i]) <= 1e-6 * theirs[i]) continue;
    std::cerr << kind.name << ": the answers differ: " << ours[i] << " and "
              << theirs[i] << "\n";
    std::exit(1);
  }
}

void Measure(const Kind& kind, const std::vector<Point>& shoppers, int rounds) {
  std::vector<double> micros, micros_s2, ratio;
  for (int round = 0; round < rounds; ++round) {
    const Asked ours = Ask(kind.ask, shoppers);
    const Asked theirs = Ask(kind.ask_s2, absl::MakeConstSpan(shoppers).subspan(
                                              0, kind.s2_shoppers));
    CheckSame(kind, ours.answers, theirs.answers);
    ratio.push_back(Mean(theirs.micros) / Mean(ours.micros));
    Append(micros, ours.micros);
    Append(micros_s2, theirs.micros);
  }
  const std::string name = absl::StrCat("locator.", kind.name);
  Print(absl::StrCat(name, ".p50"), Quantile(micros, 0.5), "us");
  Print(absl::StrCat(name, ".p99"), Quantile(micros, 0.99), "us");
  Print(absl::StrCat(name, ".s2_p50"), Quantile(micros_s2, 0.5), "us");
  Print(absl::StrCat(name, ".s2_p99"), Quantile(micros_s2, 0.99), "us");
  Print(absl::StrCat(name, ".s2_vs"), Median(ratio), "ratio");
}

// What the choice of a plan costs: the time of the chosen one over that of the
// better.
void MeasureChoice(const Questions& questions, const std::string& name,
                   const geo::EntryFilter& filter, int rounds) {
  const auto asked =
      absl::MakeConstSpan(questions.shoppers()).subspan(0, kChoiceShoppers);
  std::vector<double> ratio;
  for (int round = 0; round < rounds; ++round) {
    const auto median = [&](geo::SearchPlan plan) {
      return Median(Ask(
                        [&](const Point& shopper) {
                          return questions.AskNearest({.from = shopper,
                                                       .filter = filter,
                                                       .plan = plan});
                        },
                        asked)
                        .micros);
    };
    const double scan = median(geo::SearchPlan::kScan);
    const double outwards = median(geo::SearchPlan::kOutwards);
    ratio.push_back(median(geo::SearchPlan::kChosen) /
                    std::min(scan, outwards));
  }
  Print(absl::StrCat("locator.chosen_vs_better_plan.", name), Median(ratio),
        "ratio");
}

// Questions a second by threads that all ask for all shoppers.
double QuestionsPerSecond(const Questions& questions) {
  const absl::Time start = absl::Now();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (const Point& shopper : questions.shoppers()) {
        questions.AskNearest({.from = shopper});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return kThreads * kShoppers / absl::ToDoubleSeconds(absl::Now() - start);
}

// S2's index of edges is of Abseil's containers, which in a sanitized build have
// another layout than in S2's library: there it never ends.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

bool NeedsS2Index(const Kind& kind) {
  return kind.name == "polygon" || kind.name == "route";
}

void Run(int stores, int rounds, const std::string& kind_part) {
  const Questions questions(stores);
  Print("locator.stores", stores, "stores");
  Print("locator.build", absl::ToDoubleSeconds(questions.built_in()), "s");
  Print("locator.memory", static_cast<double>(questions.bare_bytes()) / stores,
        "bytes/store");
  Print("locator.memory_attributes",
        static_cast<double>(questions.index().memory_bytes() -
                            questions.bare_bytes()) /
            stores / kAttributes,
        "bytes/store/attribute");
  for (const Kind& kind : questions.Kinds()) {
    if (!absl::StrContains(kind.name, kind_part)) continue;
    if (kSanitized && NeedsS2Index(kind)) continue;
    Measure(kind, questions.shoppers(), rounds);
  }
  const std::pair<const char*, geo::EntryFilter> filters[] = {
      {"tenth", {.all_of = {kTenth}}},
      {"thousandth", {.all_of = {kThousandth}}},
      {"rare_two", {.all_of = {kRareA, kRareB}}},
      {"rare_three", {.all_of = {kRareA, kRareB, kRareC}}},
      {"far_north", {.all_of = {kFarNorth}}},
      {"rare_two_far_north", {.all_of = {kRareA, kRareB, kFarNorth}}},
      {"never_both", {.all_of = {kFarNorth, kFarSouth}}},
  };
  for (const auto& [name, filter] : filters) {
    if (!absl::StrContains("choice", kind_part)) break;
    MeasureChoice(questions, name, filter, rounds);
  }
  std::vector<double> rate;
  for (int i = 0; i < rounds; ++i)
    rate.push_back(QuestionsPerSecond(questions));
  Print(absl::StrCat("locator.nearest_10_threads_", kThreads), Median(rate),
        "questions/s");
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  rapport::bench::Run(
      argc > 1 ? std::atoi(argv[1]) : rapport::bench::kStoresDefault,
      argc > 2 ? std::atoi(argv[2]) : rapport::bench::kRoundsDefault,
      argc > 3 ? argv[3] : "");
}
