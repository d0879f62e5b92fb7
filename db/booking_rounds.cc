#include "db/booking_rounds.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/time/clock.h"
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

}  // namespace

// One call of Write. What a round makes of it is set by the leader's thread,
// and read by its own once it is told.
class BookingRounds::Caller {
 public:
  enum class Told { kNothing, kLead, kAnswer, kAlone, kInDoubt, kOutOfTime };

  Caller(const Actor& actor, const RequestKey& request,
         const BookingWrite& write, absl::Time deadline)
      : deadline_(deadline) {
    round_.actor = &actor;
    round_.request = &request;
    round_.write = &write;
  }

  RoundWrite& round() { return round_; }
  const RoundWrite& round() const { return round_; }
  absl::Time deadline() const { return deadline_; }
  Told told() const { return bell_->told; }  // of the caller's own thread

  // Nobody may touch this caller after, but their own thread. Rung when the
  // lock is free, or they would wake only to wait for it; and by a bell that
  // outlives them, as they may be gone by then.
  void Tell(Told told) {
    const std::shared_ptr<Bell> bell = bell_;
    {
      const std::lock_guard<std::mutex> lock(bell->mutex);
      bell->told = told;
    }
    bell->rung.notify_one();
  }

  // False if the deadline passes before anything is told.
  bool WaitUntilDeadline() {
    std::unique_lock<std::mutex> lock(bell_->mutex);
    const absl::Time end =
        std::clamp(deadline_, absl::UnixEpoch(), absl::Now() + kWaitMax);
    return bell_->rung.wait_until(lock, absl::ToChronoTime(end), [this] {
      return bell_->told != Told::kNothing;
    });
  }
  void Wait() {
    std::unique_lock<std::mutex> lock(bell_->mutex);
    WaitFor(bell_->rung, lock,
            [this] { return bell_->told != Told::kNothing; });
  }

 private:
  struct Bell {
    std::mutex mutex;  // guards what follows
    std::condition_variable rung;
    Told told = Told::kNothing;
  };

  RoundWrite round_;
  const absl::Time deadline_;
  const std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
};

BookingRounds::BookingRounds(ChangeLog& log, const RoundOptions& options)
    : log_(log), options_(options) {
  for (int i = 0; i < options.lanes; ++i) {
    lanes_.push_back(std::make_unique<Lane>());
  }
}

BookingRounds::~BookingRounds() = default;

RoundStats BookingRounds::stats() const {
  RoundStats stats = {rounds_, in_them_, alone_};
  for (const auto& lane : lanes_) {
    const std::lock_guard<std::mutex> lock(lane->mutex);
    stats.waiting += static_cast<int64_t>(lane->waiting.size());
  }
  return stats;
}

absl::StatusOr<Booking> BookingRounds::Write(const Actor& actor,
                                             const RequestKey& request,
                                             const BookingWrite& write,
                                             absl::Time deadline) {
  Caller caller(actor, request, write, deadline);
  if (!FitsARound(write)) return Alone(caller, deadline);
  Lane& lane = LaneOf(actor.brand, write);
  if (JoinOrLead(lane, caller)) Lead(lane, caller);
  return Answer(caller);
}

BookingRounds::Lane& BookingRounds::LaneOf(const BrandId& brand,
                                           const BookingWrite& write) {
  const size_t hash = absl::HashOf(brand.text(), write.takes.front().associate);
  return *lanes_[hash % lanes_.size()];
}

bool BookingRounds::JoinOrLead(Lane& lane, Caller& caller) {
  {
    const std::lock_guard<std::mutex> lock(lane.mutex);
    if (!lane.busy) {
      lane.busy = true;
      return true;
    }
    lane.waiting.push_back(&caller);
  }
  if (!caller.WaitUntilDeadline()) {
    const std::lock_guard<std::mutex> lock(lane.mutex);
    const auto place =
        std::find(lane.waiting.begin(), lane.waiting.end(), &caller);
    if (place != lane.waiting.end()) {
      lane.waiting.erase(place);
      caller.Tell(Caller::Told::kOutOfTime);
    }
  }
  caller.Wait();  // in a round by now, or told already
  return caller.told() == Caller::Told::kLead;
}

void BookingRounds::Lead(Lane& lane, Caller& caller) {
  const Members members = Gather(lane, caller);
  const absl::Status status = RunRound(lane, members);
  HandOver(lane);  // before the many are woken
  TellAll(members, status);
}

BookingRounds::Members BookingRounds::Gather(Lane& lane, Caller& leader) {
  using Name = std::pair<absl::string_view, absl::string_view>;
  const auto name = [](const Caller& caller) {
    return Name(caller.round().actor->principal,
                caller.round().request->request_id);
  };
  Members members = {&leader};
  std::set<Name> names = {name(leader)};
  const BrandId& brand = leader.round().actor->brand;
  const std::lock_guard<std::mutex> lock(lane.mutex);
  std::deque<Caller*> left;
  for (Caller* caller : lane.waiting) {
    const bool joins = members.size() < options_.size_max &&
                       caller->round().actor->brand == brand &&
                       names.insert(name(*caller)).second;
    if (joins) {
      members.push_back(caller);
    } else {
      left.push_back(caller);
    }
  }
  lane.waiting = std::move(left);
  return members;
}

absl::Status BookingRounds::RunRound(Lane& lane, const Members& members) {
  const absl::Time begin = absl::Now();
  absl::Time deadline = absl::InfiniteFuture();
  std::vector<RoundWrite*> writes;
  for (Caller* member : members) {
    if (member->deadline() <= begin) {
      member->round().fate = Fate::kAlone;  // where they are told so
      continue;
    }
    deadline = std::min(deadline, member->deadline());
    writes.push_back(&member->round());
  }
  if (writes.empty()) return absl::OkStatus();
  ++rounds_;
  in_them_ += static_cast<int64_t>(writes.size());
  RoundLook look = {.look = lane.contended};
  absl::Status status = RunOnce(deadline, writes, look);
  if (look.must_look) {
    look = {.look = true};
    status = RunOnce(deadline, writes, look);
  }
  lane.contended = look.found_any;
  return status;
}

absl::Status BookingRounds::RunOnce(absl::Time deadline,
                                    absl::Span<RoundWrite* const> writes,
                                    RoundLook& look) {
  return log_.Run(deadline, [&](Transaction& transaction, EventWriter& events) {
    // Once only: whatever failed is better done by each alone.
    if (transaction.attempt() > 1) return absl::CancelledError("no round");
    return WriteRound(transaction, events, writes, look);
  });
}

void BookingRounds::TellAll(const Members& members,
                            const absl::Status& status) {
  const bool unknown = OutcomeOf(status) == DbOutcome::kCommitUnknown;
  for (Caller* member : members) {
    const Fate fate = member->round().fate;
    const bool stands =
        fate == Fate::kAnswered ||
        (status.ok() && (fate == Fate::kGranted || fate == Fate::kRefused));
    const bool in_doubt = unknown && fate == Fate::kGranted;
    member->Tell(stands     ? Caller::Told::kAnswer
                 : in_doubt ? Caller::Told::kInDoubt
                            : Caller::Told::kAlone);
  }
}

void BookingRounds::HandOver(Lane& lane) {
  const std::lock_guard<std::mutex> lock(lane.mutex);
  if (lane.waiting.empty()) {
    lane.busy = false;
    return;
  }
  Caller* next = lane.waiting.front();
  lane.waiting.pop_front();
  next->Tell(Caller::Told::kLead);
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
    default:
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
