// Resource names (AIP-122), and the rule that nothing crosses brands: a name
// of another brand is NOT_FOUND, as if it were not there.
#ifndef RAPPORT_SERVER_TRANSPORT_RESOURCE_NAME_H_
#define RAPPORT_SERVER_TRANSPORT_RESOURCE_NAME_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/vocabulary/caller.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/resource_id.h"

namespace rapport::transport {

std::string BrandName(const BrandId& brand);
std::string StoreName(const BrandId& brand, const StoreId& id);
std::string AssociateName(const BrandId& brand, const AssociateId& id);
std::string ServiceName(const BrandId& brand, const ServiceId& id);
std::string StoreResourceName(const BrandId& brand, const StoreId& store,
                              const ResourceSlug& slug);
// `id` is the booking's as text.
std::string BookingName(const BrandId& brand, absl::string_view id);
std::string ScheduleName(const BrandId& brand, const AssociateId& id);

// The last segment of `name`, which must be `brands/{brand}/{collection}/{id}`
// of the caller's brand. Returns INVALID_ARGUMENT naming `field` (REQUIRED,
// MALFORMED), NOT_FOUND if it is of another brand.
absl::StatusOr<std::string> IdInBrand(const Caller& caller,
                                      absl::string_view field,
                                      absl::string_view name,
                                      absl::string_view collection);

// OK if `name` is `brands/{brand}` of the caller's brand. Returns as IdInBrand.
absl::Status CheckBrandName(const Caller& caller, absl::string_view field,
                            absl::string_view name);

// INVALID_ARGUMENT (MALFORMED): `name` breaks the rule `why`.
absl::Status MalformedName(absl::string_view field, absl::string_view name,
                           absl::string_view why);

// Parses the last segment as an Id. Returns as IdInBrand.
template <typename Id>
absl::StatusOr<Id> ParseName(const Caller& caller, absl::string_view field,
                             absl::string_view name,
                             absl::string_view collection) {
  absl::StatusOr<std::string> text = IdInBrand(caller, field, name, collection);
  if (!text.ok()) return text.status();
  absl::StatusOr<Id> id = Id::Parse(*text);
  if (!id.ok()) return MalformedName(field, name, id.status().message());
  return id;
}

absl::StatusOr<StoreId> ParseStoreName(const Caller& caller,
                                       absl::string_view field,
                                       absl::string_view name);
absl::StatusOr<AssociateId> ParseAssociateName(const Caller& caller,
                                               absl::string_view field,
                                               absl::string_view name);
absl::StatusOr<ServiceId> ParseServiceName(const Caller& caller,
                                           absl::string_view field,
                                           absl::string_view name);
// `brands/{brand}/associates/{associate}/schedule`.
absl::StatusOr<AssociateId> ParseScheduleName(const Caller& caller,
                                              absl::string_view field,
                                              absl::string_view name);

// `brands/{brand}/stores/{store}/resources/{resource}`.
absl::StatusOr<std::pair<StoreId, ResourceSlug>> ParseStoreResourceName(
    const Caller& caller, absl::string_view field, absl::string_view name);

// NOT_FOUND for a name that is of nothing the caller may know of.
absl::Status NotFound(absl::string_view field, absl::string_view name);

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_RESOURCE_NAME_H_
