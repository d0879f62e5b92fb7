#include <algorithm>
#include <vector>

#include "geo/unit_vector.h"
#include "s2/s2closest_point_query.h"
#include "s2/s2latlng.h"
#include "s2/s2point_index.h"
#include "tests/bench/joint_rivals.h"

namespace rapport::bench {
namespace {

using Query = S2ClosestPointQuery<uint32_t>;

S2Point ToS2(const geo::Point& point) {
  return S2LatLng::FromDegrees(point.latitude_deg, point.longitude_deg)
      .ToPoint();
}

class S2JointRival : public Answerer {
 public:
  explicit S2JointRival(const JointWorld& world) : world_(world) {
    for (uint32_t i = 0; i < world.size(); ++i) {
      index_.Add(ToS2(world.points()[i]), i);
    }
  }

  void Ask(const Question& question, Nearest& nearest) const override {
    Query query(&index_);
    Query::PointTarget target(ToS2(question.from));
    const geo::UnitVector from = geo::ToUnitVector(question.from);
    for (size_t asked = kAnswers;; asked *= 4) {
      asked = std::min(asked, world_.size());
      query.mutable_options()->set_max_results(static_cast<int>(asked));
      nearest.Clear();
      for (const auto& result : query.FindClosestPoints(&target)) {
        if (!question.IsMetBy(world_, result.data())) continue;
        const S2Point& at = result.point();
        nearest.Offer(geo::SquaredChord(from, {at.x(), at.y(), at.z()}),
                      result.data());
      }
      if (nearest.size() == kAnswers || asked == world_.size()) return;
    }
  }

 private:
  const JointWorld& world_;
  S2PointIndex<uint32_t> index_;
};

}  // namespace

std::unique_ptr<Answerer> MakeS2JointRival(const JointWorld& world) {
  return std::make_unique<S2JointRival>(world);
}

}  // namespace rapport::bench
