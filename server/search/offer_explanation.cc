#include "server/search/offer_explanation.h"

#include <algorithm>
#include <optional>

namespace rapport::search {
namespace {

template <typename Id>
bool Has(const std::vector<Id>& ids, const Id& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The first fact that says no.
std::optional<OfferGround> RefusingFact(
    const catalog::AssociateContent& associate, const catalog::Store& store,
    const catalog::Service& service, Channel channel) {
  if (!Has(associate.services, service.id)) {
    return OfferGround::kAssociateServices;
  }
  if (!service.channels.Has(channel)) return OfferGround::kServiceChannels;
  if (!associate.channels.Has(channel)) return OfferGround::kAssociateChannels;
  if (!Has(associate.stores, store.id)) return OfferGround::kAssociateStores;
  if (!StoreOffers(store, service.id)) return OfferGround::kStoreServices;
  return std::nullopt;
}

}  // namespace

OfferExplanation ExplainOffer(const BrandIndex& index,
                              const AssociateRecord& associate,
                              const StoreRecord& store,
                              const catalog::Service& service,
                              Channel channel) {
  OfferExplanation explanation;
  explanation.policies =
      catalog::DecideOffer(index.offer_policies(),
                           {associate.associate->id, store.store->id,
                            store.store->content.market, service.id, channel});
  if (!explanation.policies.steps.empty()) {
    explanation.ground = OfferGround::kPolicy;
  }
  const std::optional<OfferGround> fact = RefusingFact(
      associate.associate->content, *store.store, service, channel);
  if (fact.has_value()) explanation.ground = *fact;
  return explanation;
}

}  // namespace rapport::search
