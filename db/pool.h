#ifndef RAPPORT_DB_POOL_H_
#define RAPPORT_DB_POOL_H_

// The sessions a program holds with its database: bounded, opened when first
// needed, dropped at the least doubt. Where the database has several hosts, new
// sessions are opened with the one that was good last, so that a program works
// on one node at a time and moves to another only when it must.
//
//   ASSIGN_OR_RETURN(Pool::Lease lease, pool.Acquire(deadline));
//   lease->Query(kSelectStore, {id}, ...);
//
// A transaction takes its lease itself (transaction.h).

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "db/connection.h"
#include "db/database_url.h"

namespace rapport::db {

struct PoolOptions {
  // A server of Debian's defaults allows 151 in all.
  int connections_max = 16;
  // Callers that may wait for a session at once; more are turned away.
  int waiters_max = 256;
  // The longest wait for a session, whatever the caller's deadline is.
  absl::Duration wait_max = absl::Seconds(5);
  // An idle session is closed after this long (servers' own default is 8 h,
  // what lies between often less) and any session at this age (so that a
  // failed-over or re-balanced server gets its sessions back).
  absl::Duration idle_max = absl::Seconds(45);  // below kSilenceMax
  absl::Duration age_max = absl::Minutes(30);
  // A session idle for longer than this is asked for a sign of life first; so
  // are all that were idle when another was lost, since what ended that one
  // ended most of them.
  absl::Duration unchecked_idle_max = absl::Seconds(15);
  ConnectOptions connect;
  std::function<absl::Time()> now = absl::Now;
};

struct PoolStats {
  int in_use = 0;
  int idle = 0;
  int waiters = 0;
  int64_t opened = 0;   // since the pool began
  int64_t dropped = 0;  // closed, for whatever reason
  int64_t refused = 0;  // Acquire calls that got none
};

// Thread-safe. Leases must be gone before the pool is.
class Pool {
 public:
  // A session on loan; goes back to the pool with the lease. Movable. Not
  // thread-safe.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { Return(); }

    Connection* operator->() const { return connection_.get(); }
    Connection& operator*() const { return *connection_; }
    explicit operator bool() const { return connection_ != nullptr; }

    // Closes the session instead of giving it back.
    void Drop();

   private:
    friend class Pool;
    Lease(Pool* pool, std::unique_ptr<Connection> connection,
          absl::Time opened);
    void Return();

    Pool* pool_ = nullptr;
    std::unique_ptr<Connection> connection_;
    absl::Time opened_;
  };

  // Opens nothing yet.
  explicit Pool(DatabaseUrl url, PoolOptions options = {});
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // A session, waiting for one if need be until `deadline` or wait_max,
  // whichever comes first. Returns RESOURCE_EXHAUSTED if too many wait
  // already or wait_max passed, DEADLINE_EXCEEDED if the deadline did,
  // UNAVAILABLE after Shutdown, and the codes of Connection::Open.
  // `to_write`: for Connection::BeginAtFirstStatement; then one that was had for
  // that before comes first, and else one that was not.
  absl::StatusOr<Lease> Acquire(absl::Time deadline = absl::InfiniteFuture(),
                                bool to_write = false);

  // Turns away all who wait or ask from now on, closes the idle sessions, and
  // waits until `deadline` for those on loan. Returns DEADLINE_EXCEEDED if some
  // still are. May be called again.
  absl::Status Shutdown(absl::Time deadline);

  PoolStats stats() const;
  const DatabaseUrl& url() const { return url_; }

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    absl::Time opened;
    absl::Time since;
  };

  // A place to have a session in, or why there is none. `lock` holds mutex_.
  absl::Status Reserve(std::unique_lock<std::mutex>& lock, absl::Time deadline);
  absl::StatusOr<Lease> TakeOrOpen(absl::Time deadline, bool to_write);
  // Of idle_, which is not empty. Needs mutex_.
  Idle TakeIdle(bool to_write);
  absl::StatusOr<Lease> OpenNew(absl::Time deadline);
  void GiveBack(std::unique_ptr<Connection> connection, absl::Time opened,
                bool keep);
  // Idle sessions that are past their time, taken out of idle_. Needs mutex_.
  std::deque<Idle> TakeExpired();
  // Wakes who waits for in_use to fall. Needs mutex_.
  void NotifyFreed();

  const DatabaseUrl url_;
  const PoolOptions options_;

  // A std::mutex, because ThreadSanitizer does not see into Abseil's.
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable freed_;
  bool shutdown_ = false;
  std::deque<Idle> idle_;                      // most recent at the back
  DatabaseHost preferred_;                     // that was good last
  absl::Time doubted_ = absl::InfinitePast();  // when a session was lost last
  PoolStats stats_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_POOL_H_
