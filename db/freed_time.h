// Whose time a transaction is about to free. To be locked before it is, in the
// order of all writers (booking_locks.h): associates, then rooms.
//
//   FreedTime freed;
//   freed.Add(booking);
//   status = freed.LockCalendars(transaction, brand);
//   if (status.ok()) status = freed.LockResources(transaction, brand);
#ifndef RAPPORT_DB_FREED_TIME_H_
#define RAPPORT_DB_FREED_TIME_H_

#include <map>
#include <set>

#include "absl/status/status.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/vocabulary/id.h"

namespace rapport::db {

class FreedTime {
 public:
  // All that `booking` occupies.
  void Add(const booking::Booking& booking);

  // Return the codes of errors.h. The calendar of somebody of whom a seat is
  // freed is written, as claim_seats.h wants it.
  absl::Status LockCalendars(Transaction& transaction,
                             const BrandId& brand) const;
  absl::Status LockResources(Transaction& transaction,
                             const BrandId& brand) const;

  std::set<AssociateId> associates() const;

 private:
  std::map<AssociateId, bool> calendars_;  // whether a seat of theirs is freed
  std::set<ResourceId> resources_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_FREED_TIME_H_
