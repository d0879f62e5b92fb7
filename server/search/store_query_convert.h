// A search for stores as rapport.v1 asks for it.
#ifndef RAPPORT_SERVER_SEARCH_STORE_QUERY_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_STORE_QUERY_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/search/store_query.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// INVALID_ARGUMENT or NOT_FOUND, naming the field. `query` is the fingerprint
// that a page token must have.
absl::StatusOr<StoreQuery> ToStoreQuery(const Caller& caller,
                                        const BrandIndex& index,
                                        const v1::SearchStoresRequest& in,
                                        absl::string_view query,
                                        absl::Time now);

// The token of the page behind a hit.
std::string TokenBehind(absl::string_view query, const StoreCursor& last);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_QUERY_CONVERT_H_
