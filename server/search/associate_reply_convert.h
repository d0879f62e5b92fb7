// One search for associates, from request to reply: what a call of its own and
// each of a batch do.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_REPLY_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_REPLY_CONVERT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/brand_index.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// Returns the codes of ToAssociateQuery; NOT_FOUND where `index` is null, as
// there is no such brand; DEADLINE_EXCEEDED (SEARCH_TOO_LONG) after
// kSearchTimeMax or at `deadline`, when `reply` is of no use.
absl::Status FindAssociates(const Caller& caller, const BrandIndex* index,
                            const v1::SearchAssociatesRequest& request,
                            absl::Time now, absl::Time deadline,
                            v1::SearchAssociatesResponse* reply);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_REPLY_CONVERT_H_
