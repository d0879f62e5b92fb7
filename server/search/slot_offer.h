// What is asked of an associate's time, and whether it is offered at all, whenever
// it be.
#ifndef RAPPORT_SERVER_SEARCH_SLOT_OFFER_H_
#define RAPPORT_SERVER_SEARCH_SLOT_OFFER_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/catalog/service.h"
#include "server/search/brand_index.h"
#include "server/search/own_holds.h"

namespace rapport::search {

// What is asked of an associate's time.
struct SlotWish {
  const catalog::Service* service = nullptr;  // never null
  Channel channel = Channel::kInStore;
  std::optional<StoreId> store;  // unset: any of theirs
  absl::Time now;
  // One that the service CanLast. Unset: its own.
  std::optional<absl::Duration> duration = {};
  // Holds of the associate's time that end for a slot if they must: for that one
  // they do not count. See WhatEndsFor.
  absl::Span<const OwnHold> own = {};

  absl::Duration length() const { return duration.value_or(service->duration); }
};

// OK if `service` is had by slots, else INVALID_ARGUMENT (IS_A_CLASS), naming
// `service`.
absl::Status CheckNoClass(const catalog::Service& service);

// OK if meetings of `service` may be so long, or `duration` is unset. Returns
// INVALID_ARGUMENT (NOT_A_CHOICE), naming `duration`.
absl::Status CheckLength(const catalog::Service& service,
                         const std::optional<absl::Duration>& duration);

// OK if `associate` offers what is wished at all, whenever it be. Returns the
// codes of CheckLength, FAILED_PRECONDITION (SERVICE_NOT_OFFERED) if they or the
// store do not perform the service, (CHANNEL_NOT_OFFERED) if they do not take
// the channel or the service is not had on it, (STORE_NOT_SERVED) if they do not
// serve there, (NOT_OFFERED_HERE) if a policy takes it away; `decided_by` among
// the error's values names whose, `brands/{brand}/regions/{region}` for example.
// Where no store is wished that is so only if it is at each of theirs.
absl::Status CheckOffered(const BrandIndex& index,
                          const AssociateRecord& associate,
                          const SlotWish& wish);

// Whether they serve at that store.
bool Serves(const catalog::Associate& associate, const StoreId& store);

// Whether no policy takes the wish away at that store.
bool PolicyAllows(const BrandIndex& index, const AssociateRecord& associate,
                  const SlotWish& wish, const StoreRecord& store);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SLOT_OFFER_H_
