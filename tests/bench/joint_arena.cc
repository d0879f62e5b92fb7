#include "tests/bench/joint_arena.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "geo/parallel.h"
#include "tests/bench/joint_rivals.h"

namespace rapport::bench {
namespace {

// What brute force looks at, in all, for a class: 25 questions at a million.
constexpr size_t kCheckedEntries = 25'000'000;
constexpr size_t kCheckedMin = 5;
constexpr size_t kCheckedMax = 200;

std::vector<uint32_t> Answer(const Answerer& answerer,
                             const Question& question) {
  Nearest nearest;
  answerer.Ask(question, nearest);
  return nearest.Entries();
}

bool Knows(const Contender& contender, QuestionClass which) {
  return contender.knows_limits ||
         (which != QuestionClass::kBox && which != QuestionClass::kRadius);
}

}  // namespace

Arena::Arena(std::string name, size_t entries, bool correlated)
    : name_(std::move(name)), world_(entries, correlated, kThreads) {
  const auto attributes = world_.EntriesOf(kThreads);
  index_ = geo::SpatialIndex::Build(world_.points(), attributes, kThreads);
  contenders_.push_back({"ours", MakeIndexSearch(world_, index_), true});
}

void Arena::AddRivals() {
  contenders_.push_back({"boost", MakeBoostRival(world_)});
  contenders_.push_back({"roaring", MakeRoaringRival(world_)});
  contenders_.push_back({"s2", MakeS2JointRival(world_)});
  contenders_.push_back({"scan", MakePlainScan(world_)});
}

size_t CheckClass(const Arena& arena, QuestionClass which,
                  const std::vector<Question>& questions) {
  const auto brute = MakeBruteForce(arena.world());
  const size_t count = std::clamp(kCheckedEntries / arena.world().size(),
                                  kCheckedMin, kCheckedMax);
  geo::ForEachOf(count, kThreads, [&](size_t i) {
    const Question& question = questions[i * questions.size() / count];
    const std::vector<uint32_t> truth = Answer(*brute, question);
    for (const Contender& contender : arena.contenders()) {
      if (!Knows(contender, which)) continue;
      if (Answer(*contender.answerer, question) == truth) continue;
      std::cerr << arena.name() << ", " << NameOf(which) << ", question " << i
                << ": " << contender.name << " differs from brute force\n";
      std::exit(1);
    }
  });
  return count;
}

}  // namespace rapport::bench
