// When anybody at all whom a search finds is free.
//
// Whoever is found is looked at wherever the search would have them: at every
// store of theirs that meets it, on every channel that it asks for. What starts
// at the same time at the same store on the same channel is one slot, whoever
// it is with; who it is is settled by the hold.
#ifndef RAPPORT_SERVER_SEARCH_ANY_SLOTS_H_
#define RAPPORT_SERVER_SEARCH_ANY_SLOTS_H_

#include <cstddef>
#include <optional>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "server/search/associate_query.h"
#include "server/search/brand_index.h"

namespace rapport::search {

// As many as are looked at: shoppers who ask for anybody have a choice of days
// with far fewer.
inline constexpr size_t kAnyAssociatesMax = 1000;

// A start at a store on a channel; in order of start, then store, then channel.
struct SlotPlace {
  absl::Time start;
  StoreId store;
  Channel channel = Channel::kInStore;

  auto key() const { return std::tie(start, store, channel); }
  friend bool operator<(const SlotPlace& a, const SlotPlace& b) {
    return a.key() < b.key();
  }
  friend bool operator==(const SlotPlace& a, const SlotPlace& b) {
    return a.key() == b.key();
  }
};

// Where somebody is free.
struct AnySlot {
  SlotPlace place;
  int associates = 0;  // how many are

  friend bool operator==(const AnySlot&, const AnySlot&) = default;
};

struct AnySlotsPage {
  std::vector<AnySlot> slots;  // the earliest first
  bool more = false;           // whether there are more behind them
  bool partial = false;        // whether more than `associates_max` fit
};

// The first `limit` of them behind `after`. The query has a service; its limit,
// cursor and whether the unavailable are included make no difference. Not whole
// if its give_up said so.
AnySlotsPage FindAnySlots(const BrandIndex& index, const AssociateQuery& query,
                          const std::optional<SlotPlace>& after, size_t limit,
                          size_t associates_max = kAnyAssociatesMax);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_ANY_SLOTS_H_
