#include "clients/cli/import_json.h"

#include "clients/cli/text/words.h"

namespace rapport::cli {
namespace {

using Json = nlohmann::ordered_json;

void Add(Json& value, const char* key, const std::string& text) {
  if (!text.empty()) value[key] = text;
}

Json ToJson(const v1::Remark& remark) {
  Json value = Json::object();
  Add(value, "field", remark.field());
  Add(value, "reason", remark.reason());
  Add(value, "message", remark.message());
  return value;
}

}  // namespace

Json ImportRowJson(const v1::ImportRow& row) {
  Json value;
  value["position"] = row.position();
  value["outcome"] = WordOf(row.outcome());
  Add(value, "name", row.name());
  Add(value, "field", row.field());
  Add(value, "reason", row.reason());
  Add(value, "message", row.message());
  if (row.first_position() != 0) value["first_position"] = row.first_position();
  for (const v1::Remark& remark : row.remarks()) {
    value["remarks"].push_back(ToJson(remark));
  }
  return value;
}

Json ImportSummaryJson(const v1::ImportSummary& summary, bool is_dry_run) {
  Json value = {
      {"rows", summary.rows()},         {"created", summary.created()},
      {"updated", summary.updated()},   {"unchanged", summary.unchanged()},
      {"rejected", summary.rejected()}, {"remarked", summary.remarked()}};
  if (is_dry_run) value["dry_run"] = true;
  return value;
}

Json ImportMappingJson(const v1::ImportMapping& mapping) {
  Json value;
  value["format"] = WordOf(mapping.format());
  Add(value, "encoding", mapping.encoding());
  value["entries"] = Json::array();
  for (const v1::ImportMapping::Entry& entry : mapping.entries()) {
    Json& added = value["entries"].emplace_back();
    added["name"] = entry.name();
    Add(added, "field", entry.field());
  }
  return {{"mapping", value}};
}

}  // namespace rapport::cli
