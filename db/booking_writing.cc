#include "db/booking_writing.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/booked_work.h"
#include "db/booking_errors.h"
#include "db/booking_json.h"
#include "db/booking_locks.h"
#include "db/booking_rows.h"
#include "db/errors.h"
#include "db/replay.h"
#include "db/session_seats.h"
#include "db/shopper_limit.h"
#include "db/time_taking.h"
#include "db/waitlist_offering.h"
#include "server/booking/changes.h"
#include "server/booking/seats.h"
#include "server/booking/work_check.h"
#include "server/vocabulary/error.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingId;
using booking::BookingState;
using booking::BookingWrite;
using booking::OccupancyChange;
using booking::TimeOf;

namespace {

bool IsTwin(const absl::Status& status) {
  return DuplicateOf(status, "event.event_request");
}

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
        locks_(transaction, actor.brand),
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
  absl::Status FindSession();
  absl::Status SitDown();
  absl::Status Become();
  absl::Status LockGuard();
  absl::Status LockCalendars();
  absl::Status Store();
  absl::Status TakeSeats();
  absl::Status EndReplaced();
  absl::Status End(const Booking& booking, BookingState state);
  absl::Status CheckLimit();
  absl::Status CheckWork();
  absl::Status Tell();
  absl::Status TellAll(Event event);
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
  std::optional<Booking> session_;  // that a new booking has seats of
  std::vector<Booking> followers_;  // seats that went where their session did
  BookingLocks locks_;
  WaitlistOffering waiting_;
  std::string subjects_;
};

// The calendar is locked first: what is looked at then is as it will be
// written, and a twin of this request has either ended or not begun.
absl::Status Writing::RunNew(Booking& reply) {
  absl::Status status = FindReplaced();
  if (status.ok()) status = FindSession();
  if (status.ok()) status = LockGuard();
  if (status.ok()) status = LockCalendars();
  if (!status.ok()) return status;
  absl::StatusOr<bool> replayed = Replayed(reply);
  if (!replayed.ok() || *replayed) return replayed.status();
  if (!locks_.schedules_are_those()) return ScheduleChanged();
  status = Become();
  if (status.ok() && write_.session.has_value()) status = SitDown();
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
  if (status.ok() && !locks_.schedules_are_those()) status = ScheduleChanged();
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
    return EtagMismatch();
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
  locks_.WillTake(write_);
  locks_.WillFree(occupancy_.freed);
  if (replaced_.has_value()) {
    locks_.WillFree(booking::OccupiedBy(*replaced_));
  }
  if (session_.has_value()) locks_.WillChangeSession(session_->associate);
  if (before_.has_value() && before_->is_session()) {
    locks_.WillChangeSession(before_->associate);
  }
  return locks_.Lock();
}

// Whose calendar to lock for seats is known only from their session.
absl::Status Writing::FindSession() {
  if (!write_.session.has_value()) return absl::OkStatus();
  absl::StatusOr<std::optional<Booking>> found =
      FindBooking(transaction_, brand(), *write_.session);
  if (!found.ok()) return found.status();
  session_ = *std::move(found);
  return absl::OkStatus();
}

// Has the booking be where the session is, now that this stays.
absl::Status Writing::SitDown() {
  if (!session_.has_value()) return booking::NoSuchSession();
  const AssociateId locked = session_->associate;
  absl::Status status = FindSession();
  if (!status.ok()) return status;
  status = booking::CheckSession(*session_, now_);
  if (status.ok() &&
      write_.session_version.value_or(session_->version) != session_->version) {
    return SessionChanged();
  }
  if (session_->associate != locked) return LookAgain();
  if (status.ok()) booking::SeatIn(*session_, after_);
  return status;
}

absl::Status Writing::Store() {
  subjects_ = std::string(after_.id.stored());
  if (before_.has_value()) {
    absl::StatusOr<bool> changed =
        UpdateBooking(transaction_, brand(), *before_, after_);
    if (!changed.ok()) return changed.status();
    if (!*changed) return LookAgain();
    absl::Status followed = waiting_.Became(*before_, after_);
    if (followed.ok() && before_->is_session()) {
      followed = FollowSession(transaction_, brand(), *before_, after_, now_,
                               waiting_, followers_);
    }
    if (!followed.ok()) return followed;
  }
  absl::Status status = EndReplaced();
  if (status.ok() && session_.has_value()) status = TakeSeats();
  if (!status.ok()) return status;
  for (const TimeOf& time : occupancy_.freed) {
    status = DeleteClaims(transaction_, brand(), time, after_.id);
    if (!status.ok()) return status;
  }
  const TimeTaking taking(transaction_, brand(), write_, after_, now_);
  for (const TimeOf& time : occupancy_.taken) {
    status =
        taking.Take(time, [this](const Booking& other, BookingState state) {
          return End(other, state);
        });
    if (!status.ok()) return status;
  }
  status = CheckLimit();
  if (status.ok()) status = CheckWork();
  if (!status.ok()) return status;
  if (!before_.has_value()) {
    status = InsertBooking(transaction_, brand(), after_);
    if (!status.ok()) return status;
  }
  status = waiting_.Offer(now_, locks_.calendars());
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

// Ends another booking with this one.
absl::Status Writing::End(const Booking& booking, BookingState state) {
  absl::Status locked = locks_.LockOutOfTurn(booking);
  if (!locked.ok()) return locked;
  const Booking ended = booking::Ended(booking, state, now_);
  absl::StatusOr<bool> changed =
      UpdateBooking(transaction_, brand(), booking, ended);
  if (!changed.ok()) return changed.status();
  if (!*changed) return LookAgain();
  absl::Status followed = waiting_.Became(booking, ended);
  if (!followed.ok()) return followed;
  absl::StrAppend(&subjects_, booking.id.stored());
  const OccupancyChange change = booking::OccupancyChangeOf(&booking, ended);
  for (const TimeOf& time : change.freed) {
    absl::Status freed = DeleteClaims(transaction_, brand(), time, booking.id);
    if (!freed.ok()) return freed;
  }
  return absl::OkStatus();
}

// Once what is replaced has ended. Holds that ran out are ended: of this and
// somebody who confirms one at that instant, only one is right.
absl::Status Writing::TakeSeats() {
  const absl::StatusOr<std::vector<Booking>> others =
      FindSeats(transaction_, brand(), session_->id);
  if (!others.ok()) return others.status();
  for (const Booking& other : *others) {
    if (!booking::HasRunOut(other, now_)) continue;
    absl::Status ended = End(other, BookingState::kExpired);
    if (!ended.ok()) return ended;
  }
  return booking::CheckSeats(*session_, after_, *others, now_);
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

// As late as CheckLimit. Holds that ran out are ended, as where they are in the
// way: of this and somebody who confirms one at that instant, only one is right.
absl::Status Writing::CheckWork() {
  for (const booking::TimeTaken& taken : write_.takes) {
    if (!taken.work.limits.limits() ||
        !booking::GetsMeeting(before(), after_, taken.associate)) {
      continue;
    }
    const absl::StatusOr<std::vector<Booking>> others =
        FindWork(transaction_, brand(), taken.associate, after_.meeting.start,
                 after_.id);
    if (!others.ok()) return others.status();
    for (const Booking& other : *others) {
      if (!booking::HasRunOut(other, now_)) continue;
      absl::Status ended = End(other, BookingState::kExpired);
      if (!ended.ok()) return ended;
    }
    absl::Status may = booking::CheckWork(taken.work, after_, *others, now_);
    if (!may.ok()) return may;
  }
  return absl::OkStatus();
}

absl::Status Writing::Tell() {
  absl::StatusOr<std::string> answer = BookingToJson(after_);
  if (!answer.ok()) return answer.status();
  return TellAll({.kind = EventKind::kBookings,
                  .actor = actor_,
                  .action = write_.action,
                  .request = &request_,
                  .subject = std::string(after_.id.stored()),
                  .subjects = absl::StrCat(subjects_, waiting_.bookings()),
                  .reply = *std::move(answer)});
}

absl::Status Writing::TellAll(Event event) {
  std::vector<Event> events = {std::move(event)};
  if (waiting_.any_changed()) {
    events.push_back(waiting_.EventOf(actor_, write_.action));
  }
  absl::Status status = AddSeatEvents(followers_, actor_, events);
  return status.ok() ? events_.AppendAll(events) : status;
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
  absl::Status same = CheckSameRequest(replay, request);
  if (!same.ok()) return same;
  absl::StatusOr<Booking> booking = BookingFromJson(replay.reply);
  if (!booking.ok()) return booking.status();
  reply = *std::move(booking);
  return absl::OkStatus();
}

}  // namespace rapport::db
