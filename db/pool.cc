#include "db/pool.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <utility>

#include "absl/base/internal/raw_logging.h"
#include "absl/strings/str_cat.h"

namespace rapport::db {
namespace {

// Not before the epoch: what is long past need not be told apart.
std::chrono::system_clock::time_point ChronoTime(absl::Time time) {
  return absl::ToChronoTime(std::max(time, absl::UnixEpoch()));
}

}  // namespace

Pool::Lease::Lease(Pool* pool, std::unique_ptr<Connection> connection,
                   absl::Time opened)
    : pool_(pool), connection_(std::move(connection)), opened_(opened) {}

Pool::Lease::Lease(Lease&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)),
      connection_(std::move(other.connection_)),
      opened_(other.opened_) {}

Pool::Lease& Pool::Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  Return();
  pool_ = std::exchange(other.pool_, nullptr);
  connection_ = std::move(other.connection_);
  opened_ = other.opened_;
  return *this;
}

void Pool::Lease::Drop() {
  if (connection_ == nullptr) return;
  pool_->GiveBack(std::move(connection_), opened_, /*keep=*/false);
}

void Pool::Lease::Return() {
  if (connection_ == nullptr) return;
  pool_->GiveBack(std::move(connection_), opened_, /*keep=*/true);
}

Pool::Pool(DatabaseUrl url, PoolOptions options)
    : url_(std::move(url)),
      options_(std::move(options)),
      preferred_(url_.hosts.front()) {}

Pool::~Pool() {
  const absl::Status status = Shutdown(absl::InfinitePast());
  ABSL_RAW_CHECK(status.ok(), "a lease outlives its pool");
}

absl::StatusOr<Pool::Lease> Pool::Acquire(absl::Time deadline, bool to_write) {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    const absl::Status status = Reserve(lock, deadline);
    if (!status.ok()) {
      ++stats_.refused;
      return status;
    }
  }
  absl::StatusOr<Lease> lease = TakeOrOpen(deadline, to_write);
  if (!lease.ok()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    --stats_.in_use;
    ++stats_.refused;
    NotifyFreed();
  }
  return lease;
}

absl::Status Pool::Reserve(std::unique_lock<std::mutex>& lock,
                           absl::Time deadline) {
  const auto place_or_shutdown = [this] {
    return shutdown_ || stats_.in_use < options_.connections_max;
  };
  if (!place_or_shutdown()) {
    if (stats_.waiters >= options_.waiters_max) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "database is busy: ", stats_.waiters,
          " calls wait for a session; the limit is ", options_.waiters_max));
    }
    const absl::Time wait_end = absl::Now() + options_.wait_max;
    ++stats_.waiters;
    const bool in_time = freed_.wait_until(
        lock, ChronoTime(std::min(deadline, wait_end)), place_or_shutdown);
    --stats_.waiters;
    if (!in_time && deadline <= wait_end) {
      return absl::DeadlineExceededError(
          "the deadline passed while waiting for a database session");
    }
    if (!in_time) {
      return absl::ResourceExhaustedError(
          absl::StrCat("no database session became free within ",
                       absl::FormatDuration(options_.wait_max)));
    }
  }
  if (shutdown_) return absl::UnavailableError("database pool is shut down");
  ++stats_.in_use;
  return absl::OkStatus();
}

Pool::Idle Pool::TakeIdle(bool to_write) {
  const auto found =
      std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& idle) {
        return idle.connection->begins_by_itself() == to_write;
      });
  const auto place = found == idle_.rend() ? idle_.end() - 1 : found.base() - 1;
  Idle taken = std::move(*place);
  idle_.erase(place);
  --stats_.idle;
  return taken;
}

absl::StatusOr<Pool::Lease> Pool::TakeOrOpen(absl::Time deadline,
                                             bool to_write) {
  while (true) {
    std::deque<Idle> expired;  // closed after the lock is released
    Idle taken;
    absl::Time doubted;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      expired = TakeExpired();
      if (idle_.empty()) break;
      taken = TakeIdle(to_write);
      doubted = doubted_;
    }
    const absl::Duration idle = options_.now() - taken.since;
    const bool trusted =
        idle <= options_.unchecked_idle_max && taken.since > doubted;
    if (trusted || taken.connection->Ping()) {
      return Lease(this, std::move(taken.connection), taken.opened);
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    ++stats_.dropped;
  }
  return OpenNew(deadline);
}

absl::StatusOr<Pool::Lease> Pool::OpenNew(absl::Time deadline) {
  ConnectOptions connect = options_.connect;
  connect.connect_timeout =
      std::min(connect.connect_timeout, deadline - absl::Now());
  DatabaseHost first;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    first = preferred_;
  }
  absl::StatusOr<std::unique_ptr<Connection>> connection =
      Connection::Open(url_.StartingAt(first), connect);
  if (!connection.ok()) return connection.status();
  const std::lock_guard<std::mutex> lock(mutex_);
  ++stats_.opened;
  preferred_ = (*connection)->host();
  return Lease(this, *std::move(connection), options_.now());
}

std::deque<Pool::Idle> Pool::TakeExpired() {
  const absl::Time now = options_.now();
  std::deque<Idle> expired, kept;
  for (Idle& idle : idle_) {
    const bool past = now - idle.since > options_.idle_max ||
                      now - idle.opened > options_.age_max;
    (past ? expired : kept).push_back(std::move(idle));
  }
  idle_ = std::move(kept);
  stats_.idle = static_cast<int>(idle_.size());
  stats_.dropped += static_cast<int64_t>(expired.size());
  return expired;
}

void Pool::GiveBack(std::unique_ptr<Connection> connection, absl::Time opened,
                    bool keep) {
  const absl::Time now = options_.now();
  std::deque<Idle> expired;  // closed after the lock is released
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (keep && !shutdown_ && connection->usable()) {
      idle_.push_back({std::move(connection), opened, now});
      expired = TakeExpired();
    } else {
      ++stats_.dropped;
      if (!connection->usable()) doubted_ = now;
    }
    // Last, since a pool may be destroyed as soon as nothing is in use: what
    // is closed below is no longer the pool's.
    --stats_.in_use;
    stats_.idle = static_cast<int>(idle_.size());
    NotifyFreed();
  }
}

void Pool::NotifyFreed() {
  // One place, one waiter; at the end it is Shutdown that waits.
  if (shutdown_) {
    freed_.notify_all();
  } else {
    freed_.notify_one();
  }
}

absl::Status Pool::Shutdown(absl::Time deadline) {
  std::deque<Idle> idle;  // closed after the lock is released
  std::unique_lock<std::mutex> lock(mutex_);
  shutdown_ = true;
  freed_.notify_all();
  idle.swap(idle_);
  stats_.dropped += stats_.idle;
  stats_.idle = 0;
  if (!freed_.wait_until(lock, ChronoTime(deadline),
                         [this] { return stats_.in_use == 0; })) {
    return absl::DeadlineExceededError(absl::StrCat(
        stats_.in_use, " database sessions are still in use at shutdown"));
  }
  return absl::OkStatus();
}

PoolStats Pool::stats() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stats_;
}

}  // namespace rapport::db
