#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class StoresNearTest : public CliTest {
 protected:
  static v1::StoreHit Hit(const std::string& id, double distance_m) {
    v1::StoreHit hit;
    hit.mutable_store()->set_name("brands/demo/stores/" + id);
    hit.mutable_store()->set_display_name("Store " + id);
    hit.mutable_store()->set_time_zone("Europe/Paris");
    hit.mutable_store()->mutable_address()->set_locality("Paris");
    hit.set_distance_m(distance_m);
    return hit;
  }
};

TEST_F(StoresNearTest, AsksForWhatTheFlagsSay) {
  server_.search_stores.Answer(v1::SearchStoresResponse());
  const Outcome outcome =
      Rapport({"stores", "near", "--near", "-33.87,151.21", "--radius", "3mi",
               "--service", "bridal-styling", "--limit", "7"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto request = server_.search_stores.heard().at(0).request;
  EXPECT_EQ(request.parent(), "brands/demo");
  EXPECT_EQ(request.near().latitude(), -33.87);
  EXPECT_EQ(request.near().longitude(), 151.21);
  EXPECT_DOUBLE_EQ(request.radius_m(), 4828.032);
  EXPECT_THAT(request.services(),
              ElementsAre("brands/demo/services/bridal-styling"));
  EXPECT_EQ(request.page_size(), 7);
}

TEST_F(StoresNearTest, ShowsATableOfStores) {
  v1::SearchStoresResponse response;
  *response.add_stores() = Hit("s1", 850);
  *response.add_stores() = Hit("s2", 12345);
  server_.search_stores.Answer(response);
  const Outcome outcome = Rapport({"stores", "near", "--near", "48.86,2.34"});
  EXPECT_THAT(outcome.lines(),
              ElementsAre("STORE     DISTANCE  ADDRESS  ZONE          ID",
                          "Store s1     850 m  Paris    Europe/Paris  s1",
                          "Store s2   12.3 km  Paris    Europe/Paris  s2"));
}

TEST_F(StoresNearTest, TurnsPagesUntilTheLimit) {
  server_.search_stores.Answer([](const v1::SearchStoresRequest& request,
                                  v1::SearchStoresResponse& response) {
    const std::string page = request.page_token() + "x";
    *response.add_stores() = Hit(page + "1", 1);
    *response.add_stores() = Hit(page + "2", 2);
    response.set_next_page_token(page);
    return grpc::Status::OK;
  });
  const Outcome outcome =
      Rapport({"stores", "near", "--near", "0,0", "--limit", "5", "--json"});
  EXPECT_THAT(outcome.json_lines(), SizeIs(5));
  EXPECT_THAT(server_.search_stores.heard(), SizeIs(3));
}

TEST_F(StoresNearTest, WritesOneJsonObjectAStore) {
  v1::SearchStoresResponse response;
  *response.add_stores() = Hit("s1", 850);
  server_.search_stores.Answer(response);
  const auto lines =
      Rapport({"stores", "near", "--near", "0,0", "--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["store"]["name"], "brands/demo/stores/s1");
  EXPECT_EQ(lines[0]["distanceM"], 850);
}

TEST_F(StoresNearTest, SaysSoWhereThereIsNone) {
  server_.search_stores.Answer(v1::SearchStoresResponse());
  const Outcome outcome = Rapport({"stores", "near", "--near", "0,0"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("no store"));
  EXPECT_EQ(Rapport({"stores", "near", "--near", "0,0", "--json"}).out, "");
}

}  // namespace
}  // namespace rapport::cli
