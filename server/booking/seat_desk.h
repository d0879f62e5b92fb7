// Seats of sessions, as callers want them: checks a wish against what is known,
// for good errors, and lets the store judge. A session itself is made, changed
// and ended like any booking (HoldWish::session).
#ifndef RAPPORT_SERVER_BOOKING_SEAT_DESK_H_
#define RAPPORT_SERVER_BOOKING_SEAT_DESK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/booking/booking_desk.h"
#include "server/booking/booking_store.h"
#include "server/booking/booking_write.h"
#include "server/booking/slot_desk.h"
#include "server/catalog/service.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

// Seats that a caller wants held.
struct SeatsWish {
  BookingId session;
  int party_size = 1;
  std::optional<BookingId> replaces;
};

// What a hold of so many seats of `session` takes, without id.
HoldWrite HoldOfSeats(const Booking& session, const catalog::Service& service,
                      int party_size, const std::string& shopper);

// Thread-safe. Does not own what it is made from.
class SeatDesk {
 public:
  SeatDesk(BookingStore& bookings, calendar::ScheduleStore& schedules,
           search::ReadModel& model, BookingDesk& desk);

  // Returns INVALID_ARGUMENT (SHOPPER_REQUIRED), those of CheckParty, NOT_FOUND
  // (SESSION_NOT_FOUND), PERMISSION_DENIED (NOT_YOURS_TO_BOOK),
  // FAILED_PRECONDITION (SESSION_TOO_SOON), those of CheckSession and
  // CheckSeats, (NOT_HELD), (SHOPPER_LIMIT); ABORTED (SESSION_CHANGED) if it
  // changed each time that seats were planned.
  absl::StatusOr<Booking> Hold(const Caller& caller, const RequestKey& request,
                               const SeatsWish& wish, absl::Time deadline);

 private:
  absl::StatusOr<HoldWrite> Plan(const Caller& caller, const SeatsWish& wish,
                                 absl::Time deadline) const;

  BookingStore& bookings_;
  search::ReadModel& model_;
  SlotDesk slots_;
  BookingDesk& desk_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_SEAT_DESK_H_
