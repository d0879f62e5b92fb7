// Which bookings must end for another to have somebody's time. Pure.
//
// A meeting that takes all of somebody needs their time without any other. One
// that takes a place needs a place left throughout: beside none that takes all,
// and at each tick beside fewer than their capacity.
#ifndef RAPPORT_SERVER_BOOKING_MAKING_WAY_H_
#define RAPPORT_SERVER_BOOKING_MAKING_WAY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/booking/occupancy_change.h"

namespace rapport::booking {

// What a booking does for another that wants its time.
enum class Manners : uint8_t {
  kStays,
  kGivesWay,  // it lives, and ends if nothing else helps
  kIsOver     // it is as good as ended
};

// The places in `there` of those that must end, ascending; nothing if that
// would not be enough. `there` are the live bookings of wanted.associate that
// meet wanted.interval; `capacity` is TimeTaken's. Of those that take a place
// no more end than must: first what is over, and the first in `there` first.
std::optional<std::vector<size_t>> WhoMakesWay(
    const TimeOf& wanted, int capacity, absl::Span<const Booking> there,
    absl::FunctionRef<Manners(const Booking&)> manners_of);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_MAKING_WAY_H_
