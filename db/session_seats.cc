#include "db/session_seats.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "db/booking_errors.h"
#include "db/booking_json.h"
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
      " AND session_id = ?) AND state IN (1, 2, 3, 4, 7) FOR UPDATE";
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
                           const Booking& before, const Booking& session,
                           absl::Time now, WaitlistOffering& waiting,
                           std::vector<Booking>& changed) {
  const absl::StatusOr<std::vector<Booking>> seats =
      FindSeats(transaction, brand, session.id);
  if (!seats.ok()) return seats.status();
  absl::Status may = booking::CheckFollows(before, session, *seats);
  if (!may.ok()) return may;
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
    absl::Status told = waiting.Followed(seat, *after);
    if (!told.ok()) return told;
    changed.push_back(*after);
  }
  return absl::OkStatus();
}

absl::Status AddSeatEvents(const std::vector<Booking>& seats,
                           const Actor& actor, std::vector<Event>& events) {
  for (const Booking& seat : seats) {
    absl::StatusOr<std::string> json = BookingToJson(seat);
    if (!json.ok()) return json.status();
    const bool ran_out = seat.state == booking::BookingState::kExpired;
    const std::string id(seat.id.stored());
    events.push_back({.kind = EventKind::kBookings,
                      .actor = actor,
                      .action = ran_out ? "ExpireHolds" : "FollowSession",
                      .subject = id,
                      .subjects = id,
                      .reply = *std::move(json)});
  }
  return absl::OkStatus();
}

}  // namespace rapport::db
