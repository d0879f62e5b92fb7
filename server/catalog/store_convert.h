// A store between rapport.v1 and values. What comes in is decoded only: the
// rules are checked by catalog_desk.
#ifndef RAPPORT_SERVER_CATALOG_STORE_CONVERT_H_
#define RAPPORT_SERVER_CATALOG_STORE_CONVERT_H_

#include "absl/status/statusor.h"
#include "rapport/v1/catalog_resources.pb.h"
#include "server/catalog/store.h"
#include "server/vocabulary/caller.h"

namespace rapport::catalog {

void FromStore(const BrandId& brand, const Store& store, v1::Store* out);

// How the opening hours of `store` are understood; nothing where it has none.
void TellHoursReading(v1::Store* store);

// INVALID_ARGUMENT or NOT_FOUND, naming the field below `store`.
absl::StatusOr<Store> ToStore(const Caller& caller, const v1::Store& in);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_STORE_CONVERT_H_
