#include "db/booking_round.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/clock.h"
#include "db/booking_errors.h"
#include "db/booking_json.h"
#include "db/booking_rows.h"
#include "db/booking_writing.h"
#include "db/errors.h"
#include "db/id_list.h"
#include "server/booking/changes.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingState;
using booking::TimeOf;

namespace {

// The most bookings that are written in the round trip of COMMIT: of more, to
// have them parsed costs the database more than the round trips do.
constexpr size_t kAtCommitMax = 4;

AssociateId AssociateOf(const RoundWrite& write) {
  return write.write->takes.front().associate;
}

// Each once, in the order of their key.
std::vector<AssociateId> AssociatesOf(const std::vector<RoundWrite*>& writes) {
  std::set<AssociateId> distinct;
  for (const RoundWrite* write : writes) distinct.insert(AssociateOf(*write));
  return {distinct.begin(), distinct.end()};
}

}  // namespace

bool FitsARound(const booking::BookingWrite& write) {
  return !write.id.has_value() && !write.replaces.has_value() &&
         !write.guard.has_value() && write.takes.size() == 1 &&
         write.takes.front().capacity == 1 && write.resources.empty() &&
         !write.takes.front().work.limits.limits();
}

Round::Round(Transaction& transaction, EventWriter& events,
             std::vector<RoundWrite*> writes, KnownClock& clock,
             RoundPlan& plan)
    : transaction_(transaction),
      events_(events),
      writes_(std::move(writes)),
      clock_(clock),
      plan_(plan),
      brand_(writes_.front()->actor->brand) {}

absl::Status Round::Judge() {
  for (RoundWrite* write : writes_) {
    write->fate = Fate::kOpen;  // whatever an attempt before had found
    write->status = absl::OkStatus();
  }
  absl::Status status = See();
  if (status.ok()) {
    for (RoundWrite* write : writes_) {
      if (write->fate == Fate::kOpen) Become(*write);
      if (write->fate == Fate::kOpen) Decide(*write);
    }
    const bool refuses =
        std::any_of(writes_.begin(), writes_.end(), [](RoundWrite* write) {
          return write->fate == Fate::kAnswered ||
                 write->fate == Fate::kRefused;
        });
    plan_.must_look = refuses && plan_.way != RoundWay::kLook;
    if (plan_.must_look) status = absl::CancelledError("has not looked");
  }
  if (!status.ok()) {
    for (RoundWrite* write : writes_) write->fate = Fate::kAlone;
    return status;
  }
  granted_ = Of(Fate::kGranted);
  refused_ = Of(Fate::kRefused);
  if (granted_.empty()) return absl::CancelledError("nobody was granted");
  return absl::OkStatus();
}

// Where answers are on their way for too long, each guess would be in vain.
absl::Status Round::See() {
  const std::optional<absl::Time> guess = clock_.Guess();
  if (plan_.way == RoundWay::kGuess) {
    if (guess.has_value() && transaction_.takes_blocks()) {
      Suppose(*guess);
      return absl::OkStatus();
    }
    plan_.way = RoundWay::kLock;
  }
  absl::Status status =
      plan_.way == RoundWay::kLock ? LockCalendars(writes_, seen_) : Look();
  if (!status.ok() || seen_.versions.empty()) return status;
  clock_.Hear(seen_.now);
  if (guess.has_value() && seen_.now - *guess >= kGuessedClockMax) {
    clock_.Distrust();
  }
  return status;
}

void Round::Suppose(absl::Time guess) {
  seen_.now = guess;
  for (const RoundWrite* write : writes_) {
    const booking::TimeTaken& wanted = write->write->takes.front();
    seen_.versions[wanted.associate] = wanted.schedule_version;
  }
}

// In the order of their key, as all writers do; but waits for none: whoever
// has to wait does so alone.
absl::Status Round::LockCalendars(const std::vector<RoundWrite*>& writes,
                                  Seen& seen) {
  constexpr absl::string_view kHead =
      "SELECT associate_id, version, UTC_TIMESTAMP(6) FROM calendar"
      " WHERE brand_id = ? AND associate_id IN";  // PRIMARY
  const std::vector<AssociateId> ids = AssociatesOf(writes);
  return QueryByIds(transaction_, kHead, " FOR UPDATE SKIP LOCKED", brand_,
                    absl::MakeConstSpan(ids), [&](const Row& row) {
                      seen.versions[AssociateId::FromBytes(row.Bytes(0))] =
                          row.Int64(1);
                      seen.now = row.Time(2);
                      return absl::OkStatus();
                    });
}

// What a booking occupies does not depend on the time at which it is made; but
// whether it may be made does, and that is judged by the database's.
absl::Status Round::Look() {
  const absl::Time about_now = clock_.Guess().value_or(absl::Now());
  std::vector<Wish> wishes;
  wishes.reserve(writes_.size());
  for (RoundWrite* write : writes_) {
    const absl::StatusOr<Booking> wanted =
        write->write->become(nullptr, about_now);
    write->wish = wanted.ok() ? wanted->occupied : Interval();
    wishes.push_back({write->actor->principal, write->request->request_id,
                      AssociateOf(*write), write->wish});
  }
  absl::Status status = LookAtAll(transaction_, brand_, wishes, seen_);
  if (!status.ok()) return status;
  plan_.found_any = !seen_.blockers.empty();
  for (RoundWrite* write : writes_) {
    // It gets the answer it had: alone, since what is committed behind that
    // makes it safe.
    if (seen_.done.contains(
            std::pair(write->actor->principal, write->request->request_id))) {
      write->fate = Fate::kAlone;
    }
  }
  return status;
}

// Sets `reply`, or the fate of what can go no further.
void Round::Become(RoundWrite& write) {
  const auto version = seen_.versions.find(AssociateOf(write));
  if (version == seen_.versions.end()) {
    write.fate = Fate::kAlone;
    return;
  }
  if (version->second != write.write->takes.front().schedule_version) {
    write.fate = Fate::kAnswered;
    write.status = ScheduleChanged();
    return;
  }
  absl::StatusOr<Booking> after = write.write->become(nullptr, seen_.now);
  if (!after.ok()) {
    write.fate = Fate::kAlone;
    return;
  }
  write.reply = *std::move(after);
  booking::Stamp(nullptr, seen_.now, write.reply);
  const std::vector<TimeOf> taken =
      booking::OccupancyChangeOf(nullptr, write.reply).taken;
  const bool plain = taken.size() == 1 &&
                     taken.front().associate == AssociateOf(write) &&
                     taken.front().load == booking::kWholeLoad;
  const bool looked =
      plan_.way != RoundWay::kLook || write.reply.occupied == write.wish;
  if (!plain || !looked) write.fate = Fate::kAlone;
}

// Whether `blocker` would give way to `write`, as WriteBooking sees it.
bool Round::GivesWay(BookingState state, absl::Time hold_expire_time,
                     absl::string_view shopper, const RoundWrite& write) const {
  if (state != BookingState::kHeld) return false;
  return hold_expire_time <= seen_.now ||
         (write.write->own_holds_give_way && shopper == write.reply.shopper);
}

// Whoever has to end a hold in their way does so alone.
Fate Round::FateBeside(const RoundWrite& write) const {
  const Booking& wanted = write.reply;
  Fate fate = Fate::kGranted;
  const int64_t end = TickOf(wanted.occupied.end);
  for (auto each = seen_.blockers.lower_bound(
           {wanted.associate, TickOf(wanted.occupied.start)});
       each != seen_.blockers.end() &&
       each->first < std::pair(wanted.associate, end);
       ++each) {
    const auto& [state, expire, shopper] = each->second;
    if (!GivesWay(state, expire, shopper, write)) return Fate::kAnswered;
    fate = Fate::kAlone;
  }
  const auto taken = taken_.find(wanted.associate);
  if (taken == taken_.end()) return fate;
  for (const Booking* each : taken->second) {
    if (!each->occupied.Overlaps(wanted.occupied)) continue;
    if (!GivesWay(each->state, each->hold_expire_time, each->shopper, write)) {
      return Fate::kRefused;
    }
    fate = Fate::kAlone;
  }
  return fate;
}

// Those that come first are granted what they want.
void Round::Decide(RoundWrite& write) {
  write.fate = FateBeside(write);
  if (write.fate == Fate::kGranted) {
    taken_[write.reply.associate].push_back(&write.reply);
  } else {
    write.status = SlotTaken(write.reply);
  }
}

std::vector<RoundWrite*> Round::Of(Fate fate) const {
  std::vector<RoundWrite*> found;
  for (RoundWrite* write : writes_) {
    if (write->fate == fate) found.push_back(write);
  }
  return found;
}

bool Round::AreFew() const { return granted_.size() <= kAtCommitMax; }

absl::Status Round::Store() {
  absl::Status status = HoldCalendars();
  if (!status.ok()) return status;
  std::vector<const Booking*> bookings;
  bookings.reserve(granted_.size());
  for (const RoundWrite* write : granted_) bookings.push_back(&write->reply);
  const When when = AreFew() ? When::kAtCommit : When::kNow;
  // After a lock alone, claims are what fails, and all that is done before is in
  // vain then: a number given to an event, too. A guess is worth that.
  const When claims = plan_.way == RoundWay::kLock ? When::kNow : when;
  status = CountBookings();
  if (status.ok()) status = ClaimAll(transaction_, brand_, bookings, claims);
  if (status.ok()) {
    status = InsertBookings(transaction_, brand_, bookings, when);
  }
  return status.ok() ? Tell(when) : status;
}

// Sees to it that nobody else changes the calendars by which was judged, and
// that nobody has.
absl::Status Round::HoldCalendars() {
  if (plan_.way == RoundWay::kLock) return absl::OkStatus();
  if (plan_.locks_first || !AreFew() || !transaction_.takes_blocks()) {
    return LockWhatWasSeen();
  }
  std::vector<CalendarVersion> calendars;
  for (const AssociateId& id : AssociatesOf(granted_)) {
    calendars.push_back({id, seen_.versions.at(id)});
  }
  return RequireCalendars(
      transaction_, brand_, calendars,
      plan_.way == RoundWay::kGuess ? std::optional(seen_.now) : std::nullopt);
}

// Whoever finds their calendar locked, or not as it was, goes alone; and so do
// those who were refused for them.
absl::Status Round::LockWhatWasSeen() {
  Seen locked;
  absl::Status status = LockCalendars(granted_, locked);
  if (!status.ok()) return status;
  const auto is_lost = [&](RoundWrite* write) {
    const auto version = locked.versions.find(AssociateOf(*write));
    const bool lost = version == locked.versions.end() ||
                      version->second != seen_.versions.at(version->first);
    if (lost) write->fate = Fate::kAlone;
    return lost;
  };
  std::erase_if(granted_, is_lost);
  std::erase_if(refused_, is_lost);
  if (granted_.empty()) return absl::CancelledError("nobody was granted");
  return absl::OkStatus();
}

// A lock keeps others waiting who use the same node; a cluster compares what was
// written.
absl::Status Round::CountBookings() {
  constexpr absl::string_view kHead =
      "UPDATE calendar SET bookings = bookings + 1 WHERE brand_id = ?"
      " AND associate_id IN";  // PRIMARY
  if (!transaction_.is_galera()) return absl::OkStatus();
  const std::vector<AssociateId> ids = AssociatesOf(granted_);
  return transaction_
      .Execute(InList(kHead, ids.size()),
               InListParams<AssociateId>(brand_, absl::MakeConstSpan(ids)))
      .status();
}

absl::Status Round::Tell(When when) {
  std::vector<Event> events;
  for (const RoundWrite* write : granted_) {
    absl::StatusOr<std::string> answer = BookingToJson(write->reply);
    if (!answer.ok()) return answer.status();
    const std::string id(write->reply.id.stored());
    events.push_back({.kind = EventKind::kBookings,
                      .actor = *write->actor,
                      .action = write->write->action,
                      .request = write->request,
                      .subject = id,
                      .subjects = id,
                      .reply = *std::move(answer)});
  }
  return events_.AppendAll(events, when);
}

}  // namespace rapport::db
