// The rows of a waiting list: how `waitlist_entry` is written and read.
#ifndef RAPPORT_DB_WAITLIST_ROWS_H_
#define RAPPORT_DB_WAITLIST_ROWS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/connection.h"
#include "db/row.h"
#include "db/transaction.h"
#include "server/booking/waitlist_entry.h"
#include "server/booking/waitlist_store.h"
#include "server/vocabulary/id.h"

namespace rapport::db {

// The columns that EntryOf reads, in its order. Who waits for what has passed
// waits no longer.
#define RAPPORT_WAITLIST_COLUMNS                                            \
  "entry_id, version,"                                                      \
  " IF(state = 1 AND window_end <= UTC_TIMESTAMP(6), 5, state) AS now_in,"  \
  " shopper, service_id, associate_id, store_id, window_start, window_end," \
  " booking_id, content, create_time, update_time"

booking::WaitlistEntry EntryOf(const Row& row);

// The entry of that id, or nothing.
absl::StatusOr<std::optional<booking::WaitlistEntry>> FindEntry(
    Transaction& transaction, const BrandId& brand,
    const booking::WaitlistEntryId& id);

// Returns ALREADY_EXISTS (DuplicateOf "waitlist_entry.waitlist_wish") if the
// shopper waits for the same.
absl::Status InsertEntry(Transaction& transaction, const BrandId& brand,
                         const booking::WaitlistEntry& entry);

// Sets the state, if the row still has `before` of version and is as open as it
// says; whether it had. `booking` unset: as it was.
absl::StatusOr<bool> UpdateEntry(
    Transaction& transaction, const BrandId& brand,
    const booking::WaitlistEntryId& id, int64_t version_before,
    booking::WaitlistState before, booking::WaitlistState after, absl::Time now,
    const std::optional<booking::BookingId>& booking = std::nullopt);

// Sets the state of an entry that is offered that booking, which is over;
// whether it was.
absl::StatusOr<bool> EndOffer(Transaction& transaction, const BrandId& brand,
                              const booking::WaitlistEntryId& id,
                              const booking::BookingId& booking,
                              booking::WaitlistState after, absl::Time now);

// The open entries of that shopper, and those who wait for that service.
absl::StatusOr<size_t> CountOpenOf(Transaction& transaction,
                                   const BrandId& brand,
                                   const std::string& shopper);
absl::StatusOr<size_t> CountWaitingFor(Transaction& transaction,
                                       const BrandId& brand,
                                       const ServiceId& service);

absl::Status ListEntries(Connection& connection, const BrandId& brand,
                         const booking::WaitlistFilter& filter,
                         const booking::WaitlistPlace& after, size_t limit,
                         std::vector<booking::WaitlistEntry>& entries);

}  // namespace rapport::db

#endif  // RAPPORT_DB_WAITLIST_ROWS_H_
