// What the joint search costs in this process: who is nearest that has all the
// attributes and is free then, against what others would build it of.
//
//   joint_search_bench [ENTRIES [LARGE [ROUNDS]]]
//
// LARGE entries (0: none) show how the time grows. All take turns, round by
// round, and ratios are medians over the rounds, as the machine's speed drifts.
// Before that, the answers of all of them to some questions of every class are
// compared with brute force; one that differs ends the program.

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "geo/curve_order.h"
#include "geo/parallel.h"
#include "geo/spatial_index.h"
#include "tests/bench/figures.h"
#include "tests/bench/joint_arena.h"
#include "tests/bench/joint_question.h"
#include "tests/bench/joint_world.h"

namespace rapport::bench {
namespace {

constexpr size_t kEntriesDefault = 1'000'000;
constexpr size_t kLargeDefault = 10'000'000;
constexpr int kRoundsDefault = 5;
constexpr size_t kQuestions = 2000;

// Slow rivals answer only as many questions of a class as take so long.
constexpr absl::Duration kTurn = absl::Seconds(1);

using Questions = std::map<QuestionClass, std::vector<Question>>;

Questions AllQuestions() {
  Questions questions;
  for (QuestionClass which : kClasses) {
    questions[which] = MakeQuestions(which, kQuestions);
  }
  return questions;
}

// What questions took by the clock, over all rounds; and the means of the
// rounds by the processor.
struct Timed {
  std::vector<double> micros;
  std::vector<double> means;
};

// What this thread has used of a processor: unlike the clock, it does not count
// what others do meanwhile. Too slow to read around every question.
double ThreadMicros() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

void Time(const Answerer& answerer, const std::vector<Question>& questions,
          Timed& timed) {
  const absl::Time end = absl::Now() + kTurn;
  const double begin = ThreadMicros();
  size_t asked = 0;
  Nearest nearest;
  for (const Question& question : questions) {
    nearest.Clear();
    const int64_t start = absl::GetCurrentTimeNanos();
    answerer.Ask(question, nearest);
    timed.micros.push_back((absl::GetCurrentTimeNanos() - start) / 1e3);
    ++asked;
    if (absl::FromUnixNanos(start) > end) break;
  }
  timed.means.push_back((ThreadMicros() - begin) / asked);
}

// By arena, contender and class.
using Times = std::map<std::string,
                       std::map<std::string, std::map<QuestionClass, Timed>>>;

void TakeTurns(const Arena& arena, const Questions& questions, Times& times) {
  for (const auto& [which, of_class] : questions) {
    const bool is_mix = static_cast<size_t>(which) < kMixClasses;
    for (const Contender& contender : arena.contenders()) {
      if (!is_mix && contender.name != "ours") continue;
      Time(*contender.answerer, of_class,
           times[arena.name()][contender.name][which]);
    }
  }
}

// The sum of the classes' means in a round, each by whoever of `names` is the
// fastest.
double Mix(std::map<std::string, std::map<QuestionClass, Timed>>& times,
           const std::vector<std::string>& names, int round) {
  double sum = 0;
  for (size_t i = 0; i < kMixClasses; ++i) {
    double best = std::numeric_limits<double>::infinity();
    for (const std::string& name : names) {
      best = std::min(best, times[name][kClasses[i]].means[round]);
    }
    sum += best;
  }
  return sum;
}

double MedianOf(int rounds, const std::function<double(int round)>& ratio) {
  std::vector<double> ratios;
  for (int i = 0; i < rounds; ++i) ratios.push_back(ratio(i));
  return Median(ratios);
}

void PrintTimes(Times& times) {
  for (auto& [arena, by_name] : times) {
    for (auto& [name, by_class] : by_name) {
      for (auto& [which, timed] : by_class) {
        const std::string what =
            absl::StrCat("search.", arena, ".", name, ".", NameOf(which));
        Print(absl::StrCat(what, ".p50"), Median(timed.micros), "us");
        Print(absl::StrCat(what, ".mean"), Median(timed.means), "us");
      }
    }
  }
}

void PrintMix(Times& times, const std::string& arena, const std::string& name,
              int rounds) {
  auto& of_arena = times[arena];
  Print(name,
        MedianOf(rounds,
                 [&](int round) {
                   return Mix(of_arena, {"boost", "roaring", "s2"}, round) /
                          Mix(of_arena, {"ours"}, round);
                 }),
        "ratio");
}

void PrintRatios(Times& times, bool has_large, int rounds) {
  PrintMix(times, "independent", "search.mix_vs_rival", rounds);
  PrintMix(times, "correlated", "search.mix_vs_rival_correlated", rounds);
  auto& small = times["independent"];
  Print(
      "search.rare_vs_scan",
      MedianOf(rounds,
               [&](int round) {
                 return small["ours"][QuestionClass::kRareTriple].means[round] /
                        small["scan"][QuestionClass::kRareTriple].means[round];
               }),
      "ratio");
  if (!has_large) return;
  for (QuestionClass which :
       {QuestionClass::kCommon, QuestionClass::kMiddle,
        QuestionClass::kRarePair, QuestionClass::kRareTriple}) {
    Print(absl::StrCat("search.growth_", NameOf(which)),
          MedianOf(rounds,
                   [&](int round) {
                     return times["large"]["ours"][which].means[round] /
                            small["ours"][which].means[round];
                   }),
          "ratio");
  }
}

// Questions a second of the mix, by threads that all ask all of them.
double MixPerSecond(const Answerer& answerer, const Questions& questions,
                    int threads) {
  const auto ask_all = [&] {
    Nearest nearest;
    for (size_t i = 0; i < kQuestions; ++i) {
      for (size_t c = 0; c < kMixClasses; ++c) {
        nearest.Clear();
        answerer.Ask(questions.at(kClasses[c])[i], nearest);
      }
    }
  };
  const absl::Time start = absl::Now();
  std::vector<std::thread> others;
  for (int i = 0; i < threads; ++i) others.emplace_back(ask_all);
  for (std::thread& other : others) other.join();
  return threads * kMixClasses * kQuestions /
         absl::ToDoubleSeconds(absl::Now() - start);
}

void MeasureThreads(const Arena& arena, const Questions& questions,
                    int rounds) {
  const unsigned cores = std::thread::hardware_concurrency();
  std::vector<double> one, ratio;
  for (int i = 0; i < rounds; ++i) {
    one.push_back(MixPerSecond(arena.ours(), questions, 1));
    if (cores < kThreads) continue;
    ratio.push_back(MixPerSecond(arena.ours(), questions, kThreads) /
                    one.back());
  }
  Print("search.mix_per_s", Median(one), "questions/s");
  if (cores < kThreads) {
    std::cout << "search.threads4_vs_1 skipped: " << cores << " cores\n";
  } else {
    Print("search.threads4_vs_1", Median(ratio), "ratio");
  }
}

// From points in no order: finding the order along the curve is part of it.
void MeasureBuild(const JointWorld& world, int rounds) {
  std::vector<uint32_t> mixed(world.size());
  std::iota(mixed.begin(), mixed.end(), 0);
  std::shuffle(mixed.begin(), mixed.end(), std::mt19937_64(1));
  std::vector<geo::Point> points;
  for (uint32_t i : mixed) points.push_back(world.points()[i]);
  const auto attributes = world.EntriesOf(kThreads);
  for (int threads : {1, kThreads}) {
    std::vector<double> rate;
    for (int i = 0; i < rounds; ++i) {
      const absl::Time start = absl::Now();
      const auto order = geo::OrderAlongCurve(points, threads);
      std::vector<geo::Point> sorted(points.size());
      for (size_t j = 0; j < order.size(); ++j) sorted[j] = points[order[j]];
      const auto index = geo::SpatialIndex::Build(sorted, attributes, threads);
      rate.push_back(index.size() / absl::ToDoubleSeconds(absl::Now() - start));
    }
    Print(threads == 1 ? "search.build_per_s_1_thread" : "search.build_per_s",
          Median(rate), "entries/s");
  }
}

void PrintMemory(const Arena& arena, const std::string& name) {
  Print(
      name,
      static_cast<double>(arena.index().memory_bytes()) / arena.world().size(),
      "bytes");
}

void Run(size_t entries, size_t large, int rounds) {
  const Questions questions = AllQuestions();
  Print("search.places", static_cast<double>(JointPlaces().count()), "places");
  std::vector<std::unique_ptr<Arena>> arenas;
  arenas.push_back(std::make_unique<Arena>("independent", entries, false));
  arenas.push_back(std::make_unique<Arena>("correlated", entries, true));
  for (const auto& arena : arenas) arena->AddRivals();
  if (large > 0) {
    arenas.push_back(std::make_unique<Arena>("large", large, false));
  }
  for (const auto& arena : arenas) {
    for (const auto& [which, of_class] : questions) {
      const size_t checked = CheckClass(*arena, which, of_class);
      Print(absl::StrCat("search.checked_", arena->name(), "_", NameOf(which)),
            static_cast<double>(checked), "questions");
    }
  }
  Times times;
  for (int round = 0; round < rounds; ++round) {
    for (const auto& arena : arenas) TakeTurns(*arena, questions, times);
  }
  PrintTimes(times);
  MeasureBuild(arenas[0]->world(), rounds);
  PrintMemory(*arenas[0], "search.bytes_per_entry");
  PrintMemory(*arenas[1], "search.bytes_per_entry_correlated");
  MeasureThreads(*arenas[0], questions, rounds);
  PrintRatios(times, large > 0, rounds);
}

}  // namespace
}  // namespace rapport::bench

int main(int argc, char** argv) {
  const auto argument = [&](int i, size_t otherwise) {
    return argc > i ? std::strtoull(argv[i], nullptr, 10) : otherwise;
  };
  rapport::bench::Run(
      std::max<size_t>(argument(1, rapport::bench::kEntriesDefault), 1),
      argument(2, rapport::bench::kLargeDefault),
      std::max<int>(argument(3, rapport::bench::kRoundsDefault), 1));
}
