#include "db/schedule_json.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "db/json_text.h"

namespace rapport::db {
namespace {

using nlohmann::json;

constexpr int kApproved = static_cast<int>(calendar::TimeOffState::kApproved);

constexpr char kTimeFormat[] = "%E4Y-%m-%dT%H:%M:%E*SZ";

std::string Text(absl::Time time) {
  return absl::FormatTime(kTimeFormat, time, absl::UTCTimeZone());
}

absl::Time TimeFrom(const json& text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(kTimeFormat, text.get_ref<const std::string&>(),
                       absl::UTCTimeZone(), &time, &error)) {
    throw NotOurs();
  }
  return time;
}

absl::CivilDay DayFrom(const json& text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text.get_ref<const std::string&>(), &day)) {
    throw NotOurs();
  }
  return day;
}

json PeriodJson(const calendar::DayPeriod& period) {
  json object = {{"start_minute", period.start_minute},
                 {"end_minute", period.end_minute},
                 {"channels", period.channels.bits()}};
  if (period.store.has_value()) object["store"] = period.store->ToString();
  return object;
}

calendar::DayPeriod PeriodFrom(const json& object) {
  calendar::DayPeriod period{object.at("start_minute"),
                             object.at("end_minute"),
                             {},
                             ChannelsFrom(object.at("channels"))};
  const auto store = object.find("store");
  if (store != object.end()) period.store = IdFrom<StoreId>(*store);
  return period;
}

calendar::ScheduleOverride OverrideFrom(const json& object) {
  calendar::ScheduleOverride override{DayFrom(object.at("date")), {}};
  for (const json& period : object.at("periods")) {
    override.periods.push_back(PeriodFrom(period));
  }
  return override;
}

// What is as it is where nobody says anything is left out.
json TimeOffJson(const calendar::TimeOff& off) {
  json object = {{"start", Text(off.window.start)},
                 {"end", Text(off.window.end)}};
  if (!off.id.empty()) object["id"] = off.id;
  if (!off.counts()) object["state"] = static_cast<int>(off.state);
  if (!off.note.empty()) object["note"] = off.note;
  return object;
}

calendar::TimeOffState StateFrom(int number) {
  if (number < static_cast<int>(calendar::TimeOffState::kApproved) ||
      number > static_cast<int>(calendar::TimeOffState::kDeclined)) {
    throw NotOurs();
  }
  return static_cast<calendar::TimeOffState>(number);
}

calendar::TimeOff TimeOffFrom(const json& object) {
  return {{TimeFrom(object.at("start")), TimeFrom(object.at("end"))},
          object.value("id", ""),
          StateFrom(object.value("state", kApproved)),
          object.value("note", "")};
}

absl::Weekday WeekdayFrom(const json& number) {
  const int day = number.get<int>();
  if (day < 1 || day > 7) throw NotOurs();
  return static_cast<absl::Weekday>(day - 1);
}

// 1 is Monday, as in ISO 8601.
int NumberOf(absl::Weekday day) { return static_cast<int>(day) + 1; }
static_assert(static_cast<int>(absl::Weekday::monday) == 0);

// In minutes; what is unset is left out.
json LimitsJson(const calendar::WorkLimits& limits) {
  json object = json::object();
  const auto set = [&](const char* key,
                       const std::optional<absl::Duration>& length) {
    if (length.has_value()) object[key] = absl::ToInt64Minutes(*length);
  };
  set("booked_per_day", limits.booked_per_day);
  set("booked_per_week", limits.booked_per_week);
  set("break_after", limits.break_after);
  set("break_length", limits.break_length);
  if (limits.bookings_per_day != 0) {
    object["bookings_per_day"] = limits.bookings_per_day;
  }
  return object;
}

calendar::WorkLimits LimitsFrom(const json& object) {
  const auto length = [&](const char* key) -> std::optional<absl::Duration> {
    const auto at = object.find(key);
    if (at == object.end()) return std::nullopt;
    return absl::Minutes(at->get<int64_t>());
  };
  return {length("booked_per_day"), length("booked_per_week"),
          object.value("bookings_per_day", 0), length("break_after"),
          length("break_length")};
}

}  // namespace

std::string ScheduleJson(const calendar::Schedule& schedule) {
  json weekly = json::array();
  for (const calendar::WeeklyPeriod& period : schedule.weekly_periods) {
    weekly.push_back(PeriodJson(period.period));
    weekly.back()["day"] = NumberOf(period.day);
  }
  json overrides = json::array();
  for (const calendar::ScheduleOverride& override : schedule.overrides) {
    json periods = json::array();
    for (const calendar::DayPeriod& period : override.periods) {
      periods.push_back(PeriodJson(period));
    }
    overrides.push_back({{"date", absl::FormatCivilTime(override.date)},
                         {"periods", std::move(periods)}});
  }
  json time_off = json::array();
  for (const calendar::TimeOff& off : schedule.time_off) {
    time_off.push_back(TimeOffJson(off));
  }
  json object = {{"weekly_periods", std::move(weekly)},
                 {"overrides", std::move(overrides)},
                 {"time_off", std::move(time_off)}};
  // Most have none of these, and texts from before there were any say so.
  if (schedule.off_on_public_holidays) object["off_on_public_holidays"] = true;
  for (const calendar::ChannelCapacity& one : schedule.channel_capacities) {
    object["channel_capacities"].push_back(
        {static_cast<int>(one.channel), one.capacity});
  }
  for (const calendar::TravelTime& time : schedule.travel_times) {
    object["travel_times"].push_back({time.a.ToString(), time.b.ToString(),
                                      absl::ToInt64Minutes(time.duration)});
  }
  if (schedule.limits.limits()) object["limits"] = LimitsJson(schedule.limits);
  return object.dump();
}

absl::Status ReadSchedule(absl::string_view json_text,
                          calendar::Schedule& schedule) {
  return ReadJson(json_text, "schedule", [&](const json& object) {
    schedule = {};
    for (const json& period : object.at("weekly_periods")) {
      schedule.weekly_periods.push_back(
          {WeekdayFrom(period.at("day")), PeriodFrom(period)});
    }
    for (const json& override : object.at("overrides")) {
      schedule.overrides.push_back(OverrideFrom(override));
    }
    for (const json& off : object.at("time_off")) {
      schedule.time_off.push_back(TimeOffFrom(off));
    }
    schedule.off_on_public_holidays =
        object.value("off_on_public_holidays", false);
    const json travel = object.value("travel_times", json::array());
    for (const json& time : travel) {
      schedule.travel_times.push_back(
          {IdFrom<StoreId>(time.at(0)), IdFrom<StoreId>(time.at(1)),
           absl::Minutes(time.at(2).get<int64_t>())});
    }
    schedule.limits = LimitsFrom(object.value("limits", json::object()));
    const json capacities = object.value("channel_capacities", json::array());
    for (const json& one : capacities) {
      schedule.channel_capacities.push_back(
          {ChannelFrom(one.at(0)), one.at(1).get<int>()});
    }
  });
}

std::string ScheduleReplyJson(const calendar::StoredSchedule& written) {
  json object = {{"version", written.version},
                 {"update_time", Text(written.update_time)}};
  bool all_count = true;
  json states = json::array();
  for (const calendar::TimeOff& off : written.schedule.time_off) {
    all_count = all_count && off.counts();
    states.push_back(static_cast<int>(off.state));
  }
  // They are not as the request has them where they were settled.
  if (!all_count) object["time_off_states"] = std::move(states);
  return object.dump();
}

absl::Status ReadScheduleReply(absl::string_view json_text,
                               calendar::StoredSchedule& written) {
  return ReadJson(json_text, "reply", [&](const json& object) {
    written.version = object.at("version");
    written.update_time = TimeFrom(object.at("update_time"));
    std::vector<calendar::TimeOff>& time_off = written.schedule.time_off;
    const std::vector<int> states = object.value(
        "time_off_states", std::vector<int>(time_off.size(), kApproved));
    if (states.size() != time_off.size()) throw NotOurs();
    for (size_t i = 0; i < states.size(); ++i) {
      time_off[i].state = StateFrom(states[i]);
    }
  });
}

}  // namespace rapport::db
