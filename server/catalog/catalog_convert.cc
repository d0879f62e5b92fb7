#include "server/catalog/catalog_convert.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/catalog/parts_convert.h"
#include "server/catalog/service_rules_convert.h"
#include "server/catalog/store_resource_convert.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

absl::Status AddLanguages(const v1::Associate& in, AssociateContent& out) {
  for (int i = 0; i < in.languages_size(); ++i) {
    const v1::SpokenLanguage& language = in.languages(i);
    const std::string field = absl::StrCat("associate.languages[", i, "]");
    absl::StatusOr<std::string> tag = transport::ToLanguageTag(
        absl::StrCat(field, ".language_code"), language.language_code());
    if (!tag.ok()) return tag.status();
    if (language.level() == v1::LANGUAGE_LEVEL_UNSPECIFIED) {
      return InvalidField(absl::StrCat(field, ".level"), "REQUIRED",
                          "is unset; it is required");
    }
    if (!v1::LanguageLevel_IsValid(language.level())) {
      return InvalidField(
          absl::StrCat(field, ".level"), "UNKNOWN",
          absl::StrCat("is ", language.level(), "; no level has that number"));
    }
    out.languages.push_back(
        {*tag, static_cast<LanguageLevel>(language.level())});
  }
  return absl::OkStatus();
}

absl::Status AddStyles(const v1::Associate& in, AssociateContent& out) {
  for (int i = 0; i < in.styles_size(); ++i) {
    absl::StatusOr<StyleId> style = StyleId::Parse(in.styles(i));
    if (!style.ok()) {
      return InvalidField(absl::StrCat("associate.styles[", i, "]"),
                          "MALFORMED", style.status().message());
    }
    out.styles.push_back(*style);
  }
  return absl::OkStatus();
}

absl::Status AddHolidayLists(const v1::Brand& in, Brand& out) {
  for (int i = 0; i < in.holiday_lists_size(); ++i) {
    const v1::HolidayList& list = in.holiday_lists(i);
    const std::string path = absl::StrCat("brand.holiday_lists[", i, "]");
    absl::StatusOr<absl::CivilDay> first =
        transport::ToDate(absl::StrCat(path, ".first_date"), list.first_date());
    if (!first.ok()) return first.status();
    absl::StatusOr<absl::CivilDay> last =
        transport::ToDate(absl::StrCat(path, ".last_date"), list.last_date());
    if (!last.ok()) return last.status();
    HolidayList& added = out.holiday_lists.emplace_back(
        HolidayList{list.region_code(), *first, *last, {}});
    for (int j = 0; j < list.dates_size(); ++j) {
      absl::StatusOr<absl::CivilDay> date = transport::ToDate(
          absl::StrCat(path, ".dates[", j, "]"), list.dates(j));
      if (!date.ok()) return date.status();
      added.dates.push_back(*date);
    }
    std::sort(added.dates.begin(), added.dates.end());
  }
  return absl::OkStatus();
}

void FromWeights(const RankingWeights& weights, v1::RankingWeights* out) {
  out->set_language_level_m(weights.language_level_m);
  out->set_style_m(weights.style_m);
  out->set_channel_m(weights.channel_m);
  out->set_wait_day_m(weights.wait_day_m);
  out->set_unfamiliar_m(weights.unfamiliar_m);
  out->set_remote_distance_percent(weights.remote_distance_percent);
}

// What is unset stays at its default.
RankingWeights ToWeights(const v1::RankingWeights& in) {
  RankingWeights out;
  if (in.has_language_level_m()) out.language_level_m = in.language_level_m();
  if (in.has_style_m()) out.style_m = in.style_m();
  if (in.has_channel_m()) out.channel_m = in.channel_m();
  if (in.has_wait_day_m()) out.wait_day_m = in.wait_day_m();
  if (in.has_unfamiliar_m()) out.unfamiliar_m = in.unfamiliar_m();
  if (in.has_remote_distance_percent()) {
    out.remote_distance_percent = in.remote_distance_percent();
  }
  return out;
}

bool MaySearchFor(const Brand& brand, const std::string& attribute) {
  const auto& words = brand.searchable_attributes;
  return std::find(words.begin(), words.end(), attribute) != words.end();
}

// A duration that stays at `out` where it is unset.
absl::Status SetDuration(absl::string_view field, bool is_set,
                         const google::protobuf::Duration& in,
                         absl::Duration& out) {
  if (!is_set) return absl::OkStatus();
  absl::StatusOr<absl::Duration> duration =
      transport::ToDuration(absl::StrCat("service.", field), in);
  if (duration.ok()) out = *duration;
  return duration.status();
}

}  // namespace

void FromBrand(const Brand& brand, v1::Brand* out) {
  out->set_name(transport::BrandName(brand.id));
  out->set_display_name(brand.display_name);
  for (const Style& style : brand.styles) {
    v1::Style* added = out->add_styles();
    added->set_style_id(style.id.text());
    added->set_display_name(style.display_name);
    FromTexts(style.localized_names, added->mutable_localized_names());
  }
  for (const HolidayList& list : brand.holiday_lists) {
    v1::HolidayList* added = out->add_holiday_lists();
    added->set_region_code(list.region_code);
    transport::FromDate(list.first, added->mutable_first_date());
    transport::FromDate(list.last, added->mutable_last_date());
    for (absl::CivilDay date : list.dates) {
      transport::FromDate(date, added->add_dates());
    }
  }
  FromWeights(brand.ranking_weights, out->mutable_ranking_weights());
  for (const std::string& attribute : brand.searchable_attributes) {
    out->add_searchable_attributes(attribute);
  }
  out->set_time_off_needs_approval(brand.time_off_needs_approval);
  FromRevision(brand.revision, out);
}

absl::StatusOr<Brand> ToBrand(const BrandId& id, const v1::Brand& in) {
  Brand brand;
  brand.id = id;
  brand.display_name = in.display_name();
  for (int i = 0; i < in.styles_size(); ++i) {
    const std::string field = absl::StrCat("brand.styles[", i, "]");
    absl::StatusOr<StyleId> style = StyleId::Parse(in.styles(i).style_id());
    if (!style.ok()) {
      return InvalidField(absl::StrCat(field, ".style_id"), "MALFORMED",
                          style.status().message());
    }
    Style& added = brand.styles.emplace_back();
    added.id = *style;
    added.display_name = in.styles(i).display_name();
    absl::Status names =
        AddTexts(absl::StrCat(field, ".localized_names"),
                 in.styles(i).localized_names(), added.localized_names);
    if (!names.ok()) return names;
  }
  absl::Status holidays = AddHolidayLists(in, brand);
  if (!holidays.ok()) return holidays;
  brand.ranking_weights = ToWeights(in.ranking_weights());
  brand.searchable_attributes = {in.searchable_attributes().begin(),
                                 in.searchable_attributes().end()};
  brand.time_off_needs_approval = in.time_off_needs_approval();
  return brand;
}

void FromAssociate(const Caller& caller, const Brand& brand,
                   const Associate& associate, v1::Associate* out) {
  const AssociateContent& content = associate.content;
  out->set_name(transport::AssociateName(brand.id, associate.id));
  out->set_display_name(content.display_name);
  for (const StoreId& store : content.stores) {
    out->add_stores(transport::StoreName(brand.id, store));
  }
  for (const SpokenLanguage& language : content.languages) {
    v1::SpokenLanguage* added = out->add_languages();
    added->set_language_code(language.tag);
    added->set_level(static_cast<v1::LanguageLevel>(language.level));
  }
  for (const StyleId& style : content.styles) out->add_styles(style.text());
  for (const ServiceId& service : content.services) {
    out->add_services(transport::ServiceName(brand.id, service));
  }
  FromChannels(content.channels, out);
  const bool is_shopper = caller.role() == Role::kShopper;
  for (const std::string& attribute : content.attributes) {
    if (is_shopper && !MaySearchFor(brand, attribute)) continue;
    out->add_attributes(attribute);
  }
  if (!is_shopper) {
    out->set_source(associate.source);
    out->set_source_id(associate.source_id);
  }
  FromRevision(associate.revision, out);
}

absl::StatusOr<Associate> ToAssociate(const Caller& caller,
                                      const v1::Associate& in) {
  Associate associate;
  associate.source = in.source();
  associate.source_id = in.source_id();
  associate.id = AssociateIdOf(in.source(), in.source_id());
  if (!in.name().empty()) {
    absl::StatusOr<AssociateId> named =
        transport::ParseAssociateName(caller, "associate.name", in.name());
    if (!named.ok()) return named.status();
    absl::Status same = CheckDerived("associate.name", *named, associate.id);
    if (!same.ok()) return same;
  }
  AssociateContent& content = associate.content;
  content.display_name = in.display_name();
  for (int i = 0; i < in.stores_size(); ++i) {
    absl::StatusOr<StoreId> store = transport::ParseStoreName(
        caller, absl::StrCat("associate.stores[", i, "]"), in.stores(i));
    if (!store.ok()) return store.status();
    content.stores.push_back(*store);
  }
  absl::Status status = AddLanguages(in, content);
  if (!status.ok()) return status;
  status = AddStyles(in, content);
  if (!status.ok()) return status;
  status = AddServices(caller, "associate", in.services(), content.services);
  if (!status.ok()) return status;
  status = AddChannels("associate", in.channels(), content.channels);
  if (!status.ok()) return status;
  content.attributes = {in.attributes().begin(), in.attributes().end()};
  return associate;
}

void FromService(const BrandId& brand, const Service& service,
                 v1::Service* out) {
  out->set_name(transport::ServiceName(brand, service.id));
  out->set_display_name(service.display_name);
  transport::FromDuration(service.duration, out->mutable_duration());
  transport::FromDuration(service.buffer_before, out->mutable_buffer_before());
  transport::FromDuration(service.buffer_after, out->mutable_buffer_after());
  transport::FromDuration(service.minimum_notice,
                          out->mutable_minimum_notice());
  transport::FromDuration(service.booking_horizon,
                          out->mutable_booking_horizon());
  transport::FromDuration(service.slot_interval, out->mutable_slot_interval());
  transport::FromDuration(service.hold_duration, out->mutable_hold_duration());
  for (absl::Duration choice : service.duration_choices) {
    transport::FromDuration(choice, out->add_duration_choices());
  }
  FromNeeds(service.needs, out);
  FromServiceRules(service, out);
  FromChannels(service.channels, out);
  FromRevision(service.revision, out);
}

absl::StatusOr<Service> ToService(const Caller& caller, const v1::Service& in) {
  Service service;
  absl::StatusOr<ServiceId> id =
      transport::ParseServiceName(caller, "service.name", in.name());
  if (!id.ok()) return id.status();
  service.id = *id;
  service.display_name = in.display_name();
  if (!in.has_duration()) {
    return InvalidField("service.duration", "REQUIRED",
                        "is unset; it is required");
  }
  absl::Status status =
      SetDuration("duration", true, in.duration(), service.duration);
  status.Update(SetDuration("buffer_before", in.has_buffer_before(),
                            in.buffer_before(), service.buffer_before));
  status.Update(SetDuration("buffer_after", in.has_buffer_after(),
                            in.buffer_after(), service.buffer_after));
  status.Update(SetDuration("minimum_notice", in.has_minimum_notice(),
                            in.minimum_notice(), service.minimum_notice));
  status.Update(SetDuration("booking_horizon", in.has_booking_horizon(),
                            in.booking_horizon(), service.booking_horizon));
  status.Update(SetDuration("slot_interval", in.has_slot_interval(),
                            in.slot_interval(), service.slot_interval));
  status.Update(SetDuration("hold_duration", in.has_hold_duration(),
                            in.hold_duration(), service.hold_duration));
  for (int i = 0; i < in.duration_choices_size(); ++i) {
    status.Update(SetDuration(absl::StrCat("duration_choices[", i, "]"), true,
                              in.duration_choices(i),
                              service.duration_choices.emplace_back()));
  }
  status.Update(SetServiceRules(in, service));
  status.Update(AddChannels("service", in.channels(), service.channels));
  if (!status.ok()) return status;
  absl::StatusOr<std::vector<ResourceNeed>> needs = ToNeeds(in);
  if (!needs.ok()) return needs.status();
  service.needs = *std::move(needs);
  return service;
}

}  // namespace rapport::catalog
