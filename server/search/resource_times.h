// What is taken of the time of a brand's rooms and equipment. They have no
// schedules: what is not taken is free.
//
// Bookings are kept by their ids, with their versions, as Person does: news may
// come late, twice or in any order. Bookings that take no resources, and never
// did, are not looked at.
#ifndef RAPPORT_SERVER_SEARCH_RESOURCE_TIMES_H_
#define RAPPORT_SERVER_SEARCH_RESOURCE_TIMES_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/interval.h"
#include "server/vocabulary/resource_id.h"

namespace rapport::search {

// Thread-safe.
class ResourceTimes {
 public:
  // The stores whose resources have another time now; none: it was old news.
  // Bookings that were over or had ended before `past` are forgotten.
  std::vector<StoreId> Apply(const booking::Booking& booking, absl::Time past);

  // How a resource is taken, at `now`.
  struct Taken {
    bool then = false;    // at any time of the interval that was asked for
    size_t bookings = 0;  // live ones, at whatever time
  };
  // Of each of `ids`, in order. Bookings in `besides` do not count.
  std::vector<Taken> TakenAt(
      absl::Span<const ResourceId> ids, const Interval& interval,
      absl::Time now, absl::Span<const booking::BookingId> besides) const;

 private:
  // A live booking that has the resource.
  struct Use {
    absl::Time end;
    absl::Time expires;  // of a hold
  };
  // By when they start, and whose they are.
  using Uses = absl::btree_map<std::pair<absl::Time, booking::BookingId>, Use>;
  struct Known {
    int64_t version = 0;
    bool live = false;
    StoreId store;
    Interval occupied;
    absl::Time update_time;
    std::vector<ResourceId> resources;
  };

  // These need mutex_.
  void Forget(absl::Time past);
  void Leave(const booking::BookingId& id, const Known& known);

  mutable std::mutex mutex_;  // guards the rest
  absl::flat_hash_map<ResourceId, Uses> uses_;
  absl::flat_hash_map<booking::BookingId, Known> known_;
  // When those of known_ are looked through for some to forget.
  absl::Time next_look_ = absl::InfinitePast();
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_RESOURCE_TIMES_H_
