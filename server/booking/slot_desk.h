// Wishes for somebody's time, judged by what is known in memory: for good
// errors, and for what the store is to write. Whether the time is taken is for
// the store to say.
#ifndef RAPPORT_SERVER_BOOKING_SLOT_DESK_H_
#define RAPPORT_SERVER_BOOKING_SLOT_DESK_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/booking/booking_write.h"
#include "server/booking/changes.h"
#include "server/calendar/schedule_store.h"
#include "server/search/needed_resources.h"
#include "server/search/read_model.h"
#include "server/search/slot_finder.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

// What a caller wants held.
struct HoldWish {
  AssociateId associate;
  std::optional<StoreId> store;  // unset: where they work then
  ServiceId service;
  Channel channel = Channel::kInStore;
  absl::Time start;
  std::optional<absl::Duration> duration = {};  // unset: the service's
  // A hold of the same shopper's that ends with it.
  std::optional<BookingId> replaces = std::nullopt;
  // Whether holds of the shopper who calls end where they are in the way.
  bool own_holds_give_way = true;
  // Who else is to take part.
  std::vector<AssociateId> more_associates = {};
  // Resources that turned out to be taken: others may do as well.
  search::ResourceIds refused = {};
  int party_size = 1;  // shoppers who come together
  // Unset: they are not asked yet.
  std::optional<std::vector<Answer>> answers = std::nullopt;
  // Set: a session is, of nobody's, which takes all of whoever takes part, at
  // whatever time they work. It has so many seats; 0: as many as the service.
  std::optional<int> session = std::nullopt;
};

// How often one call asks the store for other resources: each time costs it a
// transaction.
inline constexpr size_t kResourceTriesMax = 8;

// Whether a write that ended so may be tried again without a resource, which is
// then in `refused`: RESOURCE_TAKEN, and not too often yet.
bool MayTryOtherResources(const absl::Status& status,
                          search::ResourceIds& refused);

// Whether `caller` may know of `booking`: shoppers of their own, associates of
// theirs, managers of those at their stores, admins of all.
bool MaySee(const Caller& caller, const Booking& booking);

// OK if they may, else PERMISSION_DENIED (NOT_YOURS_TO_BOOK).
absl::Status CheckMayBook(const Caller& caller, const Booking& booking);

// Shoppers, and programs for them, are bound by what was promised; staff are
// not.
Asker AskerOf(Role role);

// What is said of a slot that is not free: as calendar::SlotStatus, naming
// `start_time` where the shopper should have known.
absl::Status SlotError(const calendar::SlotVerdict& verdict,
                       const catalog::Service& service, absl::Time now,
                       const absl::TimeZone& zone);

// How much of `service` one shopper may have.
ShopperLimit LimitOf(const catalog::Service& service);

// Thread-safe. Does not own what it is made from.
class SlotDesk {
 public:
  SlotDesk(calendar::ScheduleStore& schedules, search::ReadModel& model)
      : schedules_(schedules), model_(model) {}

  // The booking of that slot, without id and shopper. Returns INVALID_ARGUMENT
  // (IS_A_CLASS) of `service` but for a session; FAILED_PRECONDITION
  // (NOT_A_CLASS) and INVALID_ARGUMENT (OUT_OF_RANGE) of `seats` for one; NOT_FOUND
  // (BRAND_NOT_FOUND), (ASSOCIATE_NOT_FOUND), (SERVICE_NOT_FOUND), those of
  // CheckOffered, INVALID_ARGUMENT and FAILED_PRECONDITION as SlotStatus, but
  // never SLOT_TAKEN or WORK_LIMIT, of whoever takes part; those of ChooseResources,
  // CheckParty and CheckAnswers.
  absl::StatusOr<HoldWrite> Plan(const BrandId& brand,
                                 const HoldWish& wish) const;

  // The same for a meeting as long as that of `seen`, whatever lengths the
  // service has by now.
  absl::StatusOr<HoldWrite> PlanAsLong(const BrandId& brand,
                                       const Booking& seen,
                                       const HoldWish& wish) const;

  // The same for what is left of the meeting of `seen`, that it may be met
  // otherwise: as wish.associate, wish.channel and wish.store say. Neither
  // notice, horizon nor grid matter to it. The promise is of its whole time.
  absl::StatusOr<HoldWrite> PlanRest(const BrandId& brand, const Booking& seen,
                                     const HoldWish& wish) const;

  // Reads again the schedules that a write was judged by. Returns the codes of
  // ScheduleStore::Read.
  absl::Status Refresh(const BrandId& brand,
                       const std::vector<TimeTaken>& takes);

  // Lets memory know, and returns it.
  Booking Remember(const BrandId& brand, Booking booking);

 private:
  struct Who;  // the brand's index, the associate and the service in it
  absl::StatusOr<Who> Find(const BrandId& brand, const HoldWish& wish) const;
  // The slot of one who takes part, that of the first with its store.
  absl::StatusOr<search::JudgedSlot> JudgeOf(const Who& who,
                                             const search::SlotWish& slot,
                                             absl::Time start) const;
  // Adds who else takes part, in the slot of the first.
  absl::Status AddMore(const Who& first, const HoldWish& wish,
                       const search::SlotWish& slot, absl::Time start,
                       HoldWrite& write) const;
  // Adds what the booking, which `seen` becomes (null: a new one), should have
  // of the store's resources.
  absl::Status AddResources(const Who& who, const HoldWish& wish,
                            const Booking* seen, HoldWrite& write) const;
  absl::StatusOr<HoldWrite> PlanAt(const Who& who, const HoldWish& wish,
                                   const catalog::Service& rules,
                                   absl::Time start, absl::Time now) const;

  calendar::ScheduleStore& schedules_;
  search::ReadModel& model_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_SLOT_DESK_H_
