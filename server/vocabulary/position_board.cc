#include "server/vocabulary/position_board.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"

namespace rapport {
namespace {

// The watch looks again at least this often; deadlines may be infinite.
constexpr absl::Duration kWatchMax = absl::Hours(1);

std::shared_ptr<const PositionBoard::Told> Tell(Position position) {
  auto told = std::make_shared<PositionBoard::Told>();
  told->text = position.ToText();
  told->position = std::move(position);
  return told;
}

template <typename Waiters>
void CallAll(Waiters waiters, bool reached) {
  for (auto& [deadline, waiter] : waiters) waiter.then(reached);
}

}  // namespace

PositionBoard::PositionBoard() : told_(Tell(Position())) {}

PositionBoard::~PositionBoard() {
  Waiters left;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    left.swap(waiters_);
  }
  earlier_.notify_one();
  if (watch_.joinable()) watch_.join();
  CallAll(std::move(left), false);
}

std::shared_ptr<const PositionBoard::Told> PositionBoard::told() const {
  std::lock_guard lock(told_mutex_);
  return told_;
}

void PositionBoard::Reach(const Position& position) {
  if (told()->position.Covers(position)) return;
  Waiters reached;
  {
    std::lock_guard lock(mutex_);
    Advance(position);
    reached = TakeReached();
  }
  CallAll(std::move(reached), true);
}

void PositionBoard::Reach(const EventName& event) {
  Waiters reached;
  {
    std::lock_guard lock(mutex_);
    if (told()->position.SeqOf(event.origin) >= event.seq) return;
    absl::btree_set<int64_t>& seqs = events_[event.origin];
    if (seqs.size() < kPositionEventsMax) seqs.insert(event.seq);
    Advance(Position());
    reached = TakeReached();
  }
  CallAll(std::move(reached), true);
}

void PositionBoard::TakeEvents(Position& position) {
  for (auto it = events_.begin(); it != events_.end();) {
    auto& [origin, seqs] = *it;
    int64_t seq = position.SeqOf(origin);
    while (!seqs.empty() && *seqs.begin() <= seq) seqs.erase(seqs.begin());
    while (!seqs.empty() && *seqs.begin() == seq + 1) {
      ++seq;
      seqs.erase(seqs.begin());
    }
    if (seq > position.SeqOf(origin)) {
      position.Join(Position::UpTo(origin, seq));
    }
    it = seqs.empty() ? events_.erase(it) : std::next(it);
  }
}

void PositionBoard::Advance(const Position& position) {
  const std::shared_ptr<const Told> before = told();
  Position after = before->position;
  after.Join(position);
  TakeEvents(after);
  if (after == before->position) return;
  std::shared_ptr<const Told> told = Tell(std::move(after));
  std::lock_guard lock(told_mutex_);
  told_.swap(told);
}

PositionBoard::Waiters PositionBoard::TakeReached() {
  Waiters reached;
  if (waiters_.empty()) return reached;
  const std::shared_ptr<const Told> now = told();
  for (auto it = waiters_.begin(); it != waiters_.end();) {
    const auto next = std::next(it);
    if (now->position.Covers(it->second.wanted)) {
      Take(it, reached);
    }
    it = next;
  }
  return reached;
}

PositionBoard::Waiters PositionBoard::TakeLate(absl::Time now) {
  Waiters late;
  while (!waiters_.empty() && waiters_.begin()->first <= now) {
    Take(waiters_.begin(), late);
  }
  return late;
}

bool PositionBoard::HasRoom(const BrandId& brand) const {
  const auto of_brand = of_brand_.find(brand);
  return waiters_.size() < kPositionWaitersMax &&
         (of_brand == of_brand_.end() ||
          of_brand->second < kPositionWaitersOfBrandMax);
}

void PositionBoard::Take(Waiters::iterator waiter, Waiters& taken) {
  const auto of_brand = of_brand_.find(waiter->second.brand);
  if (--of_brand->second == 0) of_brand_.erase(of_brand);
  taken.insert(waiters_.extract(waiter));
}

void PositionBoard::WhenReached(const BrandId& brand, const Position& wanted,
                                absl::Time deadline, Then then) {
  bool reached = false;
  std::function<void()> nudge;
  {
    std::lock_guard lock(mutex_);
    reached = told()->position.Covers(wanted);
    if (!reached && !stopping_ && deadline > absl::Now() && HasRoom(brand)) {
      const auto it =
          waiters_.emplace(deadline, Waiter{brand, wanted, std::move(then)});
      ++of_brand_[brand];
      then = nullptr;
      nudge = nudge_;
      if (!watch_.joinable()) {
        watch_ = std::thread([this] { WatchDeadlines(); });
      } else if (it == waiters_.begin()) {
        earlier_.notify_one();
      }
    }
  }
  if (nudge) nudge();
  if (then) then(reached);
}

size_t PositionBoard::waiting() const {
  std::lock_guard lock(mutex_);
  return waiters_.size();
}

void PositionBoard::OnWait(std::function<void()> nudge) {
  std::lock_guard lock(mutex_);
  nudge_ = std::move(nudge);
}

void PositionBoard::WatchDeadlines() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const absl::Time now = absl::Now();
    Waiters late = TakeLate(now);
    if (!late.empty()) {
      lock.unlock();
      CallAll(std::move(late), false);
      lock.lock();
      continue;
    }
    absl::Time next = now + kWatchMax;
    if (!waiters_.empty()) next = std::min(next, waiters_.begin()->first);
    earlier_.wait_until(lock, absl::ToChronoTime(next));
  }
}

}  // namespace rapport
