// One step of a booking's history.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_CHANGE_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_CHANGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/vocabulary/actor.h"

namespace rapport::booking {

inline constexpr size_t kChangesMax = 1000;  // that are told of one booking

struct BookingChange {
  std::string action;  // `MoveBooking`
  Role role = Role::kOperator;
  std::string principal;
  absl::Time time;
  Booking booking;  // as it then was

  friend bool operator==(const BookingChange&, const BookingChange&) = default;
};

// Puts `changes` in order, and adds the last one if it is not told of `now`, as
// the booking is now: a hold that ran out, or gave way to another, ended
// together with others. Keeps the last kChangesMax.
void CompleteChanges(const Booking& now, std::vector<BookingChange>& changes);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_CHANGE_H_
