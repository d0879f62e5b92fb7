#include "db/waitlist_offering.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "db/booked_work.h"
#include "db/booking_rows.h"
#include "db/session_seats.h"
#include "db/shopper_limit.h"
#include "db/waitlist_rows.h"
#include "server/booking/changes.h"
#include "server/booking/making_way.h"
#include "server/booking/seats.h"
#include "server/booking/shopper_limit.h"
#include "server/booking/work_check.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingState;
using booking::BookingWrite;
using booking::TimeOf;
using booking::WaitlistState;

absl::Status WaitlistOffering::Became(const Booking& before,
                                      const Booking& after) {
  if (offers_ && !booking::OccupancyChangeOf(&before, after).freed.empty()) {
    freed_.emplace_back(before, after);
  }
  return Settle(before, booking::StateOnce(after.state), after.update_time);
}

absl::Status WaitlistOffering::Followed(const Booking& before,
                                        const Booking& after) {
  return Settle(before, booking::StateOnceFollowed(after.state),
                after.update_time);
}

absl::Status WaitlistOffering::Settle(const Booking& before,
                                      std::optional<WaitlistState> state,
                                      absl::Time now) {
  if (!state.has_value() || !before.waitlist_entry.has_value() ||
      before.state != BookingState::kHeld) {
    return absl::OkStatus();
  }
  absl::StatusOr<bool> ended = EndOffer(
      transaction_, brand_, *before.waitlist_entry, before.id, *state, now);
  if (!ended.ok()) return ended.status();
  if (*ended) Changed(*before.waitlist_entry);
  return absl::OkStatus();
}

void WaitlistOffering::Changed(const booking::WaitlistEntryId& entry) {
  absl::StrAppend(&entries_, entry.stored());
}

absl::Status WaitlistOffering::Offer(absl::Time now,
                                     const std::set<AssociateId>& locked) {
  for (const auto& [before, after] : freed_) {
    const std::vector<booking::Offer> offers = offers_(brand_, before, after);
    for (const booking::Offer& offer : offers) {
      if (offered_.contains(offer.entry)) continue;
      // A calendar locked now would be locked out of turn.
      if (!locked.contains(offer.hold.booking.associate)) continue;
      // So would its guard be, and its rooms.
      if (offer.hold.shopper_limit.limits() ||
          !offer.hold.booking.resources.empty()) {
        break;
      }
      absl::StatusOr<bool> taken = Take(offer, now);
      if (!taken.ok()) return taken.status();
      if (*taken) offered_.insert(offer.entry);
    }
  }
  freed_.clear();
  return absl::OkStatus();
}

absl::StatusOr<bool> WaitlistOffering::MayHave(
    const booking::ShopperGuard& guard, const Booking& hold, absl::Time now) {
  const absl::Time reach = booking::LimitReach(guard.limit, nullptr, hold, now);
  const absl::StatusOr<std::vector<Booking>> others =
      FindOthers(transaction_, brand_, guard, reach, hold.id);
  if (!others.ok()) return others.status();
  return booking::CheckShopperLimit(guard.limit, nullptr, hold, *others, now)
      .ok();
}

// Holds that ran out and have not ended yet count here: somebody may be about to
// confirm one. The sweep ends them, and then offers.
absl::StatusOr<bool> WaitlistOffering::MayGive(const booking::TimeTaken& whose,
                                               const Booking& hold) {
  if (!whose.work.limits.limits()) return true;
  const absl::StatusOr<std::vector<Booking>> others = FindWork(
      transaction_, brand_, whose.associate, hold.meeting.start, hold.id);
  if (!others.ok()) return others.status();
  return booking::CheckWork(whose.work, hold, *others, absl::InfinitePast())
      .ok();
}

// Whether nobody there is in the way. Who takes all of somebody hears it from
// the key.
absl::StatusOr<bool> WaitlistOffering::HasPlace(const TimeOf& time,
                                                int capacity) {
  if (time.load == booking::kWholeLoad) return true;
  const absl::StatusOr<std::vector<Booking>> there =
      FindBlockers(transaction_, brand_, time);
  if (!there.ok()) return there.status();
  return booking::WhoMakesWay(
             time, capacity, *there,
             [](const Booking&) { return booking::Manners::kStays; })
      .has_value();
}

// All of `times`, or none. Whether it could.
absl::StatusOr<bool> WaitlistOffering::Claim(const Booking& hold,
                                             const std::vector<TimeOf>& times,
                                             int capacity) {
  std::vector<TimeOf> claimed;
  for (const TimeOf& time : times) {
    absl::StatusOr<bool> done = HasPlace(time, capacity);
    if (done.ok() && *done) {
      done = InsertClaims(transaction_, brand_, time, capacity, hold.id);
    }
    if (!done.ok()) return done;
    if (!*done) {
      absl::Status freed = Free(hold, claimed);
      if (!freed.ok()) return freed;
      return false;
    }
    claimed.push_back(time);
  }
  return true;
}

absl::Status WaitlistOffering::Free(const Booking& hold,
                                    const std::vector<TimeOf>& times) {
  for (const TimeOf& time : times) {
    absl::Status freed = DeleteClaims(transaction_, brand_, time, hold.id);
    if (!freed.ok()) return freed;
  }
  return absl::OkStatus();
}

// Whether the schedule that the offer was judged by is still so; of seats, which
// take no time, it does not matter.
absl::StatusOr<bool> WaitlistOffering::LockCalendarOf(
    const booking::HoldWrite& offered) {
  const Booking& hold = offered.booking;
  if (!hold.is_seat()) {
    return TouchCalendar(transaction_, brand_, hold.associate,
                         offered.schedule_version);
  }
  absl::Status locked = WriteCalendar(transaction_, brand_, hold.associate);
  if (!locked.ok()) return locked;
  return true;
}

absl::StatusOr<bool> WaitlistOffering::TakeTime(const BookingWrite& write,
                                                const Booking& hold,
                                                int capacity) {
  absl::StatusOr<bool> done = MayGive(write.takes.front(), hold);
  if (!done.ok() || !*done) return done;
  for (const booking::KeptResource& kept : hold.resources) {
    absl::Status locked = LockResource(transaction_, brand_, kept.id);
    if (!locked.ok()) return locked;
  }
  return Claim(hold, booking::OccupiedBy(hold), capacity);
}

// Whether the session is as it was when the seats were chosen, and has them.
// Holds that ran out and have not ended yet count here, as in MayGive.
absl::StatusOr<bool> WaitlistOffering::TakeSeats(const BookingWrite& write,
                                                 const Booking& hold,
                                                 absl::Time now) {
  const absl::StatusOr<std::optional<Booking>> session =
      FindBooking(transaction_, brand_, *write.session);
  if (!session.ok()) return session.status();
  if (!session->has_value() || (*session)->version != write.session_version ||
      !booking::CheckSession(**session, now).ok()) {
    return false;
  }
  const absl::StatusOr<std::vector<Booking>> others =
      FindSeats(transaction_, brand_, *write.session);
  if (!others.ok()) return others.status();
  return booking::CheckSeats(**session, hold, *others, absl::InfinitePast())
      .ok();
}

absl::StatusOr<bool> WaitlistOffering::Take(const booking::Offer& offer,
                                            absl::Time now) {
  const BookingWrite write = booking::Holding(offer.hold);
  absl::StatusOr<Booking> hold = write.become(nullptr, now);
  if (!hold.ok()) return hold.status();
  hold->waitlist_entry = offer.entry;
  booking::Stamp(nullptr, now, *hold);
  absl::StatusOr<bool> done = LockCalendarOf(offer.hold);
  if (!done.ok() || !*done) return done;
  if (write.guard.has_value()) done = MayHave(*write.guard, *hold, now);
  if (!done.ok() || !*done) return done;
  done = hold->is_seat() ? TakeSeats(write, *hold, now)
                         : TakeTime(write, *hold, offer.hold.capacity);
  if (!done.ok() || !*done) return done;
  done = UpdateEntry(transaction_, brand_, offer.entry, offer.entry_version,
                     WaitlistState::kWaiting, WaitlistState::kOffered, now,
                     hold->id);
  if (!done.ok()) return done;
  if (!*done) {
    absl::Status freed = Free(*hold, booking::OccupiedBy(*hold));
    if (!freed.ok()) return freed;
    return false;
  }
  absl::Status inserted = InsertBooking(transaction_, brand_, *hold);
  if (!inserted.ok()) return inserted;
  Changed(offer.entry);
  holds_.push_back(*std::move(hold));
  return true;
}

std::string WaitlistOffering::bookings() const {
  std::string ids;
  for (const Booking& hold : holds_) absl::StrAppend(&ids, hold.id.stored());
  return ids;
}

// Whose entries they are hears of it by following: the receipt is for what the
// caller did.
Event WaitlistOffering::EventOf(const Actor& actor,
                                absl::string_view action) const {
  return {.kind = EventKind::kWaitlist,
          .actor = {actor.brand, actor.role, actor.principal, nullptr},
          .action = action,
          .subjects = entries_};
}

}  // namespace rapport::db
