// The joint world as a brand in the read model: whom the product's own search,
// and the server on it, are measured with.
//
// Ten associates share a store, at the place of the first of them. A language's
// level and the bookings are drawn; a service takes half an hour, on any of
// the channels.
#ifndef RAPPORT_TESTS_BENCH_JOINT_BRAND_H_
#define RAPPORT_TESTS_BENCH_JOINT_BRAND_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/search/associate_query.h"
#include "server/search/read_model.h"
#include "tests/bench/joint_question.h"
#include "tests/bench/joint_world.h"

namespace rapport::bench {

// A Monday, 00:00 UTC; the read model's clock stands still on it.
absl::Time JointNow();

class JointBrand {
 public:
  explicit JointBrand(const JointWorld& world);

  search::ReadModel& model() { return model_; }
  std::shared_ptr<const search::BrandIndex> index() const {
    return model_.Find(id_);
  }
  const BrandId& id() const { return id_; }

  // What the question asks, with a time where there is a service: the half
  // hours of the week that begins now.
  search::AssociateQuery QueryOf(const Question& question) const;

 private:
  void AddCatalog(const JointWorld& world);
  void AddPeople(const JointWorld& world);

  const BrandId id_;
  search::ReadModel model_;
};

// The words of the world's attributes: `es`, `s3`, `v12`.
std::string WordOf(uint32_t attribute);
bool IsOf(const Kind& kind, uint32_t attribute);

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_JOINT_BRAND_H_
