// Associates who were found, as rapport.v1 tells of them.
#ifndef RAPPORT_SERVER_SEARCH_ASSOCIATE_HIT_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_ASSOCIATE_HIT_CONVERT_H_

#include <optional>

#include "rapport/v1/locator_service.pb.h"
#include "server/search/associate_query.h"
#include "server/search/associate_relaxation.h"

namespace rapport::search {

// All but the associate, the store and the slots.
void FromFound(const AssociateQuery& query, std::optional<geo::Meters> distance,
               Channel channel, const AssociateScore& score,
               v1::AssociateHit* hit);

void FromSparse(const SparseExplanation& sparse, v1::SparseAssociates* out);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ASSOCIATE_HIT_CONVERT_H_
