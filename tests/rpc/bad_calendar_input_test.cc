// Requests about schedules and slots, broken. See bad_input.h.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "rapport/v1/calendar_service.pb.h"
#include "tests/rpc/bad_input.h"

namespace rapport {
namespace {

TEST_F(BadInputTest, GetSchedule) {
  Check("CalendarService/GetSchedule", R"(name: "$ana/schedule")",
        {{"name", "", "!REQUIRED name"},
         {"", R"(name: "$ana")", "!MALFORMED name"},
         {"", R"(name: "brands/acme/schedule")", "!MALFORMED name"},
         {"", R"(name: "$no_associate/schedule")",
          "NOT_FOUND ASSOCIATE_NOT_FOUND"}});
}

TEST_F(BadInputTest, ListUncoveredBookings) {
  Check("CalendarService/ListUncoveredBookings", R"(parent: "$ana")",
        {{"parent", "", "!REQUIRED parent"},
         {"", R"(parent: "brands/acme")", "!MALFORMED parent"},
         {"", R"(parent: "$ana/schedule")", "!MALFORMED parent"},
         {"", R"(parent: "$no_associate")", "NOT_FOUND ASSOCIATE_NOT_FOUND"}});
}

// Beside a Monday from 10 to 18.
BadRows BadWeeklyRows() {
  const auto weekly = [](const std::string& text) {
    return absl::Substitute("schedule { weekly_periods { $0 } }", text);
  };
  const auto hours = [&](const std::string& start, const std::string& end) {
    return weekly(absl::Substitute(
        "day: SUNDAY start_time { $0 } end_time { $1 }", start, end));
  };
  return {
      {"", weekly("start_time {} end_time { hours: 1 }"),
       "!REQUIRED schedule.weekly_periods[1].day"},
      {"", weekly("day: 8 start_time {} end_time { hours: 1 }"),
       "!UNKNOWN schedule.weekly_periods[1].day"},
      {"", weekly("day: SUNDAY end_time { hours: 1 }"),
       "!REQUIRED schedule.weekly_periods[1].start_time"},
      {"", weekly("day: SUNDAY start_time {}"),
       "!REQUIRED schedule.weekly_periods[1].end_time"},
      {"", hours("hours: 25", "hours: 26"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].start_time"},
      {"", hours("hours: 2147483647", "hours: 1"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].start_time"},
      {"", hours("hours: -1", "hours: 1"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].start_time"},
      {"", hours("minutes: 60", "hours: 2"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].start_time"},
      {"", hours("seconds: 1", "hours: 2"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].start_time"},
      {"", hours("hours: 1", "hours: 24 minutes: 5"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].end_time"},
      {"", hours("minutes: 3", "hours: 2"),
       "!OFF_TICK schedule.weekly_periods[1].start_time"},
      {"", hours("hours: 2", "hours: 2"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].end_time"},
      {"", hours("hours: 3", "hours: 2"),
       "!OUT_OF_RANGE schedule.weekly_periods[1].end_time"},
      {"",
       weekly("day: MONDAY start_time { hours: 9 } "
              "end_time { hours: 10 minutes: 5 }"),
       "!OVERLAP schedule.weekly_periods[1]"},
      {"", weekly(R"(day: SUNDAY start_time {} end_time { hours: 1 }
                  store: "nyc")"),
       "!MALFORMED schedule.weekly_periods[1].store"},
      {"", weekly(R"(day: SUNDAY start_time {} end_time { hours: 1 }
                  store: "$paris")"),
       "!UNKNOWN schedule.weekly_periods[1].store"},
      {"",
       weekly("day: SUNDAY start_time {} end_time { hours: 1 } channels: 77"),
       "!UNKNOWN schedule.weekly_periods[1].channels[0]"},
      {"",
       weekly("day: SUNDAY start_time {} end_time { hours: 1 } "
              "channels: CHANNEL_PHONE"),
       "!UNKNOWN schedule.weekly_periods[1].channels"},
      {"",
       Repeated(weekly("day: SUNDAY start_time {} end_time { hours: 1 }"), 100),
       "!TOO_MANY schedule.weekly_periods"}};
}

BadRows BadOverrideRows() {
  const auto override_of = [](const std::string& text) {
    return absl::Substitute("schedule { overrides { $0 } }", text);
  };
  const std::string date = "date { year: 2026 month: 3 day: 9 } ";
  const std::string period =
      "periods { start_time { hours: 1 } end_time { hours: 2 } } ";
  return {{"", override_of(period), "!OUT_OF_RANGE schedule.overrides[0].date"},
          {"", override_of("date { year: 2026 month: 2 day: 29 }"),
           "!OUT_OF_RANGE schedule.overrides[0].date"},
          {"", override_of("date { year: 2026 month: 2147483647 day: 1 }"),
           "!OUT_OF_RANGE schedule.overrides[0].date"},
          {"", override_of("date { year: 1969 month: 12 day: 31 }"),
           "!OUT_OF_RANGE schedule.overrides[0].date"},
          {"", override_of("date { year: 2201 month: 1 day: 1 }"),
           "!OUT_OF_RANGE schedule.overrides[0].date"},
          {"", override_of(date) + override_of(date),
           "!DUPLICATE schedule.overrides[1].date"},
          {"", override_of(date + period + period),
           "!OVERLAP schedule.overrides[0].periods[1]"},
          {"", override_of(date + "periods { end_time { hours: 1 } }"),
           "!REQUIRED schedule.overrides[0].periods[0].start_time"}};
}

BadRows BadTimeOffRows() {
  const auto off = [](const char* start, const char* end) {
    return absl::Substitute(
        "schedule { time_off { window { start_time { seconds: $0 } "
        "end_time { seconds: $1 } } } }",
        start, end);
  };
  const auto off_with = [](const std::string& text) {
    return absl::Substitute(
        "schedule { time_off { window { start_time { seconds: 0 } "
        "end_time { seconds: 600 } } $0 } }",
        text);
  };
  return {
      {"", "schedule { time_off {} }", "!REQUIRED schedule.time_off[0].window"},
      {"", off("0", "600") + "schedule { time_off { state: 4 } }",
       "!REQUIRED schedule.time_off[1].window"},
      {"", off_with("state: 4"), "!UNKNOWN schedule.time_off[0].state"},
      {"", off_with(R"(id: "A")"), "!MALFORMED schedule.time_off[0].id"},
      {"", off_with(R"(id: "a")") + off_with(R"(id: "a")"),
       "!DUPLICATE schedule.time_off[1].id"},
      {"", off_with(absl::StrCat("id: \"", std::string(41, 'a'), "\"")),
       "!MALFORMED schedule.time_off[0].id"},
      {"", off_with(absl::StrCat("note: \"", std::string(501, 'n'), "\"")),
       "!TOO_LONG schedule.time_off[0].note"},
      {"", Repeated(off("0", "600"), 401), "!TOO_MANY schedule.time_off"},
      {"", off("600", "600"),
       "!OUT_OF_RANGE schedule.time_off[0].window.end_time"},
      {"", off("0", "31622700"),
       "!OUT_OF_RANGE schedule.time_off[0].window.end_time"},
      {"", off("1", "600"), "!OFF_TICK schedule.time_off[0].window.start_time"},
      {"", off("0", "601"), "!OFF_TICK schedule.time_off[0].window.end_time"}};
}

BadRows BadTravelRows() {
  const auto travel = [](const std::string& stores,
                         const std::string& duration = "seconds: 600") {
    return absl::Substitute("schedule { travel_times { $0 duration { $1 } } }",
                            stores, duration);
  };
  return {{"", travel(R"(store_b: "$nyc")"),
           "!REQUIRED schedule.travel_times[0].store_a"},
          {"", travel(R"(store_a: "$nyc" store_b: "paris")"),
           "!MALFORMED schedule.travel_times[0].store_b"},
          {"", travel(R"(store_a: "$nyc" store_b: "$paris")"),
           "!UNKNOWN schedule.travel_times[0].store_b"},
          {"", travel(R"(store_a: "$nyc" store_b: "$nyc")"),
           "!DUPLICATE schedule.travel_times[0].store_b"},
          {"", travel(R"(store_a: "$nyc" store_b: "$paris")", "seconds: 1"),
           "!OUT_OF_RANGE schedule.travel_times[0].duration"},
          {"", travel(R"(store_a: "$nyc" store_b: "$paris")", "nanos: -1"),
           "!OUT_OF_RANGE schedule.travel_times[0].duration"}};
}

BadRows BadLimitsRows() {
  const auto limits = [](const std::string& text) {
    return absl::Substitute("schedule { limits { $0 } }", text);
  };
  return {
      {"", limits("booked_per_day {}"),
       "!OUT_OF_RANGE schedule.limits.booked_per_day"},
      {"", limits("booked_per_day { seconds: 86700 }"),
       "!OUT_OF_RANGE schedule.limits.booked_per_day"},
      {"", limits("booked_per_day { nanos: -1 seconds: 1 }"),
       "!OUT_OF_RANGE schedule.limits.booked_per_day"},
      {"", limits("booked_per_day { seconds: 301 }"),
       "!OFF_TICK schedule.limits.booked_per_day"},
      {"", limits("booked_per_week { seconds: 299 }"),
       "!OUT_OF_RANGE schedule.limits.booked_per_week"},
      {"", limits("booked_per_week { seconds: 605100 }"),
       "!OUT_OF_RANGE schedule.limits.booked_per_week"},
      {"", limits("bookings_per_day: -2147483648"),
       "!OUT_OF_RANGE schedule.limits.bookings_per_day"},
      {"", limits("bookings_per_day: 101"),
       "!OUT_OF_RANGE schedule.limits.bookings_per_day"},
      {"",
       limits("break_after { seconds: 1500 } break_length { seconds: 300 }"),
       "!OUT_OF_RANGE schedule.limits.break_after"},
      {"",
       limits("break_after { seconds: 3600 } break_length { seconds: 7500 }"),
       "!OUT_OF_RANGE schedule.limits.break_length"},
      {"",
       limits("break_after { seconds: 3600 } break_length { seconds: 400 }"),
       "!OFF_TICK schedule.limits.break_length"},
      {"", limits("break_after { seconds: 3600 }"),
       "!REQUIRED schedule.limits.break_length"},
      {"", limits("break_length { seconds: 3600 }"),
       "!REQUIRED schedule.limits.break_after"}};
}

BadRows BadCapacityRows() {
  const auto capacity = [](const std::string& text) {
    return absl::Substitute("schedule { channel_capacities { $0 } }", text);
  };
  return {{"", capacity("capacity: 2"),
           "!REQUIRED schedule.channel_capacities[0].channel"},
          {"", capacity("channel: 77 capacity: 2"),
           "!UNKNOWN schedule.channel_capacities[0].channel"},
          {"", capacity("channel: CHANNEL_CHAT"),
           "!OUT_OF_RANGE schedule.channel_capacities[0].capacity"},
          {"", capacity("channel: CHANNEL_CHAT capacity: -2147483648"),
           "!OUT_OF_RANGE schedule.channel_capacities[0].capacity"},
          {"", capacity("channel: CHANNEL_CHAT capacity: 21"),
           "!OUT_OF_RANGE schedule.channel_capacities[0].capacity"},
          {"",
           capacity("channel: CHANNEL_CHAT capacity: 2") +
               capacity("channel: CHANNEL_CHAT capacity: 2"),
           "!DUPLICATE schedule.channel_capacities[1].channel"},
          {"", Repeated(capacity("channel: CHANNEL_CHAT capacity: 2"), 9),
           "!TOO_MANY schedule.channel_capacities"}};
}

TEST_F(BadInputTest, UpdateSchedule) {
  Check(
      "CalendarService/UpdateSchedule",
      R"(request_id: "schedule-bad" schedule { name: "$ana/schedule"
         weekly_periods { day: MONDAY start_time { hours: 10 }
         end_time { hours: 18 } } })",
      Together(
          {BadRows{
               {"request_id", "", "!REQUIRED request_id"},
               {"", R"(request_id: "x")", "!MALFORMED request_id"},
               {"schedule", "", "!REQUIRED schedule.name"},
               {"", R"(schedule { name: "$ana" })", "!MALFORMED schedule.name"},
               {"", R"(schedule { name: "$no_associate/schedule" })",
                "NOT_FOUND ASSOCIATE_NOT_FOUND"},
               {"", R"(schedule { etag: "x" })", "!MALFORMED schedule.etag"},
               {"", R"(schedule { etag: "v99" })", "ABORTED ETAG_MISMATCH"}},
           BadWeeklyRows(), BadOverrideRows(), BadTimeOffRows(),
           BadTravelRows(), BadLimitsRows(), BadCapacityRows()}));
}

TEST_F(BadInputTest, ListSlots) {
  Check(
      "CalendarService/ListSlots",
      R"(parent: "$ana" service: "$styling" channel: CHANNEL_VIDEO)",
      Together(
          {BadRows{{"parent", "", "!REQUIRED parent"},
                   {"", R"(parent: "brands/acme")", "!MALFORMED parent"},
                   {"", R"(parent: "$no_associate")", "NOT_FOUND NOT_FOUND"},
                   {"service", "", "!REQUIRED service"},
                   {"", R"(service: "styling")", "!MALFORMED service"},
                   {"", R"(service: "brands/acme/services/none")",
                    "NOT_FOUND NOT_FOUND"},
                   {"channel", "", "!REQUIRED channel"},
                   {"", "channel: 99", "!UNKNOWN channel"},
                   {"", "channel: CHANNEL_PHONE",
                    "FAILED_PRECONDITION CHANNEL_NOT_OFFERED"},
                   {"", "duration { seconds: 1800 }", "!NOT_A_CHOICE duration"},
                   {"", "duration { nanos: -1 seconds: 1 }",
                    "!OUT_OF_RANGE duration"},
                   {"", R"(store: "nyc")", "!MALFORMED store"},
                   {"", R"(store: "$paris")",
                    "FAILED_PRECONDITION STORE_NOT_SERVED"}},
           BadWindowRows(62 * 24 * 3600), BadPageRows(1000)}));
}

std::string Times(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// A source of busy time and a request, in text format.
BadRows BadSourceRows() {
  return Together(
      {BadRows{{"name", "", "!REQUIRED name"},
               {"", R"(name: "$ana")", "!MALFORMED name"},
               {"", R"(name: "$no_associate/schedule")",
                "NOT_FOUND ASSOCIATE_NOT_FOUND"},
               {"source_id", "", "!REQUIRED source_id"},
               {"", R"(source_id: "-home")", "!MALFORMED source_id"},
               {"", R"(source_id: "home-")", "!MALFORMED source_id"},
               {"", R"(source_id: "Home")", "!MALFORMED source_id"},
               {"", R"(source_id: "a/b")", "!MALFORMED source_id"},
               {"", absl::StrCat("source_id: \"", std::string(41, 'x'), "\""),
                "!MALFORMED source_id"}},
       BadRequestIdRows()});
}

TEST_F(BadInputTest, ImportBusyTime) {
  const auto calendar = [](const std::string& text) {
    return absl::StrCat("calendar: \"BEGIN:VCALENDAR\\n", text,
                        "END:VCALENDAR\\n\"");
  };
  const std::string hourly =
      "BEGIN:VEVENT\\nUID:1\\nDTSTART:20260301T000000Z\\nDURATION:PT5M\\n"
      "RRULE:FREQ=HOURLY\\nEND:VEVENT\\n";
  Check(
      "CalendarService/ImportBusyTime",
      R"(name: "$ana/schedule" source_id: "home" request_id: "busy-0001"
           calendar: "BEGIN:VCALENDAR\nEND:VCALENDAR\n")",
      Together(
          {BadSourceRows(),
           BadRows{{"calendar", "", "!NOT_A_CALENDAR calendar"},
                   {"", R"(calendar: "hello")", "!NOT_A_CALENDAR calendar"},
                   {"", R"(calendar: "BEGIN:VCALENDAR\n")",
                    "!NOT_A_CALENDAR calendar"},
                   {"", calendar("END:VEVENT\\n"), "!NOT_A_CALENDAR calendar"},
                   {"", calendar(hourly), "!TOO_MANY calendar"},
                   {"", calendar(Times("BEGIN:VEVENT\\nEND:VEVENT\\n", 10001)),
                    "!TOO_MANY calendar"},
                   {"", calendar(Times("X:x\\n", 1024 * 1024 / 4)),
                    "!TOO_LONG calendar"},
                   {"", calendar("X:" + std::string(256 * 1024, 'x') + "\\n"),
                    "!TOO_LONG calendar"}}}));
}

TEST_F(BadInputTest, SubscribeBusyTime) {
  const auto uri = [](const std::string& text) {
    return absl::StrCat("uri: \"", text, "\"");
  };
  Check(
      "CalendarService/SubscribeBusyTime",
      R"(name: "$ana/schedule" source_id: "home" request_id: "busy-0001"
           uri: "https://cal.example/a.ics")",
      Together({BadSourceRows(),
                BadRows{{"uri", "", "!REQUIRED uri"},
                        {"", uri("http://cal.example/"), "!NOT_HTTPS uri"},
                        {"", uri("file:///etc/passwd"), "!NOT_HTTPS uri"},
                        {"", uri("https:cal.example"), "!NOT_HTTPS uri"},
                        {"", uri("https://me:word@cal.example/"),
                         "!HAS_CREDENTIALS uri"},
                        {"", uri("https:///a.ics"), "!MALFORMED uri"},
                        {"", uri("https://cal.example:0/"), "!MALFORMED uri"},
                        {"", uri("https://cal.example/#a"), "!MALFORMED uri"},
                        {"", uri("https://cal.example/a b"), "!MALFORMED uri"},
                        {"", uri("https://cal.example/" + Times("x", 1981)),
                         "!TOO_LONG uri"}}}));
}

TEST_F(BadInputTest, RemoveBusyTime) {
  Admin().Get<v1::ImportBusyTimeResponse>(
      "CalendarService/ImportBusyTime",
      absl::Substitute(
          R"(name: "$0/schedule" source_id: "home" request_id: "busy-0001"
             calendar: "BEGIN:VCALENDAR\nEND:VCALENDAR\n")",
          kAna));
  Check("CalendarService/RemoveBusyTime",
        R"(name: "$ana/schedule" source_id: "home" request_id: "busy-0002")",
        Together(
            {BadSourceRows(), BadRows{{"", R"(source_id: "work")",
                                       "NOT_FOUND BUSY_SOURCE_NOT_FOUND"}}}));
}

TEST_F(BadInputTest, GetCalendarFeed) {
  Check(
      "CalendarService/GetCalendarFeed", R"(parent: "$ana")",
      Together({BadRows{{"parent", "", "!REQUIRED parent"},
                        {"", R"(parent: "$ana/schedule")", "!MALFORMED parent"},
                        {"", R"(parent: "brands/acme")", "!MALFORMED parent"},
                        {"", R"(parent: "$no_associate")",
                         "NOT_FOUND ASSOCIATE_NOT_FOUND"}},
                BadWindowRows(366 * 24 * 3600)}));
}

}  // namespace
}  // namespace rapport
