#include "clients/cli/text/schedule_json.h"

#include "clients/cli/text/json_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rapport::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr char kWhole[] = R"({
  "weekly_hours": [
    {"day": "monday", "start": "10:00", "end": "18:30", "store": "s1",
     "channels": ["in-store", "video"]},
    {"day": "sunday", "start": "20:00", "end": "24:00"}
  ],
  "overrides": [
    {"date": "2026-12-24", "periods": [{"start": "10:00", "end": "14:00"}]},
    {"date": "2026-12-25", "periods": []}
  ],
  "time_off": [
    {"start": "2026-12-27T00:00:00Z", "end": "2027-01-03T00:00:00+01:00"},
    {"start": "2026-12-27T00:00:00Z", "end": "2026-12-28T00:00:00Z",
     "id": "skiing", "state": "requested", "note": "with the children"}
  ],
  "off_on_public_holidays": true,
  "channel_capacities": {"chat": 3, "sms": 2},
  "travel_times": [{"between": ["s1", "s2"], "minutes": 45}],
  "limits": {"booked_per_day_minutes": 360, "booked_per_week_minutes": 1800,
             "bookings_per_day": 8, "break_after_minutes": 180,
             "break_length_minutes": 30},
  "etag": "7"
})";

TEST(ScheduleFromJson, ReadsAllOfIt) {
  const auto schedule = ScheduleFromJson(kWhole, "demo");
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  ASSERT_EQ(schedule->weekly_periods_size(), 2);
  const v1::WeeklyPeriod& monday = schedule->weekly_periods(0);
  EXPECT_EQ(monday.day(), google::type::MONDAY);
  EXPECT_EQ(monday.start_time().hours(), 10);
  EXPECT_EQ(monday.end_time().minutes(), 30);
  EXPECT_EQ(monday.store(), "brands/demo/stores/s1");
  EXPECT_EQ(monday.channels_size(), 2);
  EXPECT_EQ(schedule->weekly_periods(1).end_time().hours(), 24);
  ASSERT_EQ(schedule->overrides_size(), 2);
  EXPECT_EQ(schedule->overrides(0).date().month(), 12);
  EXPECT_EQ(schedule->overrides(1).periods_size(), 0);
  EXPECT_EQ(schedule->time_off(0).window().end_time().seconds(), 1798930800);
  EXPECT_EQ(schedule->time_off(0).state(), v1::TIME_OFF_STATE_UNSPECIFIED);
  EXPECT_EQ(schedule->time_off(1).id(), "skiing");
  EXPECT_EQ(schedule->time_off(1).state(), v1::TIME_OFF_STATE_REQUESTED);
  EXPECT_EQ(schedule->time_off(1).note(), "with the children");
  EXPECT_TRUE(schedule->off_on_public_holidays());
  EXPECT_EQ(schedule->travel_times(0).store_b(), "brands/demo/stores/s2");
  EXPECT_EQ(schedule->travel_times(0).duration().seconds(), 2700);
  ASSERT_EQ(schedule->channel_capacities_size(), 2);
  EXPECT_EQ(schedule->channel_capacities(0).channel(), v1::CHANNEL_CHAT);
  EXPECT_EQ(schedule->channel_capacities(0).capacity(), 3);
  EXPECT_EQ(schedule->limits().booked_per_day().seconds(), 6 * 3600);
  EXPECT_EQ(schedule->limits().booked_per_week().seconds(), 30 * 3600);
  EXPECT_EQ(schedule->limits().bookings_per_day(), 8);
  EXPECT_EQ(schedule->limits().break_after().seconds(), 3 * 3600);
  EXPECT_EQ(schedule->limits().break_length().seconds(), 1800);
  EXPECT_EQ(schedule->etag(), "7");
}

TEST(ScheduleToJson, WritesWhatScheduleFromJsonReads) {
  const auto schedule = ScheduleFromJson(kWhole, "demo");
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  const std::string text = JsonLine(ScheduleToJson(*schedule));
  const auto again = ScheduleFromJson(text, "demo");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(schedule->SerializeAsString(), again->SerializeAsString());
}

TEST(ScheduleFromJson, TakesAnEmptySchedule) {
  const auto schedule = ScheduleFromJson("{}", "demo");
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  EXPECT_EQ(schedule->ByteSizeLong(), 0);
}

TEST(ScheduleFromJson, NamesThePlaceOfAMistake) {
  const std::pair<const char*, const char*> kMistakes[] = {
      {R"({"weekly_hours": [{"day": "monday", "start": "9:00"}]})",
       "schedule.weekly_hours[0].start"},
      {R"({"weekly_hours": [{"day": "monday", "start": "09:00",
           "end": "24:30"}]})",
       "schedule.weekly_hours[0].end"},
      {R"({"weekly_hours": [{"day": "moonday"}]})", "schedule.weekly_hours[0]"},
      {R"({"weekly_hours": [{"day": "monday", "start": "09:00",
           "end": "10:00", "channels": ["fax"]}]})",
       "schedule.weekly_hours[0].channels[0]"},
      {R"({"overrides": [{"date": "2026-02-30"}]})",
       "schedule.overrides[0].date"},
      {R"({"time_off": [{"start": "2026-12-27", "end": "2026-12-28"}]})",
       "schedule.time_off[0].start"},
      {R"({"time_off": [{"start": "2026-12-27T00:00:00Z",
           "end": "2026-12-28T00:00:00Z", "state": "maybe"}]})",
       "schedule.time_off[0].state"},
      {R"({"off_on_public_holidays": "yes"})",
       "schedule.off_on_public_holidays"},
      {R"({"travel_times": [{"between": ["s1"], "minutes": 5}]})",
       "schedule.travel_times[0].between"},
      {R"({"travel_times": [{"between": ["s1", "s2"], "minutes": "5"}]})",
       "schedule.travel_times[0].minutes"},
      {R"({"channel_capacities": [3]})", "schedule.channel_capacities"},
      {R"({"channel_capacities": {"fax": 3}})", "schedule.channel_capacities"},
      {R"({"channel_capacities": {"chat": "3"}})",
       "schedule.channel_capacities.chat"},
      {R"({"limits": [8]})", "schedule.limits"},
      {R"({"limits": {"bookings_per_day": "8"}})",
       "schedule.limits.bookings_per_day"},
      {R"({"limits": {"booked_per_day_minutes": 1.5}})",
       "schedule.limits.booked_per_day_minutes"},
      {R"({"limits": {"booked_per_day": 360}})",
       "schedule.limits.booked_per_day is unknown"},
      {R"({"weekly_hours": {}})", "schedule.weekly_hours is not a list"},
      {R"({"etag": 7})", "schedule.etag"},
      {R"([])", "schedule is not an object"},
      {R"({)", "is not JSON"}};
  for (const auto& [text, place] : kMistakes) {
    const absl::Status status = ScheduleFromJson(text, "demo").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(place));
  }
}

TEST(ScheduleFromJson, RefusesAKeyThatItDoesNotKnow) {
  const absl::Status status =
      ScheduleFromJson(R"({"weekly": []})", "demo").status();
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("'weekly'"), HasSubstr("weekly_hours")));
}

}  // namespace
}  // namespace rapport::cli
