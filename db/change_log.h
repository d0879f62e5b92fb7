// Where a server writes the events that its changes leave.
//
// An origin is one run of a server program. It numbers its events itself, from
// 1, without gaps: a number whose transaction came to nothing gets a void row.
// So a reader (change_follower.h) knows of every event that it has not seen
// yet, in whatever order transactions commit, which auto-increment cannot give.
// An origin that stops renewing its lease is fenced by whoever notices; its
// missing numbers are then void for good, and if it lives after all it goes on
// as another origin.
//
//   ChangeLog log(pool);
//   absl::Status started = log.Start();
//   log.Run(deadline, [&](Transaction& tx, EventWriter& events) {
//     ...
//     return events.Append({.kind = EventKind::kStores, ...});
//   });
#ifndef RAPPORT_DB_CHANGE_LOG_H_
#define RAPPORT_DB_CHANGE_LOG_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/event.h"
#include "db/multi_row.h"
#include "db/origin_numbers.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/vocabulary/actor.h"

namespace rapport::db {

// Without a heartbeat for this long an origin is taken for dead. Long against
// any pause of a living server; a dead one's gaps delay its followers by it.
inline constexpr absl::Duration kOriginLease = absl::Seconds(15);

// Numbers that may be owed their void row; an origin with more begins anew.
inline constexpr size_t kOwedMax = 10'000;

// Of an origin on a cluster: more than transactions of one server at a time, so
// that none waits for another's lane.
inline constexpr int kOriginLanes = 64;

class ChangeLog;

// Appends events in one attempt of a transaction. Not thread-safe.
class EventWriter {
 public:
  // Append last: what fails before it costs no number. The receipt of each
  // event's actor names that event once it is committed; the actors of one
  // transaction may be several. Returns ALREADY_EXISTS (DuplicateOf
  // "event.event_request") if the request id was used before, INVALID_ARGUMENT
  // if the subjects are more than kEventSubjectsBytesMax, ABORTED if this origin
  // has been fenced (Run then runs the body again), and the codes of errors.h.
  absl::Status Append(const Event& event);

  // The same for several events, numbered in their order, in few statements:
  // all are appended, or the transaction must be rolled back.
  // With kAtCommit, it may be Run that returns the refusal.
  absl::Status AppendAll(absl::Span<const Event> events,
                         When when = When::kNow);

 private:
  // A number, and who is told what became of it.
  struct Taken {
    int64_t seq = 0;
    std::shared_ptr<WriteReceipt> receipt;
    // Of one thing only, which its writer lets memory know; what it did to
    // others the followers bring.
    bool is_whole = true;
  };

  friend class ChangeLog;
  EventWriter(ChangeLog& log, Transaction& transaction, int64_t origin)
      : log_(log), transaction_(transaction), origin_(origin) {}

  // Takes their numbers. Returns as AppendAll.
  absl::StatusOr<MultiRow> NumberRows(absl::Span<const Event> events);
  absl::Status Fence();
  static absl::Status Fenced();
  // Whether `status` says that the events' origin is fenced.
  static bool SaysFenced(const absl::Status& status);
  // Whether the origin may write still, said in a way that a cluster certifies:
  // by writing one of its lanes (schema/0008_origin_lane.sql).
  absl::StatusOr<bool> UseLane(int64_t seq);

  ChangeLog& log_;
  Transaction& transaction_;
  const int64_t origin_;
  bool has_lane_ = false;
  bool fenced_ = false;
  std::vector<Taken> taken_;
};

// Thread-safe. `pool` must outlive it.
class ChangeLog {
 public:
  explicit ChangeLog(Pool& pool, RetryPolicy retry = {});
  // Gives up the lease, so that followers need not wait for its end.
  ~ChangeLog();
  ChangeLog(const ChangeLog&) = delete;
  ChangeLog& operator=(const ChangeLog&) = delete;

  // Becomes an origin. Must be called, and be OK, before anything else.
  absl::Status Start();

  using Body = absl::FunctionRef<absl::Status(Transaction&, EventWriter&)>;

  // RunTransaction with a writer of events. Returns its codes. Only what is
  // known to be committed is on an actor's receipt as written.
  absl::Status Run(absl::Time deadline, Body body);

  // The database's clock and what was answered to `request` of `actor`, if it
  // was done before, in one round trip. The actor's receipt then names that
  // event as one repeated. InnoDB shows what it commits before a crash can no
  // longer take it back; so the answer may be given once `transaction`, which
  // then has something to write, is committed too.
  static absl::Status Look(Transaction& transaction, const Actor& actor,
                           const RequestKey& request, absl::Time* now,
                           std::optional<Replay>* replay);

  // Renews the lease, says how far this origin's events are all there, and
  // makes the numbers void that are still owed. To be called every few seconds,
  // by one thread. Returns the codes of RunTransaction.
  absl::Status Heartbeat();

  // The origins that keep their lease: the servers that live, as far as the
  // database knows. Returns the codes of RunRead.
  absl::StatusOr<std::vector<int64_t>> LivingOrigins();

  // This run's number; it changes when the origin was fenced.
  int64_t origin() const;

 private:
  friend class EventWriter;

  // What RunAs found.
  struct Outcome {
    absl::Status status;
    bool fenced = false;
  };

  // The origin to write as, which is a new one if there is none or the last was
  // fenced. Returns DEADLINE_EXCEEDED and the codes of RunTransaction.
  absl::StatusOr<int64_t> LivingOrigin(absl::Time deadline);
  absl::StatusOr<int64_t> Register(absl::Time deadline);
  // Nothing, if `origin` may write no more.
  std::optional<int64_t> TakeSeq(int64_t origin);
  void MarkFenced(int64_t origin);

  using Taken = EventWriter::Taken;
  Outcome RunAs(int64_t origin, absl::Time deadline, Body body);
  // Writes on the receipts of those whose call ended so: of `others`, which were
  // taken in vain as far as is known, only what may be there all the same.
  static void NameAll(int64_t origin, absl::Span<const Taken> committed,
                      absl::Span<const Taken> others,
                      const absl::Status& status);
  void Settle(int64_t origin, absl::Span<const Taken> committed,
              absl::Span<const Taken> owed);
  // Writes void rows until one has to wait for its transaction. Returns the
  // first failure but that; what failed stays owed.
  absl::Status WriteVoids(int64_t origin, absl::Span<const int64_t> seqs,
                          absl::Time deadline);
  absl::Status VoidOwed(absl::Time deadline);
  absl::Status RenewLease(absl::Duration lease, absl::Time deadline);

  Pool& pool_;
  const RetryPolicy retry_;

  // A std::mutex, because ThreadSanitizer does not see into Abseil's.
  mutable std::mutex mutex_;            // guards all below
  std::condition_variable registered_;  // registering_ has become false
  int64_t origin_ = 0;                  // 0: not yet one
  bool fenced_ = true;
  bool registering_ = false;
  OriginNumbers numbers_;     // of origin_
  int64_t voided_up_to_ = 0;  // where VoidOwed goes on
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_CHANGE_LOG_H_
