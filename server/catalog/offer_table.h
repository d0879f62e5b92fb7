// The policies of a brand, decided beforehand for every place, so that a search
// can ask of each candidate.
//
//   const ChannelSet channels = service.channels & associate.channels &
//       table.OfferedChannels(associate, store, service_number);
#ifndef RAPPORT_SERVER_CATALOG_OFFER_TABLE_H_
#define RAPPORT_SERVER_CATALOG_OFFER_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/catalog/offer_policy.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"

namespace rapport::catalog {

// What the numbers that the table is asked by stand for.
struct OfferNumbers {
  std::vector<ServiceId> services;  // by number
  size_t stores = 0;
  size_t associates = 0;
  // As StoreContent has it.
  std::function<absl::string_view(uint32_t store)> market_of;
  // Below 0: there is none.
  std::function<int64_t(const StoreId&)> number_of_store;
  std::function<int64_t(const AssociateId&)> number_of_associate;
};

// Thread-safe: immutable. Places whose policies come to the same share what was
// decided: 4 bytes a service for each distinct one, 4 a store and, where any
// associate has a policy, 4 an associate.
class OfferTable {
 public:
  // For no service in particular: what rules of all services say.
  static constexpr int kNoService = -1;

  OfferTable() = default;  // everything is offered everywhere
  OfferTable(const OfferPolicies& policies, const OfferNumbers& numbers);

  // Whether no policy says anything.
  bool empty() const { return places_.empty(); }
  // Whether any associate's policy does.
  bool has_associates() const { return !associates_.empty(); }

  // The channels on which the associate may offer the service at the store, as
  // far as policies go. Numbers as the table was made with; below 0 for a
  // service: none in particular.
  ChannelSet OfferedChannels(uint32_t associate, uint32_t store,
                             int service) const {
    if (places_.empty()) return ChannelSet::All();
    const PlaceWord& place = PlaceFor(store, service);
    if (associates_.empty()) return ChannelSet::FromBits(place.offered);
    const PersonWord& person =
        people_[associates_[associate] * stride_ + SlotOf(service)];
    const uint16_t takes = person.said & ~place.settled;
    return ChannelSet::FromBits((place.offered & ~takes) |
                                (person.offered & takes));
  }

  // The same of the store, whoever serves there.
  ChannelSet OfferedAt(uint32_t store, int service) const {
    if (places_.empty()) return ChannelSet::All();
    return ChannelSet::FromBits(PlaceFor(store, service).offered);
  }

 private:
  // By channel, as the bits of ChannelSet.
  struct PlaceWord {
    uint16_t offered = 0;
    uint16_t settled = 0;  // by a rule that is final
  };
  struct PersonWord {
    uint16_t said = 0;
    uint16_t offered = 0;
  };
  class Builder;

  static size_t SlotOf(int service) {
    return static_cast<size_t>(int64_t{service} + 1);
  }
  const PlaceWord& PlaceFor(uint32_t store, int service) const {
    return words_[places_[store] * stride_ + SlotOf(service)];
  }

  size_t stride_ = 0;             // of words_ and people_: services, and none
  std::vector<uint32_t> places_;  // by store; empty: nobody says anything
  std::vector<PlaceWord> words_;
  std::vector<uint32_t> associates_;  // by associate; empty: none says anything
  std::vector<PersonWord> people_;
};

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_OFFER_TABLE_H_
