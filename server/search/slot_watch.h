// What one watcher of slots is to be told: whose slots are others than they were
// last told, and when to look again although nothing has happened, as time alone
// changes slots.
#ifndef RAPPORT_SERVER_SEARCH_SLOT_WATCH_H_
#define RAPPORT_SERVER_SEARCH_SLOT_WATCH_H_

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "server/calendar/slots.h"
#include "server/search/brand_index.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"

namespace rapport::search {

// As many as a page shows.
inline constexpr size_t kWatchedMax = 50;
// Of one associate: more than a slot every quarter of an hour, day and night,
// for 50 days.
inline constexpr size_t kWatchedSlotsMax = 5'000;
// Of one message, beside those of its last associate: it stays below 4 MiB,
// which programs take by default.
inline constexpr size_t kWatchMessageSlotsMax = 3'000;

using WatchedSet = std::bitset<kWatchedMax>;

struct SlotWatchWish {
  BrandId brand;
  std::vector<AssociateId> associates;  // 1 to kWatchedMax, each once
  ServiceId service;
  Channel channel = Channel::kInStore;
  std::optional<StoreId> store;  // unset: any of theirs
  Interval window;
  std::optional<absl::Duration> duration = {};  // as SlotWish
  HolderTag holder = kNobody;                   // who watches
};

// What somebody's slots are by, for two lists to be compared without either:
// 48 bits of it are as good as all. Never 0. The same on every server.
using SlotsDigest = uint64_t;
SlotsDigest DigestOf(const std::vector<calendar::FreeSlot>& slots);

// Somebody's free slots, the earliest first; none if they do not offer what is
// wished, or are not there.
struct WatchedSlots {
  AssociateId associate;
  std::vector<calendar::FreeSlot> slots;
  // The next instant at which they change by themselves, or may.
  absl::Time until = absl::InfiniteFuture();
};
WatchedSlots LookAt(const BrandIndex& index, const SlotWatchWish& wish,
                    const AssociateId& associate, absl::Time now);

// Not thread-safe.
class SlotWatch {
 public:
  // `told`: what was told before, of each associate; empty: nothing was.
  explicit SlotWatch(SlotWatchWish wish, std::vector<SlotsDigest> told = {});

  const SlotWatchWish& wish() const { return wish_; }
  // Of what was told last, in the order of the wish; 0: nothing yet.
  const std::vector<SlotsDigest>& told() const { return told_; }

  // Looks at those that are marked and those whose time has come. Returns whose
  // slots are others than they were told, and takes them for told now. At most
  // about kWatchMessageSlotsMax slots: then others are still to be looked at.
  std::vector<WatchedSlots> Look(const BrandIndex& index,
                                 const WatchedSet& marked, absl::Time now);

  // When to look again; the infinite past: at once, there is more.
  absl::Time due() const;

 private:
  const SlotWatchWish wish_;
  std::vector<SlotsDigest> told_;
  std::vector<absl::Time> until_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SLOT_WATCH_H_
