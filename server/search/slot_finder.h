// The free slots of one associate, as the read model knows them.
//
// Answers come from their free time in bits where it can tell, and else, which
// is rare, from their working time laid out anew: beyond what the bits cover,
// where a hold in them has run out or is that of who asks, where the schedule has
// limits, and while a change of where somebody works is on its way into the
// index. Nobody can tell the difference but by a clock.
#ifndef RAPPORT_SERVER_SEARCH_SLOT_FINDER_H_
#define RAPPORT_SERVER_SEARCH_SLOT_FINDER_H_

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/calendar/slots.h"
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

// Whether the moment's free time may speak for somebody whom the index knows by
// that placing, and can answer `ask`.
bool CanAsk(const PersonMoment& moment, uint32_t placing,
            const calendar::TickAsk& ask);

// The rules of `service` for meetings of that length.
calendar::SlotRules RulesOf(const catalog::Service& service,
                            absl::Duration duration);

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

// Calls `visit` with the free slots inside `window`, earliest first, until it
// answers false: those in which what the service needs of the store's resources
// is free too. The wish must be CheckOffered.
void ForEachFreeSlot(const BrandIndex& index, const AssociateRecord& associate,
                     const SlotWish& wish, const Interval& window,
                     absl::FunctionRef<bool(const calendar::FreeSlot&)> visit);

// Those of wish.own that end if the slot from `start` is had, the newest last:
// those in its way, if their time is taken there. Where a meeting takes a place of
// several and one is left, none ends.
std::vector<OwnHold> WhatEndsFor(const BrandIndex& index,
                                 const AssociateRecord& associate,
                                 const SlotWish& wish, absl::Time start);

// What a change of a booking does to an associate's time.
struct TimeChange {
  calendar::Busy freed;                 // which is there, or was
  std::optional<calendar::Busy> taken;  // instead
  // The same of meetings, where the schedule has limits.
  Interval freed_meeting = {};
  std::optional<Interval> taken_meeting = {};
};

// As ForEachFreeSlot, as if `change` had happened, whether or not it has.
void ForEachSlotAfter(const BrandIndex& index, const AssociateRecord& associate,
                      const SlotWish& wish, const TimeChange& change,
                      const Interval& window,
                      absl::FunctionRef<bool(const calendar::FreeSlot&)> visit);

// What is to be said of the slot from `start`, the version of the schedule that
// says so, and how many meetings at a time that has on the channel, and how much
// of their time may be booked. The wish must be CheckOffered.
struct JudgedSlot {
  calendar::SlotVerdict verdict;
  int64_t schedule_version = 0;
  int capacity = 1;
  calendar::WorkRule work = {};
};
JudgedSlot JudgeSlot(const BrandIndex& index, const AssociateRecord& associate,
                     const SlotWish& wish, absl::Time start);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SLOT_FINDER_H_
