#include <fstream>
#include <iterator>

#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kCalendar[] = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

v1::BusySource Source() {
  v1::BusySource source;
  source.set_source_id("home");
  source.mutable_import_time()->set_seconds(1795000000);
  source.mutable_reach_time()->set_seconds(1829000000);
  source.set_event_count(7);
  source.set_refused_count(2);
  source.set_interval_count(30);
  return source;
}

class ScheduleBusyTest : public CliTest {
 protected:
  ScheduleBusyTest() {
    v1::ImportBusyTimeResponse response;
    *response.mutable_source() = Source();
    response.add_uncovered_bookings("brands/demo/bookings/b1");
    server_.import_busy_time.Answer(response);
    server_.remove_busy_time.Answer(v1::RemoveBusyTimeResponse());
    v1::Schedule schedule;
    *schedule.add_busy_sources() = Source();
    server_.get_schedule.Answer(schedule);
    v1::CalendarFeed feed;
    feed.set_calendar(kCalendar);
    server_.get_calendar_feed.Answer(feed);
  }
};

TEST_F(ScheduleBusyTest, ImportsAFileAndTellsWhatItCameTo) {
  const std::string path = File("home.ics", kCalendar);
  const Outcome outcome =
      Rapport({"schedule", "busy", "import", "a1", path, "--source", "home"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_THAT(outcome.lines(), SizeIs(2));
  EXPECT_THAT(outcome.lines()[1], HasSubstr("home"));
  EXPECT_THAT(outcome.err, HasSubstr("2 events could not be understood"));
  EXPECT_THAT(outcome.err, HasSubstr("b1"));
  const auto sent = server_.import_busy_time.heard().at(0).request;
  EXPECT_EQ(sent.name(), "brands/demo/associates/a1/schedule");
  EXPECT_EQ(sent.source_id(), "home");
  EXPECT_EQ(sent.calendar(), kCalendar);
  EXPECT_THAT(sent.request_id(), SizeIs(36));
}

TEST_F(ScheduleBusyTest, ImportsTheInputAsJson) {
  const Outcome outcome =
      Rapport({"schedule", "busy", "import", "a1", "-", "--json"}, kCalendar);
  ASSERT_THAT(outcome.json_lines(), SizeIs(1));
  EXPECT_EQ(server_.import_busy_time.heard().at(0).request.source_id(),
            "calendar");
}

TEST_F(ScheduleBusyTest, SendsNothingOfAFileThatIsNotThere) {
  EXPECT_EQ(
      Rapport({"schedule", "busy", "import", "a1", "/nonexistent"}).exit_code,
      2);
  EXPECT_THAT(server_.import_busy_time.heard(), IsEmpty());
}

TEST_F(ScheduleBusyTest, SubscribesToAnAddress) {
  v1::SubscribeBusyTimeResponse response;
  response.mutable_source()->set_source_id("home");
  response.mutable_source()->set_uri("https://cal.example/a.ics");
  server_.subscribe_busy_time.Answer(response);
  const Outcome outcome =
      Rapport({"schedule", "busy", "subscribe", "a1",
               "webcal://cal.example/a.ics", "--source", "home"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_THAT(outcome.lines(), SizeIs(2));
  EXPECT_THAT(outcome.lines()[1],
              HasSubstr("not read yet, from https://cal.example/a.ics"));
  const auto sent = server_.subscribe_busy_time.heard().at(0).request;
  EXPECT_EQ(sent.name(), "brands/demo/associates/a1/schedule");
  EXPECT_EQ(sent.source_id(), "home");
  EXPECT_EQ(sent.uri(), "webcal://cal.example/a.ics");
  EXPECT_THAT(sent.request_id(), SizeIs(36));
  EXPECT_THAT(Rapport({"schedule", "busy", "subscribe", "a1",
                       "https://cal.example/a.ics", "--json"})
                  .json_lines(),
              SizeIs(1));
}

TEST_F(ScheduleBusyTest, TellsHowASubscriptionFails) {
  v1::Schedule schedule;
  v1::BusySource& source = *schedule.add_busy_sources() = Source();
  source.set_uri("https://cal.example/a.ics");
  source.set_error("HTTP_404");
  source.mutable_fetch_time()->set_seconds(1'800'000'000);
  server_.get_schedule.Answer(schedule);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"schedule", "busy", "list", "a1"},
        std::vector<std::string>{"schedule", "show", "a1"}}) {
    EXPECT_THAT(Rapport(command).out,
                AllOf(HasSubstr("HTTP_404 since 2027-01-15"),
                      HasSubstr("from https://cal.example/a.ics")));
  }
}

TEST_F(ScheduleBusyTest, ListsTheCalendars) {
  const Outcome outcome = Rapport({"schedule", "busy", "list", "a1"});
  ASSERT_THAT(outcome.lines(), SizeIs(2));
  EXPECT_THAT(outcome.lines()[1], HasSubstr("30"));
  EXPECT_THAT(
      Rapport({"schedule", "busy", "list", "a1", "--json"}).json_lines(),
      SizeIs(1));
  server_.get_schedule.Answer(v1::Schedule());
  EXPECT_THAT(Rapport({"schedule", "busy", "list", "a1"}).lines(),
              ElementsAre("no calendars"));
}

TEST_F(ScheduleBusyTest, ForgetsACalendar) {
  EXPECT_THAT(Rapport({"schedule", "busy", "remove", "a1", "home"}).lines(),
              ElementsAre("forgot home"));
  const auto sent = server_.remove_busy_time.heard().at(0).request;
  EXPECT_EQ(sent.name(), "brands/demo/associates/a1/schedule");
  EXPECT_EQ(sent.source_id(), "home");
}

TEST_F(ScheduleBusyTest, WritesTheFeedToTheOutput) {
  EXPECT_EQ(Rapport({"schedule", "feed", "a1"}).out, kCalendar);
  EXPECT_EQ(server_.get_calendar_feed.heard().at(0).request.parent(),
            "brands/demo/associates/a1");
}

TEST_F(ScheduleBusyTest, WritesTheFeedToAFile) {
  const std::string path = folder() + "/a1.ics";
  const Outcome outcome = Rapport({"schedule", "feed", "a1", path});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  std::ifstream file(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), kCalendar);
}

}  // namespace
}  // namespace rapport::cli
