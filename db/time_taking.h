// How a booking takes time that others may have: the primary key of `claim` says
// who was first, and holds that give way are ended.
#ifndef RAPPORT_DB_TIME_TAKING_H_
#define RAPPORT_DB_TIME_TAKING_H_

#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "db/transaction.h"
#include "server/booking/booking.h"
#include "server/booking/booking_write.h"
#include "server/booking/making_way.h"
#include "server/booking/occupancy_change.h"

namespace rapport::db {

// Of one attempt at a transaction, in which `write` made `after`; it is `now`.
// Does not own what it is made from.
class TimeTaking {
 public:
  // Ends a hold that is in the way, so that it is what it says.
  using EndOther = absl::FunctionRef<absl::Status(const booking::Booking& other,
                                                  booking::BookingState state)>;

  TimeTaking(Transaction& transaction, const BrandId& brand,
             const booking::BookingWrite& write, const booking::Booking& after,
             absl::Time now)
      : transaction_(transaction),
        brand_(brand),
        write_(write),
        after_(after),
        now_(now) {}

  // Claims that time, ending holds in its way that give way. Returns
  // ALREADY_EXISTS (SLOT_TAKEN), (RESOURCE_TAKEN), what `end` returns, and the
  // codes of errors.h.
  absl::Status Take(const booking::TimeOf& time, EndOther end) const;

 private:
  std::optional<int> CapacityFor(const booking::TimeOf& time) const;
  absl::Status MakeWay(const booking::TimeOf& time, int capacity,
                       EndOther end) const;
  booking::Manners MannersOf(const booking::TimeOf& time,
                             const booking::Booking& blocker) const;
  absl::Status Taken(const booking::TimeOf& time) const;

  Transaction& transaction_;
  const BrandId& brand_;
  const booking::BookingWrite& write_;
  const booking::Booking& after_;
  const absl::Time now_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_TIME_TAKING_H_
