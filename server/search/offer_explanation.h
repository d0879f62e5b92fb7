// Why somebody offers a service at a store on a channel, or does not.
#ifndef RAPPORT_SERVER_SEARCH_OFFER_EXPLANATION_H_
#define RAPPORT_SERVER_SEARCH_OFFER_EXPLANATION_H_

#include <cstdint>

#include "server/catalog/offer_policy.h"
#include "server/catalog/service.h"
#include "server/search/brand_index.h"
#include "server/vocabulary/channel.h"

namespace rapport::search {

// What decides: the first of the facts that says no, in this order, else the
// policies. The values are those of rapport.v1.OfferGround.
enum class OfferGround : uint8_t {
  kAssociateServices = 1,
  kServiceChannels = 2,
  kAssociateChannels = 3,
  kAssociateStores = 4,
  kStoreServices = 5,
  kPolicy = 6,
  kDefault = 7,  // nobody says anything
};

struct OfferExplanation {
  OfferGround ground = OfferGround::kDefault;
  catalog::OfferVerdict policies;  // whatever decides

  // As CheckOffered judges it at that store.
  bool offered() const {
    return ground == OfferGround::kDefault ||
           (ground == OfferGround::kPolicy && policies.offered);
  }
};

OfferExplanation ExplainOffer(const BrandIndex& index,
                              const AssociateRecord& associate,
                              const StoreRecord& store,
                              const catalog::Service& service, Channel channel);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_OFFER_EXPLANATION_H_
