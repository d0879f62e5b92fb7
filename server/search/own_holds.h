// Holds of the shopper who asks: what they hold themselves is not hidden from
// them, since their holds end where they are in the way of what they want.
#ifndef RAPPORT_SERVER_SEARCH_OWN_HOLDS_H_
#define RAPPORT_SERVER_SEARCH_OWN_HOLDS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/calendar/slots.h"
#include "server/vocabulary/caller.h"
#include "server/vocabulary/interval.h"

namespace rapport::search {

// Whose a hold is, in as little room as memory has for it. Two shoppers have the
// same one time in four billion, and are then shown what the store refuses, and
// the name of the other's hold. Another in each process: nobody can look for it.
using HolderTag = uint32_t;
inline constexpr HolderTag kNobody = 0;

HolderTag TagOf(absl::string_view shopper);

// Whose holds do not count for the caller; of staff nobody's do.
HolderTag HolderOf(const Caller& caller);

// As many count, the newest, so that no list is long in the making.
inline constexpr size_t kOwnHoldsMax = 16;

// A live hold, as it takes one associate's time.
struct OwnHold {
  booking::BookingId id;
  calendar::Busy busy;
  Interval meeting;
};

// Those that are in the way of that time, the newest last.
std::vector<OwnHold> InTheWayOf(absl::Span<const OwnHold> holds,
                                const Interval& occupied);

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_OWN_HOLDS_H_
