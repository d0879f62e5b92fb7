// Sessions and their seats between rapport.v1 and values.
#ifndef RAPPORT_SERVER_BOOKING_SESSION_CONVERT_H_
#define RAPPORT_SERVER_BOOKING_SESSION_CONVERT_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rapport/v1/session_service.pb.h"
#include "server/booking/booking_desk.h"
#include "server/booking/seat_desk.h"
#include "server/search/session_book.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

// `session` is the booking that it is.
void FromSession(const BrandId& brand, const Booking& session, int seats_left,
                 v1::Session* out);

// These return INVALID_ARGUMENT or NOT_FOUND, naming the field.
absl::StatusOr<HoldWish> ToSessionWish(const Caller& caller,
                                       const v1::CreateSessionRequest& in);
absl::StatusOr<SeatsWish> ToSeatsWish(const Caller& caller,
                                      const v1::HoldSeatsRequest& in);
// An unset window begins at `now`.
absl::StatusOr<search::SessionFilter> ToSessionFilter(
    const Caller& caller, const v1::ListSessionsRequest& in, absl::Time now);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_SESSION_CONVERT_H_
