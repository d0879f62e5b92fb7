// The port to where bookings are remembered: the judge of who was first.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_STORE_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_STORE_H_

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
#include "server/booking/booking_change.h"
#include "server/booking/booking_write.h"
#include "server/booking/changes.h"
#include "server/booking/reanchor.h"
#include "server/vocabulary/actor.h"

namespace rapport::booking {

inline constexpr size_t kExpireMax = 100;  // holds ended in one transaction

// Which bookings are listed: those that start in `window` and meet everything
// that is set.
struct BookingFilter {
  Interval window;
  std::optional<AssociateId> associate;
  std::optional<std::string> shopper;
  std::vector<StoreId> stores;  // empty: any
  std::optional<BookingState> state;
  std::optional<BookingId> session = std::nullopt;  // that they are seats of
};

// The last booking of the page before.
struct BookingCursor {
  absl::Time start = absl::InfinitePast();
  BookingId id;
};

// Remembers the bookings of all brands. Thread-safe. Every call may return
// UNAVAILABLE, ABORTED, RESOURCE_EXHAUSTED or DEADLINE_EXCEEDED: then whether
// it happened is not known, and repeating it with the same request is safe. A
// repeated request answers as it did the first time, whatever has happened
// since; with another hash it is INVALID_ARGUMENT (REQUEST_ID_REUSED).
// Calls that need longer than `deadline` to begin end in DEADLINE_EXCEEDED.
class BookingStore {
 public:
  virtual ~BookingStore() = default;

  // Makes of a booking what write.become says, takes every tick that it newly
  // occupies and frees those that it no longer does; or does nothing. Ticks
  // that it keeps are never free in between. Holds of others that have run out
  // give way. Returns NOT_FOUND (BOOKING_NOT_FOUND), ABORTED (ETAG_MISMATCH) if
  // the version is not the expected one, what `become` returns, INTERNAL if that
  // is no state that it may come to (CheckBecame), ABORTED
  // (SCHEDULE_CHANGED) if one of the schedules is not of that version,
  // ALREADY_EXISTS (SLOT_TAKEN) if a live booking is in the way,
  // FAILED_PRECONDITION (NOT_HELD) if write.replaces is no live hold of the
  // same shopper's, (SHOPPER_LIMIT) if they would have more of the service than
  // write.guard allows, (WORK_LIMIT) of CheckWork if somebody whom it gives a
  // meeting would be booked beyond their limits; what ends with this write does
  // not count for either.
  virtual absl::StatusOr<Booking> Write(const Actor& actor,
                                        const RequestKey& request,
                                        const BookingWrite& write,
                                        absl::Time deadline) = 0;

  // The writes of changes.h that are so many that they have names here.
  absl::StatusOr<Booking> Hold(const Actor& actor, const RequestKey& request,
                               const HoldWrite& write, absl::Time deadline) {
    return Write(actor, request, Holding(write), deadline);
  }
  absl::StatusOr<Booking> Confirm(const Actor& actor, const RequestKey& request,
                                  const BookingId& id,
                                  std::optional<int64_t> expected_version,
                                  absl::Time deadline) {
    return Write(actor, request, Confirming(id, expected_version), deadline);
  }
  absl::StatusOr<Booking> Cancel(const Actor& actor, const RequestKey& request,
                                 const BookingId& id,
                                 std::optional<int64_t> expected_version,
                                 absl::Time deadline) {
    return Write(actor, request, Cancelling(id, expected_version), deadline);
  }

  // What `request` was answered, if it was done before. Returns
  // INVALID_ARGUMENT (REQUEST_ID_REUSED) if it was another request.
  virtual absl::StatusOr<std::optional<Booking>> Replay(
      const Actor& actor, const RequestKey& request, absl::Time deadline) = 0;

  // Returns NOT_FOUND if the brand has none of that id.
  virtual absl::StatusOr<Booking> Get(const BrandId& brand, const BookingId& id,
                                      absl::Time deadline) = 0;

  // What became of it, from the first; at most the last kChangesMax. Returns
  // NOT_FOUND.
  virtual absl::StatusOr<std::vector<BookingChange>> Changes(
      const BrandId& brand, const BookingId& id, absl::Time deadline) = 0;

  // At most `limit` bookings after `after`, in order of start, then id.
  virtual absl::StatusOr<std::vector<Booking>> List(const BrandId& brand,
                                                    const BookingFilter& filter,
                                                    const BookingCursor& after,
                                                    size_t limit,
                                                    absl::Time deadline) = 0;

  // Whatever frees time asks `offers` who is to have it, and makes the first of
  // those holds that it can, in the same moment; but none of a service that
  // limits its shoppers or needs rooms, nor those behind it:
  // WaitlistStore::OfferFree makes them. Re-anchoring offers nothing. To be said
  // before anything else is asked; unsaid: nobody is offered anything.
  virtual void OfferFreedTime(OffersOf offers) = 0;

  // Ends at most kExpireMax holds of any brand that have run out by the
  // store's clock, and frees their ticks. Returns those, with their brands.
  struct Expired {
    BrandId brand;
    Booking booking;
  };
  virtual absl::StatusOr<std::vector<Expired>> ExpireDue() = 0;

  // Does what PlanReanchor says, by the store's clock, for the first associate
  // after step.after who has bookings under other rules than step.rules: all of
  // it at once, or nothing. Bookings in the way that ran out give way. Returns
  // FAILED_PRECONDITION (TZDATA_OLDER) if that is anybody's in the brand, where
  // it begins, and later if it is one of theirs.
  virtual absl::StatusOr<ReanchorAnswer> Reanchor(const Actor& actor,
                                                  const RequestKey& request,
                                                  const ReanchorStep& step,
                                                  absl::Time deadline) = 0;

  // For the read model: reads those of `ids` that there are.
  virtual absl::Status Read(const BrandId& brand,
                            absl::Span<const BookingId> ids,
                            absl::FunctionRef<void(const Booking&)> each) = 0;
  // For the read model: reads the bookings of the brand that IsWork and occupy,
  // or occupied, anything at or after `from`.
  virtual absl::Status ReadWork(
      const BrandId& brand, absl::Time from,
      absl::FunctionRef<void(const Booking&)> each) = 0;
};

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_STORE_H_
