// A room or a piece of equipment of a store's, of which one booking at a time
// has the use.
#ifndef RAPPORT_SERVER_CATALOG_STORE_RESOURCE_H_
#define RAPPORT_SERVER_CATALOG_STORE_RESOURCE_H_

#include <cstddef>
#include <string>

#include "server/catalog/brand.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/resource_id.h"

namespace rapport::catalog {

// Of one store: a list of them is one answer.
inline constexpr size_t kStoreResourcesMax = 200;

struct StoreResource {
  ResourceId id;  // ResourceIdOf the brand, the store and the slug
  StoreId store;
  ResourceSlug slug;
  std::string display_name;
  ResourceKind kind;
  bool out_of_service = false;  // not to be booked anew
  Revision revision;
};

// Everything wrong with `resource` by the bounds of rapport.v1.StoreResource;
// empty if nothing is.
FieldProblems CheckStoreResource(const StoreResource& resource);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_RESOURCE_H_
