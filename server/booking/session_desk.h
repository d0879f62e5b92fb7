// Sessions as callers see them, from memory. How they are made: booking_desk.h.
#ifndef RAPPORT_SERVER_BOOKING_SESSION_DESK_H_
#define RAPPORT_SERVER_BOOKING_SESSION_DESK_H_

#include "absl/status/statusor.h"
#include "server/booking/booking.h"
#include "server/search/read_model.h"
#include "server/vocabulary/id.h"

namespace rapport::booking {

// Returns NOT_FOUND (SESSION_NOT_FOUND) unless it is confirmed, and not over.
absl::StatusOr<search::FoundSession> FindSession(const search::ReadModel& model,
                                                 const BrandId& brand,
                                                 const BookingId& id);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_SESSION_DESK_H_
