#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class FindTest : public CliTest {
 protected:
  FindTest() {
    v1::SearchAssociatesResponse response;
    v1::AssociateHit& hit = *response.add_associates();
    hit.mutable_associate()->set_name("brands/demo/associates/a1");
    hit.mutable_associate()->set_display_name("美玲");
    v1::SpokenLanguage& language = *hit.mutable_associate()->add_languages();
    language.set_language_code("zh");
    language.set_level(v1::LANGUAGE_LEVEL_NATIVE);
    hit.mutable_store()->set_display_name("Nicollet Mall");
    hit.set_distance_m(1609.344);
    *hit.add_slots() = ChicagoSlot(15, 30);
    *hit.add_slots() = ChicagoSlot(16, 0);
    server_.search_associates.Answer(response);

    v1::SearchStoresResponse stores;
    stores.add_stores()->mutable_store()->set_time_zone("America/Chicago");
    server_.search_stores.Answer(stores);
  }

  Outcome Find(std::vector<std::string> flags) {
    std::vector<std::string> arguments = {"associates", "find", "--near",
                                          "44.98,-93.27"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }

  v1::SearchAssociatesRequest Heard() {
    return server_.search_associates.heard().back().request;
  }

  std::string WindowText() {
    return FormatUtc(Heard().window().start_time()) + " " +
           FormatUtc(Heard().window().end_time());
  }
};

TEST_F(FindTest, AsksForWhatTheFlagsSay) {
  ASSERT_EQ(Find({"--language", "es:fluent,zh", "--style", "bridal", "--style",
                  "evening", "--service", "bridal-styling", "--channel",
                  "video,phone", "--radius", "5km", "--limit", "3", "--all"})
                .exit_code,
            0);
  const v1::SearchAssociatesRequest request = Heard();
  ASSERT_EQ(request.languages_size(), 2);
  EXPECT_EQ(request.languages(0).language_code(), "es");
  EXPECT_EQ(request.languages(0).level(), v1::LANGUAGE_LEVEL_FLUENT);
  EXPECT_EQ(request.languages(1).level(), v1::LANGUAGE_LEVEL_UNSPECIFIED);
  EXPECT_THAT(request.styles(), ElementsAre("bridal", "evening"));
  EXPECT_EQ(request.service(), "brands/demo/services/bridal-styling");
  EXPECT_THAT(request.channels(),
              ElementsAre(v1::CHANNEL_VIDEO, v1::CHANNEL_PHONE));
  EXPECT_EQ(request.radius_m(), 5000);
  EXPECT_EQ(request.page_size(), 3);
  EXPECT_TRUE(request.include_unavailable());
  EXPECT_FALSE(request.has_window());
}

TEST_F(FindTest, ShowsTimesInTheStoresZoneAndHowToHoldTheFirst) {
  const Outcome outcome = Find({"--service", "bridal-styling", "--miles"});
  ASSERT_THAT(outcome.lines(), SizeIs(4));
  EXPECT_THAT(
      outcome.lines()[1],
      AllOf(HasSubstr("美玲"), HasSubstr("1.0 mi"), HasSubstr("zh native"),
            HasSubstr("Mon 23 Nov 2026 15:30 America/Chicago  16:00")));
  EXPECT_EQ(outcome.lines()[3],
            "to hold the first: rapport book hold --associate a1 --service "
            "bridal-styling --channel video --start "
            "2026-11-23T15:30:00-06:00");
}

TEST_F(FindTest, TakesATypedPlace) {
  v1::SuggestPlacesResponse places;
  v1::Place& place = *places.add_places();
  place.set_display_name("Minneapolis");
  place.mutable_location()->set_latitude(44.97997);
  server_.suggest_places.Answer(places);
  const Outcome outcome = Rapport({"associates", "find", "--near", "minnea"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.lines().at(0), "near Minneapolis, 44.97997,0");
  EXPECT_EQ(Heard().near().latitude(), 44.97997);
}

TEST_F(FindTest, LeavesTheWindowToTheServerUnlessItIsSaid) {
  ASSERT_EQ(Find({}).exit_code, 0);
  EXPECT_FALSE(Heard().has_window());
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(FindTest, TakesLocalTimesInTheZoneOfTheNearestStore) {
  ASSERT_EQ(
      Find({"--from", "tomorrow 15:00", "--to", "tomorrow 17:00"}).exit_code,
      0);
  // In Chicago it is still the 21st.
  EXPECT_EQ(WindowText(), "2026-11-22T21:00:00Z 2026-11-22T23:00:00Z");
  EXPECT_THAT(server_.search_stores.heard(), SizeIs(1));
}

TEST_F(FindTest, TakesLocalTimesInTheZoneThatIsSaid) {
  ASSERT_EQ(
      Find({"--from", "tomorrow", "--to", "tomorrow", "--zone", "Europe/Paris"})
          .exit_code,
      0);
  EXPECT_EQ(WindowText(), "2026-11-22T23:00:00Z 2026-11-23T23:00:00Z");
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(FindTest, TakesInstantsAsTheyAre) {
  ASSERT_EQ(
      Find({"--from", "2026-11-23T15:00:00+01:00", "--to", "+3d"}).exit_code,
      0);
  EXPECT_EQ(WindowText(), "2026-11-23T14:00:00Z 2026-11-25T05:30:00Z");
  EXPECT_THAT(server_.search_stores.heard(), IsEmpty());
}

TEST_F(FindTest, FillsInTheHalfOfAWindowThatIsNotSaid) {
  ASSERT_EQ(Find({"--from", "+1d"}).exit_code, 0);
  EXPECT_EQ(WindowText(), "2026-11-23T05:30:00Z 2026-12-07T05:30:00Z");
  ASSERT_EQ(Find({"--to", "+1d"}).exit_code, 0);
  EXPECT_EQ(WindowText(), "2026-11-22T05:30:00Z 2026-11-23T05:30:00Z");
}

TEST_F(FindTest, RefusesAWindowThatEndsBeforeItStarts) {
  const Outcome outcome = Find({"--from", "+2d", "--to", "+1d"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--to is later than --from"));
  EXPECT_THAT(server_.search_associates.heard(), IsEmpty());
}

TEST_F(FindTest, WritesOneJsonObjectAnAssociate) {
  const auto lines = Find({"--json"}).json_lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["associate"]["displayName"], "美玲");
  EXPECT_THAT(lines[0]["slots"], SizeIs(2));
}

TEST_F(FindTest, AsksForWhatTheFlagsSayOfPeopleAndPlaces) {
  const Outcome outcome =
      Rapport({"associates", "find", "--store", "s1,s2", "--market", "emea/fr",
               "--associate", "a1", "--familiar", "a2,a3", "--any-style",
               "boho,classic", "--attribute", "female", "--order", "distance"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::SearchAssociatesRequest request = Heard();
  EXPECT_FALSE(request.has_near());
  EXPECT_THAT(request.stores(),
              ElementsAre("brands/demo/stores/s1", "brands/demo/stores/s2"));
  EXPECT_EQ(request.market(), "brands/demo/regions/emea/markets/fr");
  EXPECT_THAT(request.associates(), ElementsAre("brands/demo/associates/a1"));
  EXPECT_THAT(
      request.familiar_associates(),
      ElementsAre("brands/demo/associates/a2", "brands/demo/associates/a3"));
  EXPECT_THAT(request.any_styles(), ElementsAre("boho", "classic"));
  EXPECT_THAT(request.attributes(), ElementsAre("female"));
  EXPECT_EQ(request.order(), v1::ASSOCIATE_ORDER_DISTANCE);
}

TEST_F(FindTest, WantsToBeToldWhere) {
  const Outcome outcome = Rapport({"associates", "find", "--style", "boho"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("say --near, or --store"));
  EXPECT_THAT(server_.search_associates.heard(), IsEmpty());
}

TEST_F(FindTest, RefusesAnOrderThatThereIsNot) {
  const Outcome outcome = Find({"--order", "best"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err,
              HasSubstr("--order: order is 'best'; it is one of score, "
                        "distance, earliest"));
}

TEST_F(FindTest, ShowsTheScoreBelowEachAssociate) {
  v1::SearchAssociatesResponse response;
  v1::AssociateHit& hit = *response.add_associates();
  hit.mutable_associate()->set_display_name("Ana");
  hit.set_channel(v1::CHANNEL_IN_STORE);
  hit.set_distance_m(2'100);
  hit.mutable_score()->set_total_m(3'400);
  hit.mutable_score()->set_distance_m(2'100);
  hit.mutable_score()->set_language_m(1'000);
  hit.mutable_score()->set_wait_m(300);
  server_.search_associates.Answer(response);
  const Outcome outcome = Find({});
  ASSERT_THAT(outcome.lines(), SizeIs(3));
  EXPECT_THAT(outcome.lines()[1], AllOf(HasSubstr("Ana"), HasSubstr("2.1 km"),
                                        HasSubstr("in-store")));
  EXPECT_EQ(outcome.lines()[2],
            "  score 3.4 km: 2.1 km away, 1.0 km language level, 300 m wait");
}

TEST_F(FindTest, WantsNoExplanationWhereTheFlagSaysSo) {
  ASSERT_EQ(Find({}).exit_code, 0);
  EXPECT_FALSE(Heard().no_explanation());
  ASSERT_EQ(Find({"--no-explanation"}).exit_code, 0);
  EXPECT_TRUE(Heard().no_explanation());
}

TEST_F(FindTest, ShowsOneAssociate) {
  v1::Associate associate;
  associate.set_name("brands/demo/associates/a1");
  associate.set_display_name("Ana");
  associate.add_stores("brands/demo/stores/s1");
  associate.add_channels(v1::CHANNEL_IN_STORE);
  server_.get_associate.Answer(associate);
  const Outcome outcome = Rapport({"associates", "show", "a1"});
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Ana"), HasSubstr("in-store"),
                                 HasSubstr("s1"), Not(HasSubstr("brands/"))));
  EXPECT_EQ(server_.get_associate.heard().at(0).request.name(),
            "brands/demo/associates/a1");
}

}  // namespace
}  // namespace rapport::cli
