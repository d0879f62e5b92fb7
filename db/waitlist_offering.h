// What a transaction that changes bookings does for those who wait: it offers
// the time that it frees to the first of them who fit, and what becomes of an
// offered hold becomes of its entry, or what booking::StateOnceFollowed says.
//
// Locks are taken after all others of the transaction: claims of freed time,
// whose calendars it has locked already, then rows of entries. Of writers that
// offer something to one entry at once, its UPDATE lets one through; the others
// go on to the next. Two that both offer several times may want each other's
// entries: the database ends one of them, which begins again.
//
// The guard of a shopper whose service limits them, and rooms, are locked before
// claims (booking_locks.h), so neither can be had once time is freed. An offer
// that needs either is therefore not made here, nor are those behind it, which
// would pass it by: the sweep, which locks both before anything else, makes them
// (OfferFreeTime). So it does for seats of sessions, which free nobody's time.
//
//   WaitlistOffering waiting(transaction, brand, offers);
//   ... waiting.Became(before, after) for each booking that changes, or
//       waiting.Followed(before, after) for seats that change with theirs ...
//   ... all claims are freed and taken ...
//   status = waiting.Offer(now, associates whose calendars are locked);
//   ... waiting.bookings() and events ...
#ifndef RAPPORT_DB_WAITLIST_OFFERING_H_
#define RAPPORT_DB_WAITLIST_OFFERING_H_

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "db/event.h"
#include "db/transaction.h"
#include "server/booking/booking_write.h"
#include "server/booking/occupancy_change.h"
#include "server/booking/waitlist_entry.h"

namespace rapport::db {

// Of one attempt at a transaction, and one brand. Not thread-safe; does not own
// what it is made from.
class WaitlistOffering {
 public:
  // `offers` may be empty: nobody is offered anything.
  WaitlistOffering(Transaction& transaction, const BrandId& brand,
                   const booking::OffersOf& offers)
      : transaction_(transaction), brand_(brand), offers_(offers) {}

  // That `before` has become `after`, which is written. Returns the codes of
  // errors.h.
  absl::Status Became(const booking::Booking& before,
                      const booking::Booking& after);

  // The same of seats, which became so with their session.
  absl::Status Followed(const booking::Booking& before,
                        const booking::Booking& after);

  // Holds what was freed for those who wait: all of them who fit beside each
  // other, the first first, up to the first whose service limits them or needs
  // rooms: the sweep offers to those. `locked`: whose time may be taken. Returns
  // the codes of errors.h.
  absl::Status Offer(absl::Time now, const std::set<AssociateId>& locked);

  // The same of one that was chosen otherwise; its guard, if it has one, is
  // locked. Whether it was made.
  absl::StatusOr<bool> Take(const booking::Offer& offer, absl::Time now);

  // An entry that changed otherwise.
  void Changed(const booking::WaitlistEntryId& entry);

  // The holds that were made, and their ids one after the other.
  const std::vector<booking::Booking>& holds() const { return holds_; }
  std::string bookings() const;
  // Whether any entry changed; then the event that says which, of `actor`.
  bool any_changed() const { return !entries_.empty(); }
  Event EventOf(const Actor& actor, absl::string_view action) const;

 private:
  // Ends the offer that `before` is, if it is one; its entry is in `state` then.
  // Unset: it goes on.
  absl::Status Settle(const booking::Booking& before,
                      std::optional<booking::WaitlistState> state,
                      absl::Time now);
  absl::StatusOr<bool> LockCalendarOf(const booking::HoldWrite& offered);
  absl::StatusOr<bool> TakeTime(const booking::BookingWrite& write,
                                const booking::Booking& hold, int capacity);
  absl::StatusOr<bool> TakeSeats(const booking::BookingWrite& write,
                                 const booking::Booking& hold, absl::Time now);
  absl::StatusOr<bool> HasPlace(const booking::TimeOf& time, int capacity);
  absl::StatusOr<bool> Claim(const booking::Booking& hold,
                             const std::vector<booking::TimeOf>& times,
                             int capacity);
  absl::Status Free(const booking::Booking& hold,
                    const std::vector<booking::TimeOf>& times);
  absl::StatusOr<bool> MayHave(const booking::ShopperGuard& guard,
                               const booking::Booking& hold, absl::Time now);
  absl::StatusOr<bool> MayGive(const booking::TimeTaken& whose,
                               const booking::Booking& hold);

  Transaction& transaction_;
  const BrandId& brand_;
  const booking::OffersOf& offers_;
  // What has changed and may have freed time.
  std::vector<std::pair<booking::Booking, booking::Booking>> freed_;
  std::vector<booking::Booking> holds_;
  std::string entries_;  // ids, one after the other
  // What memory still knows as waiting.
  std::set<booking::WaitlistEntryId> offered_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_WAITLIST_OFFERING_H_
