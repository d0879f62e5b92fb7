// ListAnySlots, from request to reply.
#ifndef RAPPORT_SERVER_SEARCH_ANY_SLOTS_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_ANY_SLOTS_CONVERT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/search/demand_log.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// OK if the search has none of the fields that belong to a page of associates,
// else INVALID_ARGUMENT (NOT_FOR_ANY) naming the first.
absl::Status CheckNoPage(const v1::SearchAssociatesRequest& search);

// Returns the codes of ToAssociateQuery for fields of `search`; INVALID_ARGUMENT
// for those of the page; NOT_FOUND where `index` is null; DEADLINE_EXCEEDED
// (SEARCH_TOO_LONG) after kSearchTimeMax or at `deadline`. Notes in `demand`
// what had no slot at all.
absl::Status FindAnySlots(const Caller& caller, const BrandIndex* index,
                          const v1::ListAnySlotsRequest& request,
                          absl::Time now, absl::Time deadline,
                          DemandLog& demand, v1::ListAnySlotsResponse* reply);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ANY_SLOTS_CONVERT_H_
