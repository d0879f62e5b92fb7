// Who waits for a slot, in memory: those whom freed time is offered to.
//
// Kept like everything else of the read model: from what writers hand in and
// followers have read again, in any order, versions deciding.
#ifndef RAPPORT_SERVER_SEARCH_WAITING_LIST_H_
#define RAPPORT_SERVER_SEARCH_WAITING_LIST_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/waitlist_entry.h"
#include "server/vocabulary/id.h"

namespace rapport::search {

// Thread-safe.
class WaitingList {
 public:
  using Entry = std::shared_ptr<const booking::WaitlistEntry>;  // never null

  // Entries that ended before `past` are forgotten on the way.
  void Apply(const BrandId& brand,
             absl::Span<const booking::WaitlistEntry> entries, absl::Time past);

  // At most `limit` of those behind `after` that wait for one of `services` and
  // that `fits` lets through, in order of place.
  std::vector<Entry> Find(
      const BrandId& brand, absl::Span<const ServiceId> services,
      const booking::WaitlistPlace& after, size_t limit,
      absl::FunctionRef<bool(const booking::WaitlistEntry&)> fits) const;

  // All who wait, as far as is known.
  std::vector<booking::WaitlistEntryId> Ids(const BrandId& brand) const;

  // The services that anybody waits for.
  std::vector<ServiceId> Services(const BrandId& brand) const;

 private:
  using Places = std::map<booking::WaitlistPlace, Entry>;
  // Also of one that has ended, for a while, so that old news of it is known to
  // be old.
  struct Known {
    int64_t version = 0;
    Entry waiting;  // null: it does not wait
  };
  struct OfBrand {
    std::map<ServiceId, Places> waiting;
    absl::flat_hash_map<booking::WaitlistEntryId, Known> known;
    std::deque<std::pair<absl::Time, booking::WaitlistEntryId>> ended;
  };

  static void Note(OfBrand& brand, const booking::WaitlistEntry& entry);
  static void Forget(OfBrand& brand, absl::Time past);

  mutable std::mutex mutex_;  // guards the rest
  std::map<BrandId, OfBrand> brands_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_WAITING_LIST_H_
