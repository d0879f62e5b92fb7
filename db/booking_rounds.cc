#include "db/booking_rounds.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "db/bell.h"
#include "db/booking_writing.h"
#include "db/errors.h"
#include "server/vocabulary/wait.h"

namespace rapport::db {

using booking::Booking;
using booking::BookingWrite;

namespace {

// Far enough for whoever has no deadline, and a time that the clock can say.
constexpr absl::Duration kWaitMax = absl::Hours(1);

absl::Status OutOfTime() {
  return absl::DeadlineExceededError(
      "the deadline passed before the transaction began");
}

// How many a round's thread wakes itself, of those who are told (bell.h): two
// while the round goes on. At its end all, if they are few: who is woken by
// another is back later, and the next round would be smaller. Of many there are
// enough in the next one either way.
constexpr size_t kWakingMeanwhile = 2;
constexpr size_t kFew = 32;
size_t WakingAtEnd(size_t told) {
  return told <= kFew ? kFew : kWakingMeanwhile;
}

// Whether something was in the way of a round that it did not know of. In a
// block, the PRIMARY may be another table's.
bool TriedInVain(const absl::Status& status) {
  return DuplicateOf(status, "claim.PRIMARY") || RequiredInVain(status);
}

// Whether nothing that may become of the round changes it any more.
bool IsSettled(Fate fate) {
  return fate == Fate::kAnswered || fate == Fate::kAlone;
}

}  // namespace

// One call of Write. What a round makes of it is set by the leader's thread,
// and read by its own once it is told.
class BookingRounds::Caller {
 public:
  enum class Told { kAnswer, kAlone, kInDoubt, kOutOfTime };

  Caller(const Actor& actor, const RequestKey& request,
         const BookingWrite& write, absl::Time deadline)
      : wanted_(actor.brand,
                write.takes.empty() ? AssociateId() : write.takes[0].associate),
        deadline_(deadline) {
    round_.actor = &actor;
    round_.request = &request;
    round_.write = &write;
  }

  RoundWrite& round() { return round_; }
  const RoundWrite& round() const { return round_; }
  absl::Time deadline() const { return deadline_; }
  const Wanted& wanted() const { return wanted_; }
  const std::shared_ptr<Bell>& bell() const { return bell_; }

  // Of their own thread: that it leads, and waits for nobody to ring the bell.
  void Lead() { leads_ = true; }
  bool leads() const { return leads_; }

  // Nobody may touch this caller after their bell has rung, but their own
  // thread.
  void Tell(Told told) { told_ = told; }
  Told told() const { return told_; }

  // False if the deadline passes before anything is told.
  bool WaitUntilDeadline() {
    return bell_->WaitUntil(
        std::clamp(deadline_, absl::UnixEpoch(), absl::Now() + kWaitMax));
  }
  void Wait() { bell_->Wait(); }

 private:
  RoundWrite round_;
  const Wanted wanted_;
  const absl::Time deadline_;
  bool leads_ = false;
  Told told_ = Told::kAlone;
  const std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
};

BookingRounds::BookingRounds(ChangeLog& log, const RoundOptions& options)
    : log_(log), options_(options) {}

BookingRounds::~BookingRounds() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stops_ = true;
  }
  handed_over_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

RoundStats BookingRounds::stats() const {
  RoundStats stats = {.rounds = rounds_,
                      .in_them = in_them_,
                      .alone = alone_,
                      .took = absl::Microseconds(took_us_.load())};
  const std::lock_guard<std::mutex> lock(mutex_);
  stats.waiting = static_cast<int64_t>(waiting_.size());
  return stats;
}

absl::StatusOr<Booking> BookingRounds::Write(const Actor& actor,
                                             const RequestKey& request,
                                             const BookingWrite& write,
                                             absl::Time deadline) {
  Caller caller(actor, request, write, deadline);
  if (!FitsARound(write)) return Alone(caller, deadline);
  if (LeadOrWait(caller)) {
    Members members = {&caller};
    Gather(members);
    const absl::Status status = RunRound(members);
    HandOver();  // before the many are woken
    TellAll(members, status, WakingAtEnd(members.size()));
  }
  return Answer(caller);
}

bool BookingRounds::LeadOrWait(Caller& caller) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (under_way_ < options_.at_once && !engaged_.contains(caller.wanted())) {
      ++under_way_;
      engaged_.insert(caller.wanted());
      caller.Lead();
      return true;
    }
    waiting_.push_back(&caller);
  }
  if (caller.WaitUntilDeadline()) return false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto place = std::find(waiting_.begin(), waiting_.end(), &caller);
    if (place != waiting_.end()) {
      waiting_.erase(place);
      caller.Tell(Caller::Told::kOutOfTime);
      return false;
    }
  }
  caller.Wait();  // in a round by now, or told already
  return false;
}

void BookingRounds::LeadWhileAnyWait() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    ++idle_;
    WaitFor(handed_over_, lock, [this] { return stops_ || places_ > 0; });
    --idle_;
    if (stops_) return;
    --places_;
    lock.unlock();
    for (Members members;; members.clear()) {
      Gather(members);
      if (members.empty()) break;
      const absl::Status status = RunRound(members);
      TellAll(members, status, WakingAtEnd(members.size()));
    }
    HandOver();
    lock.lock();
  }
}

void BookingRounds::Gather(Members& members) {
  using Name = std::pair<absl::string_view, absl::string_view>;
  absl::flat_hash_set<Name> names;
  absl::flat_hash_set<Wanted> ours;
  const auto take = [&](const Caller& caller) {
    const RoundWrite& round = caller.round();
    const bool alike =
        members.empty() || members[0]->wanted().first == caller.wanted().first;
    return alike &&
           names.emplace(round.actor->principal, round.request->request_id)
               .second;
  };
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const Caller* member : members) {
    take(*member);
    ours.insert(member->wanted());
  }
  std::deque<Caller*> left;
  for (Caller* caller : waiting_) {
    const Wanted& wanted = caller->wanted();
    const bool joins = members.size() < options_.size_max &&
                       (ours.contains(wanted) || !engaged_.contains(wanted)) &&
                       take(*caller);
    if (!joins) {
      left.push_back(caller);
      continue;
    }
    members.push_back(caller);
    ours.insert(wanted);
    engaged_.insert(wanted);
  }
  waiting_ = std::move(left);
}

bool BookingRounds::AnyMayLead() const {
  return std::any_of(waiting_.begin(), waiting_.end(), [this](Caller* caller) {
    return !engaged_.contains(caller->wanted());
  });
}

void BookingRounds::HandOver() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stops_ || !AnyMayLead()) {
    --under_way_;
    return;
  }
  OfferPlace();
}

void BookingRounds::OfferPlace() {
  ++places_;
  if (idle_ < places_ &&
      threads_.size() < static_cast<size_t>(options_.at_once)) {
    threads_.emplace_back([this] { LeadWhileAnyWait(); });
  }
  handed_over_.notify_one();
}

absl::Status BookingRounds::RunRound(Members& members) {
  const absl::Time begin = absl::Now();
  absl::Time deadline = absl::InfiniteFuture();
  for (Caller* member : members) {
    if (member->deadline() <= begin) {
      member->round().fate = Fate::kAlone;  // where they are told so
    } else {
      deadline = std::min(deadline, member->deadline());
    }
  }
  TellSome(members, [](const Caller* member) {
    return member->round().fate == Fate::kAlone;
  });
  absl::Status status;
  if (!members.empty()) status = Try(members, deadline);
  took_us_ += absl::ToInt64Microseconds(absl::Now() - begin);
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const Caller* member : members) engaged_.erase(member->wanted());
  return status;
}

absl::Status BookingRounds::Try(Members& members, absl::Time deadline) {
  ++rounds_;
  in_them_ += static_cast<int64_t>(members.size());
  const bool guesses = options_.guesses && members.size() == 1;
  RoundPlan plan;
  plan.way = contended_ ? RoundWay::kLook
             : guesses  ? RoundWay::kGuess
                        : RoundWay::kLock;
  absl::Status status = RunOnce(deadline, members, plan);
  const bool once_more = plan.must_look || TriedInVain(status);
  if (once_more) {
    plan = {.way = RoundWay::kLook, .locks_first = !plan.must_look};
    status = RunOnce(deadline, members, plan);
  }
  contended_ = once_more || plan.found_any;
  return status;
}

absl::Status BookingRounds::RunOnce(absl::Time deadline, Members& members,
                                    RoundPlan& plan) {
  return log_.Run(deadline, [&](Transaction& transaction, EventWriter& events) {
    // Once only: whatever failed is better done by each alone.
    if (transaction.attempt() > 1) return absl::CancelledError("no round");
    std::vector<RoundWrite*> writes;
    for (Caller* member : members) writes.push_back(&member->round());
    Round round(transaction, events, std::move(writes), clock_, plan);
    absl::Status status = round.Judge();
    // What they are told does not depend on this transaction.
    if (plan.way == RoundWay::kLook) TellSettled(members);
    return status.ok() ? round.Store() : status;
  });
}

void BookingRounds::TellSettled(Members& members) {
  absl::flat_hash_set<Wanted> still_wanted;
  for (const Caller* member : members) {
    if (!IsSettled(member->round().fate)) still_wanted.insert(member->wanted());
  }
  TellSome(members, [&](const Caller* member) {
    const Fate fate = member->round().fate;
    return fate == Fate::kAnswered ||
           (fate == Fate::kAlone && !still_wanted.contains(member->wanted()));
  });
}

void BookingRounds::TellSome(Members& members,
                             absl::FunctionRef<bool(const Caller*)> who) {
  const auto told_from =
      std::stable_partition(members.begin(), members.end(),
                            [&](const Caller* member) { return !who(member); });
  const Members told(told_from, members.end());
  if (told.empty()) return;
  members.erase(told_from, members.end());
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const Caller* member : told) engaged_.erase(member->wanted());
    for (const Caller* member : members) engaged_.insert(member->wanted());
    if (!stops_ && under_way_ < options_.at_once && AnyMayLead()) {
      ++under_way_;
      OfferPlace();
    }
  }
  TellAll(told, absl::OkStatus(), kWakingMeanwhile);
}

void BookingRounds::TellAll(const Members& members, const absl::Status& status,
                            size_t waking) {
  const bool unknown = OutcomeOf(status) == DbOutcome::kCommitUnknown;
  std::vector<std::shared_ptr<Bell>> bells;
  bells.reserve(members.size());
  for (Caller* member : members) {
    const Fate fate = member->round().fate;
    const bool stands =
        fate == Fate::kAnswered ||
        (status.ok() && (fate == Fate::kGranted || fate == Fate::kRefused));
    const bool in_doubt = unknown && fate == Fate::kGranted;
    member->Tell(stands     ? Caller::Told::kAnswer
                 : in_doubt ? Caller::Told::kInDoubt
                            : Caller::Told::kAlone);
    if (!member->leads()) bells.push_back(member->bell());
  }
  Bell::RingAll(bells, waking);
}

absl::StatusOr<Booking> BookingRounds::Answer(Caller& caller) {
  switch (caller.told()) {
    case Caller::Told::kOutOfTime:
      return OutOfTime();
    case Caller::Told::kAlone:
      return Alone(caller, caller.deadline());
    case Caller::Told::kInDoubt: {
      const absl::Time end =
          std::max(caller.deadline(), absl::Now() + kSeeThrough);
      absl::StatusOr<Booking> done = Alone(caller, end);
      if (done.ok()) return done;
      return StillUnknown(done.status());
    }
    case Caller::Told::kAnswer:
      break;
  }
  if (!caller.round().status.ok()) return caller.round().status;
  return std::move(caller.round().reply);
}

absl::StatusOr<Booking> BookingRounds::Alone(const Caller& caller,
                                             absl::Time deadline) {
  ++alone_;
  const RoundWrite& write = caller.round();
  Booking reply;
  absl::Status status =
      log_.Run(deadline, [&](Transaction& transaction, EventWriter& events) {
        return WriteBooking(transaction, events, *write.actor, *write.request,
                            *write.write, offers_, reply);
      });
  if (!status.ok()) return status;
  return reply;
}

}  // namespace rapport::db
