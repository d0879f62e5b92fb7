// What is done to bookings that are there: other times, channels and people,
// and how meetings go. Holding, confirming and cancelling are the BookingDesk's.
#ifndef RAPPORT_SERVER_BOOKING_CHANGE_DESK_H_
#define RAPPORT_SERVER_BOOKING_CHANGE_DESK_H_

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/booking/booking_change.h"
#include "server/booking/booking_desk.h"
#include "server/booking/booking_store.h"
#include "server/booking/slot_desk.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

struct MoveWish {
  ChangeWish change;
  absl::Time start;
  std::optional<StoreId> store;  // unset: where it was
};

struct SwitchWish {
  ChangeWish change;
  Channel channel = Channel::kInStore;
};

struct ReassignWish {
  ChangeWish change;
  AssociateId associate;
  std::optional<StoreId> store;  // unset: where it was
};

// Thread-safe. Does not own what it is made from. All return the codes of
// BookingStore::Write and of their rule in changes.h; what the caller may not
// see is NOT_FOUND. A request that was granted before is answered as then.
class ChangeDesk {
 public:
  ChangeDesk(BookingStore& bookings, calendar::ScheduleStore& schedules,
             search::ReadModel& model, BookingDesk& desk)
      : bookings_(bookings),
        model_(model),
        slots_(schedules, model),
        desk_(desk) {}

  absl::StatusOr<Booking> Extend(const Caller& caller,
                                 const RequestKey& request,
                                 const ChangeWish& wish, absl::Time deadline);
  // Also those of SlotDesk::Plan, and PERMISSION_DENIED (NOT_YOURS_TO_BOOK).
  absl::StatusOr<Booking> Move(const Caller& caller, const RequestKey& request,
                               const MoveWish& wish, absl::Time deadline);
  // These two also those of SlotDesk::PlanRest.
  absl::StatusOr<Booking> Switch(const Caller& caller,
                                 const RequestKey& request,
                                 const SwitchWish& wish, absl::Time deadline);
  // And PERMISSION_DENIED (NOT_YOURS_TO_BOOK).
  absl::StatusOr<Booking> Reassign(const Caller& caller,
                                   const RequestKey& request,
                                   const ReassignWish& wish,
                                   absl::Time deadline);
  absl::StatusOr<Booking> CheckIn(const Caller& caller,
                                  const RequestKey& request,
                                  const ChangeWish& wish, absl::Time deadline);
  absl::StatusOr<Booking> Complete(const Caller& caller,
                                   const RequestKey& request,
                                   const ChangeWish& wish, absl::Time deadline);
  absl::StatusOr<Booking> MarkNoShow(const Caller& caller,
                                     const RequestKey& request,
                                     const ChangeWish& wish,
                                     absl::Time deadline);

  // Principals are left out for those who are not staff.
  absl::StatusOr<std::vector<BookingChange>> Changes(const Caller& caller,
                                                     const BookingId& id,
                                                     absl::Time deadline);

 private:
  // The write of a booking that was seen so. `refused` is where it looks for
  // resources that turned out to be taken; null: it takes none.
  using Plan =
      absl::FunctionRef<absl::StatusOr<BookingWrite>(const Booking& seen)>;
  absl::StatusOr<Booking> Change(const Caller& caller,
                                 const RequestKey& request,
                                 const ChangeWish& wish, absl::Time deadline,
                                 Plan plan,
                                 search::ResourceIds* refused = nullptr);

  BookingStore& bookings_;
  search::ReadModel& model_;
  SlotDesk slots_;
  BookingDesk& desk_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_CHANGE_DESK_H_
