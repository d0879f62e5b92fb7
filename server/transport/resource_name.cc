#include "server/transport/resource_name.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

constexpr absl::string_view kSchedule = "/schedule";
constexpr absl::string_view kResources = "/resources/";
constexpr size_t kNameShownMax = 120;  // of what was seen, in messages

absl::Status Required(absl::string_view field) {
  return InvalidField(field, "REQUIRED", "is unset; it is required");
}

// The beginning of `name`, fit for a message whatever its bytes are.
std::string Shown(absl::string_view name) {
  std::string shown(name.substr(0, kNameShownMax));
  std::replace_if(
      shown.begin(), shown.end(),
      [](unsigned char c) { return !absl::ascii_isprint(c); }, '?');
  return shown;
}

}  // namespace

std::string BrandName(const BrandId& brand) {
  return absl::StrCat("brands/", brand.text());
}
std::string StoreName(const BrandId& brand, const StoreId& id) {
  return absl::StrCat(BrandName(brand), "/stores/", id.ToString());
}
std::string AssociateName(const BrandId& brand, const AssociateId& id) {
  return absl::StrCat(BrandName(brand), "/associates/", id.ToString());
}
std::string ServiceName(const BrandId& brand, const ServiceId& id) {
  return absl::StrCat(BrandName(brand), "/services/", id.text());
}
std::string StoreResourceName(const BrandId& brand, const StoreId& store,
                              const ResourceSlug& slug) {
  return absl::StrCat(StoreName(brand, store), kResources, slug.text());
}
std::string BookingName(const BrandId& brand, absl::string_view id) {
  return absl::StrCat(BrandName(brand), "/bookings/", id);
}

std::string ScheduleName(const BrandId& brand, const AssociateId& id) {
  return absl::StrCat(AssociateName(brand, id), kSchedule);
}

absl::Status NotFound(absl::string_view field, absl::string_view name) {
  return Error(absl::StatusCode::kNotFound, "NOT_FOUND",
               absl::StrCat("there is no ", Shown(name), " (", field, ")"));
}

absl::Status MalformedName(absl::string_view field, absl::string_view name,
                           absl::string_view why) {
  return InvalidField(field, "MALFORMED",
                      absl::StrCat("is `", Shown(name), "`; ", why));
}

absl::StatusOr<std::string> IdInBrand(const Caller& caller,
                                      absl::string_view field,
                                      absl::string_view name,
                                      absl::string_view collection) {
  if (name.empty()) return Required(field);
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "brands" || parts[2] != collection ||
      parts[3].empty()) {
    return MalformedName(
        field, name,
        absl::StrCat("it must be brands/{brand}/", collection, "/{id}"));
  }
  if (parts[1] != caller.brand().text()) return NotFound(field, name);
  return std::string(parts[3]);
}

absl::Status CheckBrandName(const Caller& caller, absl::string_view field,
                            absl::string_view name) {
  if (name.empty()) return Required(field);
  absl::string_view id = name;
  if (!absl::ConsumePrefix(&id, "brands/") || id.empty() ||
      absl::StrContains(id, "/")) {
    return MalformedName(field, name, "it must be brands/{brand}");
  }
  if (id != caller.brand().text()) return NotFound(field, name);
  return absl::OkStatus();
}

absl::StatusOr<StoreId> ParseStoreName(const Caller& caller,
                                       absl::string_view field,
                                       absl::string_view name) {
  return ParseName<StoreId>(caller, field, name, "stores");
}

absl::StatusOr<AssociateId> ParseAssociateName(const Caller& caller,
                                               absl::string_view field,
                                               absl::string_view name) {
  return ParseName<AssociateId>(caller, field, name, "associates");
}

absl::StatusOr<ServiceId> ParseServiceName(const Caller& caller,
                                           absl::string_view field,
                                           absl::string_view name) {
  return ParseName<ServiceId>(caller, field, name, "services");
}

absl::StatusOr<AssociateId> ParseScheduleName(const Caller& caller,
                                              absl::string_view field,
                                              absl::string_view name) {
  if (name.empty()) return Required(field);
  absl::string_view associate = name;
  if (!absl::ConsumeSuffix(&associate, kSchedule)) {
    return MalformedName(
        field, name,
        "it must be brands/{brand}/associates/{associate}/schedule");
  }
  return ParseAssociateName(caller, field, associate);
}

absl::StatusOr<std::pair<StoreId, ResourceSlug>> ParseStoreResourceName(
    const Caller& caller, absl::string_view field, absl::string_view name) {
  if (name.empty()) return Required(field);
  const size_t store_end = name.rfind(kResources);
  if (store_end == absl::string_view::npos) {
    return MalformedName(field, name,
                         "it must be brands/{brand}/stores/{store}/resources/"
                         "{resource}");
  }
  absl::StatusOr<StoreId> store =
      ParseStoreName(caller, field, name.substr(0, store_end));
  if (!store.ok()) return store.status();
  absl::StatusOr<ResourceSlug> slug =
      ResourceSlug::Parse(name.substr(store_end + kResources.size()));
  if (!slug.ok()) return MalformedName(field, name, slug.status().message());
  return std::pair(*store, *slug);
}

}  // namespace rapport::transport
