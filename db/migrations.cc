#include "db/migrations.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "db/errors.h"
#include "db/migration_lock.h"

namespace rapport::db {
namespace {

constexpr char kChecksum[] = "SELECT SHA2(?, 256)";

constexpr char kSchemaExists[] =
    "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?";

constexpr char kCreateTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " number INT NOT NULL PRIMARY KEY,"
    " name VARCHAR(100) NOT NULL,"
    " checksum CHAR(64) NOT NULL,"
    " statements_done INT NOT NULL,"
    " applied_at DATETIME(6) NULL"
    ") ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

// The whole table: one short row a migration.
constexpr char kSelectApplied[] =
    "SELECT number, name, checksum, statements_done, applied_at"
    " FROM schema_migration";

constexpr char kBeginMigration[] =
    "INSERT INTO schema_migration"
    " (number, name, checksum, statements_done) VALUES (?, ?, ?, 0)"
    " ON DUPLICATE KEY UPDATE name = VALUES(name), checksum = VALUES(checksum)";
// By primary key.
constexpr char kEndMigration[] =
    "UPDATE schema_migration SET applied_at = UTC_TIMESTAMP(6)"
    " WHERE number = ?";

// A row of schema_migration.
struct Applied {
  std::string name;
  std::string checksum;
  int64_t statements_done = 0;
  bool whole = false;
};
using AppliedByNumber = absl::flat_hash_map<int64_t, Applied>;

std::string FileName(int64_t number, absl::string_view name) {
  return absl::StrCat(absl::Dec(number, absl::kZeroPad4), "_", name, ".sql");
}

absl::Status CheckList(const DatabaseUrl& url,
                       absl::Span<const Migration> migrations) {
  if (!IsSchemaName(url.schema)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "database URL ", url.ToString(), " names no schema to migrate"));
  }
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].number != static_cast<int>(i) + 1) {
      return absl::InvalidArgumentError(absl::StrCat(
          "migration ", FileName(migrations[i].number, migrations[i].name),
          " is at place ", i + 1, "; migrations are numbered 1, 2, 3, ..."));
    }
  }
  return absl::OkStatus();
}

// The migrator's session; works on one schema, under `lock`.
class Migrator {
 public:
  Migrator(Connection& connection, absl::Span<const Migration> migrations,
           MigrationLock& lock)
      : connection_(connection), migrations_(migrations), lock_(lock) {}

  absl::StatusOr<int> Run() {
    absl::Status status = connection_.ExecuteText(kCreateTable);
    if (status.ok()) status = ReadApplied();
    if (status.ok()) status = RefuseNewerSchema();
    int count = 0;
    for (const Migration& migration : migrations_) {
      if (!status.ok()) break;
      const absl::StatusOr<bool> applied = BringUp(migration);
      status = applied.status();
      if (applied.ok() && *applied) ++count;
    }
    if (!status.ok()) return status;
    return count;
  }

 private:
  absl::Status ReadApplied() {
    return connection_.Query(kSelectApplied, {}, [this](const Row& row) {
      applied_[row.Int64(0)] = {row.String(1), row.String(2), row.Int64(3),
                                !row.IsNull(4)};
      return absl::OkStatus();
    });
  }

  absl::Status RefuseNewerSchema() const {
    int64_t newest = 0;
    for (const auto& [number, applied] : applied_) {
      newest = std::max(newest, number);
    }
    const int64_t known = static_cast<int64_t>(migrations_.size());
    if (newest <= known) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat(
        "the schema is at migration ", newest, ", this program knows only ",
        known, "; use the program that brought it there, or a later one"));
  }

  absl::StatusOr<std::string> Checksum(absl::string_view text) {
    std::string checksum;
    const absl::Status status =
        connection_.Query(kChecksum, {text}, [&](const Row& row) {
          checksum = row.String(0);
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
    return checksum;
  }

  // Whether there was anything to do.
  absl::StatusOr<bool> BringUp(const Migration& migration) {
    const absl::StatusOr<std::string> checksum = Checksum(migration.sql);
    if (!checksum.ok()) return checksum.status();
    const Applied before = applied_[migration.number];
    const bool begun = before.whole || before.statements_done > 0;
    if (begun && before.checksum != *checksum) {
      return absl::FailedPreconditionError(absl::StrCat(
          "migration ", FileName(migration.number, migration.name),
          before.whole ? " was applied" : " was applied in part",
          " with another text; an applied migration never changes, add a new "
          "one"));
    }
    if (before.whole) return false;
    const absl::Status status =
        Apply(migration, *checksum, before.statements_done);
    if (!status.ok()) return status;
    return true;
  }

  // Runs the statements after the first `done`, each counted once it went
  // through.
  absl::Status Apply(const Migration& migration, const std::string& checksum,
                     int64_t done) {
    absl::Status status =
        connection_
            .Execute(kBeginMigration,
                     {migration.number, migration.name, checksum})
            .status();
    const std::vector<std::string> statements = SplitStatements(migration.sql);
    const int64_t total = static_cast<int64_t>(statements.size());
    for (int64_t i = done; i < total && status.ok(); ++i) {
      status = RunStatement(migration, statements[i], i + 1, total);
    }
    if (!status.ok()) return status;
    return connection_.Execute(kEndMigration, {migration.number}).status();
  }

  // A statement that changes rows is counted in its own transaction; DDL
  // commits by itself before it is counted.
  absl::Status RunStatement(const Migration& migration,
                            const std::string& statement, int64_t place,
                            int64_t total) {
    absl::Status status = lock_.Renew();
    if (!status.ok()) return status;
    status = connection_.Begin();
    if (status.ok()) status = connection_.ExecuteText(statement);
    if (!status.ok()) {
      connection_.Rollback().IgnoreError();
      return absl::InternalError(absl::StrCat(
          "migration ", FileName(migration.number, migration.name),
          " failed at statement ", place, " of ", total, ": ", status.message(),
          "; the ", place - 1, " before it stand"));
    }
    // As text: after DDL there is no transaction for it to be prepared in.
    status = connection_.ExecuteText(
        absl::StrCat("UPDATE schema_migration SET statements_done = ", place,
                     " WHERE number = ", migration.number));
    return status.ok() ? connection_.Commit() : status;
  }

  Connection& connection_;
  const absl::Span<const Migration> migrations_;
  MigrationLock& lock_;
  AppliedByNumber applied_;
};

// Exactly as its own: what exists is not touched, since the user may lack the
// right to create.
absl::Status ChooseSchema(Connection& connection, const std::string& schema) {
  const absl::StatusOr<bool> exists = connection.QueryOne(
      kSchemaExists, {schema}, [](const Row&) { return absl::OkStatus(); });
  if (!exists.ok()) return exists.status();
  if (!*exists) {
    const absl::Status created = connection.ExecuteText(
        absl::StrCat("CREATE DATABASE IF NOT EXISTS `", schema,
                     "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
    if (!created.ok()) return created;
  }
  return connection.ExecuteText(absl::StrCat("USE `", schema, "`"));
}

}  // namespace

absl::StatusOr<int> Migrate(const DatabaseUrl& url,
                            absl::Span<const Migration> migrations,
                            const MigrateOptions& options) {
  absl::Status status = CheckList(url, migrations);
  if (!status.ok()) return status;
  const absl::StatusOr<std::unique_ptr<Connection>> connection =
      Connection::Open(url.WithSchema(""), options.connect);
  if (!connection.ok()) return connection.status();
  MigrationLock name(**connection, url.schema, /*lease=*/false);
  MigrationLock lease(**connection, url.schema, /*lease=*/true);
  const bool one_server = !(*connection)->is_galera() && !options.take_lease;
  MigrationLock& lock = one_server ? name : lease;
  // The lease is a row of the schema, so that has to be there first.
  if (one_server) status = lock.Take(options.lock_timeout);
  if (status.ok()) status = ChooseSchema(**connection, url.schema);
  if (status.ok() && !one_server) status = lock.Take(options.lock_timeout);
  if (!status.ok()) return status;
  const absl::StatusOr<int> applied =
      Migrator(**connection, migrations, lock).Run();
  lock.Release();
  return applied;
}

std::vector<std::string> SplitStatements(absl::string_view sql) {
  std::vector<std::string> statements;
  std::string statement;
  for (absl::string_view line : absl::StrSplit(sql, '\n')) {
    line = absl::StripTrailingAsciiWhitespace(line);
    if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "--")) {
      continue;
    }
    const bool ends = absl::ConsumeSuffix(&line, ";");
    if (!statement.empty() || !line.empty()) {
      absl::StrAppend(&statement, statement.empty() ? "" : "\n", line);
    }
    if (ends && !statement.empty()) {
      statements.push_back(std::exchange(statement, ""));
    }
  }
  statement = std::string(absl::StripAsciiWhitespace(statement));
  if (!statement.empty()) statements.push_back(statement);
  return statements;
}

}  // namespace rapport::db
