// Finds stores: by place, area, hours, text and what they have.
//
//   SearchStores(index, query, [&](const StoreFound& found) { ... });
//
// Outwards from the place as long as that is the order asked for; otherwise
// through all that fits, or through the stores that a text is found in, keeping
// the best. The answer is the same whichever way it was found.
#ifndef RAPPORT_SERVER_SEARCH_STORE_SEARCH_H_
#define RAPPORT_SERVER_SEARCH_STORE_SEARCH_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "server/search/brand_index.h"
#include "server/search/store_query.h"

namespace rapport::search {

// Hands at most query.limit hits to `sink`, in order. Whether there are more.
// `last` is where the last of them stood, for the next page; unchanged if there
// is none.
bool SearchStores(const BrandIndex& index, const StoreQuery& query,
                  absl::FunctionRef<void(const StoreFound&)> sink,
                  StoreCursor& last);

// How many stores the query finds on all its pages together.
size_t CountStores(const BrandIndex& index, const StoreQuery& query);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_SEARCH_H_
