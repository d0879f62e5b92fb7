#include "clients/cli/text/sparse_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void Add(const std::string& field, int64_t without, int64_t alone,
         v1::SparseAssociates& sparse) {
  v1::AssociateCondition& condition = *sparse.add_conditions();
  condition.set_field(field);
  condition.set_matches_without(without);
  condition.set_matches_alone(alone);
}

TEST(SparseSentences, SayWhatEachConditionCosts) {
  v1::SparseAssociates sparse;
  Add("radius_m", 1'000, 3, sparse);
  Add("languages", 3, 1, sparse);
  Add("window", 2, 80, sparse);
  Add("attributes", 5, 0, sparse);
  Add("service", 999, 1'000, sparse);
  EXPECT_THAT(
      SparseSentences(sparse, 2),
      ElementsAre("--radius: at least 998 more without it; 3 meet it by itself",
                  "--language: 1 more without it; 1 meets it by itself",
                  "--attribute: 3 more without it; nobody meets it at all",
                  "--service: 997 more without it; at least 1,000 meet it by "
                  "itself"));
}

TEST(SparseSentences, SayThatNoConditionAloneIsToBlame) {
  v1::SparseAssociates sparse;
  Add("any_styles", 0, 3, sparse);
  Add("local_windows", 0, 0, sparse);
  EXPECT_THAT(SparseSentences(sparse, 0),
              ElementsAre("--on: nobody meets it at all",
                          "giving up one condition finds nobody else"));
}

TEST(SparseSentences, AreNoneWhereNothingWasAsked) {
  EXPECT_THAT(SparseSentences(v1::SparseAssociates(), 3), IsEmpty());
}

}  // namespace
}  // namespace rapport::cli
