#include "tests/bench/joint_question.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "geo/unit_vector.h"

namespace rapport::bench {
namespace {

using geo::Meters;
using geo::Point;
using Random = std::mt19937_64;

// Shoppers come between 9:00 and 18:00.
constexpr uint32_t kFirstHalf = 18;
constexpr uint32_t kHalves = 18;

constexpr Meters kRadius{50'000};
constexpr double kBoxDeg = 0.5;  // to each side
constexpr double kLatitudeMaxDeg = 80;
constexpr double kLongitudeMaxDeg = 179;

// Of those who have all attributes, about so many are asked for their time for
// each that has it.
constexpr size_t kAskedAFree = 3;

uint32_t Between(uint32_t low, uint32_t high, Random& random) {
  return std::uniform_int_distribution<uint32_t>(low, high)(random);
}

Window OneHalfHour(Random& random) {
  Window window(1);
  const uint32_t day = Between(0, 6, random) * kHalfHoursADay;
  window.AddStart(day + kFirstHalf + Between(0, kHalves - 1, random));
  return window;
}

// Three half hours in a row, from 9:00 to 11:00 or from 14:00 to 16:00 on.
Window HourAndAHalf(Random& random) {
  Window window(3);
  const uint32_t day = Between(0, 6, random) * kHalfHoursADay;
  for (uint32_t half = 0; half < 4; ++half) {
    window.AddStart(day + 18 + half);
    window.AddStart(day + 28 + half);
  }
  return window;
}

geo::Box BoxAround(const Point& at) {
  const double latitude =
      std::clamp(at.latitude_deg, -kLatitudeMaxDeg, kLatitudeMaxDeg);
  const double longitude =
      std::clamp(at.longitude_deg, -kLongitudeMaxDeg, kLongitudeMaxDeg);
  return *geo::Box::Make({latitude - kBoxDeg, longitude - kBoxDeg},
                         {latitude + kBoxDeg, longitude + kBoxDeg});
}

uint32_t OneOf(const Kind& kind, uint32_t low, uint32_t high, Random& random) {
  return kind.first + Between(low, high, random);
}

std::vector<uint32_t> Attributes(QuestionClass which, Random& random) {
  switch (which) {
    case QuestionClass::kCommon:
      return {OneOf(kLanguages, 0, 2, random)};
    case QuestionClass::kRarePair:
      return {OneOf(kLanguages, 20, 39, random),
              OneOf(kServices, 5, 30, random)};
    case QuestionClass::kRareTriple:
      return {OneOf(kLanguages, 20, 39, random), OneOf(kStyles, 10, 29, random),
              OneOf(kServices, 20, 49, random)};
    default:
      return {OneOf(kLanguages, 0, 4, random), OneOf(kStyles, 0, 7, random),
              OneOf(kServices, 0, 7, random),
              OneOf(kChannels, 0, kChannels.count - 1, random)};
  }
}

}  // namespace

void Window::AddStart(uint32_t half) {
  starts_[half / 64] |= uint64_t{1} << (half % 64);
  first_word_ = std::min<size_t>(first_word_, half / 64);
  last_word_ = std::max<size_t>(last_word_, half / 64);
}

bool Window::IsIn(const FreeHalfHours& free) const {
  for (size_t i = first_word_; i <= last_word_; ++i) {
    // Bit by bit, whether it and the `length_` - 1 after it are all set.
    uint64_t low = free[i];
    uint64_t high = i + 1 < free.size() ? free[i + 1] : 0;
    uint64_t runs = low;
    for (uint32_t next = 1; next < length_; ++next) {
      low = low >> 1 | high << 63;
      high >>= 1;
      runs &= low;
    }
    if ((runs & starts_[i]) != 0) return true;
  }
  return false;
}

bool Question::IsMetBy(const JointWorld& world, uint32_t entry) const {
  const AttributeSet& set = world.attributes_of(entry);
  for (uint32_t attribute : attributes) {
    if ((set[attribute / 64] >> (attribute % 64) & 1) == 0) return false;
  }
  return window.IsIn(world.free(entry));
}

const char* NameOf(QuestionClass which) {
  static constexpr const char* kNames[] = {
      "common", "middle", "rare_pair", "rare", "box", "radius", "slots"};
  return kNames[static_cast<int>(which)];
}

std::vector<Question> MakeQuestions(QuestionClass which, size_t count) {
  static const JointPlaces* const places = new JointPlaces;
  Random random(static_cast<uint64_t>(which) + 1);
  std::vector<Question> questions(count);
  for (Question& question : questions) {
    question.from = places->Around(places->Draw(random), random);
    question.attributes = Attributes(which, random);
    question.window = which == QuestionClass::kSlots ? HourAndAHalf(random)
                                                     : OneHalfHour(random);
    if (which == QuestionClass::kRadius) question.limit = kRadius;
    if (which == QuestionClass::kBox) {
      question.region =
          std::make_shared<const geo::Box>(BoxAround(question.from));
    }
  }
  return questions;
}

void Nearest::Offer(double chord, uint32_t entry) {
  const Kept offered{chord, entry};
  const auto nearer = [](const Kept& a, const Kept& b) {
    return a.chord != b.chord ? a.chord < b.chord : a.entry < b.entry;
  };
  if (kept_.size() == kAnswers) {
    if (!nearer(offered, kept_.back())) return;
    kept_.pop_back();
  }
  kept_.insert(std::upper_bound(kept_.begin(), kept_.end(), offered, nearer),
               offered);
}

std::vector<uint32_t> Nearest::Entries() const {
  std::vector<uint32_t> entries;
  for (const Kept& kept : kept_) entries.push_back(kept.entry);
  return entries;
}

namespace {

class BruteForce : public Answerer {
 public:
  explicit BruteForce(const JointWorld& world) : world_(world) {}

  void Ask(const Question& question, Nearest& nearest) const override {
    const geo::UnitVector from = geo::ToUnitVector(question.from);
    for (uint32_t entry = 0; entry < world_.size(); ++entry) {
      if (!question.IsMetBy(world_, entry)) continue;
      const Point& at = world_.points()[entry];
      const double chord = geo::SquaredChord(from, geo::ToUnitVector(at));
      if (geo::ChordToMeters(chord) > question.limit) continue;
      if (question.region && !question.region->Contains(at)) continue;
      nearest.Offer(chord, entry);
    }
  }

 private:
  const JointWorld& world_;
};

// Has the rows of the calendar fetched that will be looked at.
class CalendarRows : public geo::Lookahead {
 public:
  CalendarRows(const JointWorld& world, const Window& window)
      : world_(world), window_(window) {}

  void Expect(uint32_t entry) const override {
    window_.Prefetch(world_.free(entry));
  }

 private:
  const JointWorld& world_;
  const Window& window_;
};

class IndexSearch : public Answerer {
 public:
  IndexSearch(const JointWorld& world, const geo::SpatialIndex& index)
      : world_(world), index_(index) {}

  void Ask(const Question& question, Nearest& nearest) const override {
    geo::NearestQuery query{.from = question.from,
                            .limit = question.limit,
                            .region = question.region.get(),
                            .wanted = kAskedAFree * kAnswers};
    query.filter.all_of.assign(question.attributes.begin(),
                               question.attributes.end());
    const CalendarRows rows(world_, question.window);
    query.lookahead = &rows;
    index_.ForEachNearest(query, [&](uint32_t entry, Meters) {
      if (question.window.IsIn(world_.free(entry))) nearest.Append(entry);
      return nearest.size() < kAnswers;
    });
  }

 private:
  const JointWorld& world_;
  const geo::SpatialIndex& index_;
};

}  // namespace

std::unique_ptr<Answerer> MakeBruteForce(const JointWorld& world) {
  return std::make_unique<BruteForce>(world);
}

std::unique_ptr<Answerer> MakeIndexSearch(const JointWorld& world,
                                          const geo::SpatialIndex& index) {
  return std::make_unique<IndexSearch>(world, index);
}

}  // namespace rapport::bench
