// Waiting, as callers want it: checks a wish against what is known in memory,
// and lets the store remember it. Who is offered what the OfferDesk knows; this
// lets the stores ask it.
#ifndef RAPPORT_SERVER_BOOKING_WAITLIST_DESK_H_
#define RAPPORT_SERVER_BOOKING_WAITLIST_DESK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/booking/booking_store.h"
#include "server/booking/offer_desk.h"
#include "server/booking/waitlist_entry.h"
#include "server/booking/waitlist_store.h"
#include "server/calendar/schedule_store.h"
#include "server/search/read_model.h"
#include "server/vocabulary/caller.h"

namespace rapport::booking {

// Whether `caller` may know of `entry`: shoppers of their own, associates of
// those that name them, managers of those that name their stores, admins of
// all.
bool MaySee(const Caller& caller, const WaitlistEntry& entry);

// What a caller wants listed.
struct WaitlistWish {
  std::optional<ServiceId> service;
  std::optional<WaitlistState> state;
};

// Thread-safe but for Sweep, which one thread calls. Does not own what it is made
// from; as long as it lives, whatever frees time offers it. Entries that the
// caller may not see are NOT_FOUND. Returns the codes of WaitlistStore besides.
class WaitlistDesk {
 public:
  using NewId = std::function<WaitlistEntryId(absl::Time now)>;

  // `new_id` gives each entry its id; unset: random, in order of time.
  WaitlistDesk(WaitlistStore& waitlist, BookingStore& bookings,
               calendar::ScheduleStore& schedules, search::ReadModel& model,
               NewId new_id = nullptr);
  ~WaitlistDesk();
  WaitlistDesk(const WaitlistDesk&) = delete;
  WaitlistDesk& operator=(const WaitlistDesk&) = delete;

  // An empty shopper is who calls; an entry with an associate of one store only
  // is of that store. Returns INVALID_ARGUMENT (SHOPPER_REQUIRED),
  // (NOT_A_CHOICE), (IN_PAST), (TOO_SHORT), NOT_FOUND (BRAND_NOT_FOUND),
  // (SERVICE_NOT_FOUND), (ASSOCIATE_NOT_FOUND), (STORE_NOT_FOUND),
  // FAILED_PRECONDITION (NOBODY_FITS) if nobody at the store offers it, and
  // those of CheckOffered; PERMISSION_DENIED (NOT_YOURS_TO_BOOK).
  absl::StatusOr<WaitlistEntry> Join(const Caller& caller,
                                     const RequestKey& request,
                                     WaitlistEntry entry, absl::Time deadline);

  absl::StatusOr<WaitlistEntry> Leave(const Caller& caller,
                                      const RequestKey& request,
                                      const WaitlistEntryId& id,
                                      std::optional<int64_t> expected_version,
                                      absl::Time deadline);

  absl::StatusOr<WaitlistEntry> Get(const Caller& caller,
                                    const WaitlistEntryId& id,
                                    absl::Time deadline);

  // Only what the caller may see.
  absl::StatusOr<std::vector<WaitlistEntry>> List(const Caller& caller,
                                                  const WaitlistWish& wish,
                                                  const WaitlistPlace& after,
                                                  size_t limit,
                                                  absl::Time deadline);

  // See OfferDesk::Sweep.
  absl::Status Sweep() { return offers_.Sweep(waitlist_); }

 private:
  absl::Status CheckWish(const Caller& caller, WaitlistEntry& entry) const;
  absl::StatusOr<WaitlistEntry> AnswerOr(const Caller& caller,
                                         const RequestKey& request,
                                         const absl::Status& error,
                                         absl::Time deadline);
  WaitlistEntry Remember(const BrandId& brand, WaitlistEntry entry);

  void OfferFreedTime(const OffersOf& offers);

  WaitlistStore& waitlist_;
  BookingStore& bookings_;
  search::ReadModel& model_;
  OfferDesk offers_;
  const NewId new_id_;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_WAITLIST_DESK_H_
