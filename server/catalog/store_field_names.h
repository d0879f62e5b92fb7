// The names of tags, columns and members that mean a plain field of a store.
#ifndef RAPPORT_SERVER_CATALOG_STORE_FIELD_NAMES_H_
#define RAPPORT_SERVER_CATALOG_STORE_FIELD_NAMES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/catalog/store_field.h"

namespace rapport::catalog {

// A name in the form that names are compared in.
struct KnownStoreName {
  absl::string_view name;
  StoreField field;
};

// All of them; of two for one field the earlier goes first.
absl::Span<const KnownStoreName> KnownStoreNames();

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_FIELD_NAMES_H_
