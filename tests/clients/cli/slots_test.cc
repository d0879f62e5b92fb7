#include "clients/cli/text/time_text.h"
#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class SlotsTest : public CliTest {
 protected:
  SlotsTest() {
    v1::ListSlotsResponse response;
    *response.add_slots() = ChicagoSlot(15, 30);
    *response.add_slots() = ChicagoSlot(16, 0);
    server_.list_slots.Answer(response);
  }

  Outcome Slots(std::vector<std::string> flags) {
    std::vector<std::string> arguments = {
        "slots",          "--associate", "a1",   "--service",
        "bridal-styling", "--channel",   "video"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Rapport(arguments);
  }
};

TEST_F(SlotsTest, ShowsStartsOnTheStoresClockAndForScripts) {
  const Outcome outcome = Slots({});
  ASSERT_THAT(outcome.lines(), SizeIs(5));
  EXPECT_EQ(outcome.lines()[1],
            "Mon 23 Nov 2026 15:30 America/Chicago       60  s1     "
            "2026-11-23T15:30:00-06:00");
  EXPECT_THAT(outcome.lines()[4], HasSubstr("rapport book hold"));
}

TEST_F(SlotsTest, ShowsWhatTheShopperHolds) {
  v1::ListSlotsResponse response;
  *response.add_slots() = ChicagoSlot(15, 30);
  *response.add_slots() = ChicagoSlot(16, 0);
  response.mutable_slots(0)->set_own_hold("brands/demo/bookings/b1");
  server_.list_slots.Answer(response);
  const Outcome outcome = Slots({});
  EXPECT_THAT(outcome.lines()[0], HasSubstr("YOUR HOLD  --start"));
  EXPECT_THAT(outcome.lines()[1], HasSubstr("s1     b1         2026"));
  EXPECT_THAT(outcome.lines()[2], HasSubstr("s1                2026"));
}

TEST_F(SlotsTest, AsksForWhatTheFlagsSay) {
  ASSERT_EQ(
      Slots({"--store", "s1", "--from", "+1d", "--to", "+2d", "--limit", "5"})
          .exit_code,
      0);
  const auto request = server_.list_slots.heard().at(0).request;
  EXPECT_EQ(request.parent(), "brands/demo/associates/a1");
  EXPECT_EQ(request.service(), "brands/demo/services/bridal-styling");
  EXPECT_EQ(request.channel(), v1::CHANNEL_VIDEO);
  EXPECT_EQ(request.store(), "brands/demo/stores/s1");
  EXPECT_EQ(FormatUtc(request.window().start_time()), "2026-11-23T05:30:00Z");
  EXPECT_EQ(request.page_size(), 5);
}

TEST_F(SlotsTest, AsksForSlotsOfALengthAndSaysHowToHoldThem) {
  const Outcome outcome = Slots({"--duration", "1h30m"});
  EXPECT_THAT(outcome.lines().back(), HasSubstr(" --duration 1h30m"));
  EXPECT_EQ(server_.list_slots.heard().at(0).request.duration().seconds(),
            5400);
  EXPECT_EQ(Slots({"--duration", "long"}).exit_code, 2);
}

TEST_F(SlotsTest, TakesLocalTimesInTheZoneOfTheHomeStore) {
  v1::Associate associate;
  associate.add_stores("brands/demo/stores/home");
  associate.add_stores("brands/demo/stores/other");
  server_.get_associate.Answer(associate);
  v1::Store store;
  store.set_time_zone("Asia/Tokyo");
  server_.get_store.Answer(store);
  ASSERT_EQ(Slots({"--from", "2026-11-24", "--to", "2026-11-24"}).exit_code, 0);
  EXPECT_EQ(server_.get_store.heard().at(0).request.name(),
            "brands/demo/stores/home");
  const auto window = server_.list_slots.heard().at(0).request.window();
  EXPECT_EQ(FormatUtc(window.start_time()), "2026-11-23T15:00:00Z");
  EXPECT_EQ(FormatUtc(window.end_time()), "2026-11-24T15:00:00Z");
}

TEST_F(SlotsTest, SaysSoWhereThereIsNone) {
  server_.list_slots.Answer(v1::ListSlotsResponse());
  EXPECT_EQ(Slots({}).out, "no free slot in the window\n");
  EXPECT_EQ(Slots({"--json"}).out, "");
}

}  // namespace
}  // namespace rapport::cli
