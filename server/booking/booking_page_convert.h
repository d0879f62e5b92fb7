// Where a page of bookings, or of sessions, ends.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_PAGE_CONVERT_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_PAGE_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/booking/booking_desk.h"

namespace rapport::booking {

// The page token of `query` (see transport::QueryFingerprint) behind `last`.
std::string TokenBehind(absl::string_view query, const Booking& last);

// No token: the beginning. Returns INVALID_ARGUMENT (PAGE_TOKEN_INVALID) if it
// is none of TokenBehind's for the query.
absl::StatusOr<BookingCursor> ToCursor(absl::string_view query,
                                       absl::string_view token);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_PAGE_CONVERT_H_
