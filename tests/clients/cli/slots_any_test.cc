#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

v1::AnySlot AnySlot(int hour, int minute, int associates) {
  v1::AnySlot any;
  *any.mutable_slot() = ChicagoSlot(hour, minute);
  any.mutable_slot()->clear_associate();
  any.set_associates(associates);
  return any;
}

class SlotsAnyTest : public CliTest {
 protected:
  SlotsAnyTest() {
    v1::ListAnySlotsResponse response;
    *response.add_slots() = AnySlot(15, 30, 12);
    *response.add_slots() = AnySlot(16, 0, 3);
    server_.list_any_slots.Answer(response);
  }

  Outcome Any(std::vector<std::string> flags) {
    std::vector<std::string> arguments = {"slots",     "any",
                                          "--service", "bridal-styling",
                                          "--near",    "44.98,-93.27"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }

  v1::ListAnySlotsRequest Heard() {
    return server_.list_any_slots.heard().at(0).request;
  }
};

TEST_F(SlotsAnyTest, ShowsHowManyAreFreeAtEachStartOnTheStoresClock) {
  const Outcome outcome = Any({"--language", "es:fluent"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(
      outcome.lines(),
      ElementsAre(
          "START                                  MINUTES  CHANNEL  FREE  "
          "STORE  --start",
          "Mon 23 Nov 2026 15:30 America/Chicago       60  video      12  "
          "s1     2026-11-23T15:30:00-06:00",
          "Mon 23 Nov 2026 16:00 America/Chicago       60  video       3  "
          "s1     2026-11-23T16:00:00-06:00",
          "",
          "to hold the first: rapport book hold --any --near 44.98,-93.27 "
          "--store s1 --language es:fluent --service bridal-styling --channel "
          "video --start 2026-11-23T15:30:00-06:00"));
}

TEST_F(SlotsAnyTest, AsksForWhatTheFlagsSay) {
  const Outcome outcome =
      Any({"--radius",    "5km",         "--store", "s1,s2",      "--market",
           "emea/fr",     "--associate", "a1,a2",   "--familiar", "a3",
           "--language",  "zh",          "--style", "boho",       "--any-style",
           "classic",     "--attribute", "female",  "--channel",  "video,phone",
           "--from",      "+1d",         "--on",    "2026-11-24", "--between",
           "15:00-17:00", "--limit",     "7"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::ListAnySlotsRequest request = Heard();
  EXPECT_EQ(request.page_size(), 7);
  const v1::SearchAssociatesRequest& search = request.search();
  EXPECT_EQ(search.parent(), "brands/demo");
  EXPECT_EQ(search.service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(search.near().latitude(), 44.98);
  EXPECT_EQ(search.radius_m(), 5000);
  EXPECT_THAT(search.stores(), SizeIs(2));
  EXPECT_EQ(search.market(), "brands/demo/regions/emea/markets/fr");
  EXPECT_THAT(search.associates(), SizeIs(2));
  EXPECT_THAT(search.familiar_associates(),
              ElementsAre("brands/demo/associates/a3"));
  EXPECT_EQ(search.languages(0).language_code(), "zh");
  EXPECT_THAT(search.styles(), ElementsAre("boho"));
  EXPECT_THAT(search.any_styles(), ElementsAre("classic"));
  EXPECT_THAT(search.attributes(), ElementsAre("female"));
  EXPECT_THAT(search.channels(),
              ElementsAre(v1::CHANNEL_VIDEO, v1::CHANNEL_PHONE));
  EXPECT_EQ(FormatUtc(search.window().start_time()), "2026-11-23T05:30:00Z");
  EXPECT_THAT(search.local_windows(), SizeIs(1));
  // The server wants these left out.
  EXPECT_EQ(search.page_size(), 0);
  EXPECT_EQ(search.page_token(), "");
}

TEST_F(SlotsAnyTest, TurnsPagesUpToTheLimit) {
  server_.list_any_slots.Answer([](const v1::ListAnySlotsRequest& request,
                                   v1::ListAnySlotsResponse& response) {
    const int page = request.page_token().empty() ? 0 : 1;
    *response.add_slots() = AnySlot(10 + page, 0, 1);
    *response.add_slots() = AnySlot(10 + page, 30, 1);
    response.set_next_page_token(page == 0 ? "second" : "third");
    return grpc::Status::OK;
  });
  const auto lines = Any({"--json", "--limit", "3"}).json_lines();
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[0]["associates"], 1);
  EXPECT_EQ(lines[2]["slot"]["startTime"], "2026-11-23T17:00:00Z");
  EXPECT_THAT(server_.list_any_slots.heard(), SizeIs(2));
}

TEST_F(SlotsAnyTest, SaysWhereNotAllWereLookedAt) {
  v1::ListAnySlotsResponse response;
  *response.add_slots() = AnySlot(15, 30, 1000);
  response.set_partial(true);
  server_.list_any_slots.Answer(response);
  EXPECT_THAT(Any({}).out, HasSubstr("more fit than were looked at"));
  EXPECT_EQ(Any({"--json"}).err, "{\"partial\":true}\n");
}

TEST_F(SlotsAnyTest, SaysSoWhereNobodyIsFree) {
  server_.list_any_slots.Answer(v1::ListAnySlotsResponse());
  EXPECT_EQ(Any({}).out, "nobody who fits has a free slot in the window\n");
  EXPECT_EQ(Any({"--json"}).out, "");
}

TEST_F(SlotsAnyTest, NeedsAServiceAndAPlaceButNoFlagOfSlotsItself) {
  const Outcome bare = Rapport({"slots", "any"});
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_THAT(bare.err, HasSubstr("`rapport slots any` needs --service"));
  const Outcome nowhere = Rapport({"slots", "any", "--service", "s"});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("nothing says where"));
  const Outcome both = Rapport(
      {"slots", "--associate", "a", "any", "--near", "1,2", "--service", "s"});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.err, HasSubstr("--associate"));
  EXPECT_THAT(server_.list_any_slots.heard(), IsEmpty());
}

TEST_F(SlotsAnyTest, LeavesSlotsItselfAsItWas) {
  const Outcome bare = Rapport({"slots"});
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_THAT(bare.err, HasSubstr("`rapport slots` needs --associate, "
                                  "--service, --channel"));
}

}  // namespace
}  // namespace rapport::cli
