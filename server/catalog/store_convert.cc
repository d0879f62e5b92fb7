#include "server/catalog/store_convert.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/catalog/parts_convert.h"
#include "server/hours/read_hours.h"
#include "server/transport/resource_name.h"

namespace rapport::catalog {
namespace {

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

void FromDetails(const StoreDetails& details, v1::Store* out) {
  FromTexts(details.localized_names, out->mutable_localized_names());
  FromTexts(details.descriptions, out->mutable_descriptions());
  out->set_location_precision(
      static_cast<v1::LocationPrecision>(details.location_precision));
  for (const SecondaryHours& hours : details.secondary_hours) {
    v1::SecondaryHours* added = out->add_secondary_hours();
    added->set_kind(hours.kind);
    added->set_text(hours.text);
  }
  for (const SpecialDay& day : details.special_days) {
    v1::SpecialDay* added = out->add_special_days();
    transport::FromDate(day.date, added->mutable_date());
    added->set_text(day.text);
    added->set_comment(day.comment);
  }
  for (const std::string& tag : details.languages) out->add_language_codes(tag);
  FromChannels(details.channels, out);
  for (const std::string& word : details.attributes) out->add_attributes(word);
  out->set_temporarily_closed(details.temporarily_closed);
}

absl::Status AddLanguages(const v1::Store& in, StoreDetails& out) {
  for (int i = 0; i < in.language_codes_size(); ++i) {
    absl::StatusOr<std::string> tag = transport::ToLanguageTag(
        absl::StrCat("store.language_codes[", i, "]"), in.language_codes(i));
    if (!tag.ok()) return tag.status();
    out.languages.push_back(*std::move(tag));
  }
  return absl::OkStatus();
}

absl::Status AddHours(const v1::Store& in, StoreDetails& out) {
  for (const v1::SecondaryHours& hours : in.secondary_hours()) {
    out.secondary_hours.push_back({hours.kind(), hours.text()});
  }
  for (int i = 0; i < in.special_days_size(); ++i) {
    const v1::SpecialDay& day = in.special_days(i);
    absl::StatusOr<absl::CivilDay> date = transport::ToDate(
        absl::StrCat("store.special_days[", i, "].date"), day.date());
    if (!date.ok()) return date.status();
    out.special_days.push_back({*date, day.text(), day.comment()});
  }
  return absl::OkStatus();
}

absl::Status SetPrecision(const v1::Store& in, StoreDetails& out) {
  if (!v1::LocationPrecision_IsValid(in.location_precision())) {
    return InvalidField("store.location_precision", "UNKNOWN",
                        absl::StrCat("is ", in.location_precision(),
                                     "; no precision has that number"));
  }
  if (in.location_precision() != v1::LOCATION_PRECISION_UNSPECIFIED) {
    out.location_precision =
        static_cast<LocationPrecision>(in.location_precision());
  }
  return absl::OkStatus();
}

absl::Status ToDetails(const v1::Store& in, StoreDetails& out) {
  for (absl::Status done :
       {AddTexts("store.localized_names", in.localized_names(),
                 out.localized_names),
        AddTexts("store.descriptions", in.descriptions(), out.descriptions),
        SetPrecision(in, out), AddHours(in, out), AddLanguages(in, out),
        AddChannels("store", in.channels(), out.channels)}) {
    if (!done.ok()) return done;
  }
  out.attributes = {in.attributes().begin(), in.attributes().end()};
  out.temporarily_closed = in.temporarily_closed();
  SortDetails(out);
  return absl::OkStatus();
}

}  // namespace

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
  FromDetails(content.details, out);
  FromRevision(store.revision, out);
}

void TellHoursReading(v1::Store* store) {
  if (store->opening_hours_text().empty()) return;
  const hours::HoursReading reading =
      hours::ReadHours(store->opening_hours_text());
  v1::HoursReading* out = store->mutable_hours_reading();
  out->set_is_read(reading.is_read());
  out->set_canonical_text(reading.hours.ToText());
  auto add = [out](absl::string_view reason, absl::string_view message) {
    v1::Remark* remark = out->add_remarks();
    remark->set_field("opening_hours_text");
    remark->set_reason(std::string(reason));
    remark->set_message(std::string(message));
  };
  if (!reading.is_read()) add(hours::kHoursNotRead, reading.problem.message());
  for (const hours::HoursRemark& remark : reading.remarks) {
    add(remark.code, remark.text);
  }
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
  absl::Status details = ToDetails(in, content.details);
  if (!details.ok()) return details;
  return store;
}

}  // namespace rapport::catalog
