// How a booking is written: the one transaction that every change of one is.
// Who was first is decided by the primary key of `claim` and by the version of
// the booking's row; everything else here is so that the loser hears why.
//
// All writers take their locks in one order, so that none waits for one that
// waits for it: the guard of a shopper whose bookings are limited, at most one;
// the calendars whose time changes, by id; then the rows of stores' resources
// whose time changes, by id; then the booking's row; then claims, and the rows of
// holds that give way; then the rows of waitlist entries. A change that moves no
// time locks neither calendars nor resources.
//
// A hold that gives way may occupy more than what it is in the way of: other
// people's time at a resource, a resource beside somebody's time. What of it is
// not locked yet is locked without waiting for anybody; whoever would have to
// wait begins anew.
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

// ALREADY_EXISTS (SLOT_TAKEN): another has what `wanted` occupies.
absl::Status SlotTaken(const booking::Booking& wanted);

// ALREADY_EXISTS (RESOURCE_TAKEN): another has that resource of `wanted` then;
// among its values are `kind` and, by which it is known, `resource`.
absl::Status ResourceIsTaken(const booking::Booking& wanted,
                             const ResourceId& resource);

// ABORTED (SCHEDULE_CHANGED).
absl::Status ScheduleChanged();

// NOT_FOUND (BOOKING_NOT_FOUND).
absl::Status NoSuchBooking();

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_WRITING_H_
