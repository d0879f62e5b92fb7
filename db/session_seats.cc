#include "db/session_seats.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "db/booking_errors.h"
#include "db/booking_rows.h"
#include "server/booking/seats.h"

namespace rapport::db {

using booking::Booking;

absl::StatusOr<std::vector<Booking>> FindSeats(
    Transaction& transaction, const BrandId& brand,
    const booking::BookingId& session) {
  // booking_seat.PRIMARY, then booking.PRIMARY
  constexpr absl::string_view kSql =
      "SELECT " RAPPORT_BOOKING_COLUMNS
      " FROM booking WHERE brand_id = ? AND booking_id IN"
      " (SELECT booking_id FROM booking_seat WHERE brand_id = ?"
      " AND session_id = ?) AND state IN (1, 2, 3)";
  std::vector<Booking> seats;
  absl::Status status =
      transaction.Query(kSql, {brand.text(), brand.text(), session.stored()},
                        [&](const Row& row) {
                          seats.push_back(BookingOf(row));
                          return absl::OkStatus();
                        });
  if (!status.ok()) return status;
  return seats;
}

absl::Status FollowSession(Transaction& transaction, const BrandId& brand,
                           const Booking& session, absl::Time now,
                           std::string& changed) {
  const absl::StatusOr<std::vector<Booking>> seats =
      FindSeats(transaction, brand, session.id);
  if (!seats.ok()) return seats.status();
  for (const Booking& seat : *seats) {
    // What nobody has any more need not go along.
    const std::optional<Booking> after =
        booking::HasRunOut(seat, now)
            ? booking::Ended(seat, booking::BookingState::kExpired, now)
            : booking::Followed(session, seat, now);
    if (!after.has_value()) continue;
    const absl::StatusOr<bool> updated =
        UpdateBooking(transaction, brand, seat, *after);
    if (!updated.ok()) return updated.status();
    if (!*updated) return LookAgain();
    absl::StrAppend(&changed, seat.id.stored());
  }
  return absl::OkStatus();
}

}  // namespace rapport::db
