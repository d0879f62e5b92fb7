// Bookings kept at their wall time: what BookingStore::Reanchor does.
#ifndef RAPPORT_DB_BOOKING_REANCHOR_H_
#define RAPPORT_DB_BOOKING_REANCHOR_H_

#include "absl/status/status.h"
#include "db/change_log.h"
#include "db/transaction.h"
#include "server/booking/reanchor.h"

namespace rapport::db {

// One attempt; sets `answer`. Each booking that changes leaves an event of its
// own, for its history; the request leaves one more, with the answer. Waitlist
// entries whose offers ended end with them. Returns the codes of
// BookingStore::Reanchor, those of errors.h, and of EventWriter::AppendAll.
absl::Status ReanchorBookings(Transaction& transaction, EventWriter& events,
                              const Actor& actor, const RequestKey& request,
                              const booking::ReanchorStep& step,
                              booking::ReanchorAnswer& answer);

// What it would answer now. Writes nothing.
absl::Status LookAtReanchoring(Transaction& transaction, const BrandId& brand,
                               const booking::ReanchorStep& step,
                               booking::ReanchorAnswer& answer);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_REANCHOR_H_
