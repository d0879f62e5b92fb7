#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <iterator>
#include <utility>
#include <vector>

#include "geo/unit_vector.h"
#include "tests/bench/joint_rivals.h"

namespace rapport::bench {
namespace {

namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;

using Vector = bg::model::point<double, 3, bg::cs::cartesian>;
using Value = std::pair<Vector, uint32_t>;

// The best of 8, 16, 32 and 64.
constexpr size_t kNodeSize = 16;
using Tree = bgi::rtree<Value, bgi::rstar<kNodeSize>>;

Vector ToVector(const geo::Point& point) {
  const geo::UnitVector v = geo::ToUnitVector(point);
  return {v.x, v.y, v.z};
}

std::vector<Value> ValuesOf(const JointWorld& world) {
  std::vector<Value> values;
  for (uint32_t i = 0; i < world.size(); ++i) {
    values.emplace_back(ToVector(world.points()[i]), i);
  }
  return values;
}

class BoostRival : public Answerer {
 public:
  explicit BoostRival(const JointWorld& world)
      : world_(world), tree_(ValuesOf(world)) {}

  void Ask(const Question& question, Nearest& nearest) const override {
    const Vector from = ToVector(question.from);
    const auto meets = [&](const Value& value) {
      return question.IsMetBy(world_, value.second);
    };
    std::vector<Value> found;
    found.reserve(kAnswers);
    tree_.query(bgi::nearest(from, kAnswers) && bgi::satisfies(meets),
                std::back_inserter(found));
    for (const Value& value : found) {
      nearest.Offer(bg::comparable_distance(from, value.first), value.second);
    }
  }

 private:
  const JointWorld& world_;
  Tree tree_;
};

}  // namespace

std::unique_ptr<Answerer> MakeBoostRival(const JointWorld& world) {
  return std::make_unique<BoostRival>(world);
}

}  // namespace rapport::bench
