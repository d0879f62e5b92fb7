#include "server/catalog/json_record.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/catalog/json_hours.h"
#include "server/catalog/json_value.h"

namespace rapport::catalog {
namespace {

using nlohmann::json;

// Deeper objects hold nothing of a store that a name alone could tell.
constexpr size_t kWalkDepthMax = 4;
// Told of a file at most; more names help nobody.
constexpr size_t kEntriesMax = 1000;

// Objects that hold a place or a contact, in lower case without _.
constexpr absl::string_view kContainers[] = {
    "address",  "location", "coordinates", "coordinate",  "geo",     "geometry",
    "position", "point",    "latlng",      "geolocation", "geocode", "contact",
    "contacts", "store",    "properties",  "contactinfo"};

bool IsContainer(absl::string_view name) {
  std::string plain;
  for (char c : name) {
    if (c != '_' && c != '-') plain.push_back(absl::ascii_tolower(c));
  }
  return absl::c_linear_search(kContainers, plain);
}

// The texts of a list that has nothing else; false if it has.
bool ReadTexts(const json& list, std::vector<std::string>& texts) {
  for (const json& element : list) {
    std::string text;
    if (!ReadScalar(element, text)) return false;
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return true;
}

// A list of texts as one text of that field.
std::string JoinTexts(StoreField field, const std::vector<std::string>& texts) {
  if (field == StoreField::kAddress) return absl::StrJoin(texts, "\n");
  if (field == StoreField::kLanguages) return absl::StrJoin(texts, ",");
  return texts.empty() ? "" : texts.front();
}

// Sets the location of a GeoJSON point: longitude first.
void SetPoint(const json& object, const std::string& name,
              StoreRecord& record) {
  const json& coordinates = Member(object, "coordinates");
  if (Member(object, "type") != "Point" || !coordinates.is_array() ||
      coordinates.size() < 2) {
    return;
  }
  std::string text;
  if (ReadScalar(coordinates[1], text)) {
    record.Set({{StoreField::kLatitude, ""}, kLastRank}, name, text);
  }
  if (ReadScalar(coordinates[0], text)) {
    record.Set({{StoreField::kLongitude, ""}, kLastRank}, name, text);
  }
}

}  // namespace

JsonRecords::JsonRecords(const FieldMap& map, bool is_schema)
    : map_(map),
      is_schema_(is_schema),
      told_was_there_(map.told().size(), false) {}

void JsonRecords::SetMembers(const json& object, StoreRecord& record,
                             std::vector<ImportMapping::Entry>* entries) {
  SetTold(object, record);
  Walk(object, Place(), record, entries);
}

void JsonRecords::SetTold(const json& object, StoreRecord& record) {
  for (size_t i = 0; i < map_.told().size(); ++i) {
    const FieldMap::Told& told = map_.told()[i];
    const json* value = FindPath(object, told.name);
    if (value == nullptr) continue;
    told_was_there_[i] = true;
    SetValue({told.field, 0}, told.name, *value, record);
  }
}

absl::Status JsonRecords::CheckTold() const {
  for (size_t i = 0; i < told_was_there_.size(); ++i) {
    if (!told_was_there_[i]) return NoSuchName(map_.told()[i]);
  }
  return absl::OkStatus();
}

void JsonRecords::Walk(const json& object, const Place& place,
                       StoreRecord& record,
                       std::vector<ImportMapping::Entry>* entries) {
  SetPoint(object, place.path + "coordinates", record);
  for (const auto& [key, value] : object.items()) {
    const std::string name = absl::StrCat(place.path, key);
    std::vector<StoreFieldName> meanings;
    if (place.means_place) meanings = map_.KnownMeaningsOf(key);
    for (StoreFieldName& meaning : meanings) {
      meaning.rank += place.depth * kLastRank;
      SetValue(meaning, name, value, record);
    }
    const bool is_hours =
        !meanings.empty() && meanings[0].field == StoreField::kHours;
    if (entries != nullptr && entries->size() < kEntriesMax &&
        (is_hours || !value.is_object())) {
      for (const FieldMap::Told& told : map_.told()) {
        if (told.name == name) meanings.push_back({told.field, 0});
      }
      entries->push_back(MappingEntry(name, meanings));
    }
    if (is_hours || !value.is_object() || place.depth == kWalkDepthMax) {
      continue;
    }
    Walk(value,
         {absl::StrCat(name, "."), place.depth + 1,
          place.means_place && IsContainer(key)},
         record, entries);
  }
}

void JsonRecords::SetValue(const StoreFieldName& meaning,
                           const std::string& name, const json& value,
                           StoreRecord& record) const {
  std::string text;
  std::vector<std::string> texts;
  if (meaning.field == StoreField::kHours ||
      meaning.field == StoreField::kSecondaryHours) {
    SetHours(meaning, name, value, is_schema_, map_, record);
  } else if (ReadScalar(value, text)) {
    record.Set(meaning, name, text);
  } else if (meaning.field == StoreField::kSpecialDays) {
    SetSpecialDays(meaning, name, value, record);
  } else if (value.is_array() && ReadTexts(value, texts)) {
    record.Set(meaning, name, JoinTexts(meaning.field, texts));
  } else if (ReadScalar(Member(value, "name"), text) && !text.empty()) {
    // {"@type": "Country", "name": "Japan"}
    record.Set(meaning, absl::StrCat(name, ".name"), text);
  }
}

}  // namespace rapport::catalog
