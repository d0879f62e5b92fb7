// Finds associates: the best who fit, by place, words and time in one go.
//
// The search walks outwards from the point through the brand's index, letting
// by what misses a condition, and keeps the best of whom it meets. A score is a
// sum of metres to which the distance is one part, so that it can stop as soon
// as the distance alone is more than the worst of a full page.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_SEARCH_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_SEARCH_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "server/search/associate_query.h"
#include "server/search/brand_index.h"

namespace rapport::search {

// Hands the hits of a page to `sink`, the best first. An associate is found
// once, at the store and on the channel where they rank first; equals are in
// the order of DrawnNumber, then of id. `last` is the cursor of the last hit.
// Whether there are more.
bool SearchAssociates(const BrandIndex& index, const AssociateQuery& query,
                      absl::FunctionRef<void(const AssociateFound&)> sink,
                      AssociateCursor& last);

// How many associates the query finds, on all pages together; `max` if they are
// as many or more.
size_t CountAssociates(const BrandIndex& index, const AssociateQuery& query,
                       size_t max);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_SEARCH_H_
