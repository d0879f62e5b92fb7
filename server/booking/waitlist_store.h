// The port to where it is remembered who waits.
//
// What is offered is a booking, so both are one storage: whoever frees time
// offers it in the same moment (BookingStore::OfferFreedTime), and what becomes
// of a hold becomes of its entry, but that who was offered seats of a session
// that is cancelled waits again (StateOnceFollowed).
#ifndef RAPPORT_SERVER_BOOKING_WAITLIST_STORE_H_
#define RAPPORT_SERVER_BOOKING_WAITLIST_STORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/booking/booking.h"
#include "server/booking/booking_write.h"
#include "server/booking/waitlist_entry.h"
#include "server/vocabulary/actor.h"

namespace rapport::booking {

inline constexpr size_t kEndPassedMax = 100;  // ended in one transaction

// Which entries are listed: those that meet everything that is set.
struct WaitlistFilter {
  std::optional<ServiceId> service;
  std::optional<WaitlistState> state;
  std::optional<std::string> shopper;
  std::optional<AssociateId> associate;
  std::vector<StoreId> stores;  // empty: any
};

// Thread-safe. Codes, repetitions and deadlines are as of BookingStore. Entries
// that wait for a window that has passed are told as kOver, whether or not that
// is written yet.
class WaitlistStore {
 public:
  virtual ~WaitlistStore() = default;

  // Waits. Of `entry` the store sets the state, the version and the times.
  // Returns ALREADY_EXISTS (ALREADY_WAITING) if the shopper has an open entry
  // for the same, RESOURCE_EXHAUSTED (TOO_MANY_WAITS) beyond
  // kWaitsOfShopperMax, (WAITLIST_FULL) beyond kWaitsForServiceMax; these two
  // may be passed by those who come at the very same time, the last by those who
  // wait again too.
  virtual absl::StatusOr<WaitlistEntry> Join(const Actor& actor,
                                             const RequestKey& request,
                                             const WaitlistEntry& entry,
                                             absl::Time deadline) = 0;

  // Waits no longer; a hold that is offered is cancelled with it, and its time
  // offered to the next. Returns NOT_FOUND (WAITLIST_ENTRY_NOT_FOUND), ABORTED
  // (ETAG_MISMATCH), FAILED_PRECONDITION (NOT_WAITING) if it has ended.
  virtual absl::StatusOr<WaitlistEntry> Leave(
      const Actor& actor, const RequestKey& request, const WaitlistEntryId& id,
      std::optional<int64_t> expected_version, absl::Time deadline) = 0;

  // What `request` was answered, if it was done before.
  virtual absl::StatusOr<std::optional<WaitlistEntry>> Replay(
      const Actor& actor, const RequestKey& request, absl::Time deadline) = 0;

  // Returns NOT_FOUND (WAITLIST_ENTRY_NOT_FOUND).
  virtual absl::StatusOr<WaitlistEntry> Get(const BrandId& brand,
                                            const WaitlistEntryId& id,
                                            absl::Time deadline) = 0;

  // At most `limit` entries after `after`, in order of place.
  virtual absl::StatusOr<std::vector<WaitlistEntry>> List(
      const BrandId& brand, const WaitlistFilter& filter,
      const WaitlistPlace& after, size_t limit, absl::Time deadline) = 0;

  // As BookingStore::OfferFreedTime, for holds that end with their entry.
  virtual void OfferFreedTime(OffersOf offers) = 0;

  // Offers time that seems free: holds it if it is, the entry waits still, and
  // its shopper may have more of the service. The hold, or nothing.
  virtual absl::StatusOr<std::optional<Booking>> OfferFree(
      const BrandId& brand, const Offer& offer) = 0;

  // Ends at most kEndPassedMax entries of any brand whose window has passed.
  // Returns those, with their brands.
  struct Ended {
    BrandId brand;
    WaitlistEntry entry;
  };
  virtual absl::StatusOr<std::vector<Ended>> EndPassed() = 0;

  // For the read model: reads those of `ids` that there are.
  virtual absl::Status Read(
      const BrandId& brand, absl::Span<const WaitlistEntryId> ids,
      absl::FunctionRef<void(const WaitlistEntry&)> each) = 0;
  // For the read model: reads those who wait.
  virtual absl::Status ReadWaiting(
      const BrandId& brand,
      absl::FunctionRef<void(const WaitlistEntry&)> each) = 0;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_WAITLIST_STORE_H_
