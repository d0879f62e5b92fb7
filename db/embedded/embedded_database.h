#ifndef RAPPORT_DB_EMBEDDED_EMBEDDED_DATABASE_H_
#define RAPPORT_DB_EMBEDDED_EMBEDDED_DATABASE_H_

// A private database: a mariadbd of our own on a Unix socket under a folder of
// ours, for programs that are started without a database and for tests.
//
//   ASSIGN_OR_RETURN(auto database, EmbeddedDatabase::Start({"/var/lib/r"}));
//   Pool pool(database->url("rapport"));
//
// The folder is made and initialised on first start, its owner's alone (0700),
// and locked: a second program is refused. The database listens on no network.
// It ends with this object; if the program is killed the kernel kills the
// database too, and the next start recovers from its log, which holds all that
// was acknowledged. A database that is left over all the same is recognised as
// ours (by its pid file, its program and its folder), ended, and replaced.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "db/database_url.h"

namespace rapport::db {

struct EmbeddedDatabaseOptions {
  std::string data_dir;

  // A first start takes 1 to 2 s; recovery after a kill, longer with the log.
  absl::Duration start_timeout = absl::Seconds(60);
  // How long it may take to end by itself; then it is killed, which is safe.
  absl::Duration stop_timeout = absl::Seconds(20);

  int64_t buffer_pool_bytes = int64_t{256} << 20;
  int64_t log_file_bytes = int64_t{96} << 20;
  int connections_max = 256;

  // True: what was acknowledged survives a power failure. False, for tests:
  // it survives the end of the processes only, and starts and stops are fast.
  bool durable = true;

  // Empty: looked for where distributions put it.
  std::string program = "";
  // The folder of mysql_system_tables.sql; empty: as above.
  std::string share_dir = "";
};

// Thread-safe. The database ends when this object does.
class EmbeddedDatabase {
 public:
  // Returns once the database answers. Returns
  // INVALID_ARGUMENT if the folder's name cannot be used,
  // FAILED_PRECONDITION if another program holds the folder, or no mariadbd is
  // installed, or the folder cannot be written,
  // DEADLINE_EXCEEDED if it does not answer in start_timeout,
  // INTERNAL if it ends by itself; both cite the last lines of its log.
  static absl::StatusOr<std::unique_ptr<EmbeddedDatabase>> Start(
      const EmbeddedDatabaseOptions& options);

  // Stops it.
  virtual ~EmbeddedDatabase() = default;

  // How to reach it: `schema` may be empty, and need not exist yet.
  virtual DatabaseUrl url(absl::string_view schema) const = 0;

  // Ends it and waits. OK if it has ended before; INTERNAL if it had to be
  // killed after stop_timeout.
  virtual absl::Status Stop() = 0;

  // False once it has ended, for whatever reason.
  virtual bool running() const = 0;

  virtual pid_t pid() const = 0;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_EMBEDDED_EMBEDDED_DATABASE_H_
