#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "server/catalog/feature_scanner.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/store_file.h"
#include "server/vocabulary/text.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

FieldProblem Problem(absl::string_view field, absl::string_view reason,
                     absl::string_view message) {
  return {std::string(field), std::string(reason), std::string(message)};
}

// `text` with null for NaN and Infinity outside of strings, which are no JSON
// but written by Python's and others' writers.
std::string WithoutNan(absl::string_view text) {
  std::string plain;
  JsonNesting nesting;
  while (!text.empty()) {
    size_t size = 1;
    if (!nesting.in_string()) {
      for (absl::string_view word : {"NaN", "-Infinity", "Infinity"}) {
        if (text.substr(0, word.size()) == word) size = word.size();
      }
    }
    if (size == 1) {
      nesting.Step(text[0]);
      plain.push_back(text[0]);
    } else {
      plain.append("null");
    }
    text.remove_prefix(size);
  }
  return plain;
}

json ParseFeature(absl::string_view text) {
  json feature = json::parse(text, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (!feature.is_discarded()) return feature;
  return json::parse(WithoutNan(text), /*cb=*/nullptr,
                     /*allow_exceptions=*/false);
}

// The member, or null where there is none.
const json& Member(const json& object, const char* key) {
  static const json& null = *new json();
  const auto found = object.find(key);
  return found == object.end() ? null : *found;
}

// A text, or a number or truth value as text; false for lists and objects.
bool ReadScalar(const json& value, std::string& text) {
  if (value.is_string()) {
    text = value.get<std::string>();
  } else if (value.is_null()) {
    text.clear();
  } else if (value.is_primitive()) {
    text = value.dump();
  } else {
    return false;
  }
  return true;
}

absl::variant<geo::Point, FieldProblem> ReadPoint(const json& feature) {
  const json& geometry = Member(feature, "geometry");
  if (geometry.is_null()) {
    return Problem("geometry", reason::kNoLocation,
                   "no geometry; a store has coordinates");
  }
  if (!geometry.is_object() || Member(geometry, "type") != "Point") {
    return Problem("geometry.type", reason::kMalformed,
                   "not a Point; the geometry of a store is a Point");
  }
  const json& coordinates = Member(geometry, "coordinates");
  if (coordinates.is_null() ||
      (coordinates.is_array() && coordinates.empty())) {
    return Problem("geometry.coordinates", reason::kNoLocation,
                   "no coordinates; a store has coordinates");
  }
  if (!coordinates.is_array() || coordinates.size() < 2 ||
      !coordinates[0].is_number() || !coordinates[1].is_number()) {
    return Problem("geometry.coordinates", reason::kMalformed,
                   "not two finite numbers; coordinates are longitude and "
                   "latitude");
  }
  const absl::StatusOr<geo::Point> point = geo::MakePoint(
      coordinates[1].get<double>(), coordinates[0].get<double>());
  if (point.ok()) return *point;
  return Problem("geometry.coordinates", reason::kOutOfRange,
                 point.status().message());
}

StoreDraftOrProblem ReadTags(const json& feature, const geo::Point& point) {
  StoreRecord record;
  std::string text;
  const json& properties = Member(feature, "properties");
  if (!properties.is_object()) {
    return Problem("properties", reason::kMalformed,
                   "no object; the tags of a store are in properties");
  }
  for (const auto& [key, value] : properties.items()) {
    const auto meaning = FindStoreField(key);
    if (!meaning.has_value()) continue;
    if (!ReadScalar(value, text)) {
      return Problem(key, reason::kMalformed,
                     "a list or an object; tags are texts or numbers");
    }
    record.Set(*meaning, key, text);
  }
  if (ReadScalar(Member(feature, "id"), text) && !text.empty()) {
    record.Set({StoreField::kSourceId, kLastRank}, "id", text);
  }
  return MakeStoreDraft(record, point, "geometry.coordinates");
}

StoreDraftOrProblem ReadFeature(const ScannedFeature& scanned) {
  if (scanned.too_long) {
    return Problem("", reason::kTooLong,
                   absl::StrCat("over ", kImportRowBytesMax,
                                " bytes, which is the most of a row"));
  }
  if (scanned.too_deep) {
    return Problem("", reason::kMalformed,
                   absl::StrCat("nested more than ", kFeatureDepthMax,
                                " deep, which is the most"));
  }
  if (!CountCodePoints(scanned.text).has_value()) {
    return Problem("", reason::kNotUtf8,
                   "bytes that are not UTF-8; files are UTF-8");
  }
  const json feature = ParseFeature(scanned.text);
  if (!feature.is_object()) {
    return Problem("", reason::kMalformed,
                   "not a JSON object; a row is a GeoJSON feature");
  }
  absl::variant<geo::Point, FieldProblem> point = ReadPoint(feature);
  if (auto* problem = absl::get_if<FieldProblem>(&point)) {
    return std::move(*problem);
  }
  return ReadTags(feature, absl::get<geo::Point>(point));
}

class GeoJsonStoreRows : public StoreRows {
 public:
  explicit GeoJsonStoreRows(StoreRowSink sink)
      : scanner_([sink = std::move(sink)](const ScannedFeature& scanned) {
          return sink({scanned.position, ReadFeature(scanned)});
        }) {}

  absl::Status Feed(absl::string_view bytes) override {
    return scanner_.Feed(bytes);
  }
  absl::Status Finish() override { return scanner_.Finish(); }

 private:
  FeatureScanner scanner_;
};

}  // namespace

std::unique_ptr<StoreRows> MakeGeoJsonStoreRows(StoreRowSink sink) {
  return std::make_unique<GeoJsonStoreRows>(std::move(sink));
}

}  // namespace rapport::catalog
