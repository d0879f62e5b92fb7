#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class PlacesTest : public CliTest {
 protected:
  PlacesTest() {
    v1::SuggestPlacesResponse found;
    v1::Place& city = *found.add_places();
    city.set_display_name("Tokyo");
    city.set_matched_name("東京");
    city.set_region_code("JP");
    city.set_kind(v1::PLACE_KIND_LOCALITY);
    city.set_population(8'336'599);
    city.set_time_zone("Asia/Tokyo");
    city.mutable_location()->set_latitude(35.6895);
    city.mutable_location()->set_longitude(139.69171);
    v1::Place& area = *found.add_places();
    area.set_display_name("90210");
    area.set_region_code("US");
    area.set_kind(v1::PLACE_KIND_POSTAL_AREA);
    area.set_time_zone("America/Los_Angeles");
    server_.suggest_places.Answer(found);
  }
};

TEST_F(PlacesTest, AsksForWhatTheFlagsSay) {
  const Outcome outcome =
      Rapport({"places", "suggest", "Muenchen", "--near", "48.1,11.6",
               "--country", "de", "--limit", "3"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto request = server_.suggest_places.heard().at(0).request;
  EXPECT_EQ(request.parent(), "brands/demo");
  EXPECT_EQ(request.text(), "Muenchen");
  EXPECT_EQ(request.near().latitude(), 48.1);
  EXPECT_EQ(request.near().longitude(), 11.6);
  EXPECT_EQ(request.region_code(), "DE");
  EXPECT_EQ(request.page_size(), 3);
}

TEST_F(PlacesTest, SaysNothingThatWasNotSaid) {
  Rapport({"places", "suggest", "90"});
  const auto request = server_.suggest_places.heard().at(0).request;
  EXPECT_FALSE(request.has_near());
  EXPECT_EQ(request.region_code(), "");
  EXPECT_EQ(request.page_size(), 10);
}

TEST_F(PlacesTest, ShowsATableWithWhatNearTakes) {
  EXPECT_THAT(
      Rapport({"places", "suggest", "東京"}).lines(),
      ElementsAre(
          "PLACE             KIND            PEOPLE  ZONE                 "
          "--near",
          "Tokyo (東京), JP  locality     8,336,599  Asia/Tokyo           "
          "35.6895,139.69171",
          "90210, US         postal-area             America/Los_Angeles  "
          "0,0"));
}

TEST_F(PlacesTest, WritesOneJsonObjectAPlace) {
  const auto lines = Rapport({"places", "suggest", "x", "--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0]["displayName"], "Tokyo");
  EXPECT_EQ(lines[1]["kind"], "PLACE_KIND_POSTAL_AREA");
}

TEST_F(PlacesTest, SaysSoWhereThereIsNone) {
  server_.suggest_places.Answer(v1::SuggestPlacesResponse());
  EXPECT_EQ(Rapport({"places", "suggest", "x"}).out,
            "no place begins like that\n");
  EXPECT_EQ(Rapport({"places", "suggest", "x", "--json"}).out, "");
}

TEST_F(PlacesTest, NamesTheFlagAtFault) {
  for (const auto& [flag, value] :
       std::vector<std::pair<std::string, std::string>>{
           {"--near", "here"}, {"--limit", "21"}, {"--limit", "0"}}) {
    const Outcome outcome = Rapport({"places", "suggest", "x", flag, value});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(flag));
  }
  EXPECT_EQ(Rapport({"places", "suggest"}).exit_code, 2);
  EXPECT_EQ(Rapport({"places"}).exit_code, 2);
}

}  // namespace
}  // namespace rapport::cli
