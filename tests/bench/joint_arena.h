// One world of the joint search, with all who answer questions about it.
#ifndef RAPPORT_TESTS_BENCH_JOINT_ARENA_H_
#define RAPPORT_TESTS_BENCH_JOINT_ARENA_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "geo/spatial_index.h"
#include "tests/bench/joint_question.h"
#include "tests/bench/joint_world.h"

namespace rapport::bench {

// The cores that the targets are stated for.
inline constexpr int kThreads = 4;

struct Contender {
  std::string name;
  std::unique_ptr<Answerer> answerer;
  bool knows_limits = false;
};

// One world, and all who answer questions about it; ours first.
class Arena {
 public:
  Arena(std::string name, size_t entries, bool correlated);

  void AddRivals();

  const std::string& name() const { return name_; }
  const JointWorld& world() const { return world_; }
  const geo::SpatialIndex& index() const { return index_; }
  const std::vector<Contender>& contenders() const { return contenders_; }
  const Answerer& ours() const { return *contenders_[0].answerer; }

 private:
  std::string name_;
  JointWorld world_;
  geo::SpatialIndex index_;
  std::vector<Contender> contenders_;
};

// Has everybody answer some of the questions, and ends the program where an
// answer differs from brute force. How many were asked.
size_t CheckClass(const Arena& arena, QuestionClass which,
                  const std::vector<Question>& questions);

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_JOINT_ARENA_H_
