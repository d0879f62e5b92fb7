// What a store's rooms and equipment are called, and known by.
#ifndef RAPPORT_SERVER_VOCABULARY_RESOURCE_ID_H_
#define RAPPORT_SERVER_VOCABULARY_RESOURCE_ID_H_

#include "absl/strings/str_cat.h"
#include "server/vocabulary/id.h"

namespace rapport {

struct ResourceTag {};
struct ResourceSlugTag {
  static constexpr size_t kLengthMax = 40;
};
struct ResourceKindTag {
  static constexpr size_t kLengthMax = 40;
};

// By which its time is kept, beside that of associates.
using ResourceId = OpaqueId<ResourceTag>;
// What the brand calls it; each once in a store.
using ResourceSlug = Slug<ResourceSlugTag>;
// What it is, to those who need one: `fitting-room`.
using ResourceKind = Slug<ResourceKindTag>;

// The id of the resource of that store that the brand calls `slug`. What is
// derived from is of a kind of its own, so it is never an associate's.
inline ResourceId ResourceIdOf(const BrandId& brand, const StoreId& store,
                               const ResourceSlug& slug) {
  return ResourceId(DeriveId("resource",
                             absl::StrCat(brand.text(), "/", store.ToString()),
                             slug.text()));
}

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_RESOURCE_ID_H_
