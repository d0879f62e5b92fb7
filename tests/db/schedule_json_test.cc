#include "db/schedule_json.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rapport::db {
namespace {

using calendar::DayPeriod;
using calendar::Schedule;
using calendar::StoredSchedule;

// What was written by the program of another day, and must stay readable.
constexpr char kText[] =
    R"({"overrides":[{"date":"2026-12-24","periods":[{"channels":0,)"
    R"("end_minute":720,"start_minute":540}]},)"
    R"({"date":"2026-12-25","periods":[]}],)"
    R"("time_off":[{"end":"2026-08-15T00:00:00Z",)"
    R"("start":"2026-08-01T22:30:00.000000001Z"}],)"
    R"("weekly_periods":[{"channels":6,"day":1,"end_minute":1440,)"
    R"("start_minute":0,"store":"00000000000000000000000004"},)"
    R"({"channels":0,"day":7,"end_minute":5,"start_minute":0}]})";

Schedule Read(const std::string& text) {
  Schedule schedule;
  const absl::Status status = ReadSchedule(text, schedule);
  EXPECT_TRUE(status.ok()) << status;
  return schedule;
}

TEST(ScheduleJson, ReadsAndWritesTheTextOfYesterday) {
  EXPECT_EQ(ScheduleJson(Read(kText)), kText);
}

TEST(ScheduleJson, ReadsWhatTheTextSays) {
  const Schedule schedule = Read(kText);
  ASSERT_EQ(schedule.weekly_periods.size(), 2u);
  EXPECT_EQ(schedule.weekly_periods[0].day, absl::Weekday::monday);
  EXPECT_EQ(schedule.weekly_periods[1].day, absl::Weekday::sunday);
  const DayPeriod& period = schedule.weekly_periods[0].period;
  EXPECT_EQ(period.store->bytes()[15], 1);
  EXPECT_EQ(period.channels, ChannelSet({Channel::kInStore, Channel::kVideo}));
  EXPECT_FALSE(schedule.weekly_periods[1].period.store.has_value());
  EXPECT_EQ(schedule.overrides[0].date, absl::CivilDay(2026, 12, 24));
  EXPECT_TRUE(schedule.overrides[1].periods.empty());
  EXPECT_EQ(schedule.time_off[0].window.start,
            absl::FromCivil(absl::CivilSecond(2026, 8, 1, 22, 30),
                            absl::UTCTimeZone()) +
                absl::Nanoseconds(1));
}

// What came later; nothing else of a text is other than above.
constexpr char kLaterText[] =
    R"({"channel_capacities":[[4,3],[7,20]],)"
    R"("limits":{"booked_per_day":360,"booked_per_week":1800,)"
    R"("bookings_per_day":8,"break_after":180,"break_length":30},)"
    R"("off_on_public_holidays":true,)"
    R"("overrides":[],"time_off":[{"end":"2026-08-15T00:00:00Z",)"
    R"("id":"summer","note":"at sea","start":"2026-08-01T22:30:00Z",)"
    R"("state":2},{"end":"2026-08-16T00:00:00Z",)"
    R"("start":"2026-08-15T00:00:00Z","state":3}],)"
    R"("travel_times":[["00000000000000000000000004",)"
    R"("00000000000000000000000008",30]],"weekly_periods":[]})";

TEST(ScheduleJson, ReadsAndWritesStatesHolidaysAndCapacities) {
  const Schedule schedule = Read(kLaterText);
  EXPECT_EQ(ScheduleJson(schedule), kLaterText);
  EXPECT_TRUE(schedule.off_on_public_holidays);
  EXPECT_EQ(schedule.CapacityOf(Channel::kChat), 3);
  EXPECT_EQ(schedule.CapacityOf(Channel::kSms), 20);
  EXPECT_EQ(schedule.travel_times.at(0).duration, absl::Minutes(30));
  EXPECT_EQ(schedule.limits,
            (calendar::WorkLimits{absl::Hours(6), absl::Hours(30), 8,
                                  absl::Hours(3), absl::Minutes(30)}));
  EXPECT_FALSE(Read(kText).limits.limits());
  EXPECT_EQ(schedule.time_off[0].id, "summer");
  EXPECT_EQ(schedule.time_off[0].note, "at sea");
  EXPECT_EQ(schedule.time_off[0].state, calendar::TimeOffState::kRequested);
  EXPECT_EQ(schedule.time_off[1].state, calendar::TimeOffState::kDeclined);
  EXPECT_TRUE(Read(kText).time_off[0].counts());
  EXPECT_FALSE(Read(kText).off_on_public_holidays);
}

TEST(ScheduleJson, KeepsTheStatesOfTimeOffInAReply) {
  StoredSchedule written;
  written.schedule = Read(kLaterText);
  StoredSchedule read;
  read.schedule = Read(kLaterText);
  for (auto& off : read.schedule.time_off) {
    off.state = calendar::TimeOffState::kApproved;
  }
  ASSERT_TRUE(ReadScheduleReply(ScheduleReplyJson(written), read).ok());
  EXPECT_EQ(read.schedule, written.schedule);
  read.schedule.time_off.pop_back();
  EXPECT_EQ(ReadScheduleReply(ScheduleReplyJson(written), read).code(),
            absl::StatusCode::kInternal);
}

TEST(ScheduleJson, TakesAllTimeOffOfAnOlderReplyToCount) {
  StoredSchedule read;
  read.schedule = Read(kLaterText);
  ASSERT_TRUE(ReadScheduleReply(
                  R"({"update_time":"2026-08-15T00:00:00Z","version":1})", read)
                  .ok());
  EXPECT_TRUE(read.schedule.time_off[0].counts());
}

TEST(ScheduleJson, KeepsAnEmptySchedule) {
  EXPECT_EQ(Read(ScheduleJson(Schedule())), Schedule());
}

TEST(ScheduleJson, ReplacesAllThatWasThereBefore) {
  Schedule schedule = Read(kText);
  ASSERT_TRUE(ReadSchedule(ScheduleJson(Schedule()), schedule).ok());
  EXPECT_EQ(schedule, Schedule());
}

TEST(ScheduleJson, RefusesToReadWhatItDidNotWrite) {
  for (const char* text :
       {"", "[]", "{}",
        R"({"overrides":[],"time_off":[],"weekly_periods":[{"channels":0,)"
        R"("day":0,"end_minute":5,"start_minute":0}]})",
        R"({"overrides":[{"date":"2026-02-30","periods":[]}],"time_off":[],)"
        R"("weekly_periods":[]})",
        R"({"overrides":[],"time_off":[{"start":"x","end":"y"}],)"
        R"("weekly_periods":[]})",
        R"({"overrides":[],"time_off":[{"start":"2026-08-15T00:00:00Z",)"
        R"("end":"2026-08-16T00:00:00Z","state":4}],"weekly_periods":[]})",
        R"({"overrides":[],"time_off":[],"weekly_periods":[],)"
        R"("channel_capacities":[[9,1]]})"}) {
    Schedule schedule;
    EXPECT_EQ(ReadSchedule(text, schedule).code(), absl::StatusCode::kInternal)
        << text;
  }
}

TEST(ScheduleJson, KeepsVersionAndTimeInAReply) {
  StoredSchedule written;
  written.version = 7;
  written.update_time = absl::FromUnixMicros(1'792'000'000'000'001);
  StoredSchedule read;
  ASSERT_TRUE(ReadScheduleReply(ScheduleReplyJson(written), read).ok());
  EXPECT_EQ(read.version, written.version);
  EXPECT_EQ(read.update_time, written.update_time);
  EXPECT_EQ(ReadScheduleReply("{\"version\":1}", read).code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace rapport::db
