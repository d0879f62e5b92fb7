#include "db/demand_json.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "db/json_text.h"

namespace rapport::db {
namespace {

using nlohmann::json;

void Add(const char* key, const std::vector<std::string>& words, json& object) {
  if (!words.empty()) object[key] = words;
}

std::vector<std::string> Texts(const std::vector<StyleId>& styles) {
  std::vector<std::string> texts;
  texts.reserve(styles.size());
  for (const StyleId& style : styles) texts.push_back(style.text());
  return texts;
}

std::vector<std::string> Texts(const std::vector<SpokenLanguage>& languages) {
  std::vector<std::string> texts;
  texts.reserve(languages.size());
  for (const SpokenLanguage& language : languages) {
    texts.push_back(
        absl::StrCat(language.tag, ":", static_cast<int>(language.level)));
  }
  return texts;
}

std::vector<std::string> Texts(ChannelSet channels) {
  std::vector<std::string> texts;
  for (Channel channel : kAllChannels) {
    if (channels.Has(channel)) texts.emplace_back(ChannelWord(channel));
  }
  return texts;
}

}  // namespace

absl::StatusOr<std::string> FiltersJson(const search::DemandFilters& filters) {
  json object = json::object();
  if (filters.service.has_value()) object["service"] = filters.service->text();
  Add("languages", Texts(filters.languages), object);
  Add("styles", Texts(filters.styles), object);
  Add("any_styles", Texts(filters.any_styles), object);
  Add("channels", Texts(filters.channels), object);
  Add("attributes", filters.attributes, object);
  if (filters.days_ahead.has_value()) {
    object["days_ahead"] = *filters.days_ahead;
  }
  if (filters.names_stores) object["names_stores"] = true;
  if (filters.names_associates) object["names_associates"] = true;
  return DumpJson(object);
}

}  // namespace rapport::db
