#include "db/migration_lock.h"

#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/errors.h"

namespace rapport::db {
namespace {

// How often a lease that another has is asked for.
constexpr absl::Duration kAskEvery = absl::Milliseconds(100);
// How often a write is tried that other nodes' writes were before, and how long
// they are let be between two tries.
constexpr int kWriteTriesMax = 20;
constexpr absl::Duration kBetweenTries = absl::Milliseconds(10);

// One a server and schema; the hash keeps it within MySQL's 64 characters.
constexpr char kTakeName[] =
    "SELECT GET_LOCK(CONCAT('rapport.', LEFT(SHA2(?, 256), 40)), ?)";
constexpr char kReleaseName[] =
    "SELECT RELEASE_LOCK(CONCAT('rapport.', LEFT(SHA2(?, 256), 40)))";

constexpr char kCreateLease[] =
    "CREATE TABLE IF NOT EXISTS schema_migration_lock ("
    " one TINYINT NOT NULL PRIMARY KEY,"
    " holder CHAR(32) NOT NULL,"
    " lease_end DATETIME(6) NOT NULL"
    ") ENGINE=InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin";
constexpr char kInsertLease[] =
    "INSERT IGNORE INTO schema_migration_lock (one, holder, lease_end)"
    " VALUES (1, '', '2000-01-01')";
// PRIMARY, both. Whoever had it, if it is over; or who has it still.
constexpr char kWriteLease[] =
    "UPDATE schema_migration_lock SET holder = ?,"
    " lease_end = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND"
    " WHERE one = 1 AND (holder = ? OR lease_end < UTC_TIMESTAMP(6))";

absl::Status Nothing(const Row&) { return absl::OkStatus(); }

absl::Status TooLong(absl::string_view schema, absl::Duration timeout) {
  return absl::DeadlineExceededError(
      absl::StrCat("another program has been migrating schema ", schema,
                   " for more than ", absl::FormatDuration(timeout)));
}

std::string RandomName() {
  absl::BitGen random;
  const auto half = [&random] {
    return absl::StrCat(
        absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
  };
  const std::string first = half();
  return first + half();
}

}  // namespace

MigrationLock::MigrationLock(Connection& connection, std::string schema,
                             bool lease)
    : connection_(connection),
      schema_(std::move(schema)),
      lease_(lease),
      holder_(RandomName()) {}

absl::Status MigrationLock::Take(absl::Duration timeout) {
  return lease_ ? TakeLease(timeout) : TakeName(timeout);
}

absl::Status MigrationLock::TakeName(absl::Duration timeout) {
  bool taken = false;
  const absl::Status status = connection_.Query(
      kTakeName, {schema_, absl::ToInt64Seconds(timeout)}, [&](const Row& row) {
        taken = row.OptionalInt64(0).value_or(0) == 1;
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return taken ? absl::OkStatus() : TooLong(schema_, timeout);
}

absl::Status MigrationLock::TakeLease(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  absl::Status status = connection_.ExecuteText(kCreateLease);
  if (!status.ok()) return status;
  while (true) {
    status = connection_.ExecuteText(kInsertLease);
    if (!status.ok() && !Retryable(OutcomeOf(status))) return status;
    const absl::StatusOr<bool> taken = WriteLease(kMigrationLease);
    if (!taken.ok() && !Retryable(OutcomeOf(taken.status()))) {
      return taken.status();
    }
    if (taken.ok() && *taken) return absl::OkStatus();
    if (absl::Now() >= deadline) return TooLong(schema_, timeout);
    absl::SleepFor(kAskEvery);
  }
}

// That another node's write was first says nothing of whose it is: who only asks
// for the lease writes too.
absl::StatusOr<bool> MigrationLock::WriteLease(absl::Duration lease) {
  absl::StatusOr<int64_t> rows;
  for (int i = 0; i < kWriteTriesMax; ++i) {
    rows = connection_.Execute(
        kWriteLease, {holder_, absl::ToInt64Microseconds(lease), holder_});
    if (OutcomeOf(rows.status()) != DbOutcome::kRolledBack) break;
    absl::SleepFor(kBetweenTries);
  }
  if (!rows.ok()) return rows.status();
  return *rows == 1;
}

absl::Status MigrationLock::Renew() {
  if (!lease_) return absl::OkStatus();
  const absl::StatusOr<bool> still = WriteLease(kMigrationLease);
  if (!still.ok()) return still.status();
  if (*still) return absl::OkStatus();
  return absl::AbortedError(
      "another program has taken over the migration of this schema, as a "
      "statement took longer than the lease");
}

void MigrationLock::Release() {
  if (lease_) {
    WriteLease(-absl::Seconds(1)).IgnoreError();
  } else {
    // Closing the session frees it too; this is for those who wait.
    connection_.Query(kReleaseName, {schema_}, Nothing).IgnoreError();
  }
}

}  // namespace rapport::db
