#include "db/catalog_json.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "db/json_text.h"
#include "db/service_rules_json.h"
#include "db/store_details_json.h"

namespace rapport::db {
namespace {

using nlohmann::json;

template <typename SlugId>
std::vector<std::string> Words(const std::vector<SlugId>& slugs) {
  std::vector<std::string> words;
  words.reserve(slugs.size());
  for (const SlugId& slug : slugs) words.push_back(slug.text());
  return words;
}

template <typename SlugId>
std::vector<SlugId> SlugsFrom(const json& words) {
  std::vector<SlugId> slugs;
  slugs.reserve(words.size());
  for (const json& word : words) {
    slugs.push_back(SlugId::FromStored(word.get_ref<const std::string&>()));
  }
  return slugs;
}

// `1h30m`: says its unit, and to the nanosecond.
std::string Text(absl::Duration duration) {
  return absl::FormatDuration(duration);
}

absl::Duration DurationFrom(const json& text) {
  absl::Duration duration;
  if (!absl::ParseDuration(text.get_ref<const std::string&>(), &duration)) {
    throw NotOurs();
  }
  return duration;
}

json StyleJson(const catalog::Style& style) {
  return {{"id", style.id.text()},
          {"display_name", style.display_name},
          {"localized_names", TextsJson(style.localized_names)}};
}

// [region, first, last, [dates]] of each.
json ListsJson(const std::vector<catalog::HolidayList>& lists) {
  json all = json::array();
  for (const catalog::HolidayList& list : lists) {
    json dates = json::array();
    for (absl::CivilDay date : list.dates) {
      dates.push_back(absl::FormatCivilTime(date));
    }
    all.push_back({list.region_code, absl::FormatCivilTime(list.first),
                   absl::FormatCivilTime(list.last), std::move(dates)});
  }
  return all;
}

std::vector<catalog::HolidayList> ListsFrom(const json& all) {
  std::vector<catalog::HolidayList> lists;
  for (const json& list : all) {
    catalog::HolidayList& added = lists.emplace_back(catalog::HolidayList{
        list.at(0), DayFrom(list.at(1)), DayFrom(list.at(2)), {}});
    for (const json& date : list.at(3)) added.dates.push_back(DayFrom(date));
  }
  return lists;
}

struct Weight {
  const char* key;
  int32_t catalog::RankingWeights::*number;
};

constexpr Weight kWeights[] = {
    {"language_level_m", &catalog::RankingWeights::language_level_m},
    {"style_m", &catalog::RankingWeights::style_m},
    {"channel_m", &catalog::RankingWeights::channel_m},
    {"wait_day_m", &catalog::RankingWeights::wait_day_m},
    {"unfamiliar_m", &catalog::RankingWeights::unfamiliar_m},
    {"remote_distance_percent",
     &catalog::RankingWeights::remote_distance_percent}};

// Those that are not the default.
json WeightsJson(const catalog::RankingWeights& weights) {
  const catalog::RankingWeights unset;
  json object = json::object();
  for (const Weight& weight : kWeights) {
    const int32_t number = weights.*weight.number;
    if (number != unset.*weight.number) object[weight.key] = number;
  }
  return object;
}

catalog::RankingWeights WeightsFrom(const json& object) {
  catalog::RankingWeights weights;
  for (const Weight& weight : kWeights) {
    if (object.contains(weight.key)) {
      weights.*weight.number = object.at(weight.key);
    }
  }
  return weights;
}

catalog::Style StyleFrom(const json& object) {
  return {StyleId::FromStored(object.at("id").get<std::string>()),
          object.at("display_name"), TextsFrom(object.at("localized_names"))};
}

}  // namespace

absl::StatusOr<std::string> ContentJson(const catalog::Brand& brand) {
  json styles = json::array();
  for (const catalog::Style& style : brand.styles) {
    styles.push_back(StyleJson(style));
  }
  json object = {{"display_name", brand.display_name},
                 {"styles", std::move(styles)}};
  // Most brands have none, and the texts from before there were any say so.
  if (!brand.holiday_lists.empty()) {
    object["holiday_lists"] = ListsJson(brand.holiday_lists);
  }
  // The same of what came later still.
  json weights = WeightsJson(brand.ranking_weights);
  if (!weights.empty()) object["ranking_weights"] = std::move(weights);
  if (!brand.searchable_attributes.empty()) {
    object["searchable_attributes"] = brand.searchable_attributes;
  }
  if (brand.time_off_needs_approval) object["time_off_needs_approval"] = true;
  return DumpJson(object);
}

absl::Status ReadContent(absl::string_view json_text, catalog::Brand& brand) {
  return ReadJson(json_text, "brand", [&](const json& object) {
    brand.display_name = object.at("display_name");
    brand.styles.clear();
    for (const json& style : object.at("styles")) {
      brand.styles.push_back(StyleFrom(style));
    }
    brand.holiday_lists.clear();
    if (object.contains("holiday_lists")) {
      brand.holiday_lists = ListsFrom(object.at("holiday_lists"));
    }
    brand.ranking_weights =
        WeightsFrom(object.value("ranking_weights", json::object()));
    brand.searchable_attributes =
        object.value("searchable_attributes", std::vector<std::string>());
    brand.time_off_needs_approval =
        object.value("time_off_needs_approval", false);
  });
}

absl::StatusOr<std::string> ContentJson(const catalog::StoreContent& content) {
  const catalog::StoreAddress& address = content.address;
  json object = {{"display_name", content.display_name},
                 {"address",
                  {{"region_code", address.region_code},
                   {"administrative_area", address.administrative_area},
                   {"locality", address.locality},
                   {"postal_code", address.postal_code},
                   {"lines", address.lines}}},
                 {"phone_number", content.phone_number},
                 {"website_uri", content.website_uri},
                 {"opening_hours_text", content.opening_hours_text},
                 {"services", Words(content.services)},
                 {"market", content.market}};
  AddDetails(content.details, object);
  return DumpJson(object);
}

absl::Status ReadContent(absl::string_view json_text,
                         catalog::StoreContent& content) {
  return ReadJson(json_text, "store", [&](const json& object) {
    content.display_name = object.at("display_name");
    const json& address = object.at("address");
    content.address.region_code = address.at("region_code");
    content.address.administrative_area = address.at("administrative_area");
    content.address.locality = address.at("locality");
    content.address.postal_code = address.at("postal_code");
    address.at("lines").get_to(content.address.lines);
    content.phone_number = object.at("phone_number");
    content.website_uri = object.at("website_uri");
    content.opening_hours_text = object.at("opening_hours_text");
    content.services = SlugsFrom<ServiceId>(object.at("services"));
    content.market = object.at("market");
    ReadDetails(object, content.details);
  });
}

absl::StatusOr<std::string> ContentJson(
    const catalog::AssociateContent& content) {
  json stores = json::array();
  for (const StoreId& store : content.stores) {
    stores.push_back(store.ToString());
  }
  json languages = json::array();
  for (const SpokenLanguage& language : content.languages) {
    languages.push_back({language.tag, static_cast<int>(language.level)});
  }
  json object = {{"display_name", content.display_name},
                 {"stores", std::move(stores)},
                 {"languages", std::move(languages)},
                 {"styles", Words(content.styles)},
                 {"services", Words(content.services)},
                 {"channels", content.channels.bits()}};
  if (!content.attributes.empty()) object["attributes"] = content.attributes;
  return DumpJson(object);
}

absl::Status ReadContent(absl::string_view json_text,
                         catalog::AssociateContent& content) {
  return ReadJson(json_text, "associate", [&](const json& object) {
    content.display_name = object.at("display_name");
    content.stores.clear();
    for (const json& store : object.at("stores")) {
      content.stores.push_back(IdFrom<StoreId>(store));
    }
    content.languages.clear();
    for (const json& language : object.at("languages")) {
      content.languages.push_back(
          {language.at(0),
           static_cast<LanguageLevel>(language.at(1).get<int>())});
    }
    content.styles = SlugsFrom<StyleId>(object.at("styles"));
    content.services = SlugsFrom<ServiceId>(object.at("services"));
    content.channels = ChannelsFrom(object.at("channels"));
    content.attributes = object.value("attributes", std::vector<std::string>());
  });
}

absl::StatusOr<std::string> ContentJson(const catalog::Service& service) {
  json object = {{"display_name", service.display_name},
                 {"duration", Text(service.duration)},
                 {"buffer_before", Text(service.buffer_before)},
                 {"buffer_after", Text(service.buffer_after)},
                 {"minimum_notice", Text(service.minimum_notice)},
                 {"booking_horizon", Text(service.booking_horizon)},
                 {"slot_interval", Text(service.slot_interval)},
                 {"hold_duration", Text(service.hold_duration)},
                 {"channels", service.channels.bits()}};
  // Most have none, and texts from before there were any say so.
  for (absl::Duration choice : service.duration_choices) {
    object["duration_choices"].push_back(Text(choice));
  }
  for (const catalog::ResourceNeed& need : service.needs) {
    object["needs"].push_back({need.kind.text(), need.count});
  }
  AddServiceRules(service, object);
  return DumpJson(object);
}

absl::Status ReadContent(absl::string_view json_text,
                         catalog::Service& service) {
  return ReadJson(json_text, "service", [&](const json& object) {
    service.display_name = object.at("display_name");
    service.duration = DurationFrom(object.at("duration"));
    service.buffer_before = DurationFrom(object.at("buffer_before"));
    service.buffer_after = DurationFrom(object.at("buffer_after"));
    service.minimum_notice = DurationFrom(object.at("minimum_notice"));
    service.booking_horizon = DurationFrom(object.at("booking_horizon"));
    service.slot_interval = DurationFrom(object.at("slot_interval"));
    service.hold_duration = DurationFrom(object.at("hold_duration"));
    service.channels = ChannelsFrom(object.at("channels"));
    service.duration_choices.clear();
    const json choices = object.value("duration_choices", json::array());
    for (const json& choice : choices) {
      service.duration_choices.push_back(DurationFrom(choice));
    }
    service.needs.clear();
    const json needs = object.value("needs", json::array());
    for (const json& need : needs) {
      service.needs.push_back(
          {ResourceKind::FromStored(need.at(0).get<std::string>()),
           need.at(1)});
    }
    ReadServiceRules(object, service);
  });
}

absl::StatusOr<std::string> ContentJson(const catalog::OfferPolicy& policy) {
  json rules = json::array();
  for (const catalog::OfferRule& rule : policy.rules) {
    json& added = rules.emplace_back(
        json{{"offered", rule.offered}, {"final", rule.is_final}});
    if (rule.service.has_value()) added["service"] = rule.service->text();
    if (rule.channel.has_value()) {
      added["channel"] = static_cast<int>(*rule.channel);
    }
  }
  return DumpJson({{"rules", std::move(rules)}});
}

absl::Status ReadContent(absl::string_view json_text,
                         catalog::OfferPolicy& policy) {
  return ReadJson(json_text, "policy", [&](const json& object) {
    policy.rules.clear();
    for (const json& one : object.at("rules")) {
      catalog::OfferRule& rule = policy.rules.emplace_back();
      one.at("offered").get_to(rule.offered);
      one.at("final").get_to(rule.is_final);
      if (one.contains("service")) {
        rule.service =
            ServiceId::FromStored(one.at("service").get<std::string>());
      }
      if (one.contains("channel")) {
        rule.channel = ChannelFrom(one.at("channel"));
      }
    }
  });
}

absl::StatusOr<std::string> ContentJson(
    const catalog::StoreResource& resource) {
  json object = {{"display_name", resource.display_name},
                 {"kind", resource.kind.text()}};
  if (resource.out_of_service) object["out_of_service"] = true;
  return DumpJson(object);
}

absl::Status ReadContent(absl::string_view json_text,
                         catalog::StoreResource& resource) {
  return ReadJson(json_text, "resource", [&](const json& object) {
    resource.display_name = object.at("display_name");
    resource.kind =
        ResourceKind::FromStored(object.at("kind").get<std::string>());
    resource.out_of_service = object.value("out_of_service", false);
  });
}

}  // namespace rapport::db
