#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "nlohmann/json.hpp"
#include "server/catalog/feature_scanner.h"
#include "server/catalog/geojson_stores.h"
#include "server/catalog/json_record.h"
#include "server/catalog/json_value.h"
#include "server/catalog/store_rows.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

class JsonStoreRows : public StoreRows {
 public:
  JsonStoreRows(StoreFileFormat format, StoreRowsContext context)
      : context_(std::move(context)),
        format_(format),
        scanner_([this](const ScannedFeature& row) { return ReadRow(row); },
                 Rules()) {}

  absl::Status Feed(absl::string_view bytes) override {
    return scanner_.Feed(bytes);
  }

  absl::Status Finish() override {
    absl::Status status = scanner_.Finish();
    if (!status.ok()) return status;
    if (!scanner_.has_list()) {
      status = ReadWholeFile();
    } else if (!records_.has_value()) {
      Begin(json::object());
      return status;
    }
    return status.ok() ? records_->CheckTold() : status;
  }

 private:
  RowListRules Rules();
  // Chooses a list by what it is called, and the format by that.
  ListChoice Choose(const std::string* member, absl::string_view before);
  ListChoice ChooseMember(const std::string& member);

  absl::Status ReadRow(const ScannedFeature& scanned);
  // Reads an object of JSON-LD: itself or the nodes of its @graph.
  absl::Status ReadObject(const json& object);
  absl::Status ReadWholeFile();
  // Makes ready for the first row, which is `row`.
  void Begin(const json& row);
  StoreDraftOrProblem ReadStore(const json& row);
  absl::Status Send(StoreDraftOrProblem content) {
    return context_.sink({++position_, std::move(content)});
  }

  StoreRowsContext context_;
  StoreFileFormat format_;
  std::optional<JsonRecords> records_;  // from the first row on
  int64_t position_ = 0;
  FeatureScanner scanner_;
};

RowListRules JsonStoreRows::Rules() {
  if (format_ == StoreFileFormat::kGeoJson) return FeatureCollectionRules();
  RowListRules rules;
  rules.choose = [this](const std::string* member, absl::string_view before) {
    return Choose(member, before);
  };
  rules.check = [this](const json& envelope) -> absl::string_view {
    if (format_ == StoreFileFormat::kGeoJson) {
      return FeatureCollectionRules().check(envelope);
    }
    const bool is_node = !Member(envelope, "@type").is_null() ||
                         !Member(envelope, "@context").is_null();
    if (scanner_.has_list() || is_node) return "";
    return "file has no list of objects";
  };
  rules.may_lack_list = true;
  rules.expected =
      "a GeoJSON FeatureCollection, Overpass's elements, JSON-LD, or a list of "
      "objects";
  return rules;
}

ListChoice JsonStoreRows::Choose(const std::string* member,
                                 absl::string_view before) {
  if (scanner_.has_list()) return ListChoice::kNo;
  if (member == nullptr) {
    const bool may_be_list = format_ != StoreFileFormat::kOverpass;
    return may_be_list ? ListChoice::kIfOfObjects : ListChoice::kNo;
  }
  if (format_ == StoreFileFormat::kToldFromContent) {
    // These members say what the file is before its rows come.
    if (absl::StrContains(before, "\"FeatureCollection\"")) {
      format_ = StoreFileFormat::kGeoJson;
    } else if (absl::StrContains(before, "\"osm3s\"")) {
      format_ = StoreFileFormat::kOverpass;
    } else if (absl::StrContains(before, "\"@context\"") ||
               absl::StrContains(before, "\"@type\"")) {
      format_ = StoreFileFormat::kJsonLd;
    }
  }
  return ChooseMember(*member);
}

ListChoice JsonStoreRows::ChooseMember(const std::string& member) {
  const auto only = [&](absl::string_view name) {
    return member == name ? ListChoice::kYes : ListChoice::kNo;
  };
  switch (format_) {
    case StoreFileFormat::kGeoJson:
      return only("features");
    case StoreFileFormat::kOverpass:
      return only("elements");
    case StoreFileFormat::kJsonLd:
      return only("@graph");
    case StoreFileFormat::kToldFromContent:
      if (member == "features") format_ = StoreFileFormat::kGeoJson;
      if (member == "@graph") format_ = StoreFileFormat::kJsonLd;
      if (format_ != StoreFileFormat::kToldFromContent) return ListChoice::kYes;
      return ListChoice::kIfOfObjects;
    case StoreFileFormat::kJson:
    case StoreFileFormat::kCsv:
      break;
  }
  return ListChoice::kIfOfObjects;
}

void JsonStoreRows::Begin(const json& row) {
  if (format_ == StoreFileFormat::kToldFromContent) {
    const bool is_node = row.contains("@type") || row.contains("@context");
    format_ = is_node ? StoreFileFormat::kJsonLd : StoreFileFormat::kJson;
  }
  records_.emplace(context_.field_map, format_ == StoreFileFormat::kJsonLd);
  ImportMapping mapping;
  mapping.format = format_;
  if (format_ == StoreFileFormat::kJson) {
    StoreRecord unused;
    JsonRecords(context_.field_map, false)
        .SetMembers(row, unused, &mapping.entries);
  } else {
    for (const FieldMap::Told& told : context_.field_map.told()) {
      mapping.entries.push_back({told.name, FieldPath(told.field)});
    }
  }
  context_.on_mapping(std::move(mapping));
}

absl::Status JsonStoreRows::ReadRow(const ScannedFeature& scanned) {
  json row;
  FieldProblem problem;
  const bool read = ParseScanned(scanned, row, problem);
  if (!records_.has_value()) Begin(read ? row : json::object());
  if (!read) return Send(std::move(problem));
  return format_ == StoreFileFormat::kJsonLd ? ReadObject(row)
                                             : Send(ReadStore(row));
}

absl::Status JsonStoreRows::ReadObject(const json& object) {
  const json& graph = Member(object, "@graph");
  if (!graph.is_array()) return Send(ReadStore(object));
  for (const json& node : graph) {
    absl::Status sent =
        node.is_object()
            ? Send(ReadStore(node))
            : Send(FieldProblem{"", "MALFORMED",
                                "not a JSON object; a node is one"});
    if (!sent.ok()) return sent;
  }
  return absl::OkStatus();
}

absl::Status JsonStoreRows::ReadWholeFile() {
  json object;
  FieldProblem problem;
  const ScannedFeature whole = {1, scanner_.envelope(), false, false};
  const bool read = ParseScanned(whole, object, problem);
  format_ = StoreFileFormat::kJsonLd;
  Begin(read ? object : json::object());
  return read ? ReadObject(object) : Send(std::move(problem));
}

StoreDraftOrProblem JsonStoreRows::ReadStore(const json& row) {
  switch (format_) {
    case StoreFileFormat::kGeoJson:
      return ReadFeature(row, context_.field_map, *records_, context_.defaults);
    case StoreFileFormat::kOverpass:
      return ReadElement(row, context_.field_map, *records_, context_.defaults);
    case StoreFileFormat::kJsonLd:
      return ReadNode(row, *records_, context_.defaults);
    default:
      break;
  }
  StoreRecord record;
  records_->SetMembers(row, record);
  return MakeStoreDraft(record, context_.defaults);
}

}  // namespace

std::unique_ptr<StoreRows> MakeJsonStoreRows(StoreFileFormat format,
                                             StoreRowsContext context) {
  return std::make_unique<JsonStoreRows>(format, std::move(context));
}

}  // namespace rapport::catalog
