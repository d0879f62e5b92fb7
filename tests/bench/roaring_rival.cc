#include <roaring/roaring.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "geo/unit_vector.h"
#include "tests/bench/joint_rivals.h"

namespace rapport::bench {
namespace {

struct FreeBitmap {
  void operator()(roaring_bitmap_t* bitmap) const {
    roaring_bitmap_free(bitmap);
  }
};
using Bitmap = std::unique_ptr<roaring_bitmap_t, FreeBitmap>;

class RoaringRival : public Answerer {
 public:
  explicit RoaringRival(const JointWorld& world) : world_(world) {
    for (const auto& entries : world.EntriesOf(1)) {
      bitmaps_.emplace_back(
          roaring_bitmap_of_ptr(entries.size(), entries.data()));
      roaring_bitmap_run_optimize(bitmaps_.back().get());
      counts_.push_back(entries.size());
    }
    for (const geo::Point& point : world.points()) {
      vectors_.push_back(geo::ToUnitVector(point));
    }
  }

  void Ask(const Question& question, Nearest& nearest) const override {
    const geo::UnitVector from = geo::ToUnitVector(question.from);
    const Bitmap found = And(question.attributes);
    std::vector<uint32_t> entries(roaring_bitmap_get_cardinality(found.get()));
    roaring_bitmap_to_uint32_array(found.get(), entries.data());
    for (uint32_t entry : entries) {
      if (!question.window.IsIn(world_.free(entry))) continue;
      nearest.Offer(geo::SquaredChord(from, vectors_[entry]), entry);
    }
  }

 private:
  Bitmap And(std::vector<uint32_t> attributes) const {
    std::sort(attributes.begin(), attributes.end(),
              [&](uint32_t a, uint32_t b) { return counts_[a] < counts_[b]; });
    const roaring_bitmap_t* first = bitmaps_[attributes[0]].get();
    if (attributes.size() == 1) return Bitmap(roaring_bitmap_copy(first));
    Bitmap all(roaring_bitmap_and(first, bitmaps_[attributes[1]].get()));
    for (size_t i = 2; i < attributes.size(); ++i) {
      roaring_bitmap_and_inplace(all.get(), bitmaps_[attributes[i]].get());
    }
    return all;
  }

  const JointWorld& world_;
  std::vector<Bitmap> bitmaps_;
  std::vector<size_t> counts_;
  std::vector<geo::UnitVector> vectors_;
};

}  // namespace

std::unique_ptr<Answerer> MakeRoaringRival(const JointWorld& world) {
  return std::make_unique<RoaringRival>(world);
}

}  // namespace rapport::bench
