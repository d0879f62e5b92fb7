// What `stores find` says when nothing is found.

#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class StoresEmptyTest : public CliTest {
 protected:
  StoresEmptyTest() {
    v1::SearchStoresResponse answer;
    auto& condition = *answer.mutable_empty()->add_conditions();
    condition.set_field("open_now");
    condition.set_matches_without(12);
    condition.set_matches_alone(0);
    auto& relaxation = *answer.mutable_empty()->add_relaxations();
    relaxation.set_field("open_now");
    v1::StoreHit& hit = *relaxation.mutable_store();
    hit.mutable_store()->set_name("brands/demo/stores/s1");
    // A name that would steer a terminal.
    hit.mutable_store()->set_display_name("Op\x1b[2Jera");
    hit.set_distance_m(850);
    server_.search_stores.Answer(answer);
  }
};

TEST_F(StoresEmptyTest, TellsTheConditionAndTheNearestRelaxation) {
  const Outcome outcome = Rapport({"stores", "find", "--open-now"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.lines(),
              ElementsAre("no store found that fits all that was asked",
                          "  no store meets --open-now; 12 stores without it",
                          "  without --open-now: Op [2Jera, 850 m, s1"));
}

TEST_F(StoresEmptyTest, TellsDistancesInMiles) {
  EXPECT_THAT(Rapport({"stores", "find", "--open-now", "--miles"}).out,
              HasSubstr("0.5 mi"));
}

TEST_F(StoresEmptyTest, TellsAProgramOnErrSoThatNoLineIsNoStore) {
  const Outcome outcome = Rapport({"stores", "find", "--open-now", "--json"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "");
  const auto note = nlohmann::json::parse(outcome.err);
  EXPECT_EQ(note["empty"]["conditions"][0]["field"], "open_now");
  EXPECT_EQ(note["empty"]["conditions"][0]["matchesWithout"], "12");
}

TEST_F(StoresEmptyTest, SaysSoWhereTheBrandHasNoStores) {
  server_.search_stores.Answer(v1::SearchStoresResponse());
  const Outcome outcome = Rapport({"stores", "find"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "no store found: the brand has none\n");
  const Outcome json = Rapport({"stores", "find", "--json"});
  EXPECT_EQ(json.out + json.err, "");
}

}  // namespace
}  // namespace rapport::cli
