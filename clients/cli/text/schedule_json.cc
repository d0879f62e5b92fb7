#include "clients/cli/text/schedule_json.h"

#include <initializer_list>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/cli/text/limits_json.h"
#include "clients/cli/text/names.h"
#include "clients/cli/text/time_text.h"
#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

absl::Status Wrong(const std::string& where, absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat(where, " ", rule));
}

// A part of the file, and where in it that is: `weekly[2].start`.
struct Part {
  const json& value;
  std::string where;
};

absl::Status CheckObject(const Part& part,
                         std::initializer_list<absl::string_view> keys) {
  if (!part.value.is_object()) return Wrong(part.where, "is not an object");
  for (const auto& [key, unused] : part.value.items()) {
    if (!absl::c_linear_search(keys, key)) {
      return Wrong(part.where,
                   absl::StrCat("has the key '", key, "'; there are ",
                                absl::StrJoin(keys, ", ")));
    }
  }
  return absl::OkStatus();
}

// The text under `key`; empty if there is none.
absl::StatusOr<std::string> Text(const Part& part, const char* key) {
  if (!part.value.contains(key)) return std::string();
  const json& value = part.value[key];
  if (value.is_string()) return value.get<std::string>();
  return Wrong(absl::StrCat(part.where, ".", key), "is not a text");
}

// Calls `read` with each element of the list under `key`, if there is one.
template <typename Read>
absl::Status ForEach(const Part& part, const char* key, Read read) {
  if (!part.value.contains(key)) return absl::OkStatus();
  const std::string where = absl::StrCat(part.where, ".", key);
  const json& list = part.value[key];
  if (!list.is_array()) return Wrong(where, "is not a list");
  for (size_t i = 0; i < list.size(); ++i) {
    absl::Status status = read(Part{list[i], absl::StrCat(where, "[", i, "]")});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<google::type::TimeOfDay> ReadTimeOfDay(const Part& part,
                                                      const char* key) {
  const auto text = Text(part, key);
  if (!text.ok()) return text.status();
  google::type::TimeOfDay time;
  if (*text == "24:00") {
    time.set_hours(24);
    return time;
  }
  absl::CivilMinute minute;
  if (text->size() != 5 ||
      !absl::ParseCivilTime(absl::StrCat("2000-01-01T", *text), &minute)) {
    return Wrong(absl::StrCat(part.where, ".", key),
                 absl::StrCat("is '", *text, "'; it is a time of day, 09:00"));
  }
  time.set_hours(minute.hour());
  time.set_minutes(minute.minute());
  return time;
}

// Reads what WeeklyPeriod and DayPeriod share.
template <typename Period>
absl::Status ReadPeriod(const Part& part, absl::string_view brand,
                        Period& period) {
  const auto start = ReadTimeOfDay(part, "start");
  if (!start.ok()) return start.status();
  *period.mutable_start_time() = *start;
  const auto end = ReadTimeOfDay(part, "end");
  if (!end.ok()) return end.status();
  *period.mutable_end_time() = *end;
  const auto store = Text(part, "store");
  if (!store.ok()) return store.status();
  if (!store->empty()) period.set_store(FullName(brand, "stores", *store));
  return ForEach(part, "channels", [&](const Part& channel) {
    if (!channel.value.is_string()) return Wrong(channel.where, "is no text");
    const auto parsed = ParseChannel(channel.value.get<std::string>());
    if (!parsed.ok()) return Wrong(channel.where, parsed.status().message());
    period.add_channels(*parsed);
    return absl::OkStatus();
  });
}

absl::Status ReadWeekly(const Part& part, absl::string_view brand,
                        v1::WeeklyPeriod& period) {
  absl::Status status =
      CheckObject(part, {"day", "start", "end", "store", "channels"});
  if (!status.ok()) return status;
  const auto word = Text(part, "day");
  if (!word.ok()) return word.status();
  const auto day = ParseDay(*word);
  if (!day.ok()) return Wrong(part.where, day.status().message());
  period.set_day(*day);
  return ReadPeriod(part, brand, period);
}

absl::Status ReadOverride(const Part& part, absl::string_view brand,
                          v1::ScheduleOverride& hours) {
  absl::Status status = CheckObject(part, {"date", "periods"});
  if (!status.ok()) return status;
  const auto text = Text(part, "date");
  if (!text.ok()) return text.status();
  absl::CivilDay date;
  if (!absl::ParseCivilTime(*text, &date)) {
    return Wrong(absl::StrCat(part.where, ".date"),
                 absl::StrCat("is '", *text, "'; it is a date, 2026-12-24"));
  }
  hours.mutable_date()->set_year(static_cast<int>(date.year()));
  hours.mutable_date()->set_month(date.month());
  hours.mutable_date()->set_day(date.day());
  return ForEach(part, "periods", [&](const Part& period) {
    absl::Status checked =
        CheckObject(period, {"start", "end", "store", "channels"});
    if (!checked.ok()) return checked;
    return ReadPeriod(period, brand, *hours.add_periods());
  });
}

absl::StatusOr<absl::Time> ReadInstant(const Part& part, const char* key) {
  const auto text = Text(part, key);
  if (!text.ok()) return text.status();
  const auto time = ParseTime(*text);
  if (time.ok() && time->instant.has_value()) return *time->instant;
  return Wrong(
      absl::StrCat(part.where, ".", key),
      absl::StrCat("is '", *text, "'; it is an instant, 2026-12-27T00:00:00Z"));
}

absl::Status ReadTimeOff(const Part& part, v1::TimeOff& time_off) {
  absl::Status status =
      CheckObject(part, {"start", "end", "id", "state", "note"});
  if (!status.ok()) return status;
  const auto start = ReadInstant(part, "start");
  if (!start.ok()) return start.status();
  const auto end = ReadInstant(part, "end");
  if (!end.ok()) return end.status();
  *time_off.mutable_window()->mutable_start_time() = ToTimestamp(*start);
  *time_off.mutable_window()->mutable_end_time() = ToTimestamp(*end);
  const auto id = Text(part, "id");
  if (!id.ok()) return id.status();
  time_off.set_id(*id);
  const auto note = Text(part, "note");
  if (!note.ok()) return note.status();
  time_off.set_note(*note);
  const auto word = Text(part, "state");
  if (!word.ok()) return word.status();
  if (word->empty()) return absl::OkStatus();
  const auto state = ParseTimeOffState(*word);
  if (!state.ok()) {
    return Wrong(absl::StrCat(part.where, ".state"), state.status().message());
  }
  time_off.set_state(*state);
  return absl::OkStatus();
}

absl::Status ReadHolidays(const Part& part, v1::Schedule& schedule) {
  constexpr char kKey[] = "off_on_public_holidays";
  if (!part.value.contains(kKey)) return absl::OkStatus();
  const json& value = part.value[kKey];
  if (!value.is_boolean()) {
    return Wrong(absl::StrCat(part.where, ".", kKey), "is not true or false");
  }
  schedule.set_off_on_public_holidays(value.get<bool>());
  return absl::OkStatus();
}

// {"chat": 3, "sms": 2}
absl::Status ReadCapacities(const Part& part, v1::Schedule& schedule) {
  constexpr char kKey[] = "channel_capacities";
  if (!part.value.contains(kKey)) return absl::OkStatus();
  const json& value = part.value[kKey];
  const std::string where = absl::StrCat(part.where, ".", kKey);
  if (!value.is_object()) return Wrong(where, "is not an object");
  for (const auto& [word, capacity] : value.items()) {
    const auto channel = ParseChannel(word);
    if (!channel.ok()) return Wrong(where, channel.status().message());
    if (!capacity.is_number_integer()) {
      return Wrong(absl::StrCat(where, ".", word), "is not a whole number");
    }
    v1::ChannelCapacity& added = *schedule.add_channel_capacities();
    added.set_channel(*channel);
    added.set_capacity(capacity.get<int32_t>());
  }
  return absl::OkStatus();
}

// {"between": ["s1", "s2"], "minutes": 30}
absl::Status ReadTravel(const Part& part, absl::string_view brand,
                        v1::TravelTime& travel) {
  absl::Status status = CheckObject(part, {"between", "minutes"});
  if (!status.ok()) return status;
  const json stores = part.value.value("between", json());
  const json minutes = part.value.value("minutes", json());
  if (!stores.is_array() || stores.size() != 2 || !stores[0].is_string() ||
      !stores[1].is_string()) {
    return Wrong(absl::StrCat(part.where, ".between"), "is not two stores");
  }
  if (!minutes.is_number_integer()) {
    return Wrong(absl::StrCat(part.where, ".minutes"), "is not a whole number");
  }
  travel.set_store_a(FullName(brand, "stores", stores[0].get<std::string>()));
  travel.set_store_b(FullName(brand, "stores", stores[1].get<std::string>()));
  travel.mutable_duration()->set_seconds(60 * minutes.get<int64_t>());
  return absl::OkStatus();
}

ordered_json TimeOffToJson(const v1::TimeOff& time_off) {
  ordered_json value = {{"start", FormatUtc(time_off.window().start_time())},
                        {"end", FormatUtc(time_off.window().end_time())}};
  if (!time_off.id().empty()) value["id"] = time_off.id();
  if (time_off.state() != v1::TIME_OFF_STATE_UNSPECIFIED) {
    value["state"] = WordOf(time_off.state());
  }
  if (!time_off.note().empty()) value["note"] = time_off.note();
  return value;
}

template <typename Period>
ordered_json PeriodToJson(const Period& period) {
  ordered_json value;
  value["start"] = FormatTimeOfDay(period.start_time());
  value["end"] = FormatTimeOfDay(period.end_time());
  if (!period.store().empty()) value["store"] = ShortId(period.store());
  for (int channel : period.channels()) {
    value["channels"].push_back(WordOf(static_cast<v1::Channel>(channel)));
  }
  return value;
}

ordered_json WeeklyToJson(const v1::WeeklyPeriod& period) {
  ordered_json value;
  value["day"] = WordOf(period.day());
  value.update(PeriodToJson(period));
  return value;
}

ordered_json OverrideToJson(const v1::ScheduleOverride& hours) {
  ordered_json value;
  value["date"] = absl::StrFormat("%04d-%02d-%02d", hours.date().year(),
                                  hours.date().month(), hours.date().day());
  value["periods"] = ordered_json::array();
  for (const v1::DayPeriod& period : hours.periods()) {
    value["periods"].push_back(PeriodToJson(period));
  }
  return value;
}

}  // namespace

absl::StatusOr<v1::Schedule> ScheduleFromJson(absl::string_view text,
                                              absl::string_view brand) {
  const json file = json::parse(text.begin(), text.end(), nullptr,
                                /*allow_exceptions=*/false);
  if (file.is_discarded()) return Wrong("the schedule", "is not JSON");
  const Part part{file, "schedule"};
  absl::Status status = CheckObject(
      part, {"weekly_hours", "overrides", "time_off", "off_on_public_holidays",
             "channel_capacities", "travel_times", "limits", "etag"});
  if (!status.ok()) return status;
  v1::Schedule schedule;
  status = ForEach(part, "weekly_hours", [&](const Part& period) {
    return ReadWeekly(period, brand, *schedule.add_weekly_periods());
  });
  if (!status.ok()) return status;
  status = ForEach(part, "overrides", [&](const Part& hours) {
    return ReadOverride(hours, brand, *schedule.add_overrides());
  });
  if (!status.ok()) return status;
  status = ForEach(part, "time_off", [&](const Part& time_off) {
    return ReadTimeOff(time_off, *schedule.add_time_off());
  });
  if (!status.ok()) return status;
  status = ReadHolidays(part, schedule);
  if (!status.ok()) return status;
  status = ReadCapacities(part, schedule);
  if (!status.ok()) return status;
  status = ForEach(part, "travel_times", [&](const Part& travel) {
    return ReadTravel(travel, brand, *schedule.add_travel_times());
  });
  if (!status.ok()) return status;
  if (file.contains("limits")) {
    status = ReadLimits(file["limits"], "schedule.limits",
                        *schedule.mutable_limits());
    if (!status.ok()) return status;
  }
  const auto etag = Text(part, "etag");
  if (!etag.ok()) return etag.status();
  schedule.set_etag(*etag);
  return schedule;
}

ordered_json ScheduleToJson(const v1::Schedule& schedule) {
  ordered_json file;
  file["weekly_hours"] = ordered_json::array();
  for (const v1::WeeklyPeriod& period : schedule.weekly_periods()) {
    file["weekly_hours"].push_back(WeeklyToJson(period));
  }
  for (const v1::ScheduleOverride& hours : schedule.overrides()) {
    file["overrides"].push_back(OverrideToJson(hours));
  }
  for (const v1::TimeOff& time_off : schedule.time_off()) {
    file["time_off"].push_back(TimeOffToJson(time_off));
  }
  if (schedule.off_on_public_holidays()) file["off_on_public_holidays"] = true;
  for (const v1::ChannelCapacity& one : schedule.channel_capacities()) {
    file["channel_capacities"][WordOf(one.channel())] = one.capacity();
  }
  for (const v1::TravelTime& travel : schedule.travel_times()) {
    file["travel_times"].push_back(
        {{"between", {ShortId(travel.store_a()), ShortId(travel.store_b())}},
         {"minutes", travel.duration().seconds() / 60}});
  }
  if (schedule.has_limits()) file["limits"] = LimitsToJson(schedule.limits());
  if (!schedule.etag().empty()) file["etag"] = schedule.etag();
  return file;
}

std::string FormatTimeOfDay(const google::type::TimeOfDay& time) {
  return absl::StrFormat("%02d:%02d", time.hours(), time.minutes());
}

}  // namespace rapport::cli
