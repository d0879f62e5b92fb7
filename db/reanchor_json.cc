#include "db/reanchor_json.h"

#include <vector>

#include "db/json_text.h"

namespace rapport::db {
namespace {

using booking::ReanchorReport;
using booking::Shifted;
using nlohmann::json;

json ToJson(const std::vector<Shifted>& all) {
  json list = json::array();
  for (const Shifted& each : all) {
    json object = {{"booking", each.booking.ToString()},
                   {"old", absl::ToUnixMicros(each.old_start)}};
    if (each.new_start.has_value()) {
      object["new"] = absl::ToUnixMicros(*each.new_start);
    }
    if (!each.reason.empty()) object["reason"] = each.reason;
    list.push_back(object);
  }
  return list;
}

std::vector<Shifted> ShiftedFrom(const json& list) {
  std::vector<Shifted> all;
  for (const json& object : list) {
    Shifted& each = all.emplace_back();
    each.booking = IdFrom<booking::BookingId>(object.at("booking"));
    each.old_start = absl::FromUnixMicros(object.at("old").get<int64_t>());
    if (object.contains("new")) {
      each.new_start = absl::FromUnixMicros(object.at("new").get<int64_t>());
    }
    each.reason = object.value("reason", "");
  }
  return all;
}

}  // namespace

std::string ReanchorReportToJson(const ReanchorReport& report) {
  json object = {{"looked_at", report.looked_at},
                 {"kept", report.kept},
                 {"moved", ToJson(report.moved)},
                 {"conflicts", ToJson(report.conflicts)}};
  if (report.next.has_value()) object["next"] = report.next->ToString();
  return object.dump();
}

absl::Status ReadReanchorReport(absl::string_view text,
                                ReanchorReport& report) {
  return ReadJson(text, "report", [&](const json& object) {
    report = ReanchorReport();
    report.looked_at = object.at("looked_at");
    report.kept = object.at("kept");
    report.moved = ShiftedFrom(object.at("moved"));
    report.conflicts = ShiftedFrom(object.at("conflicts"));
    if (object.contains("next")) {
      report.next = IdFrom<AssociateId>(object.at("next"));
    }
  });
}

}  // namespace rapport::db
