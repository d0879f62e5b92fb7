#include "gmock/gmock.h"
#include "tests/clients/cli/cli_runner.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ScheduleTest : public CliTest {
 protected:
  ScheduleTest() {
    schedule_.set_name("brands/demo/associates/a1/schedule");
    schedule_.set_etag("v7");
    v1::WeeklyPeriod& period = *schedule_.add_weekly_periods();
    period.set_day(google::type::MONDAY);
    period.mutable_start_time()->set_hours(10);
    period.mutable_end_time()->set_hours(18);
    period.set_store("brands/demo/stores/s1");
    period.add_channels(v1::CHANNEL_VIDEO);
    v1::ScheduleOverride& closed = *schedule_.add_overrides();
    closed.mutable_date()->set_year(2026);
    closed.mutable_date()->set_month(12);
    closed.mutable_date()->set_day(25);
    server_.get_schedule.Answer(schedule_);
    v1::UpdateScheduleResponse response;
    *response.mutable_schedule() = schedule_;
    server_.update_schedule.Answer(response);
  }

  v1::Schedule schedule_;
};

TEST_F(ScheduleTest, ShowsTheHoursAsATable) {
  EXPECT_THAT(Rapport({"schedule", "show", "a1"}).lines(),
              ElementsAre("DAY         HOURS        STORE  CHANNELS",
                          "monday      10:00-18:00  s1     video",
                          "2026-12-25  not working"));
  EXPECT_EQ(server_.get_schedule.heard().at(0).request.name(),
            "brands/demo/associates/a1/schedule");
  EXPECT_EQ(server_.get_schedule.heard().at(0).metadata.at("x-rapport-role"),
            "brand-admin");
}

TEST_F(ScheduleTest, ShowsTheCalendarsThatBlockIt) {
  v1::Schedule schedule;
  v1::BusySource& busy = *schedule.add_busy_sources();
  busy.set_source_id("work");
  busy.set_interval_count(12);
  busy.mutable_reach_time()->set_seconds(1'800'000'000);
  server_.get_schedule.Answer(schedule);
  EXPECT_THAT(Rapport({"schedule", "show", "a1"}).out,
              AllOf(HasSubstr("12 times"), HasSubstr("work"),
                    HasSubstr("known until 2027-01-15")));
}

TEST_F(ScheduleTest, FeedsWhatItShowsBackIntoSet) {
  const Outcome shown = Rapport({"schedule", "show", "a1", "--json"});
  ASSERT_THAT(shown.lines(), SizeIs(1));
  const Outcome set =
      Rapport({"schedule", "set", "a1", "-", "--json"}, shown.out);
  EXPECT_EQ(set.exit_code, 0) << set.err;
  EXPECT_EQ(set.out, shown.out);
  const auto sent = server_.update_schedule.heard().at(0).request;
  EXPECT_EQ(sent.schedule().SerializeAsString(), schedule_.SerializeAsString());
  EXPECT_THAT(sent.request_id(), SizeIs(36));
}

TEST_F(ScheduleTest, ReadsAFile) {
  const std::string path =
      File("hours.json",
           R"({"weekly_hours": [{"day": "friday", "start": "09:00",
               "end": "12:00"}]})");
  EXPECT_EQ(Rapport({"schedule", "set", "a1", path}).exit_code, 0);
  const auto sent = server_.update_schedule.heard().at(0).request.schedule();
  EXPECT_EQ(sent.weekly_periods(0).day(), google::type::FRIDAY);
  EXPECT_EQ(sent.etag(), "");
}

TEST_F(ScheduleTest, SendsNothingOfAFileWithAMistake) {
  const Outcome outcome =
      Rapport({"schedule", "set", "a1", "-"}, R"({"weekly_hour": []})");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("'weekly_hour'"));
  EXPECT_THAT(server_.update_schedule.heard(), IsEmpty());
}

TEST_F(ScheduleTest, TellsWhichBookingsItLeavesUncovered) {
  v1::UpdateScheduleResponse response;
  response.add_uncovered_bookings("brands/demo/bookings/b1");
  response.add_uncovered_bookings("brands/demo/bookings/b2");
  response.set_uncovered_more(5);
  server_.update_schedule.Answer(response);
  EXPECT_THAT(Rapport({"schedule", "set", "a1", "-"}, "{}").err,
              AllOf(HasSubstr("b1, b2"), HasSubstr("and 5 more")));
  const auto lines =
      Rapport({"schedule", "set", "a1", "-", "--json"}, "{}").json_lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[1]["uncovered_bookings"], SizeIs(2));
  EXPECT_EQ(lines[1]["uncovered_more"], 5);
}

TEST_F(ScheduleTest, TellsWhyEachOfThemIsUncovered) {
  v1::UpdateScheduleResponse response;
  response.add_uncovered_bookings("brands/demo/bookings/b1");
  v1::UncoveredBooking& one = *response.add_uncovered();
  one.set_booking("brands/demo/bookings/b1");
  one.set_reason(v1::UNCOVERED_REASON_PUBLIC_HOLIDAY);
  server_.update_schedule.Answer(response);
  EXPECT_THAT(Rapport({"schedule", "set", "a1", "-"}, "{}").err,
              HasSubstr("b1: public-holiday"));
  const auto lines =
      Rapport({"schedule", "set", "a1", "-", "--json"}, "{}").json_lines();
  EXPECT_EQ(lines[1]["uncovered"][0]["reason"], "public-holiday");
}

TEST_F(ScheduleTest, ApprovesAndDeclinesTimeOffOfTheScheduleThatIsThere) {
  v1::TimeOff& off = *schedule_.add_time_off();
  off.set_id("off-2026-12-27");
  off.set_state(v1::TIME_OFF_STATE_REQUESTED);
  schedule_.add_time_off()->set_id("other");
  server_.get_schedule.Answer(schedule_);
  EXPECT_THAT(Rapport({"schedule", "show", "a1"}).out,
              HasSubstr("time off, requested: off-2026-12-27"));
  ASSERT_EQ(Rapport({"schedule", "approve", "a1", "off-2026-12-27"}).exit_code,
            0);
  ASSERT_EQ(Rapport({"schedule", "decline", "a1", "off-2026-12-27"}).exit_code,
            0);
  const auto heard = server_.update_schedule.heard();
  off.set_state(v1::TIME_OFF_STATE_APPROVED);
  EXPECT_EQ(heard.at(0).request.schedule().DebugString(),
            schedule_.DebugString());
  off.set_state(v1::TIME_OFF_STATE_DECLINED);
  EXPECT_EQ(heard.at(1).request.schedule().DebugString(),
            schedule_.DebugString());
  EXPECT_NE(heard.at(0).request.request_id(), heard.at(1).request.request_id());
}

TEST_F(ScheduleTest, ApprovesNothingThatIsNotThere) {
  const Outcome outcome = Rapport({"schedule", "approve", "a1", "none"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("no time off with the id none"));
  EXPECT_THAT(server_.update_schedule.heard(), IsEmpty());
}

TEST_F(ScheduleTest, ExitsWithFiveWhenSomebodyWasFirst) {
  server_.update_schedule.Fail(client::ErrorWith(
      grpc::ABORTED, "the schedule has changed since", "ETAG_MISMATCH"));
  EXPECT_EQ(Rapport({"schedule", "set", "a1", "-"}, "{}").exit_code, 5);
}

}  // namespace
}  // namespace rapport::cli
