// What may become of a booking: the rules of each operation, as writes for the
// store, and what a change takes and frees. Pure.
//
//   store.Write(actor, request, Cancelling(id, std::nullopt), deadline);
#ifndef RAPPORT_SERVER_BOOKING_CHANGES_H_
#define RAPPORT_SERVER_BOOKING_CHANGES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/booking/booking_write.h"
#include "server/vocabulary/interval.h"

namespace rapport::booking {

// A hold: all of write.booking.occupied.
BookingWrite Holding(const HoldWrite& write);

// Returns those of CheckConfirm.
BookingWrite Confirming(const BookingId& id,
                        std::optional<int64_t> expected_version);

// Returns those of CheckCancel.
BookingWrite Cancelling(const BookingId& id,
                        std::optional<int64_t> expected_version);

// Whether `booking` is a hold whose time is over.
bool HasRunOut(const Booking& booking, absl::Time now);

// `booking` in its next version, of `now`, in the state that ends it. It holds
// nothing any more.
Booking Ended(Booking booking, BookingState state, absl::Time now);

// Sets what the store does of what `before`, null if there was none, became.
void Stamp(const Booking* before, absl::Time now, Booking& after);

// Time of one associate, on the tick.
struct TimeOf {
  AssociateId associate;
  Interval interval;

  friend bool operator==(const TimeOf&, const TimeOf&) = default;
};

// What somebody's calendar loses and gets when a booking changes. What is kept
// is in neither, so that nobody can slip into it.
struct OccupancyChange {
  std::vector<TimeOf> freed;
  std::vector<TimeOf> taken;

  bool empty() const { return freed.empty() && taken.empty(); }
};
OccupancyChange OccupancyChangeOf(const Booking* before, const Booking& after);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_CHANGES_H_
