#ifndef RAPPORT_DB_MIGRATIONS_H_
#define RAPPORT_DB_MIGRATIONS_H_

// Brings a schema to the state the program was built for: numbered files
// db/schema/NNNN_name.sql, embedded at build, each applied once and recorded in
// the table schema_migration with the checksum of its text.
//
// One migrator works at a time, however many programs start together: the rest
// wait for it and then find nothing to do. A file is split into statements at
// each `;` that ends a line. Such statements commit by themselves (DDL does),
// so each one that went through is counted in the file's row: a file that fails
// halfway is reported with the statement, and is not carried on by guesswork.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "db/connection.h"
#include "db/database_url.h"

namespace rapport::db {

struct Migration {
  int number;  // 1, 2, 3, ... without gaps
  absl::string_view name;
  absl::string_view sql;
};

struct MigrateOptions {
  // How long to wait for another migrator.
  absl::Duration lock_timeout = absl::Minutes(2);
  // A statement may take long on large tables.
  ConnectOptions connect = {.read_timeout = absl::Minutes(30)};
  // The lock of a Galera cluster (migration_lock.h) on any server: for tests.
  bool take_lease = false;
};

// The program's own migrations, in order.
absl::Span<const Migration> ProgramMigrations();

// Creates the schema of `url` if it is absent, and applies those of
// `migrations` that it lacks; the number of those. Returns
// INVALID_ARGUMENT if `migrations` are not 1, 2, 3, ... or `url` has no schema,
// FAILED_PRECONDITION if an applied migration's text has changed since, if an
// earlier one stopped halfway, or if the schema is newer than the program,
// DEADLINE_EXCEEDED if another migrator holds the lock for too long, ABORTED if
// a statement took so long that another has taken the lock,
// INTERNAL, naming the file and the statement, if a statement fails,
// and the codes of Connection::Open.
absl::StatusOr<int> Migrate(const DatabaseUrl& url,
                            absl::Span<const Migration> migrations,
                            const MigrateOptions& options = {});

// The statements of a migration's text: comment lines (--) and empty ones
// dropped, split at each `;` that ends a line. For Migrate and its tests.
std::vector<std::string> SplitStatements(absl::string_view sql);

}  // namespace rapport::db

#endif  // RAPPORT_DB_MIGRATIONS_H_
