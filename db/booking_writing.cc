#include "db/booking_writing.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/booking_json.h"
#include "db/booking_rows.h"
#include "db/errors.h"
#include "db/shopper_limit.h"
#include "db/waitlist_offering.h"
#include "server/booking/changes.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingId;
using booking::BookingState;
using booking::BookingWrite;
using booking::OccupancyChange;
using booking::TimeOf;

namespace {

// How often a write looks again after finding nothing in its way but a claim
// that had just gone.
constexpr int kLooksMax = 3;

absl::Status LookAgain() {
  return MakeDbStatus(DbOutcome::kRolledBack, 0,
                      "the booking changed in the meantime");
}

absl::Status NoHoldToReplace() {
  return Error(absl::StatusCode::kFailedPrecondition, "NOT_HELD",
               "the booking to replace is not held by the same shopper, or not "
               "any longer; only a hold of their own can be replaced");
}

bool IsTwin(const absl::Status& status) {
  return DuplicateOf(status, "event.event_request");
}

// Of each calendar, the version that its schedule must have; none: any.
using Calendars = std::map<AssociateId, std::optional<int64_t>>;

// One attempt at a write.
class Writing {
 public:
  Writing(Transaction& transaction, EventWriter& events, const Actor& actor,
          const RequestKey& request, const BookingWrite& write,
          const booking::OffersOf& offers)
      : transaction_(transaction),
        events_(events),
        actor_(actor),
        request_(request),
        write_(write),
        waiting_(transaction, actor.brand, offers) {}

  absl::Status Run(Booking& reply) {
    return write_.id.has_value() ? RunChange(reply) : RunNew(reply);
  }

 private:
  const BrandId& brand() const { return actor_.brand; }
  const Booking* before() const {
    return before_.has_value() ? &*before_ : nullptr;
  }

  absl::Status RunNew(Booking& reply);
  absl::Status RunChange(Booking& reply);
  absl::StatusOr<bool> Replayed(Booking& reply);
  absl::Status FindBefore();
  absl::Status FindReplaced();
  absl::Status Become();
  absl::Status LockGuard();
  absl::Status LockCalendars();
  absl::Status Store();
  absl::Status EndReplaced();
  absl::Status End(const Booking& booking, BookingState state);
  absl::Status Take(const TimeOf& time);
  absl::Status MakeWay(std::vector<Booking> blockers);
  absl::Status CheckLimit();
  bool GivesWay(const Booking& blocker) const;
  absl::Status Tell();
  absl::Status TellBoth(const Event& event);
  absl::Status LookForTwin(const absl::Status& why);

  Transaction& transaction_;
  EventWriter& events_;
  const Actor& actor_;
  const RequestKey& request_;
  const BookingWrite& write_;

  absl::Time now_;  // the database's
  std::optional<Booking> before_;
  std::optional<Booking> replaced_;
  Booking after_;
  OccupancyChange occupancy_;
  bool schedules_are_those_ = true;
  std::set<AssociateId> locked_;  // whose calendars
  WaitlistOffering waiting_;
  std::string subjects_;
};

// The calendar is locked first: what is looked at then is as it will be
// written, and a twin of this request has either ended or not begun.
absl::Status Writing::RunNew(Booking& reply) {
  absl::Status status = FindReplaced();
  if (status.ok()) status = LockGuard();
  if (!status.ok()) return status;
  status = LockCalendars();
  if (!status.ok()) return status;
  absl::StatusOr<bool> replayed = Replayed(reply);
  if (!replayed.ok() || *replayed) return replayed.status();
  if (!schedules_are_those_) return ScheduleChanged();
  status = Become();
  if (!status.ok()) return status;
  status = Store();
  reply = after_;
  return IsTwin(status) ? LookAgain() : status;
}

// Which calendars to lock is known only from the booking.
absl::Status Writing::RunChange(Booking& reply) {
  absl::StatusOr<bool> replayed = Replayed(reply);
  if (!replayed.ok() || *replayed) return replayed.status();
  absl::Status status = FindBefore();
  if (status.ok()) status = FindReplaced();
  if (status.ok()) status = Become();
  if (status.ok()) status = LockGuard();
  if (status.ok()) status = LockCalendars();
  if (status.ok() && !schedules_are_those_) status = ScheduleChanged();
  if (status.ok()) status = Store();
  reply = after_;
  if (IsTwin(status)) return LookAgain();
  // A twin that won has changed the version, the state or what is taken.
  if (status.ok() || ReasonOf(status).empty()) return status;
  return LookForTwin(status);
}

absl::StatusOr<bool> Writing::Replayed(Booking& reply) {
  std::optional<Replay> replay;
  absl::Status look =
      ChangeLog::Look(transaction_, actor_, request_, &now_, &replay);
  if (!look.ok()) return look;
  if (!replay.has_value()) return false;
  absl::Status answered = AnswerFrom(*replay, request_, reply);
  if (!answered.ok()) return answered;
  return true;
}

// Reads in READ COMMITTED see what committed since the transaction began; so a
// second look finds a twin that has just won. What was written on the way must
// not be committed with its answer: the next attempt gives that.
absl::Status Writing::LookForTwin(const absl::Status& why) {
  absl::Time now;
  std::optional<Replay> replay;
  absl::Status status =
      ChangeLog::Look(transaction_, actor_, request_, &now, &replay);
  if (!status.ok()) return status;
  if (!replay.has_value()) return why;
  return LookAgain();
}

absl::Status Writing::FindBefore() {
  absl::StatusOr<std::optional<Booking>> found =
      FindBooking(transaction_, brand(), *write_.id);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NoSuchBooking();
  before_ = **std::move(found);
  if (write_.expected_version.value_or(before_->version) != before_->version) {
    return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                 "the booking has changed since; read it again");
  }
  return absl::OkStatus();
}

absl::Status Writing::FindReplaced() {
  if (!write_.replaces.has_value()) return absl::OkStatus();
  absl::StatusOr<std::optional<Booking>> found =
      FindBooking(transaction_, brand(), *write_.replaces);
  if (!found.ok()) return found.status();
  replaced_ = *std::move(found);
  return absl::OkStatus();
}

absl::Status Writing::Become() {
  absl::StatusOr<Booking> after = write_.become(before(), now_);
  if (!after.ok()) return after.status();
  after_ = *std::move(after);
  absl::Status may = booking::CheckBecame(before(), after_);
  if (!may.ok()) return may;
  booking::Stamp(before(), now_, after_);
  occupancy_ = booking::OccupancyChangeOf(before(), after_);
  return absl::OkStatus();
}

absl::Status Writing::LockGuard() {
  if (!write_.guard.has_value()) return absl::OkStatus();
  return TakeGuard(transaction_, brand(), *write_.guard);
}

absl::Status Writing::LockCalendars() {
  Calendars calendars;
  if (replaced_.has_value()) calendars[replaced_->associate] = std::nullopt;
  for (const TimeOf& time : occupancy_.freed) {
    calendars[time.associate] = std::nullopt;
  }
  for (const booking::TimeTaken& taken : write_.takes) {
    calendars[taken.associate] = taken.schedule_version;
  }
  for (const auto& [associate, version] : calendars) {
    locked_.insert(associate);
    absl::StatusOr<bool> locked = true;
    if (version.has_value()) {
      locked = TouchCalendar(transaction_, brand(), associate, *version);
    } else {
      absl::Status status = LockCalendar(transaction_, brand(), associate);
      if (!status.ok()) return status;
    }
    if (!locked.ok()) return locked.status();
    schedules_are_those_ = schedules_are_those_ && *locked;
  }
  return absl::OkStatus();
}

absl::Status Writing::Store() {
  subjects_ = std::string(after_.id.stored());
  if (before_.has_value()) {
    absl::StatusOr<bool> changed =
        UpdateBooking(transaction_, brand(), *before_, after_);
    if (!changed.ok()) return changed.status();
    if (!*changed) return LookAgain();
    absl::Status followed = waiting_.Became(*before_, after_);
    if (!followed.ok()) return followed;
  }
  absl::Status status = EndReplaced();
  if (!status.ok()) return status;
  for (const TimeOf& time : occupancy_.freed) {
    status = DeleteClaims(transaction_, brand(), time, after_.id);
    if (!status.ok()) return status;
  }
  for (const TimeOf& time : occupancy_.taken) {
    status = Take(time);
    if (!status.ok()) return status;
  }
  status = CheckLimit();
  if (!status.ok()) return status;
  if (!before_.has_value()) {
    status = InsertBooking(transaction_, brand(), after_);
    if (!status.ok()) return status;
  }
  status = waiting_.Offer(now_, locked_);
  if (!status.ok()) return status;
  return Tell();
}

absl::Status Writing::EndReplaced() {
  if (!write_.replaces.has_value()) return absl::OkStatus();
  if (!replaced_.has_value() || replaced_->state != BookingState::kHeld ||
      booking::HasRunOut(*replaced_, now_) ||
      replaced_->shopper != after_.shopper) {
    return NoHoldToReplace();
  }
  return End(*replaced_, BookingState::kCancelled);
}

// Ends another booking with this one. Its calendar is locked.
absl::Status Writing::End(const Booking& booking, BookingState state) {
  const Booking ended = booking::Ended(booking, state, now_);
  absl::StatusOr<bool> changed =
      UpdateBooking(transaction_, brand(), booking, ended);
  if (!changed.ok()) return changed.status();
  if (!*changed) return LookAgain();
  absl::Status followed = waiting_.Became(booking, ended);
  if (!followed.ok()) return followed;
  absl::StrAppend(&subjects_, booking.id.stored());
  return DeleteClaims(transaction_, brand(),
                      {booking.associate, booking.occupied}, booking.id);
}

// Claims that time, ending holds in its way that give way. Returns
// ALREADY_EXISTS (SLOT_TAKEN).
absl::Status Writing::Take(const TimeOf& time) {
  const auto may = [&](const booking::TimeTaken& each) {
    return each.associate == time.associate;
  };
  if (std::none_of(write_.takes.begin(), write_.takes.end(), may)) {
    return absl::InternalError("a write takes time that it did not name");
  }
  for (int look = 0; look < kLooksMax; ++look) {
    absl::StatusOr<bool> claimed =
        InsertClaims(transaction_, brand(), time, after_.id);
    if (!claimed.ok()) return claimed.status();
    if (*claimed) return absl::OkStatus();
    absl::StatusOr<std::vector<Booking>> blockers =
        FindBlockers(transaction_, brand(), time);
    if (!blockers.ok()) return blockers.status();
    absl::Status gone = MakeWay(*std::move(blockers));
    if (!gone.ok()) return gone;
  }
  return SlotTaken(after_);
}

bool Writing::GivesWay(const Booking& blocker) const {
  if (booking::HasRunOut(blocker, now_)) return true;
  return write_.own_holds_give_way && blocker.state == BookingState::kHeld &&
         blocker.shopper == after_.shopper;
}

// All or none.
absl::Status Writing::MakeWay(std::vector<Booking> blockers) {
  for (const Booking& blocker : blockers) {
    if (!GivesWay(blocker)) return SlotTaken(after_);
  }
  for (const Booking& blocker : blockers) {
    const bool ran_out = booking::HasRunOut(blocker, now_);
    absl::Status ended = End(
        blocker, ran_out ? BookingState::kExpired : BookingState::kCancelled);
    if (!ended.ok()) return ended;
  }
  return absl::OkStatus();
}

// Once all that end with this write have ended: those do not count.
absl::Status Writing::CheckLimit() {
  if (!write_.guard.has_value() || !write_.guard->limit.limits()) {
    return absl::OkStatus();
  }
  const booking::ShopperLimit& limit = write_.guard->limit;
  absl::StatusOr<std::vector<Booking>> others =
      FindOthers(transaction_, brand(), *write_.guard,
                 booking::LimitReach(limit, before(), after_, now_), after_.id);
  if (!others.ok()) return others.status();
  return booking::CheckShopperLimit(limit, before(), after_, *others, now_);
}

absl::Status Writing::Tell() {
  absl::StatusOr<std::string> answer = BookingToJson(after_);
  if (!answer.ok()) return answer.status();
  return TellBoth({.kind = EventKind::kBookings,
                   .actor = actor_,
                   .action = write_.action,
                   .request = &request_,
                   .subject = std::string(after_.id.stored()),
                   .subjects = absl::StrCat(subjects_, waiting_.bookings()),
                   .reply = *std::move(answer)});
}

absl::Status Writing::TellBoth(const Event& event) {
  if (!waiting_.any_changed()) return events_.Append(event);
  return events_.AppendAll({event, waiting_.EventOf(actor_, write_.action)});
}

}  // namespace

absl::Status WriteBooking(Transaction& transaction, EventWriter& events,
                          const Actor& actor, const RequestKey& request,
                          const BookingWrite& write,
                          const booking::OffersOf& offers, Booking& reply) {
  return Writing(transaction, events, actor, request, write, offers).Run(reply);
}

absl::Status AnswerFrom(const Replay& replay, const RequestKey& request,
                        Booking& reply) {
  if (replay.request_hash != request.request_hash) {
    return InvalidField("request_id", "REQUEST_ID_REUSED",
                        "was used for another request; each needs its own");
  }
  absl::StatusOr<Booking> booking = BookingFromJson(replay.reply);
  if (!booking.ok()) return booking.status();
  reply = *std::move(booking);
  return absl::OkStatus();
}

absl::Status SlotTaken(const Booking& booking) {
  return Error(
      absl::StatusCode::kAlreadyExists, "SLOT_TAKEN",
      absl::StrCat("the slot at ",
                   absl::FormatTime("%Y-%m-%d %H:%M",
                                    absl::FromCivil(booking.local_start,
                                                    absl::UTCTimeZone()),
                                    absl::UTCTimeZone()),
                   " ", booking.time_zone, " has been taken; choose another"));
}

absl::Status ScheduleChanged() {
  return Error(absl::StatusCode::kAborted, "SCHEDULE_CHANGED",
               "the associate's schedule has just changed; search again");
}

absl::Status NoSuchBooking() {
  return Error(absl::StatusCode::kNotFound, "BOOKING_NOT_FOUND",
               "there is no such booking");
}

}  // namespace rapport::db
