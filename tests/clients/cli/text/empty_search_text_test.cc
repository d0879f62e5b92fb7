#include "clients/cli/text/empty_search_text.h"

#include <set>
#include <string>

#include "absl/time/civil_time.h"
#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

const absl::Time kNow = absl::FromCivil(
    absl::CivilSecond(2026, 11, 22, 10, 0, 0), absl::UTCTimeZone());

void AddCondition(v1::EmptySearch& empty, const std::string& field,
                  int64_t without, int64_t alone) {
  auto& condition = *empty.add_conditions();
  condition.set_field(field);
  condition.set_matches_without(without);
  condition.set_matches_alone(alone);
}

TEST(EmptySearchSentences, TellWhichConditionEmptiedIt) {
  v1::EmptySearch empty;
  AddCondition(empty, "open_now", 1234, 5678);
  AddCondition(empty, "attributes", 1, 0);
  AddCondition(empty, "radius_m", 0, 1);
  EXPECT_THAT(
      EmptySearchSentences(empty, kNow, Units::kMetric),
      ElementsAre("5,678 stores meet --open-now; 1,234 stores without it",
                  "no store meets --attribute; 1 store without it",
                  "1 store meets --radius"));
}

TEST(EmptySearchSentences, SayWhereOneConcessionIsNotEnough) {
  v1::EmptySearch empty;
  AddCondition(empty, "text", 0, 0);
  EXPECT_THAT(EmptySearchSentences(empty, kNow, Units::kMetric),
              ElementsAre("no store meets --text"));
  AddCondition(empty, "market", 0, 0);
  EXPECT_THAT(EmptySearchSentences(empty, kNow, Units::kMetric),
              ElementsAre("no store meets --text", "no store meets --market",
                          "giving up one of them is not enough"));
}

TEST(EmptySearchSentences, TellTheNearestStoreAndTheFlagToDrop) {
  v1::EmptySearch empty;
  auto& relaxation = *empty.add_relaxations();
  relaxation.set_field("open_now");
  v1::StoreHit& hit = *relaxation.mutable_store();
  hit.mutable_store()->set_name("brands/demo/stores/s1");
  hit.mutable_store()->set_display_name("Opéra");
  hit.mutable_store()->mutable_address()->set_locality("Paris");
  hit.set_distance_m(850);
  hit.mutable_opening()->set_status(v1::OPEN_STATUS_CLOSED);
  *hit.mutable_opening()->mutable_next_open_time() =
      ToTimestamp(kNow + absl::Hours(3));
  EXPECT_THAT(EmptySearchSentences(empty, kNow, Units::kMetric),
              ElementsAre("without --open-now: Opéra, Paris, 850 m, closed, "
                          "opens in 3 h, s1"));
  hit.clear_distance_m();
  hit.clear_opening();
  EXPECT_THAT(EmptySearchSentences(empty, kNow, Units::kMetric),
              ElementsAre("without --open-now: Opéra, Paris, s1"));
}

TEST(EmptySearchSentences, AreNoneOfNothing) {
  EXPECT_THAT(EmptySearchSentences(v1::EmptySearch(), kNow, Units::kMetric),
              IsEmpty());
}

TEST(FlagOfField, NamesAFlagForEveryFieldThatIsACondition) {
  // What says whose stores, how many, in which form and from where on.
  const std::set<std::string> others = {"parent",     "page_size",
                                        "page_token", "order",
                                        "read_mask",  "reading_language_codes"};
  const auto& request = *v1::SearchStoresRequest::descriptor();
  for (int i = 0; i < request.field_count(); ++i) {
    const std::string name = request.field(i)->name();
    if (others.count(name) > 0) continue;
    EXPECT_THAT(FlagOfField(name), StartsWith("--")) << name;
  }
}

TEST(FlagOfField, OfANewerServerIsTheFieldItself) {
  EXPECT_EQ(FlagOfField("colours"), "colours");
}

}  // namespace
}  // namespace rapport::cli
