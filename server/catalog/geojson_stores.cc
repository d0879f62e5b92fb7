#include "server/catalog/geojson_stores.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/catalog/field_checks.h"
#include "server/catalog/json_value.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

// schema.org's types of nodes that stand beside places.
constexpr absl::string_view kNoPlaces[] = {
    "Organization", "Corporation",    "Brand",   "WebSite",      "WebPage",
    "Person",       "BreadcrumbList", "Product", "SearchAction", "ImageObject",
    "Service",      "Offer",          "Event",   "FAQPage"};

FieldProblem Problem(absl::string_view field, absl::string_view reason,
                     absl::string_view message) {
  return {std::string(field), std::string(reason), std::string(message)};
}

// A location that is not one, for that reason.
StatedLocation Nowhere(absl::string_view name, absl::string_view reason,
                       absl::string_view message) {
  StatedLocation location;
  location.name = "geometry.coordinates";
  location.problem = Problem(name, reason, message);
  return location;
}

StatedLocation ReadPoint(const json& feature) {
  const json& geometry = Member(feature, "geometry");
  if (geometry.is_null()) {
    return Nowhere("geometry", reason::kNoLocation,
                   "no geometry; a store has coordinates");
  }
  if (!geometry.is_object() || Member(geometry, "type") != "Point") {
    return Nowhere("geometry.type", reason::kMalformed,
                   "not a Point; the geometry of a store is a Point");
  }
  const json& coordinates = Member(geometry, "coordinates");
  if (coordinates.is_null() ||
      (coordinates.is_array() && coordinates.empty())) {
    return Nowhere("geometry.coordinates", reason::kNoLocation,
                   "no coordinates; a store has coordinates");
  }
  if (!coordinates.is_array() || coordinates.size() < 2 ||
      !coordinates[0].is_number() || !coordinates[1].is_number()) {
    return Nowhere("geometry.coordinates", reason::kMalformed,
                   "not two finite numbers; coordinates are longitude and "
                   "latitude");
  }
  return MakeLocation(coordinates[1].get<double>(),
                      coordinates[0].get<double>(), "geometry.coordinates");
}

// Sets the tags that are known, or says what is wrong with one.
std::optional<FieldProblem> SetTags(const json& tags, const FieldMap& map,
                                    StoreRecord& record) {
  std::string text;
  for (const auto& [key, value] : tags.items()) {
    for (const StoreFieldName& meaning : map.KnownMeaningsOf(key)) {
      if (!ReadScalar(value, text)) {
        return Problem(key, reason::kMalformed,
                       "a list or an object; tags are texts or numbers");
      }
      record.Set(meaning, key, text);
    }
  }
  return std::nullopt;
}

// Whether the importer was told where to look for the coordinates.
bool IsTold(const FieldMap& map, StoreField field) {
  return absl::c_any_of(map.told(), [&](const FieldMap::Told& told) {
    return told.field.field == field;
  });
}

bool IsNoPlace(const json& type) {
  if (!type.is_string()) return false;
  absl::string_view name = type.get_ref<const std::string&>();
  name.remove_prefix(name.find_last_of("/:") + 1);
  return absl::c_linear_search(kNoPlaces, name);
}

// Whether a node of those types may be a store.
bool MayBeStore(const json& type) {
  if (!type.is_array()) return !IsNoPlace(type);
  return type.empty() ||
         absl::c_any_of(type, [](const json& one) { return !IsNoPlace(one); });
}

}  // namespace

StoreDraftOrProblem ReadFeature(const json& feature, const FieldMap& map,
                                JsonRecords& records,
                                const StoreDefaults& defaults) {
  const bool told_where = IsTold(map, StoreField::kLatitude);
  StatedLocation location = told_where ? StatedLocation() : ReadPoint(feature);
  if (location.problem.reason == reason::kMalformed) return location.problem;
  const json& properties = Member(feature, "properties");
  if (!properties.is_object()) {
    return Problem("properties", reason::kMalformed,
                   "no object; the tags of a store are in properties");
  }
  StoreRecord record;
  records.SetTold(properties, record);
  records.SetTold(feature, record);
  if (auto problem = SetTags(properties, map, record)) {
    return *std::move(problem);
  }
  std::string text;
  if (ReadScalar(Member(feature, "id"), text) && !text.empty() &&
      !IsTold(map, StoreField::kSourceId)) {
    record.Set({{StoreField::kSourceId, ""}, kLastRank}, "id", text);
  }
  if (told_where) return MakeStoreDraft(record, defaults);
  return MakeStoreDraft(record, std::move(location), defaults);
}

StoreDraftOrProblem ReadElement(const json& element, const FieldMap& map,
                                JsonRecords& records,
                                const StoreDefaults& defaults) {
  const json& tags = Member(element, "tags");
  if (!tags.is_object()) {
    return Problem("tags", reason::kNotAStore,
                   "no tags; an element with none is a part of another");
  }
  StoreRecord record;
  std::string type;
  std::string id;
  // Before the tags, of which ref means the same.
  if (!IsTold(map, StoreField::kSourceId) &&
      ReadScalar(Member(element, "type"), type) &&
      ReadScalar(Member(element, "id"), id) && !id.empty()) {
    record.Set({{StoreField::kSourceId, ""}, 0}, "id",
               absl::StrCat(type, "/", id));
  }
  records.SetTold(tags, record);
  records.SetTold(element, record);
  if (auto problem = SetTags(tags, map, record)) return *std::move(problem);
  const json& center = Member(element, "center");
  const json& at = center.is_object() ? center : element;
  const std::string path = center.is_object() ? "center." : "";
  std::string text;
  if (!IsTold(map, StoreField::kLatitude) &&
      ReadScalar(Member(at, "lat"), text)) {
    record.Set({{StoreField::kLatitude, ""}, 0}, path + "lat", text);
  }
  if (!IsTold(map, StoreField::kLongitude) &&
      ReadScalar(Member(at, "lon"), text)) {
    record.Set({{StoreField::kLongitude, ""}, 0}, path + "lon", text);
  }
  return MakeStoreDraft(record, defaults);
}

StoreDraftOrProblem ReadNode(const json& node, JsonRecords& records,
                             const StoreDefaults& defaults) {
  const bool has_place =
      !Member(node, "address").is_null() || !Member(node, "geo").is_null();
  if (!has_place || !MayBeStore(Member(node, "@type"))) {
    return Problem("@type", reason::kNotAStore,
                   "no place with an address or a geo; a row of JSON-LD is "
                   "one");
  }
  StoreRecord record;
  records.SetMembers(node, record);
  return MakeStoreDraft(record, defaults);
}

}  // namespace rapport::catalog
