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
#include "absl/time/time.h"
#include "server/calendar/slots.h"
#include "server/catalog/service.h"
#include "server/search/brand_index.h"
#include "server/search/own_holds.h"
#include "server/search/slot_offer.h"

namespace rapport::search {

// Whether the moment's free time may speak for somebody whom the index knows by
// that placing, and can answer `ask`.
bool CanAsk(const PersonMoment& moment, uint32_t placing,
            const calendar::TickAsk& ask);

// The rules of `service` for meetings of that length.
calendar::SlotRules RulesOf(const catalog::Service& service,
                            absl::Duration duration);

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

// The hold that ends if the slot from `start` is had; of several that are in each
// other's way only the newest lives, so memory has not heard of it. Unset: none.
std::optional<booking::BookingId> OwnHoldFor(const BrandIndex& index,
                                             const AssociateRecord& associate,
                                             const SlotWish& wish,
                                             absl::Time start);

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
