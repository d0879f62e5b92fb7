// Associates who were found, as rapport.v1 tells of them.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_HIT_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_HIT_CONVERT_H_

#include "rapport/v1/locator_service.pb.h"
#include "server/search/associate_query.h"
#include "server/search/associate_relaxation.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// All but the associate and the store.
void FromFound(const Caller& caller, const AssociateQuery& query,
               const AssociateFound& found, v1::AssociateHit* hit);

void FromSparse(const SparseExplanation& sparse, v1::SparseAssociates* out);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_HIT_CONVERT_H_
