// All that the page of one store shows.
#ifndef RAPPORT_SERVER_SEARCH_STORE_PAGE_H_
#define RAPPORT_SERVER_SEARCH_STORE_PAGE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/calendar/slots.h"
#include "server/search/brand_index.h"
#include "server/search/own_holds.h"
#include "server/search/store_hours.h"
#include "server/vocabulary/channel.h"

namespace rapport::search {

struct StorePageQuery {
  absl::Time time;
  const catalog::Service* service = nullptr;    // null: no slots
  Channel channel = Channel::kInStore;          // of the slots
  std::optional<absl::Duration> duration = {};  // as SlotWish
  HolderTag holder = kNobody;                   // whose holds hide nothing
  size_t associates_max = 10;
  size_t slots_max = 3;
  int days = 7;  // at most hours::kShownDaysMax - 2
};

// One kind of secondary hours.
struct KindOpening {
  std::string kind;
  StoreOpening opening;
};

// A service, and those of its channels that policies leave it here.
struct PageService {
  const catalog::Service* service = nullptr;
  ChannelSet channels;
};

// A date, in the store's zone, and what it is open in: what begins on it. Time
// without an end is cut at midnights.
struct OpenDay {
  absl::CivilDay date;
  std::vector<hours::OpenInterval> intervals;
  std::string comment;  // of a special day
};

struct PageSlot {
  calendar::FreeSlot slot;
  std::optional<booking::BookingId> own_hold;  // as OwnHoldFor
};

struct PageAssociate {
  const AssociateRecord* associate = nullptr;
  bool on_the_floor = false;
  std::vector<PageSlot> slots;
};

// Points into the index that it is made of.
struct StorePage {
  StoreOpening opening;
  std::vector<KindOpening> secondary;
  std::vector<OpenDay> days;          // empty: unknown
  std::vector<PageService> services;  // that have a channel left
  ChannelSet channels;  // the store's, or anybody's who serves there
  // On the floor first, then by their first slot, then in order of id.
  std::vector<PageAssociate> associates;
};

StorePage MakeStorePage(const BrandIndex& index, const StoreRecord& store,
                        const StorePageQuery& query);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_STORE_PAGE_H_
