#include "server/catalog/catalog_convert.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {
namespace {

template <typename Proto>
void FromRevision(const Revision& revision, Proto* out) {
  out->set_etag(transport::FromVersion(revision.version));
  transport::FromTime(revision.create_time, out->mutable_create_time());
  transport::FromTime(revision.update_time, out->mutable_update_time());
}

// An id that a name, where there is one, must agree with.
template <typename Id>
absl::Status CheckDerived(absl::string_view field, const Id& named,
                          const Id& derived) {
  if (named == derived) return absl::OkStatus();
  return InvalidField(field, "IMMUTABLE",
                      "is not the name that source and source_id give; they "
                      "cannot be changed");
}

absl::Status AddServices(
    const Caller& caller, absl::string_view prefix,
    const google::protobuf::RepeatedPtrField<std::string>& in,
    std::vector<ServiceId>& out) {
  for (int i = 0; i < in.size(); ++i) {
    absl::StatusOr<ServiceId> service = transport::ParseServiceName(
        caller, absl::StrCat(prefix, ".services[", i, "]"), in[i]);
    if (!service.ok()) return service.status();
    out.push_back(*service);
  }
  return absl::OkStatus();
}

absl::Status AddChannels(absl::string_view prefix,
                         const google::protobuf::RepeatedField<int>& in,
                         ChannelSet& out) {
  for (int i = 0; i < in.size(); ++i) {
    absl::StatusOr<Channel> channel =
        transport::ToChannel(absl::StrCat(prefix, ".channels[", i, "]"), in[i]);
    if (!channel.ok()) return channel.status();
    out.Add(*channel);
  }
  return absl::OkStatus();
}

template <typename Proto>
void FromChannels(ChannelSet channels, Proto* out) {
  for (Channel channel : kAllChannels) {
    if (channels.Has(channel))
      out->add_channels(transport::FromChannel(channel));
  }
}

void FromAddress(const StoreAddress& address, v1::StoreAddress* out) {
  out->set_region_code(address.region_code);
  out->set_administrative_area(address.administrative_area);
  out->set_locality(address.locality);
  out->set_postal_code(address.postal_code);
  for (const std::string& line : address.lines) out->add_address_lines(line);
}

StoreAddress ToAddress(const v1::StoreAddress& in) {
  return {.region_code = in.region_code(),
          .administrative_area = in.administrative_area(),
          .locality = in.locality(),
          .postal_code = in.postal_code(),
          .lines = {in.address_lines().begin(), in.address_lines().end()}};
}

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
    for (const LocalizedName& name : style.localized_names) {
      v1::LocalizedText* text = added->add_localized_names();
      text->set_language_code(name.language_tag);
      text->set_text(name.text);
    }
  }
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
    const auto& names = in.styles(i).localized_names();
    for (int j = 0; j < names.size(); ++j) {
      absl::StatusOr<std::string> tag = transport::ToLanguageTag(
          absl::StrCat(field, ".localized_names[", j, "].language_code"),
          names[j].language_code());
      if (!tag.ok()) return tag.status();
      added.localized_names.push_back({*tag, names[j].text()});
    }
  }
  return brand;
}

void FromStore(const BrandId& brand, const Store& store, v1::Store* out) {
  const StoreContent& content = store.content;
  out->set_name(transport::StoreName(brand, store.id));
  out->set_display_name(content.display_name);
  out->mutable_location()->set_latitude(content.location.latitude_deg);
  out->mutable_location()->set_longitude(content.location.longitude_deg);
  out->set_time_zone(content.time_zone);
  if (content.address != StoreAddress()) {
    FromAddress(content.address, out->mutable_address());
  }
  out->set_phone_number(content.phone_number);
  out->set_website_uri(content.website_uri);
  out->set_opening_hours_text(content.opening_hours_text);
  out->set_source(store.source);
  out->set_source_id(store.source_id);
  for (const ServiceId& service : content.services) {
    out->add_services(transport::ServiceName(brand, service));
  }
  if (!content.market.empty()) {
    out->set_market(
        absl::StrCat(transport::BrandName(brand), "/", content.market));
  }
  FromRevision(store.revision, out);
}

absl::StatusOr<Store> ToStore(const Caller& caller, const v1::Store& in) {
  Store store;
  store.source = in.source();
  store.source_id = in.source_id();
  store.id = StoreIdOf(in.source(), in.source_id());
  if (!in.name().empty()) {
    absl::StatusOr<StoreId> named =
        transport::ParseStoreName(caller, "store.name", in.name());
    if (!named.ok()) return named.status();
    absl::Status same = CheckDerived("store.name", *named, store.id);
    if (!same.ok()) return same;
  }
  StoreContent& content = store.content;
  content.display_name = in.display_name();
  if (!in.has_location()) {
    return InvalidField("store.location", "REQUIRED",
                        "is unset; it is required");
  }
  absl::StatusOr<geo::Point> location =
      transport::ToPoint("store.location", in.location());
  if (!location.ok()) return location.status();
  content.location = *location;
  content.time_zone = in.time_zone();
  content.address = ToAddress(in.address());
  content.phone_number = in.phone_number();
  content.website_uri = in.website_uri();
  content.opening_hours_text = in.opening_hours_text();
  absl::Status services =
      AddServices(caller, "store", in.services(), content.services);
  if (!services.ok()) return services;
  absl::string_view market = in.market();
  if (!market.empty() &&
      !absl::ConsumePrefix(
          &market, absl::StrCat(transport::BrandName(caller.brand()), "/"))) {
    return InvalidField("store.market", "MALFORMED",
                        "must be a market of the store's brand");
  }
  content.market = std::string(market);
  return store;
}

void FromAssociate(const Caller& caller, const Associate& associate,
                   v1::Associate* out) {
  const BrandId& brand = caller.brand();
  const AssociateContent& content = associate.content;
  out->set_name(transport::AssociateName(brand, associate.id));
  out->set_display_name(content.display_name);
  for (const StoreId& store : content.stores) {
    out->add_stores(transport::StoreName(brand, store));
  }
  for (const SpokenLanguage& language : content.languages) {
    v1::SpokenLanguage* added = out->add_languages();
    added->set_language_code(language.tag);
    added->set_level(static_cast<v1::LanguageLevel>(language.level));
  }
  for (const StyleId& style : content.styles) out->add_styles(style.text());
  for (const ServiceId& service : content.services) {
    out->add_services(transport::ServiceName(brand, service));
  }
  FromChannels(content.channels, out);
  if (caller.role() != Role::kShopper) {
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
  status.Update(AddChannels("service", in.channels(), service.channels));
  if (!status.ok()) return status;
  return service;
}

void FromRowOutcome(const BrandId& brand, absl::string_view collection,
                    const RowOutcome& row, v1::ImportRow* out) {
  out->set_position(row.position);
  switch (row.outcome) {
    case ImportOutcome::kCreated:
      out->set_outcome(v1::IMPORT_OUTCOME_CREATED);
      break;
    case ImportOutcome::kUpdated:
      out->set_outcome(v1::IMPORT_OUTCOME_UPDATED);
      break;
    case ImportOutcome::kUnchanged:
      out->set_outcome(v1::IMPORT_OUTCOME_UNCHANGED);
      break;
    case ImportOutcome::kRejected:
      out->set_outcome(v1::IMPORT_OUTCOME_REJECTED);
      out->set_field(row.problem.field);
      out->set_reason(row.problem.reason);
      out->set_message(row.problem.message);
      out->set_first_position(row.first_position);
      return;
  }
  out->set_name(absl::StrCat(transport::BrandName(brand), "/", collection, "/",
                             EncodeId(row.id)));
}

void FromCounts(const ImportCounts& counts, v1::ImportSummary* out) {
  out->set_rows(counts.rows);
  out->set_created(counts.created);
  out->set_updated(counts.updated);
  out->set_unchanged(counts.unchanged);
  out->set_rejected(counts.rejected);
}

void FromProgress(const ImportProgress& progress, v1::ImportProgress* out) {
  out->set_received_bytes(progress.received_bytes);
  out->set_read_rows(progress.read_rows);
  out->set_done_rows(progress.done_rows);
}

}  // namespace rapport::catalog
