// Why a search for stores found nothing: what each of its conditions costs, and
// the stores that giving up just one of them would find.
//
// All numbers come from the same index as the search, by running it without the
// condition.
#ifndef RAPPORT_SERVER_SEARCH_STORE_RELAXATION_H_
#define RAPPORT_SERVER_SEARCH_STORE_RELAXATION_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/search/brand_index.h"
#include "server/search/store_query.h"

namespace rapport::search {

inline constexpr size_t kRelaxationsMax = 3;

struct StoreCondition {
  absl::string_view field;  // of SearchStoresRequest
  size_t without = 0;       // stores that meet all the others
  size_t alone = 0;         // stores that meet this one
};

struct StoreRelaxation {
  absl::string_view field;  // what is given up
  StoreFound found;         // the nearest store then
};

struct EmptyStoreSearch {
  std::vector<StoreCondition> conditions;    // in order of the request's fields
  std::vector<StoreRelaxation> relaxations;  // nearest first, where there is a
                                             // place; else in order of fields
};

// Of a query that finds nothing. Ends early, with less, once query.give_up says
// so.
EmptyStoreSearch ExplainEmpty(const BrandIndex& index, const StoreQuery& query);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_RELAXATION_H_
