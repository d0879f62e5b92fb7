// How a booking is written: the one transaction that every change of one is.
// Who was first is decided by the primary key of `claim` and by the version of
// the booking's row; everything else here is so that the loser hears why.
//
// What it locks, in the order of all writers, is in booking_locks.h.
#ifndef RAPPORT_DB_BOOKING_WRITING_H_
#define RAPPORT_DB_BOOKING_WRITING_H_

#include "absl/status/status.h"
#include "db/change_log.h"
#include "db/event.h"
#include "db/transaction.h"
#include "server/booking/booking_write.h"

namespace rapport::db {

// One attempt at what BookingStore::Write does; sets `reply`. What it frees is
// offered to those whom `offers` names (waitlist_offering.h). Returns its
// codes, those of errors.h, and of EventWriter::Append.
absl::Status WriteBooking(Transaction& transaction, EventWriter& events,
                          const Actor& actor, const RequestKey& request,
                          const booking::BookingWrite& write,
                          const booking::OffersOf& offers,
                          booking::Booking& reply);

// Answers from `replay`. Returns INVALID_ARGUMENT (REQUEST_ID_REUSED) if it is
// of another request, INTERNAL if it cannot be read.
absl::Status AnswerFrom(const Replay& replay, const RequestKey& request,
                        booking::Booking& reply);

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_WRITING_H_
