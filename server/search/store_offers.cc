#include "server/search/store_offers.h"

namespace rapport::search {

ChannelSet ChannelsOf(const BrandIndex& index, const StoreRecord& store,
                      const catalog::Service& service) {
  const catalog::OfferTable& offers = index.offers();
  if (offers.empty()) return service.channels;
  const uint32_t place = index.NumberOf(store);
  const int number = index.ServiceNumber(service.id);
  ChannelSet channels = offers.OfferedAt(place, number);
  if (offers.has_associates()) {
    for (const AssociateRecord* associate : index.AssociatesAt(store)) {
      if (number < 0 || !associate->services.test(number)) continue;
      channels = channels | (associate->associate->content.channels &
                             offers.OfferedChannels(index.NumberOf(*associate),
                                                    place, number));
    }
  }
  return channels & service.channels;
}

bool IsHadAt(const BrandIndex& index, const StoreRecord& store,
             const ServiceId& service) {
  if (index.offers().empty()) return true;
  const catalog::Service* found = index.FindService(service);
  return found == nullptr || !ChannelsOf(index, store, *found).empty();
}

ChannelSet ChannelsLeftAt(const BrandIndex& index, const StoreRecord& store) {
  const catalog::OfferTable& offers = index.offers();
  if (offers.empty()) return ChannelSet::All();
  ChannelSet channels =
      offers.OfferedAt(index.NumberOf(store), catalog::OfferTable::kNoService);
  for (const auto& [id, service] : index.services()) {
    if (channels == ChannelSet::All()) break;
    if (!StoreOffers(*store.store, id)) continue;
    channels = channels | ChannelsOf(index, store, *service);
  }
  return channels;
}

}  // namespace rapport::search
