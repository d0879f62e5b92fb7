#include "db/change_log.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/time/clock.h"
#include "db/errors.h"
#include "db/safe_point.h"

namespace rapport::db {
namespace {

constexpr absl::Duration kStartDeadline = absl::Seconds(30);
constexpr absl::Duration kHeartbeatDeadline = absl::Seconds(5);
// Void rows are nothing that anybody waits for.
constexpr absl::Duration kVoidDeadline = absl::Seconds(2);
constexpr absl::Duration kFarewellDeadline = absl::Seconds(2);

// Void rows in one go; those beyond wait for the next heartbeat.
constexpr size_t kVoidsMax = 200;

// Programs that may start at once and take each other's origin number; one of
// them wins each time.
constexpr int kRegisterAttemptsMax = 100;

// Origins that one Run may use up. It takes a lease to lose one.
constexpr int kOriginsMax = 3;

// PRIMARY. A number is taken only when all before it are committed, so origins
// become visible in the order of their numbers.
constexpr char kSelectNextOrigin[] =
    "SELECT COALESCE(MAX(origin_id), 0) + 1 FROM origin";
constexpr char kInsertOrigin[] =
    "INSERT INTO origin (origin_id, fenced, start_time)"
    " VALUES (?, 0, UTC_TIMESTAMP(6))";
constexpr char kInsertLease[] =
    "INSERT INTO origin_lease (origin_id, lease_end, safe_seq)"
    " VALUES (?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, 0)";

// PRIMARY
constexpr char kInsertLane[] =
    "INSERT INTO origin_lane (origin_id, lane) VALUES (?, ?)";

constexpr char kInsertVoid[] =
    "INSERT INTO event (origin_id, seq, kind, brand_id, role, principal,"
    " action, subjects, occur_time)"
    " SELECT origin_id, ?, 0, '', 0, '', '', '', UTC_TIMESTAMP(6)"
    " FROM origin WHERE origin_id = ? AND fenced = 0 LOCK IN SHARE MODE";

// event_request
constexpr char kLook[] =
    "SELECT UTC_TIMESTAMP(6), e.request_hash, e.reply, e.origin_id, e.seq"
    " FROM (SELECT 1 AS one) AS always LEFT JOIN event AS e"
    " ON e.brand_id = ? AND e.principal = ? AND e.request_id = ?";

// PRIMARY
constexpr char kUpdateLease[] =
    "UPDATE origin_lease SET safe_seq = ?,"
    " lease_end = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND"
    " WHERE origin_id = ?";
constexpr char kSelectUnfenced[] =
    "SELECT 1 FROM origin WHERE origin_id = ? AND fenced = 0";

// The key unfenced, and PRIMARY of origin_lease.
constexpr char kSelectLiving[] =
    "SELECT o.origin_id FROM origin o"
    " JOIN origin_lease l ON l.origin_id = o.origin_id"
    " WHERE o.fenced = 0 AND l.lease_end > UTC_TIMESTAMP(6)"
    " ORDER BY o.origin_id";

// Not before the epoch: what is long past need not be told apart.
std::chrono::system_clock::time_point ChronoTime(absl::Time deadline) {
  return absl::ToChronoTime(
      std::clamp(deadline, absl::UnixEpoch(), absl::Now() + kStartDeadline));
}

absl::Status Nothing(const Row&) { return absl::OkStatus(); }

absl::Status InsertLanes(Transaction& transaction, int64_t origin) {
  absl::Status status;
  for (int lane = 0; lane < kOriginLanes && status.ok(); ++lane) {
    status = transaction.Execute(kInsertLane, {origin, lane}).status();
  }
  return status;
}

}  // namespace

ChangeLog::ChangeLog(Pool& pool, RetryPolicy retry)
    : pool_(pool), retry_(std::move(retry)) {}

ChangeLog::~ChangeLog() {
  if (origin() == 0) return;
  const absl::Time deadline = retry_.now() + kFarewellDeadline;
  VoidOwed(deadline).IgnoreError();
  RenewLease(absl::ZeroDuration(), deadline).IgnoreError();
}

absl::Status ChangeLog::Start() {
  return LivingOrigin(retry_.now() + kStartDeadline).status();
}

int64_t ChangeLog::origin() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return origin_;
}

absl::StatusOr<int64_t> ChangeLog::LivingOrigin(absl::Time deadline) {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!registered_.wait_until(lock, ChronoTime(deadline),
                                [this] { return !registering_; })) {
      return absl::DeadlineExceededError("waited too long for a new origin");
    }
    if (!fenced_) return origin_;
    registering_ = true;
  }
  absl::StatusOr<int64_t> origin = Register(deadline);
  const std::lock_guard<std::mutex> lock(mutex_);
  registering_ = false;
  registered_.notify_all();
  if (!origin.ok()) return origin;
  origin_ = *origin;
  fenced_ = false;
  numbers_ = OriginNumbers();
  voided_up_to_ = 0;
  return origin;
}

absl::StatusOr<std::vector<int64_t>> ChangeLog::LivingOrigins() {
  std::vector<int64_t> living;
  const absl::Status status =
      RunRead(pool_, retry_, retry_.now() + kHeartbeatDeadline,
              [&](Connection& connection) {
                living.clear();
                return connection.Query(kSelectLiving, {}, [&](const Row& row) {
                  living.push_back(row.Int64(0));
                  return absl::OkStatus();
                });
              });
  if (!status.ok()) return status;
  return living;
}

absl::StatusOr<int64_t> ChangeLog::Register(absl::Time deadline) {
  int64_t origin = 0;
  absl::Status status;
  for (int attempt = 0; attempt < kRegisterAttemptsMax; ++attempt) {
    status = RunTransaction(
        pool_, retry_, deadline, [&](Transaction& transaction) -> absl::Status {
          const auto read = [&](const Row& row) {
            origin = row.Int64(0);
            return absl::OkStatus();
          };
          absl::Status next = transaction.Query(kSelectNextOrigin, {}, read);
          if (!next.ok()) return next;
          next = transaction.Execute(kInsertOrigin, {origin}).status();
          if (!next.ok()) return next;
          next = transaction
                     .Execute(kInsertLease,
                              {origin, absl::ToInt64Microseconds(kOriginLease)})
                     .status();
          if (!next.ok() || !transaction.is_galera()) return next;
          return InsertLanes(transaction, origin);
        });
    // An origin that is there and nobody's harms nobody: its lease ends.
    if (OutcomeOf(status) != DbOutcome::kDuplicate &&
        OutcomeOf(status) != DbOutcome::kCommitUnknown) {
      break;
    }
  }
  if (!status.ok()) return status;
  return origin;
}

std::optional<int64_t> ChangeLog::TakeSeq(int64_t origin) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (fenced_ || origin != origin_) return std::nullopt;
  return numbers_.Take();
}

void ChangeLog::MarkFenced(int64_t origin) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (origin == origin_) fenced_ = true;
}

absl::Status ChangeLog::Run(absl::Time deadline, Body body) {
  absl::Status first;  // of an attempt whose COMMIT had no answer
  Outcome last;
  for (int i = 0; i < kOriginsMax; ++i) {
    const absl::StatusOr<int64_t> origin = LivingOrigin(deadline);
    last =
        origin.ok() ? RunAs(*origin, deadline, body) : Outcome{origin.status()};
    if (last.status.ok()) return last.status;
    if (first.ok() && OutcomeOf(last.status) == DbOutcome::kCommitUnknown) {
      first = last.status;
    }
    if (!last.fenced) break;
  }
  // As long as one COMMIT is in doubt, no other failure is the answer.
  return first.ok() ? last.status : first;
}

ChangeLog::Outcome ChangeLog::RunAs(int64_t origin, absl::Time deadline,
                                    Body body) {
  std::vector<Taken> taken;  // in all attempts but the last
  std::vector<Taken> last;
  bool fenced = false;
  absl::Status status =
      RunTransaction(pool_, retry_, deadline, [&](Transaction& transaction) {
        EventWriter events(*this, transaction, origin);
        taken.insert(taken.end(), last.begin(), last.end());
        last.clear();
        const absl::Status done = body(transaction, events);
        fenced = events.fenced_;
        last = std::move(events.taken_);
        // Whatever the body made of it.
        return fenced ? events.Fence() : done;
      });
  if (EventWriter::SaysFenced(status)) {  // at COMMIT
    fenced = true;
    const bool in_doubt = OutcomeOf(status) == DbOutcome::kCommitUnknown;
    if (!in_doubt) status = EventWriter::Fenced();
  }
  if (fenced || !status.ok()) {
    taken.insert(taken.end(), last.begin(), last.end());
    last.clear();
  }
  NameAll(origin, last, taken, status);
  if (fenced) {
    MarkFenced(origin);  // what is missing is void for good
    return {status, /*fenced=*/true};
  }
  Settle(origin, last, taken);
  // One whose transaction may still be under way is left to the heartbeat.
  if (!taken.empty() && !absl::IsUnavailable(status)) {
    std::vector<int64_t> seqs;
    seqs.reserve(taken.size());
    for (const Taken& each : taken) seqs.push_back(each.seq);
    WriteVoids(origin, seqs, retry_.now() + kVoidDeadline).IgnoreError();
  }
  return {status};
}

void ChangeLog::NameAll(int64_t origin, absl::Span<const Taken> committed,
                        absl::Span<const Taken> others,
                        const absl::Status& status) {
  for (const Taken& each : committed) {
    if (each.receipt == nullptr) continue;
    WriteReceipt& receipt = *each.receipt;
    (each.is_whole ? receipt.written : receipt.repeated)
        .push_back({origin, each.seq});
  }
  // A COMMIT without an answer may have been this call's change. Of a call that
  // surely failed, nothing is there to be waited for.
  if (!status.ok() && !absl::IsUnavailable(status)) return;
  for (const Taken& each : others) {
    if (each.receipt == nullptr) continue;
    each.receipt->repeated.push_back({origin, each.seq});
  }
}

void ChangeLog::Settle(int64_t origin, absl::Span<const Taken> committed,
                       absl::Span<const Taken> owed) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (origin != origin_) return;
  for (const Taken& each : committed) numbers_.Done(each.seq);
  for (const Taken& each : owed) numbers_.Owe(each.seq);
  if (numbers_.owed_count() > kOwedMax) fenced_ = true;
}

absl::Status ChangeLog::WriteVoids(int64_t origin,
                                   absl::Span<const int64_t> seqs,
                                   absl::Time deadline) {
  if (seqs.empty()) return absl::OkStatus();
  absl::StatusOr<Pool::Lease> lease = pool_.Acquire(deadline);
  if (!lease.ok()) return lease.status();
  for (int64_t seq : seqs) {
    if (retry_.now() >= deadline) break;
    absl::StatusOr<int64_t> rows =
        (*lease)->Execute(kInsertVoid, {seq, origin});
    const DbOutcome outcome = OutcomeOf(rows.status());
    const std::lock_guard<std::mutex> lock(mutex_);
    if (origin != origin_) return absl::OkStatus();
    voided_up_to_ = seq;
    if (outcome == DbOutcome::kLockWait) return absl::OkStatus();
    // A duplicate says that the number was committed after all.
    if (!rows.ok() && outcome != DbOutcome::kDuplicate) return rows.status();
    numbers_.Done(seq);
    if (rows.ok() && *rows == 0) fenced_ = true;
  }
  return absl::OkStatus();
}

absl::Status ChangeLog::VoidOwed(absl::Time deadline) {
  int64_t origin = 0;
  std::vector<int64_t> owed;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (fenced_) return absl::OkStatus();
    origin = origin_;
    owed = numbers_.Owed(voided_up_to_, kVoidsMax);
  }
  return WriteVoids(origin, owed, deadline);
}

absl::Status ChangeLog::RenewLease(absl::Duration lease, absl::Time deadline) {
  int64_t origin = 0;
  int64_t safe_seq = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    origin = origin_;
    safe_seq = numbers_.SafeSeq();
  }
  bool unfenced = false;
  absl::Status status = RunTransaction(
      pool_, retry_, deadline, [&](Transaction& transaction) -> absl::Status {
        absl::StatusOr<int64_t> renewed = transaction.Execute(
            kUpdateLease, {safe_seq, absl::ToInt64Microseconds(lease), origin});
        if (!renewed.ok()) return renewed.status();
        absl::StatusOr<bool> found =
            transaction.QueryOne(kSelectUnfenced, {origin}, Nothing);
        if (!found.ok()) return found.status();
        unfenced = *found;
        return absl::OkStatus();
      });
  if (status.ok() && !unfenced) MarkFenced(origin);
  return status;
}

absl::Status ChangeLog::Heartbeat() {
  const absl::Time deadline = retry_.now() + kHeartbeatDeadline;
  absl::Status status = RenewLease(kOriginLease, deadline);
  if (!status.ok()) return status;
  status = LivingOrigin(deadline).status();
  if (!status.ok()) return status;
  return VoidOwed(deadline);
}

absl::Status ChangeLog::Look(Transaction& transaction, const Actor& actor,
                             const RequestKey& request, absl::Time* now,
                             std::optional<Replay>* replay) {
  replay->reset();
  absl::Status status = transaction.Query(
      kLook, {actor.brand.text(), actor.principal, request.request_id},
      [&](const Row& row) {
        *now = row.Time(0);
        if (!row.IsNull(1)) {
          replay->emplace(
              Replay{row.Bytes(1), row.OptionalString(2).value_or("")});
          if (actor.receipt != nullptr) {
            actor.receipt->repeated.push_back({row.Int64(3), row.Int64(4)});
          }
        }
        return absl::OkStatus();
      });
  if (!status.ok() || !replay->has_value()) return status;
  return WriteSafePoint(transaction,
                        absl::HashOf(actor.principal, request.request_id));
}

}  // namespace rapport::db
