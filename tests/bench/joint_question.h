// What shoppers ask the joint search, and who can be asked: the seam between
// the benchmark and our search, its rivals, and brute force.
#ifndef RAPPORT_TESTS_BENCH_JOINT_QUESTION_H_
#define RAPPORT_TESTS_BENCH_JOINT_QUESTION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "geo/prefetch.h"
#include "geo/region.h"
#include "geo/spatial_index.h"
#include "tests/bench/joint_world.h"

namespace rapport::bench {

inline constexpr size_t kAnswers = 10;

// When somebody must be free: `length` half hours in a row, from any of the
// half hours in `starts` on.
class Window {
 public:
  explicit Window(uint32_t length) : length_(length) {}

  void AddStart(uint32_t half);

  bool IsIn(const FreeHalfHours& free) const;

  // Whether `half` is one of the starts; and how many half hours in a row.
  bool HasStart(uint32_t half) const {
    return (starts_[half / 64] >> (half % 64) & 1) != 0;
  }
  uint32_t length() const { return length_; }

  // Fetches what IsIn will look at.
  void Prefetch(const FreeHalfHours& free) const {
    geo::PrefetchLine(&free[first_word_]);
    geo::PrefetchLine(&free[last_word_]);
  }

 private:
  FreeHalfHours starts_ = {};
  uint32_t length_;
  size_t first_word_ = kHalfHourWords - 1;  // that has any of `starts_`
  size_t last_word_ = 0;
};

struct Question {
  geo::Point from{};
  std::vector<uint32_t> attributes;  // all of them
  Window window{1};
  geo::Meters limit = geo::kNoDistanceLimit;
  std::shared_ptr<const geo::Region> region;  // null: anywhere

  bool IsMetBy(const JointWorld& world, uint32_t entry) const;
};

// The kinds of questions.
enum class QuestionClass {
  kCommon,      // language 0 to 2
  kMiddle,      // language 0 to 4, style 0 to 7, service 0 to 7, any channel
  kRarePair,    // language 20 to 39, service 5 to 30
  kRareTriple,  // language 20 to 39, style 10 to 29, service 20 to 49
  kBox,         // middle, in a box of a degree
  kRadius,      // middle, within 50 km
  kSlots,       // middle, an hour and a half in one of two windows of a day
};
inline constexpr QuestionClass kClasses[] = {
    QuestionClass::kCommon,   QuestionClass::kMiddle,
    QuestionClass::kRarePair, QuestionClass::kRareTriple,
    QuestionClass::kBox,      QuestionClass::kRadius,
    QuestionClass::kSlots};
// The first of them make the mix.
inline constexpr size_t kMixClasses = 4;

const char* NameOf(QuestionClass which);

// From around the places where the associates are. The same on every run.
std::vector<Question> MakeQuestions(QuestionClass which, size_t count);

// The kAnswers nearest that were offered, by the squared chord and then by
// number.
class Nearest {
 public:
  void Clear() { kept_.clear(); }
  void Offer(double chord, uint32_t entry);
  // For who finds them in order.
  void Append(uint32_t entry) { kept_.push_back({0, entry}); }
  size_t size() const { return kept_.size(); }
  // The entries, the nearest first.
  std::vector<uint32_t> Entries() const;

 private:
  struct Kept {
    double chord;
    uint32_t entry;
  };
  std::vector<Kept> kept_;  // in order
};

// Somebody who answers questions about one world. Thread-safe.
class Answerer {
 public:
  virtual ~Answerer() = default;
  virtual void Ask(const Question& question, Nearest& nearest) const = 0;
};

// By looking at everybody.
std::unique_ptr<Answerer> MakeBruteForce(const JointWorld& world);

// By geo::SpatialIndex, in order of distance alone. Nothing is copied.
std::unique_ptr<Answerer> MakeIndexSearch(const JointWorld& world,
                                          const geo::SpatialIndex& index);

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_JOINT_QUESTION_H_
