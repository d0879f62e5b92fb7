// A private database that a soak may kill at any moment, with the settings and
// the clock that it wants.
#ifndef RAPPORT_TESTS_SOAK_DATABASE_PROCESS_H_
#define RAPPORT_TESTS_SOAK_DATABASE_PROCESS_H_

#include <signal.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "db/database_url.h"
#include "db/embedded/child_process.h"
#include "db/embedded/data_folder.h"
#include "db/embedded/mariadbd.h"

namespace rapport::soak {

// Not thread-safe. The process ends with this object.
class DatabaseProcess {
 public:
  struct Options {
    std::string folder;
    std::vector<std::string> prefix;     // of the command: `env X=1`
    std::vector<std::string> arguments;  // after those of the product
  };

  // Does not start it. Returns the codes of FindInstallation,
  // DataFolder::Claim and InitialiseOnce.
  static absl::StatusOr<std::unique_ptr<DatabaseProcess>> Make(
      const Options& options);

  // Starts it and returns once it answers. Returns DEADLINE_EXCEEDED or
  // INTERNAL, citing the log, if it does not.
  absl::Status Start();
  // SIGKILL, and waits for its end.
  void Kill();
  // SIGSTOP, SIGCONT.
  void Pause() { process_->Signal(SIGSTOP); }
  void Continue() { process_->Signal(SIGCONT); }

  db::DatabaseUrl url(absl::string_view schema) const;
  const std::string& socket() const { return folder_.socket(); }

 private:
  DatabaseProcess(db::DataFolder folder, std::vector<std::string> command)
      : folder_(std::move(folder)), command_(std::move(command)) {}

  const db::DataFolder folder_;
  const std::vector<std::string> command_;
  std::unique_ptr<db::ChildProcess> process_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_DATABASE_PROCESS_H_
