#ifndef RAPPORT_DB_EMBEDDED_MARIADBD_H_
#define RAPPORT_DB_EMBEDDED_MARIADBD_H_

// How MariaDB's server is called: where it is, how its folder is made, and
// with which options it runs. Distributions' option files are never read.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "db/embedded/data_folder.h"
#include "db/embedded/embedded_database.h"

namespace rapport::db {

// What of MariaDB is installed here.
struct Installation {
  std::string program;    // .../mariadbd
  std::string share_dir;  // the folder of mysql_system_tables.sql
};

// Returns FAILED_PRECONDITION, saying what to install, if it is not there.
absl::StatusOr<Installation> FindInstallation(
    const EmbeddedDatabaseOptions& options);

// Makes the data of `folder` if there is none: the system tables, and a root
// without a password whom only the socket's owner can reach. Killed midway, it
// begins anew next time. mariadb-install-db is not used: it needs programs
// that its own package does not bring. Returns INTERNAL, citing the log, if it
// fails, FAILED_PRECONDITION if the folder cannot be written, and
// DEADLINE_EXCEEDED if it takes too long.
absl::Status InitialiseOnce(const Installation& installation,
                            const DataFolder& folder,
                            const EmbeddedDatabaseOptions& options);

// The command line that serves `folder`.
std::vector<std::string> ServeCommand(const Installation& installation,
                                      const DataFolder& folder,
                                      const EmbeddedDatabaseOptions& options);

}  // namespace rapport::db

#endif  // RAPPORT_DB_EMBEDDED_MARIADBD_H_
