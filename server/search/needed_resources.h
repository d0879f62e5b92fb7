// Which of a store's rooms and equipment a meeting of a service may have.
//
// What memory says of them is advice, as of people's time: the claim in the
// database is the judge.
#ifndef RAPPORT_SERVER_SEARCH_NEEDED_RESOURCES_H_
#define RAPPORT_SERVER_SEARCH_NEEDED_RESOURCES_H_

#include <vector>

#include "absl/container/btree_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/search/brand_index.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/resource_id.h"

namespace rapport::search {

using ResourceIds = absl::btree_set<ResourceId>;

// A meeting that needs resources.
struct ResourceWish {
  const catalog::Service* service = nullptr;  // never null
  StoreId store;
  Interval occupied;  // the meeting with its buffers
  absl::Time now;
  // What becomes this, or ends for it: what these take does not count.
  absl::Span<const booking::BookingId> besides = {};
};

// Whether as many of each kind as the service needs are free then. Of a service
// that needs none that costs a look at an empty list.
bool HasFreeResources(const BrandIndex& index, const ResourceWish& wish);

// Those it should have: of each kind first what is free then, of that what is
// in `kept`, then what has the fewest bookings; of equals the first by slug.
// None is in `refused`, and none but those in `kept` are out of service. In order
// of id. Returns FAILED_PRECONDITION (RESOURCE_MISSING) if the store has not as
// many in service, ALREADY_EXISTS (RESOURCE_TAKEN) if `refused` leaves too few.
absl::StatusOr<std::vector<booking::KeptResource>> ChooseResources(
    const BrandIndex& index, const ResourceWish& wish,
    const std::vector<booking::KeptResource>& kept, const ResourceIds& refused);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_NEEDED_RESOURCES_H_
