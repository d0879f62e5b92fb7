#include "server/booking/changes.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "server/vocabulary/error.h"

namespace rapport::booking {
namespace {

absl::Status Refused(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

// What a booking like that of `to` may newly take.
void SetTakes(const HoldWrite& to, BookingWrite& write) {
  const Booking& booking = to.booking;
  write.takes = {
      {booking.associate, to.schedule_version, to.capacity, to.work}};
  for (size_t i = 0; i < booking.more_associates.size(); ++i) {
    write.takes.push_back(
        {booking.more_associates[i], to.more_schedule_versions.at(i)});
    if (i < to.more_work.size()) write.takes.back().work = to.more_work[i];
  }
  write.resources.clear();
  for (const KeptResource& kept : booking.resources) {
    write.resources.push_back({kept.id, booking.occupied});
  }
}

void SetResources(const std::vector<KeptResource>& resources,
                  Booking& booking) {
  booking.had_resources = resources.empty() &&
                          (booking.had_resources || !booking.resources.empty());
  booking.resources = resources;
}

BookingWrite Starting(absl::string_view action, const HoldWrite& hold,
                      Become become) {
  BookingWrite write;
  write.action = action;
  write.become = std::move(become);
  write.session = hold.booking.session;
  write.session_version = hold.session_version;
  if (!hold.booking.is_seat()) SetTakes(hold, write);
  if (!hold.booking.is_session()) {
    write.guard = GuardOf(hold.booking, hold.shopper_limit);
  }
  return write;
}

// A write that changes a copy of the booking, if `change` returns OK.
template <typename Change>
BookingWrite Changing(absl::string_view action, const BookingId& id,
                      std::optional<int64_t> expected_version, Change change) {
  BookingWrite write;
  write.action = action;
  write.id = id;
  write.expected_version = expected_version;
  write.become = [change](const Booking* before,
                          absl::Time now) -> absl::StatusOr<Booking> {
    Booking after = *before;
    absl::Status may = change(after, now);
    if (!may.ok()) return may;
    return after;
  };
  return write;
}

// OK if `booking` is in one of those states, and no hold that has run out;
// else why not.
absl::Status CheckIn(const Booking& booking, absl::Time now,
                     std::initializer_list<BookingState> states,
                     absl::string_view reason, absl::string_view rule) {
  if (booking.state == BookingState::kExpired || HasRunOut(booking, now)) {
    return Refused("HOLD_EXPIRED", "the hold has run out; hold the slot again");
  }
  for (const BookingState state : states) {
    if (booking.state == state) return absl::OkStatus();
  }
  return Refused(
      reason, absl::StrCat("the booking is ", BookingStateWord(booking.state),
                           "; ", rule));
}

// OK if a shopper may come to it.
absl::Status CheckNoSession(const Booking& booking) {
  if (!booking.is_session()) return absl::OkStatus();
  return Refused("IS_SESSION",
                 "it is a session; the bookings of its seats are checked in, "
                 "completed or given up, each by itself");
}

absl::Status CheckNotOver(const Booking& booking, absl::Time now) {
  if (now < booking.meeting.end) return absl::OkStatus();
  return Refused("MEETING_OVER", "the meeting is over; it stays as it was");
}

// In UTC, as the border tells it.
std::string UtcText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone());
}

// A hold may be let go at any time.
absl::Status CheckCancelNotice(const Booking& booking, absl::Time now) {
  if (booking.state == BookingState::kHeld ||
      booking.cancel_notice == absl::ZeroDuration() ||
      now <= booking.meeting.start - booking.cancel_notice) {
    return absl::OkStatus();
  }
  return Refused(
      "TOO_LATE_TO_CANCEL",
      absl::StrCat("shoppers may cancel it until ",
                   UtcText(booking.meeting.start - booking.cancel_notice), ", ",
                   absl::FormatDuration(booking.cancel_notice),
                   " before it starts; ask the store"));
}

absl::Status CheckMoveNotice(const Booking& booking, absl::Time now) {
  if (now >= booking.meeting.start) {
    return Refused("MEETING_STARTED",
                   "the meeting has started; shoppers may move it until then");
  }
  if (booking.state == BookingState::kHeld ||
      now <= booking.meeting.start - booking.move_notice) {
    return absl::OkStatus();
  }
  return Refused(
      "TOO_LATE_TO_MOVE",
      absl::StrCat("shoppers may move it until ",
                   UtcText(booking.meeting.start - booking.move_notice), ", ",
                   absl::FormatDuration(booking.move_notice),
                   " before it starts; ask the store"));
}

// Where it is, and what is promised there.
void SetPlace(const Booking& to, Booking& booking) {
  booking.store = to.store;
  booking.time_zone = to.time_zone;
  booking.local_start = to.local_start;
  booking.utc_offset_s = to.utc_offset_s;
  booking.tzdata_version = to.tzdata_version;
  SetResources(to.resources, booking);
}

// What is past of a meeting that goes on is over: others who had that time
// beside it are in the way of nothing.
void ChangeLoad(uint8_t load, absl::Time now, Booking& booking) {
  if (booking.load == load) return;
  booking.load = load;
  booking.occupied.start =
      std::max(booking.occupied.start, TimeOfTick(TickOf(now)));
}

absl::Status ChangeAssociate(const AssociateId& to, Booking& booking) {
  const auto& others = booking.more_associates;
  if (booking.associate == to ||
      std::find(others.begin(), others.end(), to) != others.end()) {
    return Refused("SAME_ASSOCIATE",
                   "the booking is with that associate; choose another");
  }
  std::vector<AssociateId>& former = booking.former_associates;
  former.erase(std::remove(former.begin(), former.end(), to), former.end());
  former.push_back(booking.associate);
  if (former.size() > kFormerAssociatesMax) {
    return Refused("TOO_MANY_REASSIGNS",
                   absl::StrCat("the booking was with ", former.size(),
                                " associates; one can be with at most ",
                                kFormerAssociatesMax, " before its last"));
  }
  booking.associate = to;
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckNoSeat(const Booking& booking) {
  if (!booking.is_seat()) return absl::OkStatus();
  return Refused(
      "GOES_WITH_SESSION",
      "a seat goes with its session; hold seats of another one, with "
      "this one as `replaces` while it is held, or cancel it");
}

std::optional<ShopperGuard> GuardOf(const Booking& booking,
                                    const ShopperLimit& limit) {
  if (!limit.limits()) return std::nullopt;
  return ShopperGuard{booking.shopper, booking.service, limit};
}

BookingWrite Holding(const HoldWrite& hold) {
  return Starting("HoldSlot", hold, [hold](const Booking*, absl::Time now) {
    Booking after = hold.booking;
    after.state = BookingState::kHeld;
    after.hold_expire_time = now + hold.hold_duration;
    return absl::StatusOr<Booking>(std::move(after));
  });
}

BookingWrite Creating(const HoldWrite& hold) {
  return Starting(
      hold.booking.is_session() ? "CreateSession" : "CreateBooking", hold,
      [hold](const Booking*, absl::Time now) -> absl::StatusOr<Booking> {
        if (hold.booking.meeting.start <= now) {
          return Refused(
              "MEETING_STARTED",
              "the meeting was to start by now; choose a later slot");
        }
        Booking after = hold.booking;
        after.state = BookingState::kConfirmed;
        after.hold_expire_time = absl::InfiniteFuture();
        return after;
      });
}

BookingWrite Confirming(const BookingId& id,
                        std::optional<int64_t> expected_version,
                        const std::vector<Answer>& answers) {
  return Changing("ConfirmBooking", id, expected_version,
                  [answers](Booking& booking, absl::Time now) {
                    absl::Status may = CheckConfirm(booking, now);
                    if (!may.ok()) return may;
                    if (!answers.empty()) booking.answers = answers;
                    booking.state = BookingState::kConfirmed;
                    booking.hold_expire_time = absl::InfiniteFuture();
                    return may;
                  });
}

BookingWrite Cancelling(const BookingId& id,
                        std::optional<int64_t> expected_version, Asker asker) {
  return Changing("CancelBooking", id, expected_version,
                  [asker](Booking& booking, absl::Time now) {
                    absl::Status may = CheckCancel(booking);
                    if (may.ok() && asker == Asker::kShopper) {
                      may = CheckCancelNotice(booking, now);
                    }
                    if (!may.ok()) return may;
                    booking.state = BookingState::kCancelled;
                    booking.hold_expire_time = absl::InfiniteFuture();
                    return may;
                  });
}

BookingWrite Extending(const BookingId& id,
                       std::optional<int64_t> expected_version,
                       absl::Duration hold_duration) {
  return Changing(
      "ExtendHold", id, expected_version,
      [hold_duration](Booking& booking, absl::Time now) {
        absl::Status may = CheckIn(booking, now, {BookingState::kHeld},
                                   "NOT_HELD", "only a hold can be extended");
        if (!may.ok()) return may;
        const absl::Time end =
            std::min(now + hold_duration, booking.create_time + kHoldLengthMax);
        if (end <= booking.hold_expire_time) {
          return Refused("HOLD_AT_LIMIT",
                         absl::StrCat("the hold can be had no longer; none "
                                      "lasts longer than ",
                                      absl::FormatDuration(kHoldLengthMax)));
        }
        booking.hold_expire_time = end;
        return may;
      });
}

BookingWrite Moving(const BookingId& id, int64_t version, const HoldWrite& to,
                    Asker asker) {
  BookingWrite write = Changing(
      "MoveBooking", id, version,
      [to = to.booking, asker](Booking& booking, absl::Time now) {
        absl::Status may = CheckIn(
            booking, now, {BookingState::kHeld, BookingState::kConfirmed},
            "NOT_BOOKED", "only a held or confirmed one can be moved");
        if (may.ok()) may = CheckNoSeat(booking);
        if (may.ok() && asker == Asker::kShopper) {
          may = CheckMoveNotice(booking, now);
        }
        if (!may.ok()) return may;
        if (to.meeting.start <= now) {
          return Refused("MEETING_STARTED",
                         "the new time has begun by now; choose a later slot");
        }
        booking.meeting = to.meeting;
        booking.occupied = to.occupied;
        booking.load = to.load;
        SetPlace(to, booking);
        return may;
      });
  SetTakes(to, write);
  write.own_holds_give_way = asker == Asker::kShopper;
  write.guard = GuardOf(to.booking, to.shopper_limit);
  return write;
}

BookingWrite Switching(const BookingId& id, int64_t version, Channel channel,
                       const TimeTaken& seen) {
  BookingWrite write =
      Changing("SwitchChannel", id, version,
               [channel, load = LoadWhere(seen.capacity)](Booking& booking,
                                                          absl::Time now) {
                 absl::Status may = CheckIn(
                     booking, now,
                     {BookingState::kHeld, BookingState::kConfirmed,
                      BookingState::kCheckedIn},
                     "NOT_BOOKED",
                     "only a held, confirmed or checked in one can be met "
                     "otherwise");
                 if (may.ok()) may = CheckNoSeat(booking);
                 if (may.ok()) may = CheckNotOver(booking, now);
                 if (!may.ok()) return may;
                 booking.channel = channel;
                 ChangeLoad(load, now, booking);
                 return may;
               });
  write.takes = {seen};
  return write;
}

BookingWrite Switching(const BookingId& id, int64_t version, Channel channel,
                       const HoldWrite& to) {
  BookingWrite write = Switching(
      id, version, channel,
      TimeTaken{to.booking.associate, to.schedule_version, to.capacity});
  write.become = [become = std::move(write.become), to = to.booking](
                     const Booking* before,
                     absl::Time now) -> absl::StatusOr<Booking> {
    absl::StatusOr<Booking> after = become(before, now);
    if (after.ok()) SetResources(to.resources, *after);
    return after;
  };
  SetTakes(to, write);
  return write;
}

BookingWrite Reassigning(const BookingId& id, int64_t version,
                         const HoldWrite& to) {
  BookingWrite write = Changing(
      "ReassignBooking", id, version,
      [to = to.booking](Booking& booking, absl::Time now) {
        absl::Status may = CheckIn(
            booking, now, {BookingState::kHeld, BookingState::kConfirmed},
            "NOT_BOOKED", "only a held or confirmed one can be reassigned");
        if (may.ok()) may = CheckNoSeat(booking);
        if (may.ok()) may = CheckNotOver(booking, now);
        if (may.ok()) may = ChangeAssociate(to.associate, booking);
        if (may.ok()) SetPlace(to, booking);
        if (may.ok()) booking.load = to.load;
        return may;
      });
  SetTakes(to, write);
  return write;
}

BookingWrite CheckingIn(const BookingId& id,
                        std::optional<int64_t> expected_version) {
  return Changing(
      "CheckInBooking", id, expected_version,
      [](Booking& booking, absl::Time now) {
        absl::Status may = CheckNoSession(booking);
        if (may.ok()) {
          may =
              CheckIn(booking, now, {BookingState::kConfirmed}, "NOT_CONFIRMED",
                      "only a confirmed one can be checked in");
        }
        if (may.ok() && now < booking.meeting.start - kCheckInEarlyMax) {
          may = Refused("TOO_EARLY",
                        "the meeting starts in more than an hour; check in "
                        "later");
        }
        if (may.ok()) booking.state = BookingState::kCheckedIn;
        return may;
      });
}

BookingWrite MarkingNoShow(const BookingId& id,
                           std::optional<int64_t> expected_version) {
  return Changing(
      "MarkNoShow", id, expected_version, [](Booking& booking, absl::Time now) {
        absl::Status may = CheckNoSession(booking);
        if (may.ok()) {
          may =
              CheckIn(booking, now, {BookingState::kConfirmed}, "NOT_CONFIRMED",
                      "only a confirmed one can be given up");
        }
        if (may.ok() && now < booking.meeting.start + kNoShowAfter) {
          may = Refused("TOO_EARLY",
                        "the shopper may still come; five minutes after the "
                        "meeting was to start they may be given up");
        }
        if (may.ok()) booking.state = BookingState::kNoShow;
        return may;
      });
}

BookingWrite Completing(const BookingId& id,
                        std::optional<int64_t> expected_version) {
  return Changing("CompleteBooking", id, expected_version,
                  [](Booking& booking, absl::Time now) {
                    absl::Status may = CheckNoSession(booking);
                    if (may.ok()) {
                      may = CheckIn(booking, now, {BookingState::kCheckedIn},
                                    "NOT_CHECKED_IN",
                                    "only a checked in one can be completed");
                    }
                    if (may.ok()) booking.state = BookingState::kCompleted;
                    return may;
                  });
}

bool HasRunOut(const Booking& booking, absl::Time now) {
  return booking.state == BookingState::kHeld &&
         booking.hold_expire_time <= now;
}

Booking Ended(Booking booking, BookingState state, absl::Time now) {
  booking.state = state;
  booking.hold_expire_time = absl::InfiniteFuture();
  booking.update_time = now;
  ++booking.version;
  return booking;
}

absl::Status CheckBecame(const Booking* before, const Booking& after) {
  const bool may =
      before == nullptr
          ? after.state == BookingState::kHeld ||
                after.state == BookingState::kConfirmed
          : after.id == before->id && (after.state == before->state ||
                                       MayBecome(before->state, after.state));
  if (may) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(
      "a rule makes a booking ", BookingStateWord(after.state),
      before == nullptr ? " that was not there" : " that it may not become"));
}

void Stamp(const Booking* before, absl::Time now, Booking& after) {
  after.version = before == nullptr ? 1 : before->version + 1;
  after.create_time = before == nullptr ? now : before->create_time;
  after.update_time = now;
}

}  // namespace rapport::booking
