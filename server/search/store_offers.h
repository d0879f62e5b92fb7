// What policies leave of the services and channels of a store: what can be had
// there of the store's people, or of one of them whose own policy says so.
#ifndef RAPPORT_SERVER_SEARCH_STORE_OFFERS_H_
#define RAPPORT_SERVER_SEARCH_STORE_OFFERS_H_

#include "server/catalog/service.h"
#include "server/search/brand_index.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// The channels on which the service is had at the store; of those that it is
// had on anywhere. `store` is one of index.stores().
ChannelSet ChannelsOf(const BrandIndex& index, const StoreRecord& store,
                      const catalog::Service& service);

// Whether there are any. A service that the brand does not have is none of
// policies' business: true.
bool IsHadAt(const BrandIndex& index, const StoreRecord& store,
             const ServiceId& service);

// The channels that are left for anything at all: some service of the store,
// or none in particular.
ChannelSet ChannelsLeftAt(const BrandIndex& index, const StoreRecord& store);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_OFFERS_H_
