// What a caller wants written of one booking, for the store to judge: the one
// kind of write that there is.
//
// Whatever happens to a booking, it becomes another one, under a rule, and
// takes and frees somebody's time on the way. The rule is `become`; rules are
// in changes.h. All that a write does happens at once, or nothing of it.
#ifndef RAPPORT_SERVER_BOOKING_BOOKING_WRITE_H_
#define RAPPORT_SERVER_BOOKING_BOOKING_WRITE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/booking/booking.h"
#include "server/booking/shopper_limit.h"
#include "server/calendar/work_limits.h"

namespace rapport::booking {

// Somebody whose time a write may take, and the schedule that it was judged by.
struct TimeTaken {
  AssociateId associate;
  int64_t schedule_version = 0;  // which must still be so
  // How many meetings they have at a time on its channel, by that schedule. Of
  // more than 1, it takes one of so many places.
  int capacity = 1;
  // How much of their time may be booked, by that schedule.
  calendar::WorkRule work = {};
};

// What a meeting takes of somebody who has so many at a time.
inline uint8_t LoadWhere(int capacity) { return capacity > 1 ? 1 : kWholeLoad; }

// What becomes of a booking: of `before`, null if it is a new one, at `now`,
// which is the store's. The store sets the version and the times of creation
// and change. Pure: it may run more than once, and in another thread.
using Become = std::function<absl::StatusOr<Booking>(const Booking* before,
                                                     absl::Time now)>;

// A resource of the store's whose time a write may take, and when.
struct ResourceTaken {
  ResourceId resource;
  Interval interval;
};

// Set where a service limits how much of it a shopper may have: of the writes
// that say the same shopper and service one waits for the other. Of those that
// may make a booking count that else would not, each must say so, a confirm
// too: at the instant at which its hold runs out nobody else could know.
struct ShopperGuard {
  std::string shopper;
  ServiceId service;
  ShopperLimit limit;  // what is judged; none: nothing is
};

struct BookingWrite {
  absl::string_view action;     // for the audit: `MoveBooking`; a literal
  std::optional<BookingId> id;  // unset: a new booking
  std::optional<int64_t> expected_version;  // of it, before
  Become become;
  // Everybody whose ticks `become` may newly take, each once: those of a
  // booking, 1 + kMoreAssociatesMax at most.
  std::vector<TimeTaken> takes;
  // All resources whose ticks it may newly take, each once.
  std::vector<ResourceTaken> resources = {};
  // The session that a new booking takes seats of: it becomes a seat of what
  // that is by then (seats.h), and takes nothing else.
  std::optional<BookingId> session = std::nullopt;
  std::optional<int64_t> session_version = std::nullopt;  // it must have
  // A hold of the same shopper's that is cancelled with it.
  std::optional<BookingId> replaces;
  // Holds of the same shopper's give way where they are in the way.
  bool own_holds_give_way = false;
  std::optional<ShopperGuard> guard = std::nullopt;
};

// What a hold takes; nothing if booking.session is set. Of `booking` the store
// sets the state, the version and the times of creation, change and expiry, by
// its own clock.
struct HoldWrite {
  Booking booking;
  // The version of the associate's schedule that the slot was computed from.
  int64_t schedule_version = 0;
  absl::Duration hold_duration;
  // As TimeTaken; it goes with booking.load.
  int capacity = 1;
  // The same of each of booking.more_associates, in their order.
  std::vector<int64_t> more_schedule_versions = {};
  ShopperLimit shopper_limit = {};  // the service's
  // Of booking.session, by which it was judged. Unset: any.
  std::optional<int64_t> session_version = std::nullopt;
  // As TimeTaken: of the booking's associate, and of booking.more_associates in
  // their order; those that are not said have no limits.
  calendar::WorkRule work = {};
  std::vector<calendar::WorkRule> more_work = {};
};

// A hold for somebody who waits, of time that a write frees. It is made if their
// entry still waits, in that version, and the time is had.
struct Offer {
  WaitlistEntryId entry;
  int64_t entry_version = 0;
  HoldWrite hold;
};

// Who may be offered what `before` had and `after` has not, the first to wait
// first; only time of before.associate's. Pure, but for what memory knows:
// called in the middle of a write, in any thread.
using OffersOf = std::function<std::vector<Offer>(
    const BrandId& brand, const Booking& before, const Booking& after)>;

}  // namespace rapport::booking

#endif  // RAPPORT_SERVER_BOOKING_BOOKING_WRITE_H_
