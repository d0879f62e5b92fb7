#include "db/busy_json.h"

#include <cstdint>
#include <utility>

#include "absl/time/time.h"
#include "db/json_text.h"
#include "server/vocabulary/interval.h"

namespace rapport::db {
namespace {

using nlohmann::json;

// Five-minute ticks since the Unix epoch, half-open: [first, end].
json TicksOf(const std::vector<Interval>& intervals) {
  json ticks = json::array();
  for (const Interval& interval : intervals) {
    ticks.push_back({TickOf(interval.start), TickOf(interval.end)});
  }
  return ticks;
}

calendar::BusySource SourceFrom(const json& object) {
  calendar::BusySource source;
  source.id = object.at("id");
  source.import_time = absl::FromUnixMicros(object.at("import_us"));
  source.reach_time = TimeOfTick(object.at("reach_tick"));
  source.time.events = object.at("events");
  source.time.free = object.at("free");
  source.time.refused = object.at("refused");
  for (const json& ticks : object.at("ticks")) {
    source.time.intervals.push_back(
        {TimeOfTick(ticks.at(0)), TimeOfTick(ticks.at(1))});
  }
  source.uri = object.value("uri", "");
  source.fetch_time =
      absl::FromUnixMicros(object.value("fetch_us", int64_t{0}));
  source.error = object.value("error", "");
  return source;
}

json JsonOf(const calendar::BusySource& source) {
  json object = {{"id", source.id},
                 {"import_us", absl::ToUnixMicros(source.import_time)},
                 {"reach_tick", TickOf(source.reach_time)},
                 {"events", source.time.events},
                 {"free", source.time.free},
                 {"refused", source.time.refused},
                 {"ticks", TicksOf(source.time.intervals)}};
  if (source.uri.empty()) return object;
  object["uri"] = source.uri;
  object["fetch_us"] = absl::ToUnixMicros(source.fetch_time);
  if (!source.error.empty()) object["error"] = source.error;
  return object;
}

}  // namespace

std::string BusyJson(const std::vector<calendar::BusySource>& sources) {
  json list = json::array();
  for (const calendar::BusySource& source : sources) {
    list.push_back(JsonOf(source));
  }
  return list.dump();
}

absl::Status ReadBusy(absl::string_view json_text,
                      std::vector<calendar::BusySource>& sources) {
  sources.clear();
  if (json_text.empty()) return absl::OkStatus();
  return ReadJson(json_text, "source of busy time", [&](const json& list) {
    for (const json& object : list) sources.push_back(SourceFrom(object));
  });
}

}  // namespace rapport::db
