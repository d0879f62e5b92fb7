// The page of a store, between rapport.v1 and the search room.
#ifndef RAPPORT_SERVER_SEARCH_STORE_PAGE_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_STORE_PAGE_CONVERT_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/search/store_page.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// INVALID_ARGUMENT or NOT_FOUND, naming the field.
absl::StatusOr<StorePageQuery> ToPageQuery(const Caller& caller,
                                           const BrandIndex& index,
                                           const v1::GetStorePageRequest& in,
                                           absl::Time now);

// All but the store itself.
void FromPage(const Caller& caller, const BrandIndex& index,
              const StoreRecord& store, const StorePageQuery& query,
              const StorePage& page, v1::StorePage* out);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_PAGE_CONVERT_H_
