// A booking as JSON text: what a repeated request is answered, and what the
// audit keeps of each change.
#ifndef RAPPORT_DB_BOOKING_JSON_H_
#define RAPPORT_DB_BOOKING_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/booking/booking.h"

namespace rapport::db {

// Returns INVALID_ARGUMENT if a text of the booking is not UTF-8.
absl::StatusOr<std::string> BookingToJson(const booking::Booking& booking);

// Returns INTERNAL if `text` is not what BookingToJson wrote.
absl::StatusOr<booking::Booking> BookingFromJson(absl::string_view text);

// What of a booking has no column of its own; empty if there is nothing.
std::string BookingContentToJson(const booking::Booking& booking);

// Returns INTERNAL if `text` is not what BookingContentToJson wrote.
absl::Status ReadBookingContent(absl::string_view text,
                                booking::Booking& booking);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_JSON_H_
