#include "server/search/slot_watch.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "server/search/best_associates.h"
#include "server/search/slot_finder.h"

namespace rapport::search {
namespace {

// The first tick after `time`.
absl::Time TickAfter(absl::Time time) {
  return TimeOfTick(TickOf(time)) + kTick;
}

// When the first slot comes within the horizon that is beyond it now, if there
// is one.
absl::Time WhenMoreIsWithinReach(const SlotWish& wish, const Interval& window) {
  const catalog::Service& service = *wish.service;
  const absl::Time beyond =
      std::max(TickAfter(wish.now + service.booking_horizon), window.start);
  if (beyond + wish.length() > window.end) return absl::InfiniteFuture();
  return beyond - service.booking_horizon;
}

absl::Time WhenAHoldRunsOut(const Person& person, absl::Time now) {
  absl::Time first = absl::InfiniteFuture();
  const std::shared_ptr<const PersonTime> time = person.time();
  for (const calendar::Busy& busy : time->busy) {
    if (busy.expires > now) first = std::min(first, busy.expires);
  }
  return first;
}

}  // namespace

SlotsDigest DigestOf(const std::vector<calendar::FreeSlot>& slots) {
  uint64_t digest = slots.size() + 1;
  for (const calendar::FreeSlot& slot : slots) {
    const auto start = static_cast<uint64_t>(TickOf(slot.interval.start));
    const auto ticks = static_cast<uint64_t>(slot.interval.length() / kTick);
    // Mixes any 16 bytes with a number; see DrawnNumber.
    digest = DrawnNumber(digest ^ (start << 12) ^ ticks,
                         AssociateId(slot.store.bytes()));
  }
  digest &= (uint64_t{1} << 48) - 1;
  return digest == 0 ? 1 : digest;
}

WatchedSlots LookAt(const BrandIndex& index, const SlotWatchWish& wish,
                    const AssociateId& associate, absl::Time now) {
  WatchedSlots found;
  found.associate = associate;
  const AssociateRecord* record = index.FindAssociate(associate);
  const catalog::Service* service = index.FindService(wish.service);
  if (record == nullptr || service == nullptr) return found;
  const std::vector<OwnHold> own = record->person->HoldsOf(wish.holder, now);
  const SlotWish slot = {service, wish.channel,  wish.store,
                         now,     wish.duration, own};
  if (service->is_class() || !CheckOffered(index, *record, slot).ok()) {
    return found;
  }
  // Before the slots: what changes in between is rung for.
  found.until = std::min(WhenAHoldRunsOut(*record->person, now),
                         WhenMoreIsWithinReach(slot, wish.window));
  ForEachFreeSlot(index, *record, slot, wish.window,
                  [&](const calendar::FreeSlot& free) {
                    found.slots.push_back(free);
                    return found.slots.size() < kWatchedSlotsMax;
                  });
  if (!found.slots.empty()) {
    // The last instant at which the first can be had, and a little.
    found.until = std::min(found.until, found.slots.front().interval.start -
                                            service->minimum_notice +
                                            absl::Nanoseconds(1));
  }
  return found;
}

SlotWatch::SlotWatch(SlotWatchWish wish, std::vector<SlotsDigest> told)
    : wish_(std::move(wish)),
      told_(std::move(told)),
      until_(wish_.associates.size(), absl::InfinitePast()) {
  told_.resize(wish_.associates.size(), 0);
}

std::vector<WatchedSlots> SlotWatch::Look(const BrandIndex& index,
                                          const WatchedSet& marked,
                                          absl::Time now) {
  std::vector<WatchedSlots> changed;
  size_t slots = 0;
  for (size_t i = 0; i < wish_.associates.size(); ++i) {
    if (!marked[i] && until_[i] > now) continue;
    if (slots >= kWatchMessageSlotsMax) {
      until_[i] = absl::InfinitePast();
      continue;
    }
    WatchedSlots seen = LookAt(index, wish_, wish_.associates[i], now);
    until_[i] = seen.until;
    const SlotsDigest digest = DigestOf(seen.slots);
    if (std::exchange(told_[i], digest) == digest) continue;
    slots += seen.slots.size();
    changed.push_back(std::move(seen));
  }
  return changed;
}

absl::Time SlotWatch::due() const {
  return *std::min_element(until_.begin(), until_.end());
}

}  // namespace rapport::search
