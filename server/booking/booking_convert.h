// Bookings between rapport.v1 and values.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_CONVERT_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "rapport/v1/booking_service.pb.h"
#include "server/booking/any_hold_desk.h"
#include "server/booking/booking_desk.h"
#include "server/booking/change_desk.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

std::string BookingName(const BrandId& brand, const BookingId& id);
// Of the session that this booking is.
std::string SessionName(const BrandId& brand, const BookingId& id);

void FromBooking(const BrandId& brand, const Booking& booking,
                 v1::Booking* out);

// The booking, or why there is none.
absl::Status FromAnswer(const BrandId& brand,
                        const absl::StatusOr<Booking>& booking,
                        v1::Booking* out);
void FromChange(const BrandId& brand, const BookingChange& change,
                v1::BookingChange* out);

// INVALID_ARGUMENT or NOT_FOUND, naming the field.
absl::StatusOr<HoldWish> ToHoldWish(const Caller& caller,
                                    const v1::HoldSlotRequest& in);
absl::StatusOr<HoldWish> ToCreateWish(const Caller& caller,
                                      const v1::CreateBookingRequest& in);
// `change` is what all such requests say.
ConfirmWish ToConfirmWish(const ChangeWish& change,
                          const v1::ConfirmBookingRequest& in);
absl::StatusOr<MoveWish> ToMoveWish(const Caller& caller,
                                    const ChangeWish& change,
                                    const v1::MoveBookingRequest& in);
absl::StatusOr<SwitchWish> ToSwitchWish(const ChangeWish& change,
                                        const v1::SwitchChannelRequest& in);
absl::StatusOr<ReassignWish> ToReassignWish(
    const Caller& caller, const ChangeWish& change,
    const v1::ReassignBookingRequest& in);
// The wish refers to `in`, which must outlive it.
absl::StatusOr<AnyHoldWish> ToAnyHoldWish(const Caller& caller,
                                          const v1::HoldSlotRequest& in);
absl::StatusOr<BookingId> ToBookingId(const Caller& caller,
                                      absl::string_view field,
                                      absl::string_view name);
absl::StatusOr<BookingId> ToSessionId(const Caller& caller,
                                      absl::string_view field,
                                      absl::string_view name);
// An unset window begins at `now`.
absl::StatusOr<ListWish> ToListWish(const Caller& caller,
                                    const v1::ListBookingsRequest& in,
                                    absl::Time now);

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_CONVERT_H_
