#include "db/change_follower.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "db/errors.h"

namespace rapport::db {
namespace {

constexpr absl::Duration kPollDeadline = absl::Seconds(10);
constexpr absl::Duration kFenceDeadline = absl::Seconds(2);

// Events read at once.
constexpr int kEventsMax = 1000;

// PRIMARY
constexpr char kSelectNewest[] =
    "SELECT COALESCE(MAX(origin_id), 0) FROM origin";

// unfenced, PRIMARY. One statement, so that all of it is of one moment.
constexpr char kSelectOrigins[] =
    "SELECT o.origin_id, o.fenced, l.lease_end < UTC_TIMESTAMP(6), l.safe_seq,"
    " l.purged_to FROM origin AS o"
    " JOIN origin_lease AS l ON l.origin_id = o.origin_id"
    " WHERE o.fenced = 0 OR o.origin_id > ? ORDER BY o.origin_id";

// PRIMARY
constexpr char kSelectPurgedTo[] =
    "SELECT purged_to FROM origin_lease WHERE origin_id = ?";

// PRIMARY
constexpr char kSelectNew[] =
    "SELECT seq, kind, brand_id, subjects FROM event"
    " WHERE origin_id = ? AND seq > ? ORDER BY seq LIMIT ?";

// PRIMARY. Fewer are filled up with 0, which no event has.
constexpr size_t kMissingAtOnce = 16;
constexpr char kSelectMissing[] =
    "SELECT seq, kind, brand_id, subjects FROM event WHERE origin_id = ?"
    " AND seq IN (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

// PRIMARY. Whoever holds these locks is alive, or cannot be fenced yet.
constexpr char kLockExpiredLease[] =
    "SELECT 1 FROM origin_lease WHERE origin_id = ?"
    " AND lease_end < UTC_TIMESTAMP(6) FOR UPDATE NOWAIT";
constexpr char kLockOrigin[] =
    "SELECT 1 FROM origin WHERE origin_id = ? FOR UPDATE NOWAIT";
// Of a cluster's origin only. On the node that fences these locks bind; on the
// others it is that the rows are written, by both, of whom one can commit.
constexpr char kLockLanes[] =
    "SELECT 1 FROM origin_lane WHERE origin_id = ? FOR UPDATE NOWAIT";
constexpr char kDeleteLanes[] = "DELETE FROM origin_lane WHERE origin_id = ?";
constexpr char kFence[] = "UPDATE origin SET fenced = 1 WHERE origin_id = ?";

absl::Status Nothing(const Row&) { return absl::OkStatus(); }

absl::Status Missed(int64_t origin) {
  return absl::OutOfRangeError(
      absl::StrCat("events of origin ", origin,
                   " were purged before they were seen; all that is followed "
                   "must be loaded anew"));
}

// Hands out what `row` holds, unless it is void. Whether it did.
bool HandOut(const Row& row, absl::FunctionRef<void(const SeenEvent&)> each) {
  const auto kind = static_cast<EventKind>(row.Int64(1));
  if (kind == EventKind::kVoid) return false;
  each({kind, BrandId::FromStored(row.String(2)), row.Bytes(3)});
  return true;
}

}  // namespace

ChangeFollower::ChangeFollower(Pool& pool, RetryPolicy retry)
    : pool_(pool), retry_(std::move(retry)) {}

absl::Status ChangeFollower::Start() {
  const auto take = [&](Connection& connection) -> absl::Status {
    const auto read = [&](const Row& row) {
      newest_origin_ = row.Int64(0);
      return absl::OkStatus();
    };
    absl::Status status = connection.Query(kSelectNewest, {}, read);
    if (!status.ok()) return status;
    const absl::StatusOr<std::vector<Origin>> origins = ReadOrigins(connection);
    if (!origins.ok()) return origins.status();
    progress_.clear();
    missed_ = absl::OkStatus();
    for (const Origin& origin : *origins) {
      newest_origin_ = std::max(newest_origin_, origin.id);
      // No event of one that is fenced can still appear.
      if (!origin.fenced) progress_[origin.id].highest = origin.safe_seq;
    }
    return absl::OkStatus();
  };
  return RunRead(pool_, retry_, retry_.now() + kPollDeadline, take);
}

absl::StatusOr<std::vector<ChangeFollower::Origin>> ChangeFollower::ReadOrigins(
    Connection& connection) {
  std::vector<Origin> origins;
  absl::Status status =
      connection.Query(kSelectOrigins, {newest_origin_}, [&](const Row& row) {
        origins.push_back({row.Int64(0), row.Bool(1), row.Bool(2), row.Int64(3),
                           row.Int64(4)});
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return origins;
}

absl::StatusOr<int> ChangeFollower::Poll(Each each) {
  if (!missed_.ok()) return missed_;
  int seen = 0;
  std::vector<int64_t> expired;
  const auto poll = [&](Connection& connection) {
    const absl::StatusOr<int> count = PollOn(connection, each, expired);
    if (count.ok()) seen = *count;
    return count.status();
  };
  absl::Status status =
      RunRead(pool_, retry_, retry_.now() + kPollDeadline, poll);
  if (absl::IsOutOfRange(status)) missed_ = status;
  if (!status.ok()) return status;
  for (int64_t origin : expired) {
    // Another may have been faster, or have to be waited for: the next call
    // finds out.
    Fence(origin).IgnoreError();
  }
  return seen;
}

absl::btree_map<int64_t, int64_t> ChangeFollower::SeenUpTo() const {
  absl::btree_map<int64_t, int64_t> seen;
  for (const auto& [origin, progress] : progress_) {
    seen[origin] = SeenOf(progress);
  }
  return seen;
}

int64_t ChangeFollower::SeenOf(const Progress& progress) {
  return progress.missing.empty() ? progress.highest
                                  : *progress.missing.begin() - 1;
}

// No number of an origin is left out, and they become visible in order.
absl::Status ChangeFollower::CheckKept(
    const std::vector<Origin>& origins) const {
  int64_t newest = newest_origin_;
  for (const Origin& origin : origins) {
    const auto at = progress_.find(origin.id);
    const int64_t seen = at == progress_.end() ? 0 : SeenOf(at->second);
    if (origin.purged_to > seen) return Missed(origin.id);
    if (origin.id > newest + 1) return Missed(newest + 1);
    newest = std::max(newest, origin.id);
  }
  return absl::OkStatus();
}

absl::Status ChangeFollower::CheckKept(Connection& connection, int64_t origin,
                                       int64_t seen) {
  int64_t purged_to = 0;
  const absl::StatusOr<bool> found =
      connection.QueryOne(kSelectPurgedTo, {origin}, [&](const Row& row) {
        purged_to = row.Int64(0);
        return absl::OkStatus();
      });
  if (!found.ok()) return found.status();
  return *found && purged_to <= seen ? absl::OkStatus() : Missed(origin);
}

absl::flat_hash_set<int64_t> ChangeFollower::NoteOrigins(
    const std::vector<Origin>& origins, std::vector<int64_t>& expired) {
  absl::flat_hash_set<int64_t> unfenced;
  for (const Origin& origin : origins) {
    progress_.try_emplace(origin.id);
    newest_origin_ = std::max(newest_origin_, origin.id);
    if (!origin.fenced) unfenced.insert(origin.id);
    if (!origin.fenced && origin.expired) expired.push_back(origin.id);
  }
  return unfenced;
}

absl::StatusOr<int> ChangeFollower::PollOn(Connection& connection, Each each,
                                           std::vector<int64_t>& expired) {
  expired.clear();
  const absl::StatusOr<std::vector<Origin>> origins = ReadOrigins(connection);
  if (!origins.ok()) return origins.status();
  absl::Status kept = CheckKept(*origins);
  if (!kept.ok()) return kept;
  const absl::flat_hash_set<int64_t> unfenced = NoteOrigins(*origins, expired);
  int seen = 0;
  for (auto it = progress_.begin(); it != progress_.end();) {
    auto& [origin, progress] = *it;
    // Who fenced it waited for its transactions: all of them are visible now.
    const bool fenced = !unfenced.contains(origin);
    const absl::StatusOr<int> count =
        fenced ? ReadLast(connection, origin, progress, each)
               : ReadOne(connection, origin, fenced, progress, each);
    if (!count.ok()) return count;
    seen += *count;
    it = fenced ? progress_.erase(it) : std::next(it);
  }
  return seen;
}

absl::StatusOr<int> ChangeFollower::ReadOne(Connection& connection,
                                            int64_t origin, bool fenced,
                                            Progress& progress, Each each) {
  const absl::StatusOr<int> missing =
      ReadMissing(connection, origin, progress, each);
  if (!missing.ok()) return missing;
  const absl::StatusOr<int> count =
      ReadNew(connection, origin, fenced, progress, each);
  if (!count.ok()) return count;
  return *missing + *count;
}

// Its gaps are taken for void: so nothing may have been purged among them, up
// to when they were read. If any of this fails it begins anew.
absl::StatusOr<int> ChangeFollower::ReadLast(Connection& connection,
                                             int64_t origin, Progress progress,
                                             Each each) {
  const int64_t seen = SeenOf(progress);
  const absl::StatusOr<int> count =
      ReadOne(connection, origin, /*fenced=*/true, progress, each);
  if (!count.ok()) return count;
  const absl::Status kept = CheckKept(connection, origin, seen);
  if (!kept.ok()) return kept;
  return count;
}

absl::StatusOr<int> ChangeFollower::ReadMissing(Connection& connection,
                                                int64_t origin,
                                                Progress& progress, Each each) {
  int seen = 0;
  const std::vector<int64_t> missing(progress.missing.begin(),
                                     progress.missing.end());
  for (size_t first = 0; first < missing.size(); first += kMissingAtOnce) {
    std::vector<Value> params(1 + kMissingAtOnce, Value(0));
    params[0] = Value(origin);
    const size_t count = std::min(kMissingAtOnce, missing.size() - first);
    std::copy_n(missing.begin() + first, count, params.begin() + 1);
    absl::Status status =
        connection.Query(kSelectMissing, params, [&](const Row& row) {
          if (HandOut(row, each)) ++seen;
          progress.missing.erase(row.Int64(0));
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
  }
  return seen;
}

bool ChangeFollower::NoteMissing(Progress& progress, int64_t seq) {
  const int64_t gap = seq - progress.highest - 1;
  if (progress.missing.size() + gap > kMissingMax) return false;
  for (int64_t i = progress.highest + 1; i < seq; ++i) {
    progress.missing.insert(i);
  }
  return true;
}

absl::StatusOr<int> ChangeFollower::ReadNew(Connection& connection,
                                            int64_t origin, bool fenced,
                                            Progress& progress, Each each) {
  int seen = 0;
  int rows = kEventsMax;
  bool full = false;
  while (rows == kEventsMax && !full) {
    rows = 0;
    const auto see = [&](const Row& row) {
      ++rows;
      // A fenced origin's gaps are void; another's have to be watched.
      full = full || (!fenced && !NoteMissing(progress, row.Int64(0)));
      if (full) return absl::OkStatus();
      progress.highest = row.Int64(0);
      if (HandOut(row, each)) ++seen;
      return absl::OkStatus();
    };
    absl::Status status = connection.Query(
        kSelectNew, {origin, progress.highest, kEventsMax}, see);
    if (!status.ok()) return status;
  }
  return seen;
}

absl::Status ChangeFollower::Fence(int64_t origin) {
  RetryPolicy once = retry_;
  once.attempts_max = 1;
  return RunTransaction(
      pool_, once, retry_.now() + kFenceDeadline,
      [&](Transaction& transaction) -> absl::Status {
        absl::StatusOr<bool> found =
            transaction.QueryOne(kLockExpiredLease, {origin}, Nothing);
        if (!found.ok() || !*found) return found.status();
        found = transaction.QueryOne(kLockOrigin, {origin}, Nothing);
        if (!found.ok()) return found.status();
        absl::Status status = transaction.Query(kLockLanes, {origin}, Nothing);
        if (!status.ok()) return status;
        status = transaction.Execute(kDeleteLanes, {origin}).status();
        if (!status.ok()) return status;
        return transaction.Execute(kFence, {origin}).status();
      });
}

}  // namespace rapport::db
