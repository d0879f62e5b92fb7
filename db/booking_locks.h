// What one write of a booking locks, in the order in which all writers do.
//
// So none waits for one that waits for it: the guard of a shopper whose bookings
// are limited, at most one; the calendars whose time or sessions change, by id;
// then the rows of stores' resources whose time changes, by id; then the
// booking's row; then claims, and the rows of holds that give way and of seats;
// then the rows of waitlist entries. A change that moves no time locks neither
// calendars nor resources.
//
// A hold that gives way may occupy more than what it is in the way of: other
// people's time at a resource, a resource beside somebody's time. What of it is
// not locked yet is locked without waiting for anybody; whoever would have to
// wait begins anew.
#ifndef RAPPORT_DB_BOOKING_LOCKS_H_
#define RAPPORT_DB_BOOKING_LOCKS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/booking/booking_write.h"
#include "server/booking/occupancy_change.h"

namespace rapport::db {

// Of one attempt at a transaction, and one brand. Not thread-safe; does not own
// what it is made from.
//
//   locks.WillTake(write); locks.WillFree(times);
//   status = locks.Lock();
class BookingLocks {
 public:
  BookingLocks(Transaction& transaction, const BrandId& brand)
      : transaction_(transaction), brand_(brand) {}

  // All of this before Lock.
  void WillTake(const booking::BookingWrite& write);
  void WillFree(absl::Span<const booking::TimeOf> times);
  // That a session of that associate's will change, or who has seats of it.
  void WillChangeSession(const AssociateId& associate);

  // Returns the codes of errors.h.
  absl::Status Lock();
  // Locks what else `booking`, which is to end, occupies. Returns those of
  // errors.h, ABORTED (DbOutcome::kLockWait) if somebody has it.
  absl::Status LockOutOfTurn(const booking::Booking& booking);

  // Whether the schedules have the versions that WillTake said.
  bool schedules_are_those() const { return schedules_are_those_; }
  const std::set<AssociateId>& calendars() const { return locked_; }

 private:
  struct Calendar {
    std::optional<int64_t> version;  // its schedule must have; none: any
    bool writes = false;             // what a cluster compares at COMMIT
  };
  absl::StatusOr<bool> LockOne(const AssociateId& associate,
                               const Calendar& calendar);

  Transaction& transaction_;
  const BrandId& brand_;
  std::map<AssociateId, Calendar> calendars_;
  std::set<AssociateId> locked_;  // those, and what was locked out of turn
  std::set<ResourceId> resources_;
  bool schedules_are_those_ = true;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_BOOKING_LOCKS_H_
