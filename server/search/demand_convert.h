// What of a search is counted where it finds nobody.
#ifndef RAPPORT_SERVER_SEARCH_DEMAND_CONVERT_H_
#define RAPPORT_SERVER_SEARCH_DEMAND_CONVERT_H_

#include "rapport/v1/locator_service.pb.h"
#include "server/search/associate_query.h"
#include "server/search/demand.h"
#include "server/vocabulary/caller.h"

namespace rapport::search {

// `query` is what `request` asks.
Demand DemandOf(const Caller& caller,
                const v1::SearchAssociatesRequest& request,
                const AssociateQuery& query);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_DEMAND_CONVERT_H_
