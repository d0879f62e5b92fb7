// Brands, associates and services between rapport.v1 and values. What comes in
// is decoded only: the rules are checked by catalog_desk.
#ifndef RAPPORT_SERVER_CATALOG_CATALOG_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_CATALOG_CONVERT_H_

#include "absl/status/statusor.h"
#include "rapport/v1/catalog_resources.pb.h"
#include "server/catalog/associate.h"
#include "server/catalog/brand.h"
#include "server/catalog/service.h"
#include "server/vocabulary/caller.h"

namespace rapport::catalog {

void FromBrand(const Brand& brand, v1::Brand* out);
// Of `brand`, the caller's. Shoppers are not told the source and its id, which
// may be a staff number, nor attributes that the brand does not let be searched
// for.
void FromAssociate(const Caller& caller, const Brand& brand,
                   const Associate& associate, v1::Associate* out);
void FromService(const BrandId& brand, const Service& service,
                 v1::Service* out);

// INVALID_ARGUMENT or NOT_FOUND, naming the field below `brand` and so on.
absl::StatusOr<Brand> ToBrand(const BrandId& id, const v1::Brand& in);
absl::StatusOr<Associate> ToAssociate(const Caller& caller,
                                      const v1::Associate& in);
absl::StatusOr<Service> ToService(const Caller& caller, const v1::Service& in);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_CATALOG_CONVERT_H_
