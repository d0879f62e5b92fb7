#include "db/purge_events.h"

#include <vector>

#include "db/booking_errors.h"
#include "db/event.h"
#include "db/purge_place.h"

namespace rapport::db {
namespace {

using housekeeping::kPurgeMax;

// Whose turn it is.
struct Origin {
  int64_t id = 0;
  bool fenced = false;
  bool is_newest = false;
  bool long_gone = false;
  int64_t safe_seq = 0;
  int64_t purged_to = 0;
};

absl::StatusOr<bool> FindOrigin(Transaction& transaction, absl::Time before,
                                int64_t after, Origin& origin) {
  // PRIMARY of both
  constexpr char kSql[] =
      "SELECT o.origin_id, o.fenced, l.lease_end < ?, l.safe_seq, l.purged_to,"
      " o.origin_id = (SELECT MAX(origin_id) FROM origin) FROM origin AS o"
      " JOIN origin_lease AS l ON l.origin_id = o.origin_id"
      " WHERE o.origin_id > ? ORDER BY o.origin_id LIMIT 1";
  return transaction.QueryOne(kSql, {before, after}, [&](const Row& row) {
    origin = {.id = row.Int64(0),
              .fenced = row.Bool(1),
              .is_newest = row.Bool(5),
              .long_gone = row.Bool(2),
              .safe_seq = row.Int64(3),
              .purged_to = row.Int64(4)};
    return absl::OkStatus();
  });
}

// What comes next of an origin's events.
struct Stretch {
  int64_t rows = 0;
  int64_t old_to = 0;  // the last number before which all are old
  bool all_old = true;
  std::vector<int64_t> purged;  // of the old ones, those that go
};

// Of one that lives only as far as all its numbers are there: who follows it
// waits for the others. Locks nothing.
absl::StatusOr<Stretch> Look(Transaction& transaction, const Origin& origin,
                             absl::Time before) {
  // PRIMARY. Those of one booking stay.
  constexpr char kSql[] =
      "SELECT seq, occur_time, kind = ? AND subject_id IS NOT NULL FROM event"
      " WHERE origin_id = ? AND seq > ? ORDER BY seq LIMIT ?";
  Stretch stretch;
  stretch.old_to = origin.purged_to;
  const absl::Status status = transaction.Query(
      kSql,
      {static_cast<int>(EventKind::kBookings), origin.id, origin.purged_to,
       kPurgeMax},
      [&](const Row& row) {
        ++stretch.rows;
        const int64_t seq = row.Int64(0);
        stretch.all_old = stretch.all_old && row.Time(1) < before &&
                          (origin.fenced || seq <= origin.safe_seq);
        if (!stretch.all_old) return absl::OkStatus();
        stretch.old_to = seq;
        if (!row.Bool(2)) stretch.purged.push_back(seq);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return stretch;
}

// Last of all, so that a heartbeat waits for this row for no longer than a
// COMMIT takes.
absl::Status Mark(Transaction& transaction, const Origin& origin, int64_t to) {
  // PRIMARY
  constexpr char kSql[] =
      "UPDATE origin_lease SET purged_to = ? WHERE origin_id = ?"
      " AND purged_to = ?";
  const absl::StatusOr<int64_t> marked =
      transaction.Execute(kSql, {to, origin.id, origin.purged_to});
  if (!marked.ok()) return marked.status();
  return *marked == 1 ? absl::OkStatus() : LookAgain();  // another server did
}

absl::Status PurgeStretch(Transaction& transaction, const Origin& origin,
                          const Stretch& stretch, int64_t& rows) {
  const absl::StatusOr<int64_t> deleted =
      DeleteEvents(transaction, origin.id, stretch.purged);
  if (!deleted.ok()) return deleted.status();
  rows = *deleted;
  return Mark(transaction, origin, stretch.old_to);
}

absl::Status Forget(Transaction& transaction, int64_t origin) {
  // PRIMARY
  constexpr char kLease[] = "DELETE FROM origin_lease WHERE origin_id = ?";
  constexpr char kOrigin[] =
      "DELETE FROM origin WHERE origin_id = ? AND fenced = 1";
  const absl::Status status = transaction.Execute(kLease, {origin}).status();
  if (!status.ok()) return status;
  return transaction.Execute(kOrigin, {origin}).status();
}

}  // namespace

absl::StatusOr<int64_t> DeleteEvents(Transaction& transaction, int64_t origin,
                                     const std::vector<int64_t>& seqs) {
  // PRIMARY
  constexpr char kSql[] =
      "DELETE e FROM JSON_TABLE(?, '$[*]' COLUMNS (seq BIGINT PATH '$')) AS d"
      " STRAIGHT_JOIN event AS e FORCE INDEX (PRIMARY)"
      " ON e.origin_id = ? AND e.seq = d.seq";
  return transaction.Execute(kSql, {NumbersJson(seqs), origin});
}

absl::Status PurgeEvents(Transaction& transaction, absl::Time before,
                         int64_t& after, housekeeping::Purged& purged) {
  purged = {};
  Origin origin;
  const absl::StatusOr<bool> found =
      FindOrigin(transaction, before, after, origin);
  if (!found.ok()) return found.status();
  if (!*found) {
    after = 0;
    return absl::OkStatus();
  }
  purged.more = true;
  const absl::StatusOr<Stretch> stretch = Look(transaction, origin, before);
  if (!stretch.ok()) return stretch.status();
  const bool go_on = stretch->rows == kPurgeMax && stretch->all_old;
  if (!go_on) after = origin.id;
  if (stretch->old_to > origin.purged_to) {
    return PurgeStretch(transaction, origin, *stretch, purged.rows);
  }
  const bool done = stretch->rows == 0 && origin.fenced && origin.long_gone;
  return done && !origin.is_newest ? Forget(transaction, origin.id)
                                   : absl::OkStatus();
}

}  // namespace rapport::db
