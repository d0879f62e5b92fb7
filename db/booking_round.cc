#include "db/booking_round.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
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

// A claimed tick, and who has it.
struct Blocker {
  BookingState state = BookingState::kHeld;
  absl::Time hold_expire_time;
  std::string shopper;
};
using Ticks = std::map<std::pair<AssociateId, int64_t>, Blocker>;

// The most bookings that are written in the round trip of COMMIT: of more, to
// have them parsed costs the database more than the round trips do.
constexpr size_t kAtCommitMax = 4;

std::vector<const Booking*> BookingsOf(const std::vector<RoundWrite*>& writes) {
  std::vector<const Booking*> bookings;
  bookings.reserve(writes.size());
  for (const RoundWrite* write : writes) bookings.push_back(&write->reply);
  return bookings;
}

class Round {
 public:
  Round(Transaction& transaction, EventWriter& events,
        absl::Span<RoundWrite* const> writes, KnownClock& clock,
        RoundLook& look)
      : transaction_(transaction),
        events_(events),
        writes_(writes),
        clock_(clock),
        look_(look),
        brand_(writes.front()->actor->brand) {}

  absl::Status Run();

 private:
  static AssociateId AssociateOf(const RoundWrite& write) {
    return write.write->takes.front().associate;
  }

  absl::Status RunByGuess(absl::Time now);
  absl::Status LockCalendars();
  void JudgeGuess();
  void Become(RoundWrite& write);
  absl::Status FindBlockers();
  bool GivesWay(BookingState state, absl::Time hold_expire_time,
                absl::string_view shopper, const RoundWrite& write) const;
  Fate FateBeside(const RoundWrite& write) const;
  void Decide(RoundWrite& write);
  absl::Status AnswerTheRefused();
  absl::Status LookForRequests(std::vector<RoundWrite*> refused);
  std::vector<RoundWrite*> Of(Fate fate) const;
  absl::Status Store(const std::vector<RoundWrite*>& granted, bool is_free);
  absl::Status CountBookings(const std::vector<RoundWrite*>& granted);
  absl::Status Tell(const std::vector<RoundWrite*>& granted, When when);

  Transaction& transaction_;
  EventWriter& events_;
  const absl::Span<RoundWrite* const> writes_;
  KnownClock& clock_;  // the database's
  RoundLook& look_;
  const BrandId brand_;

  absl::Time now_;  // the database's, or a guess at it
  // Of locked calendars, or as guessed.
  absl::flat_hash_map<AssociateId, int64_t> versions_;
  Ticks blockers_;
  // What this round grants.
  absl::flat_hash_map<AssociateId, std::vector<const Booking*>> taken_;
};

absl::Status Round::Run() {
  for (RoundWrite* write : writes_) {
    write->fate = Fate::kOpen;  // whatever an attempt before had found
    write->status = absl::OkStatus();
  }
  const auto guess = look_.guess && transaction_.takes_blocks() ? clock_.Guess()
                                                                : std::nullopt;
  if (guess.has_value()) return RunByGuess(*guess);
  absl::Status status = LockCalendars();
  if (!status.ok()) return status;
  JudgeGuess();
  for (RoundWrite* write : writes_) Become(*write);
  if (look_.look) status = FindBlockers();
  if (status.ok()) {
    for (RoundWrite* write : writes_) {
      if (write->fate == Fate::kOpen) Decide(*write);
    }
    status = AnswerTheRefused();
  }
  if (!status.ok()) {
    // Whether those who are refused were answered before is not known.
    for (RoundWrite* write : writes_) write->fate = Fate::kAlone;
    return status;
  }
  const std::vector<RoundWrite*> granted = Of(Fate::kGranted);
  if (granted.empty()) return absl::CancelledError("nobody was granted");
  return Store(granted, /*is_free=*/look_.look);
}

// Nobody is refused by a guess, whatever becomes of the round after it: who is
// not granted at once is tried again with a look.
absl::Status Round::RunByGuess(absl::Time now) {
  RoundWrite& write = *writes_.front();
  const int64_t version = write.write->takes.front().schedule_version;
  look_.guessed = now;
  now_ = now;
  versions_[AssociateOf(write)] = version;
  Become(write);
  const Fate thought = std::exchange(write.fate, Fate::kAlone);
  if (thought != Fate::kOpen) {
    look_.must_look = thought == Fate::kAnswered;
    return absl::CancelledError("not as guessed");
  }
  write.fate = Fate::kGranted;
  absl::Status status =
      RequireCalendar(transaction_, brand_, AssociateOf(write), version, now_);
  return status.ok() ? Store({&write}, /*is_free=*/true) : status;
}

std::vector<RoundWrite*> Round::Of(Fate fate) const {
  std::vector<RoundWrite*> found;
  for (RoundWrite* write : writes_) {
    if (write->fate == fate) found.push_back(write);
  }
  return found;
}

// In the order of their key, as all writers do; but waits for none: whoever
// has to wait does so alone.
absl::Status Round::LockCalendars() {
  constexpr absl::string_view kHead =
      "SELECT associate_id, version, UTC_TIMESTAMP(6) FROM calendar"
      " WHERE brand_id = ? AND associate_id IN";  // PRIMARY
  std::set<AssociateId> distinct;
  for (const RoundWrite* write : writes_) distinct.insert(AssociateOf(*write));
  const std::vector<AssociateId> ids(distinct.begin(), distinct.end());
  return QueryByIds(transaction_, kHead, " FOR UPDATE SKIP LOCKED", brand_,
                    absl::MakeConstSpan(ids), [&](const Row& row) {
                      versions_[AssociateId::FromBytes(row.Bytes(0))] =
                          row.Int64(1);
                      now_ = row.Time(2);
                      clock_.Hear(now_);
                      return absl::OkStatus();
                    });
}

// Where answers are on their way for too long, each guess would be in vain.
void Round::JudgeGuess() {
  if (look_.guessed.has_value() && now_ - *look_.guessed >= kGuessedClockMax) {
    clock_.Distrust();
  }
}

// Sets `reply`, or the fate of what can go no further.
void Round::Become(RoundWrite& write) {
  const auto version = versions_.find(AssociateOf(write));
  if (version == versions_.end()) {
    write.fate = Fate::kAlone;
    return;
  }
  if (version->second != write.write->takes.front().schedule_version) {
    write.fate = Fate::kAnswered;
    write.status = ScheduleChanged();
    return;
  }
  absl::StatusOr<Booking> after = write.write->become(nullptr, now_);
  if (!after.ok()) {
    write.fate = Fate::kAnswered;
    write.status = after.status();
    return;
  }
  write.reply = *std::move(after);
  booking::Stamp(nullptr, now_, write.reply);
  const std::vector<TimeOf> taken =
      booking::OccupancyChangeOf(nullptr, write.reply).taken;
  const bool plain = taken.size() == 1 &&
                     taken.front().associate == AssociateOf(write) &&
                     taken.front().load == booking::kWholeLoad;
  if (!plain) write.fate = Fate::kAlone;
}

absl::Status Round::FindBlockers() {
  // claim.PRIMARY, then booking.PRIMARY
  constexpr absl::string_view kHead =
      "SELECT k.resource_id, k.tick, b.state, b.hold_expire_time, b.shopper"
      " FROM claim AS k JOIN booking AS b ON b.brand_id = k.brand_id"
      " AND b.booking_id = k.booking_id WHERE k.brand_id = ? AND (";
  constexpr absl::string_view kEach =
      "(k.resource_id = ? AND k.tick >= ? AND k.tick < ?)";
  ParamList list(kHead, kEach, " OR ", ")", {brand_.text()});
  for (const RoundWrite* write : Of(Fate::kOpen)) {
    list.Add({AssociateOf(*write).stored(), TickOf(write->reply.occupied.start),
              TickOf(write->reply.occupied.end)});
  }
  if (list.rows() == 0) return absl::OkStatus();
  return transaction_.Query(list.Sql(), list.Params(), [&](const Row& row) {
    look_.found_any = true;
    Blocker& blocker =
        blockers_[{AssociateId::FromBytes(row.Bytes(0)), row.Int64(1)}];
    blocker.state = static_cast<BookingState>(row.Int64(2));
    blocker.hold_expire_time =
        row.OptionalTime(3).value_or(absl::InfiniteFuture());
    blocker.shopper = row.String(4);
    return absl::OkStatus();
  });
}

// Whether `blocker` would give way to `write`, as WriteBooking sees it.
bool Round::GivesWay(BookingState state, absl::Time hold_expire_time,
                     absl::string_view shopper, const RoundWrite& write) const {
  if (state != BookingState::kHeld) return false;
  return hold_expire_time <= now_ ||
         (write.write->own_holds_give_way && shopper == write.reply.shopper);
}

// Whoever has to end a hold in their way does so alone.
Fate Round::FateBeside(const RoundWrite& write) const {
  const Booking& wanted = write.reply;
  Fate fate = Fate::kGranted;
  const int64_t end = TickOf(wanted.occupied.end);
  for (auto each = blockers_.lower_bound(
           {wanted.associate, TickOf(wanted.occupied.start)});
       each != blockers_.end() &&
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

// A request that was done before is refused for what it had itself: it gets its
// answer instead, alone, since what is committed behind it makes that safe.
absl::Status Round::AnswerTheRefused() {
  std::vector<RoundWrite*> refused = Of(Fate::kAnswered);
  const std::vector<RoundWrite*> by_neighbours = Of(Fate::kRefused);
  refused.insert(refused.end(), by_neighbours.begin(), by_neighbours.end());
  return LookForRequests(std::move(refused));
}

absl::Status Round::LookForRequests(std::vector<RoundWrite*> refused) {
  if (refused.empty()) return absl::OkStatus();
  std::vector<Asked> asked;
  asked.reserve(refused.size());
  for (const RoundWrite* write : refused) {
    asked.push_back({write->actor, write->request});
  }
  absl::Status status =
      ChangeLog::LookAll(transaction_, brand_, absl::MakeSpan(asked));
  if (!status.ok()) return status;
  for (size_t i = 0; i < refused.size(); ++i) {
    if (asked[i].done) refused[i]->fate = Fate::kAlone;
  }
  return absl::OkStatus();
}

// `is_free`: whether nobody is expected in the way. Else claims do not go with
// COMMIT, since if anything fails it is they, and all that is done with them.
absl::Status Round::Store(const std::vector<RoundWrite*>& granted,
                          bool is_free) {
  const std::vector<const Booking*> bookings = BookingsOf(granted);
  const bool are_few = granted.size() <= kAtCommitMax;
  const When when = are_few ? When::kAtCommit : When::kNow;
  const When claims = are_few && is_free ? When::kAtCommit : When::kNow;
  absl::Status status = CountBookings(granted);
  if (status.ok()) status = ClaimAll(transaction_, brand_, bookings, claims);
  if (status.ok())
    status = InsertBookings(transaction_, brand_, bookings, when);
  return status.ok() ? Tell(granted, when) : status;
}

// A lock keeps others waiting who use the same node; a cluster compares what was
// written.
absl::Status Round::CountBookings(const std::vector<RoundWrite*>& granted) {
  constexpr absl::string_view kHead =
      "UPDATE calendar SET bookings = bookings + 1 WHERE brand_id = ?"
      " AND associate_id IN";  // PRIMARY
  if (!transaction_.is_galera()) return absl::OkStatus();
  std::set<AssociateId> distinct;
  for (const RoundWrite* write : granted) distinct.insert(AssociateOf(*write));
  const std::vector<AssociateId> ids(distinct.begin(), distinct.end());
  return transaction_
      .Execute(InList(kHead, ids.size()),
               InListParams<AssociateId>(brand_, absl::MakeConstSpan(ids)))
      .status();
}

absl::Status Round::Tell(const std::vector<RoundWrite*>& granted, When when) {
  std::vector<Event> events;
  for (const RoundWrite* write : granted) {
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

}  // namespace

bool FitsARound(const booking::BookingWrite& write) {
  return !write.id.has_value() && !write.replaces.has_value() &&
         !write.guard.has_value() && write.takes.size() == 1 &&
         write.takes.front().capacity == 1 && write.resources.empty() &&
         !write.takes.front().work.limits.limits();
}

absl::Status WriteRound(Transaction& transaction, EventWriter& events,
                        absl::Span<RoundWrite* const> writes, KnownClock& clock,
                        RoundLook& look) {
  return Round(transaction, events, writes, clock, look).Run();
}

}  // namespace rapport::db
