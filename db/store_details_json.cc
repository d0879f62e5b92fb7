#include "db/store_details_json.h"

#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "db/json_text.h"

namespace rapport::db {
namespace {

using nlohmann::json;

// Calls `read` with the member, if there is one.
template <typename Read>
void IfThere(const json& object, const char* key, const Read& read) {
  const auto found = object.find(key);
  if (found != object.end()) read(*found);
}

json HoursJson(const std::vector<catalog::SecondaryHours>& hours) {
  json pairs = json::array();
  for (const auto& each : hours) pairs.push_back({each.kind, each.text});
  return pairs;
}

json DaysJson(const std::vector<catalog::SpecialDay>& days) {
  json triples = json::array();
  for (const auto& day : days) {
    triples.push_back({absl::FormatCivilTime(day.date), day.text, day.comment});
  }
  return triples;
}

}  // namespace

json TextsJson(const std::vector<catalog::LocalizedName>& texts) {
  json pairs = json::array();
  for (const catalog::LocalizedName& text : texts) {
    pairs.push_back({text.language_tag, text.text});
  }
  return pairs;
}

std::vector<catalog::LocalizedName> TextsFrom(const json& pairs) {
  std::vector<catalog::LocalizedName> texts;
  for (const json& pair : pairs) texts.push_back({pair.at(0), pair.at(1)});
  return texts;
}

void AddDetails(const catalog::StoreDetails& details, json& object) {
  auto add = [&](const char* key, bool is_there, json value) {
    if (is_there) object[key] = std::move(value);
  };
  add("localized_names", !details.localized_names.empty(),
      TextsJson(details.localized_names));
  add("descriptions", !details.descriptions.empty(),
      TextsJson(details.descriptions));
  add("location_precision",
      details.location_precision != catalog::LocationPrecision::kPoint,
      static_cast<int>(details.location_precision));
  add("secondary_hours", !details.secondary_hours.empty(),
      HoursJson(details.secondary_hours));
  add("special_days", !details.special_days.empty(),
      DaysJson(details.special_days));
  add("languages", !details.languages.empty(), details.languages);
  add("channels", !details.channels.empty(), details.channels.bits());
  add("attributes", !details.attributes.empty(), details.attributes);
  add("temporarily_closed", details.temporarily_closed, true);
}

void ReadDetails(const json& object, catalog::StoreDetails& details) {
  details = {};
  IfThere(object, "localized_names", [&](const json& texts) {
    details.localized_names = TextsFrom(texts);
  });
  IfThere(object, "descriptions",
          [&](const json& texts) { details.descriptions = TextsFrom(texts); });
  IfThere(object, "location_precision", [&](const json& number) {
    details.location_precision =
        static_cast<catalog::LocationPrecision>(number.get<int>());
  });
  IfThere(object, "secondary_hours", [&](const json& pairs) {
    for (const json& pair : pairs) {
      details.secondary_hours.push_back({pair.at(0), pair.at(1)});
    }
  });
  IfThere(object, "special_days", [&](const json& triples) {
    for (const json& each : triples) {
      details.special_days.push_back(
          {DayFrom(each.at(0)), each.at(1), each.at(2)});
    }
  });
  IfThere(object, "languages",
          [&](const json& tags) { tags.get_to(details.languages); });
  IfThere(object, "channels",
          [&](const json& bits) { details.channels = ChannelsFrom(bits); });
  IfThere(object, "attributes",
          [&](const json& words) { words.get_to(details.attributes); });
  IfThere(object, "temporarily_closed", [&](const json& is_closed) {
    details.temporarily_closed = is_closed;
  });
}

}  // namespace rapport::db
