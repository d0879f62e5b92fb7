// Stores' resources, and what services need of them, between rapport.v1 and
// values.
#ifndef RAPPORT_SERVER_CATALOG_STORE_RESOURCE_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_STORE_RESOURCE_CONVERT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "rapport/v1/catalog_service.pb.h"
#include "server/catalog/service.h"
#include "server/catalog/store_resource.h"
#include "server/vocabulary/caller.h"

namespace rapport::catalog {

void FromStoreResource(const BrandId& brand, const StoreResource& resource,
                       v1::StoreResource* out);
// Returns INVALID_ARGUMENT or NOT_FOUND naming the field below `resource`.
absl::StatusOr<StoreResource> ToStoreResource(const Caller& caller,
                                              const v1::StoreResource& in);

void FromNeeds(const std::vector<ResourceNeed>& needs, v1::Service* out);
// Returns INVALID_ARGUMENT naming the element below `service`.
absl::StatusOr<std::vector<ResourceNeed>> ToNeeds(const v1::Service& in);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_RESOURCE_CONVERT_H_
