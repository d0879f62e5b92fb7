// The rows of a booking: how `booking` and `claim` are written and read.
#ifndef RAPPORT_DB_BOOKING_ROWS_H_
#define RAPPORT_DB_BOOKING_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/connection.h"
#include "db/row.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/booking/changes.h"
#include "server/vocabulary/id.h"

namespace rapport::db {

// The columns that BookingOf reads, in its order.
#define RAPPORT_BOOKING_COLUMNS                                              \
  "booking_id, version, state, associate_id, store_id, service_id, channel," \
  " start_time, end_time, start_tick, end_tick, time_zone, local_start,"     \
  " utc_offset_s, tzdata_version, shopper, hold_expire_time, create_time,"   \
  " update_time, content"

booking::Booking BookingOf(const Row& row);

// The booking of that id, or nothing.
absl::StatusOr<std::optional<booking::Booking>> FindBooking(
    Transaction& transaction, const BrandId& brand,
    const booking::BookingId& id);

absl::Status InsertBooking(Transaction& transaction, const BrandId& brand,
                           const booking::Booking& booking);

// The same of many, in few statements: all, or the transaction must be rolled
// back.
absl::Status InsertBookings(Transaction& transaction, const BrandId& brand,
                            absl::Span<const booking::Booking* const> bookings,
                            When when);

// Inserts a claim for each tick that each of them occupies, likewise; each takes
// all of its associate. ALREADY_EXISTS (DuplicateOf "claim.PRIMARY") says that
// another's is in the way.
absl::Status ClaimAll(Transaction& transaction, const BrandId& brand,
                      absl::Span<const booking::Booking* const> bookings,
                      When when);

// How much later than a guess the database's clock may be.
inline constexpr absl::Duration kGuessedClockMax = absl::Milliseconds(100);

struct CalendarVersion {
  AssociateId associate;
  int64_t version = 0;  // of the schedule
};

// Locks these calendars at COMMIT, each once, and requires
// (Transaction::RequireAtCommit) that they have those versions and nobody else
// has any of them locked; and of a guess, that it is not ahead of the database's
// clock and little behind it.
absl::Status RequireCalendars(Transaction& transaction, const BrandId& brand,
                              absl::Span<const CalendarVersion> calendars,
                              std::optional<absl::Time> guess);

// Writes all of `after` that may change, if the row still has the version of
// `before`; whether it had. A hold that stays live must not have run out by the
// database's clock, and one that becomes expired must have.
absl::StatusOr<bool> UpdateBooking(Transaction& transaction,
                                   const BrandId& brand,
                                   const booking::Booking& before,
                                   const booking::Booking& after);

// Inserts a claim of `id` for each tick of that time, all or none: of all of
// the associate, or of a seat below `capacity`; then nothing there may take all
// of them. Whether it could; false if claims of others are in the way.
absl::StatusOr<bool> InsertClaims(Transaction& transaction,
                                  const BrandId& brand,
                                  const booking::TimeOf& time, int capacity,
                                  const booking::BookingId& id);

// Deletes those of `id` within that time.
absl::Status DeleteClaims(Transaction& transaction, const BrandId& brand,
                          const booking::TimeOf& time,
                          const booking::BookingId& id);

// The bookings that claim any of that time.
absl::StatusOr<std::vector<booking::Booking>> FindBlockers(
    Transaction& transaction, const BrandId& brand,
    const booking::TimeOf& time);

// Counts a booking in the associate's calendar, which also keeps other writes of
// them waiting until this transaction ends. False if the calendar is not of
// that version.
absl::StatusOr<bool> TouchCalendar(Transaction& transaction,
                                   const BrandId& brand,
                                   const AssociateId& associate,
                                   int64_t schedule_version);

// The same whatever the version: for who frees a seat that others have beside
// it (claim_seats.h).
absl::Status WriteCalendar(Transaction& transaction, const BrandId& brand,
                           const AssociateId& associate);

// Whether to wait for whoever has locked a row; if not, it is ABORTED at once
// (DbOutcome::kLockWait), as after waiting in vain.
enum class Wait { kYes, kNo };

// Keeps other writes that take or free the resource waiting, and changes
// nothing.
absl::Status LockResource(Transaction& transaction, const BrandId& brand,
                          const ResourceId& resource, Wait wait = Wait::kYes);

// Keeps other writes of the associate waiting, and changes nothing.
absl::Status LockCalendar(Transaction& transaction, const BrandId& brand,
                          const AssociateId& associate, Wait wait = Wait::kYes);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_ROWS_H_
