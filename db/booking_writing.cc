#include "db/booking_writing.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/booked_work.h"
#include "db/booking_json.h"
#include "db/booking_rows.h"
#include "db/errors.h"
#include "db/shopper_limit.h"
#include "db/waitlist_offering.h"
#include "server/booking/changes.h"
#include "server/booking/making_way.h"
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

// What is done to lock a calendar.
struct CalendarLock {
  std::optional<int64_t> version;  // its schedule must have; none: any
  bool writes = false;             // as claim_seats.h asks
};
using Calendars = std::map<AssociateId, CalendarLock>;

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
  absl::StatusOr<bool> Lock(const AssociateId& associate,
                            const CalendarLock& lock);
  absl::Status LockOutOfTurn(const Booking& booking);
  absl::Status Store();
  absl::Status EndReplaced();
  absl::Status End(const Booking& booking, BookingState state);
  std::optional<int> CapacityFor(const TimeOf& time) const;
  absl::Status Take(const TimeOf& time);
  absl::Status MakeWay(const TimeOf& time, int capacity);
  booking::Manners MannersOf(const TimeOf& time, const Booking& blocker) const;
  absl::Status Taken(const TimeOf& time) const;
  absl::Status CheckLimit();
  absl::Status CheckWork();
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
  // What is locked.
  std::set<AssociateId> calendars_;
  std::set<ResourceId> resources_;
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
  std::vector<TimeOf> freed = occupancy_.freed;
  if (replaced_.has_value()) {
    const std::vector<TimeOf> of_replaced = booking::OccupiedBy(*replaced_);
    freed.insert(freed.end(), of_replaced.begin(), of_replaced.end());
  }
  for (const TimeOf& time : freed) {
    if (time.resource.has_value()) {
      resources_.insert(*time.resource);
    } else {
      calendars[time.associate].writes |= time.load != booking::kWholeLoad;
    }
  }
  for (const booking::TimeTaken& taken : write_.takes) {
    calendars[taken.associate].version = taken.schedule_version;
  }
  for (const booking::ResourceTaken& taken : write_.resources) {
    resources_.insert(taken.resource);
  }
  for (const auto& [associate, lock] : calendars) {
    absl::StatusOr<bool> locked = Lock(associate, lock);
    if (!locked.ok()) return locked.status();
    schedules_are_those_ = schedules_are_those_ && *locked;
    calendars_.insert(associate);
  }
  for (const ResourceId& resource : resources_) {
    absl::Status status = LockResource(transaction_, brand(), resource);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Locks what else `booking`, which is to end, occupies. Out of the order of all
// writers: so it waits for nobody, and whoever would have to begins anew.
absl::Status Writing::LockOutOfTurn(const Booking& booking) {
  for (const TimeOf& time : booking::OccupiedBy(booking)) {
    absl::Status locked;
    if (!time.resource.has_value()) {
      const bool is_new = calendars_.insert(time.associate).second;
      if (is_new) {
        locked = LockCalendar(transaction_, brand(), time.associate, Wait::kNo);
      }
      if (locked.ok() && time.load != booking::kWholeLoad) {
        locked = WriteCalendar(transaction_, brand(), time.associate);
      }
    } else {
      if (!resources_.insert(*time.resource).second) continue;
      locked = LockResource(transaction_, brand(), *time.resource, Wait::kNo);
    }
    if (!locked.ok()) return locked;
  }
  return absl::OkStatus();
}

// Whether its schedule has that version.
absl::StatusOr<bool> Writing::Lock(const AssociateId& associate,
                                   const CalendarLock& lock) {
  if (lock.version.has_value()) {
    return TouchCalendar(transaction_, brand(), associate, *lock.version);
  }
  absl::Status status = lock.writes
                            ? WriteCalendar(transaction_, brand(), associate)
                            : LockCalendar(transaction_, brand(), associate);
  if (!status.ok()) return status;
  return true;
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
  if (status.ok()) status = CheckWork();
  if (!status.ok()) return status;
  if (!before_.has_value()) {
    status = InsertBooking(transaction_, brand(), after_);
    if (!status.ok()) return status;
  }
  status = waiting_.Offer(now_, calendars_);
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
  absl::Status locked = LockOutOfTurn(booking);
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

// How many meetings there may be at a time where `time` is taken; nothing if the
// write did not say that it may take it.
std::optional<int> Writing::CapacityFor(const TimeOf& time) const {
  if (time.resource.has_value()) {
    for (const booking::ResourceTaken& each : write_.resources) {
      if (each.resource == *time.resource) return 1;
    }
    return std::nullopt;
  }
  for (const booking::TimeTaken& each : write_.takes) {
    if (each.associate == time.associate) return each.capacity;
  }
  return std::nullopt;
}

// Claims that time, ending holds in its way that give way. Returns
// ALREADY_EXISTS (SLOT_TAKEN), (RESOURCE_TAKEN).
absl::Status Writing::Take(const TimeOf& time) {
  const std::optional<int> capacity = CapacityFor(time);
  if (!capacity.has_value()) {
    return absl::InternalError("a write takes time that it did not name");
  }
  // Who takes all of somebody hears from the key that others are there.
  bool makes_way = time.load != booking::kWholeLoad;
  for (int look = 0; look <= kLooksMax; ++look) {
    absl::Status gone = makes_way ? MakeWay(time, *capacity) : absl::OkStatus();
    if (!gone.ok()) return gone;
    absl::StatusOr<bool> claimed =
        InsertClaims(transaction_, brand(), time, *capacity, after_.id);
    if (!claimed.ok()) return claimed.status();
    if (*claimed) return absl::OkStatus();
    makes_way = true;
  }
  return Taken(time);
}

// At a resource there may be another that would do as well: nothing of the
// shopper's ends for it.
booking::Manners Writing::MannersOf(const TimeOf& time,
                                    const Booking& blocker) const {
  if (booking::HasRunOut(blocker, now_)) return booking::Manners::kIsOver;
  const bool own = !time.resource.has_value() && write_.own_holds_give_way &&
                   blocker.state == BookingState::kHeld &&
                   blocker.shopper == after_.shopper;
  return own ? booking::Manners::kGivesWay : booking::Manners::kStays;
}

absl::Status Writing::Taken(const TimeOf& time) const {
  return time.resource.has_value() ? ResourceIsTaken(after_, *time.resource)
                                   : SlotTaken(after_);
}

// Ends what must end, or nothing. Returns as Take.
absl::Status Writing::MakeWay(const TimeOf& time, int capacity) {
  const absl::StatusOr<std::vector<Booking>> there =
      FindBlockers(transaction_, brand(), time);
  if (!there.ok()) return there.status();
  const auto ending = booking::WhoMakesWay(
      time, capacity, *there,
      [&](const Booking& blocker) { return MannersOf(time, blocker); });
  if (!ending.has_value()) return Taken(time);
  for (const size_t place : *ending) {
    const Booking& blocker = (*there)[place];
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

absl::Status ResourceIsTaken(const Booking& booking,
                             const ResourceId& resource) {
  const auto kept = std::find_if(
      booking.resources.begin(), booking.resources.end(),
      [&](const booking::KeptResource& each) { return each.id == resource; });
  const std::string kind =
      kept == booking.resources.end() ? "" : kept->kind.text();
  return WithValues(
      Error(absl::StatusCode::kAlreadyExists, "RESOURCE_TAKEN",
            absl::StrCat("one of kind ", kind,
                         " has been taken then at the store; choose another "
                         "time")),
      {{"kind", kind}, {"resource", resource.ToString()}});
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
