#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class StoresFindTest : public CliTest {
 protected:
  StoresFindTest() {
    v1::StoreHit& hit = *answer_.add_stores();
    hit.mutable_store()->set_name("brands/demo/stores/s1");
    hit.mutable_store()->set_display_name("銀座");
    hit.mutable_store()->set_time_zone("Asia/Tokyo");
    hit.set_distance_m(850);
    hit.mutable_opening()->set_status(v1::OPEN_STATUS_OPEN);
    *hit.mutable_opening()->mutable_next_close_time() =
        ToTimestamp(clock_.Now() + absl::Minutes(130));
    server_.search_stores.Answer(answer_);

    v1::SuggestPlacesResponse places;
    AddPlace(places, "Tokyo", "東京", "Asia/Tokyo", 35.6895, 139.69171);
    AddPlace(places, "Tōkyō-cho", "", "Asia/Tokyo", 34, 131);
    server_.suggest_places.Answer(places);
  }

  static void AddPlace(v1::SuggestPlacesResponse& places,
                       const std::string& name, const std::string& matched,
                       const std::string& zone, double latitude,
                       double longitude) {
    v1::Place& place = *places.add_places();
    place.set_display_name(name);
    place.set_matched_name(matched);
    place.set_region_code("JP");
    place.set_time_zone(zone);
    place.mutable_location()->set_latitude(latitude);
    place.mutable_location()->set_longitude(longitude);
  }

  Outcome Find(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"stores", "find"});
    return Rapport(std::move(flags));
  }

  v1::SearchStoresRequest Heard() {
    return server_.search_stores.heard().back().request;
  }

  v1::SearchStoresResponse answer_;
};

TEST_F(StoresFindTest, AsksForEverythingUnlessAFlagSaysLess) {
  ASSERT_EQ(Find({}).exit_code, 0);
  v1::SearchStoresRequest all;
  all.set_parent("brands/demo");
  all.set_page_size(10);
  EXPECT_EQ(Heard().DebugString(), all.DebugString());
  EXPECT_EQ(server_.search_stores.heard()[0].metadata.at("x-rapport-role"),
            "shopper");
}

TEST_F(StoresFindTest, AsksForWhatTheyHave) {
  const Outcome outcome =
      Find({"--text", "rue de", "--service", "bridal-styling,tailoring",
            "--service", "gifts", "--channel", "video,phone", "--language",
            "es,zh-Hant", "--attribute", "parking", "--order", "relevance",
            "--read-language", "ja,en", "--market", "emea/fr", "--open-now"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::SearchStoresRequest request = Heard();
  EXPECT_EQ(request.text(), "rue de");
  EXPECT_THAT(request.services(),
              ElementsAre("brands/demo/services/bridal-styling",
                          "brands/demo/services/tailoring",
                          "brands/demo/services/gifts"));
  EXPECT_THAT(request.channels(),
              ElementsAre(v1::CHANNEL_VIDEO, v1::CHANNEL_PHONE));
  EXPECT_THAT(request.language_codes(), ElementsAre("es", "zh-Hant"));
  EXPECT_THAT(request.attributes(), ElementsAre("parking"));
  EXPECT_EQ(request.order(), v1::STORE_ORDER_RELEVANCE);
  EXPECT_THAT(request.reading_language_codes(), ElementsAre("ja", "en"));
  EXPECT_EQ(request.market(), "brands/demo/regions/emea/markets/fr");
  EXPECT_TRUE(request.open_now());
  EXPECT_FALSE(request.has_open_at());
  EXPECT_FALSE(request.has_near());
}

TEST_F(StoresFindTest, TakesAMarketInAnyForm) {
  Find({"--market", "emea"});
  EXPECT_EQ(Heard().market(), "brands/demo/regions/emea");
  Find({"--market", "brands/demo/regions/emea/markets/fr"});
  EXPECT_EQ(Heard().market(), "brands/demo/regions/emea/markets/fr");
}

TEST_F(StoresFindTest, AsksForABox) {
  ASSERT_EQ(Find({"--box", "-20,170,-10,-170"}).exit_code, 0);
  EXPECT_EQ(Heard().box().southwest().latitude(), -20);
  EXPECT_EQ(Heard().box().southwest().longitude(), 170);
  EXPECT_EQ(Heard().box().northeast().latitude(), -10);
  EXPECT_EQ(Heard().box().northeast().longitude(), -170);
}

TEST_F(StoresFindTest, AsksForAPolygon) {
  ASSERT_EQ(Find({"--polygon", "0,0 0,1 1,1"}).exit_code, 0);
  ASSERT_THAT(Heard().polygon().corners(), SizeIs(3));
  EXPECT_EQ(Heard().polygon().corners(1).longitude(), 1);
}

TEST_F(StoresFindTest, AsksForWhatLiesAlongARoute) {
  ASSERT_EQ(
      Find({"--route", "48.86,2.34 45.76,4.84", "--corridor", "5km"}).exit_code,
      0);
  ASSERT_THAT(Heard().route().points(), SizeIs(2));
  EXPECT_EQ(Heard().route().points(1).latitude(), 45.76);
  EXPECT_EQ(Heard().route().corridor_m(), 5000);
}

TEST_F(StoresFindTest, TakesATypedPlaceAndSaysWhichItTook) {
  const Outcome outcome = Find({"--near", "東京", "--radius", "5km"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(Heard().near().latitude(), 35.6895);
  EXPECT_EQ(Heard().near().longitude(), 139.69171);
  EXPECT_EQ(Heard().radius_m(), 5000);
  const auto asked = server_.suggest_places.heard().at(0).request;
  EXPECT_EQ(asked.text(), "東京");
  EXPECT_EQ(asked.parent(), "brands/demo");
  EXPECT_THAT(
      outcome.lines(),
      ElementsAre(
          "near Tokyo (東京), JP, 35.6895,139.69171",
          "or Tōkyō-cho, JP: --near 34,131", "",
          "STORE  DISTANCE  NOW                         ZONE        ID",
          "銀座      850 m  open, closes in 2 h 10 min  Asia/Tokyo  s1"));
}

TEST_F(StoresFindTest, TellsAProgramOnErrWhichPlaceItTook) {
  const Outcome outcome = Find({"--near", "Tokyo", "--json"});
  ASSERT_THAT(outcome.json_lines(), SizeIs(1));
  const auto note = nlohmann::json::parse(outcome.err);
  EXPECT_EQ(note["near"]["displayName"], "Tokyo");
  ASSERT_THAT(note["others"], SizeIs(1));
  EXPECT_EQ(note["others"][0]["displayName"], "Tōkyō-cho");
}

TEST_F(StoresFindTest, ExitsWithThreeForAPlaceThatIsNone) {
  server_.suggest_places.Answer(v1::SuggestPlacesResponse());
  const Outcome outcome = Find({"--near", "Xyzzy"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("--near: no place begins with 'Xyzzy'"));
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(StoresFindTest, TakesDegreesWithoutAskingForPlaces) {
  ASSERT_EQ(Find({"--near", "48.86,2.34"}).exit_code, 0);
  EXPECT_THAT(server_.suggest_places.heard(), IsEmpty());
}

TEST_F(StoresFindTest, TakesOpenAtInTheZoneOfTheTypedPlace) {
  ASSERT_EQ(Find({"--near", "東京", "--open-at", "2026-11-23 10:00"}).exit_code,
            0);
  EXPECT_EQ(FormatUtc(Heard().open_at()), "2026-11-23T01:00:00Z");
  EXPECT_FALSE(Heard().open_now());
  EXPECT_THAT(server_.search_stores.heard(), SizeIs(1));
}

TEST_F(StoresFindTest, TakesOpenAtInTheZoneOfTheNearestStore) {
  ASSERT_EQ(
      Find({"--near", "35.7,139.7", "--open-at", "2026-11-23 10:00"}).exit_code,
      0);
  EXPECT_EQ(FormatUtc(Heard().open_at()), "2026-11-23T01:00:00Z");
  EXPECT_THAT(server_.search_stores.heard(), SizeIs(2));
}

TEST_F(StoresFindTest, TakesOpenAtInTheZoneThatIsSaid) {
  ASSERT_EQ(Find({"--open-at", "2026-11-23 10:00", "--zone", "Europe/Paris"})
                .exit_code,
            0);
  EXPECT_EQ(FormatUtc(Heard().open_at()), "2026-11-23T09:00:00Z");
}

TEST_F(StoresFindTest, TellsOpenAtFromThatInstantOn) {
  const Outcome outcome = Find({"--open-at", "+1h"});
  EXPECT_EQ(FormatUtc(Heard().open_at()), "2026-11-22T06:30:00Z");
  EXPECT_THAT(outcome.out, HasSubstr("THEN"));
  EXPECT_THAT(outcome.out, HasSubstr("open, closes in 1 h 10 min"));
}

TEST_F(StoresFindTest, ShowsHowFarAlongTheRouteAStoreIs) {
  v1::StoreHit& hit = *answer_.mutable_stores(0);
  hit.clear_distance_m();
  hit.set_along_route_m(12'300);
  hit.mutable_store()->set_temporarily_closed(true);
  server_.search_stores.Answer(answer_);
  EXPECT_THAT(
      Find({"--route", "0,0 1,1", "--corridor", "3mi"}).lines(),
      ElementsAre("STORE  ON THE WAY  NOW                          ZONE        "
                  "ID",
                  "銀座      12.3 km  closed until further notice  Asia/Tokyo  "
                  "s1"));
}

TEST_F(StoresFindTest, WritesInstantsInUtcForPrograms) {
  const auto lines = Find({"--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["opening"]["nextCloseTime"], "2026-11-22T07:40:00Z");
}

TEST_F(StoresFindTest, NamesTheFlagAtFault) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
      {"--near: latitude", {"--near", "91,0"}},
      {"--radius: distance", {"--near", "0,0", "--radius", "5"}},
      {"--radius requires --near", {"--radius", "5km"}},
      {"--box: box", {"--box", "1,2,3"}},
      {"--polygon: point 2", {"--polygon", "0,0 x 1,1"}},
      {"--route needs --corridor", {"--route", "0,0 1,1"}},
      {"--corridor: distance", {"--route", "0,0 1,1", "--corridor", "wide"}},
      {"--corridor requires --route", {"--corridor", "5km"}},
      {"--box excludes --polygon",
       {"--box", "0,0,1,1", "--polygon", "0,0 0,1 1,1"}},
      {"--open-at: time", {"--open-at", "soon"}},
      {"--open-at is 'tomorrow'; it needs a time of day",
       {"--open-at", "tomorrow"}},
      {"say --zone", {"--open-at", "15:00"}},
      {"--zone: time zone", {"--open-at", "15:00", "--zone", "Mars"}},
      {"--zone requires --open-at", {"--zone", "Europe/Paris"}},
      {"--open-now excludes --open-at", {"--open-at", "now", "--open-now"}},
      {"--channel: channel", {"--channel", "fax"}},
      {"--order: order", {"--order", "random"}},
      {"--limit", {"--limit", "0"}}};
  for (const auto& [text, flags] : cases) {
    const Outcome outcome = Find(flags);
    EXPECT_EQ(outcome.exit_code, 2) << text;
    EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_EQ(outcome.out, "") << text;
  }
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(StoresFindTest, DoesNotTakeAnEmptyValueForNone) {
  for (const char* flag : {"--near", "--box", "--market", "--text", "--service",
                           "--open-at", "--order"}) {
    const Outcome outcome = Find({flag, ""});
    EXPECT_EQ(outcome.exit_code, 2) << flag;
    EXPECT_THAT(outcome.err, HasSubstr(flag));
  }
  EXPECT_EQ(Rapport({"stores", "near", "--near", ""}).exit_code, 2);
  EXPECT_EQ(Rapport({"stores", "show", ""}).exit_code, 2);
  EXPECT_EQ(Rapport({"stores", "export", "--source", ""}).exit_code, 2);
  EXPECT_EQ(Rapport({"places", "suggest", ""}).exit_code, 2);
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(StoresFindTest, KeepsWhatTheServerSaysOfATypedPlace) {
  server_.suggest_places.Fail(client::ErrorWith(
      grpc::INVALID_ARGUMENT, "text is long", "INVALID", {{"text", "long"}}));
  const Outcome outcome = Find({"--near", "x", "--json"});
  EXPECT_EQ(outcome.exit_code, 2);
  const auto error = nlohmann::json::parse(outcome.err)["error"];
  EXPECT_EQ(error["message"], "--near: text is long");
  EXPECT_EQ(error["reason"], "INVALID");
  EXPECT_EQ(error["violations"][0]["field"], "text");
  // The flag is at fault only where the argument is.
  server_.suggest_places.Fail(client::ErrorWith(
      grpc::PERMISSION_DENIED, "not for you", "PERMISSION_DENIED"));
  EXPECT_THAT(Find({"--near", "x"}).err, HasSubstr("error: not for you"));
}

TEST_F(StoresFindTest, NearIsFindWithFewerFlags) {
  const std::string found = Find({"--near", "東京"}).out;
  EXPECT_EQ(Rapport({"stores", "near", "--near", "東京"}).out, found);
  EXPECT_EQ(Rapport({"stores", "near"}).exit_code, 2);
  EXPECT_EQ(
      Rapport({"stores", "near", "--near", "0,0", "--text", "x"}).exit_code, 2);
}

}  // namespace
}  // namespace rapport::cli
