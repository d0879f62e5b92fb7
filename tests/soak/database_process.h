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
#include "tests/soak/database.h"

namespace rapport::soak {

// Not thread-safe. The process ends with this object.
class DatabaseProcess final : public Database {
 public:
  struct Options {
    std::string folder;
    std::vector<std::string> prefix;     // of the command: `env X=1`
    std::vector<std::string> arguments;  // after those of the product
    std::string clock_file;
  };

  // Does not start it. Returns the codes of FindInstallation,
  // DataFolder::Claim and InitialiseOnce.
  static absl::StatusOr<std::unique_ptr<DatabaseProcess>> Make(
      const Options& options);

  int nodes() const override { return 1; }
  Endpoint endpoint(int) const override {
    return {.path = folder_.socket(), .port = 0};
  }
  db::DatabaseUrl url(absl::string_view schema, int first) const override;
  void Kill(int node) override;
  void Start() override;
  void Pause(int) override { process_->Signal(SIGSTOP); }
  void Continue(int) override { process_->Signal(SIGCONT); }
  // There are no others.
  void Isolate(int) override {}
  void Join(int) override {}
  std::string clock_file(int) const override { return clock_file_; }

 private:
  // Returns DEADLINE_EXCEEDED or INTERNAL, citing the log, if it does not
  // answer.
  absl::Status TryStart();

  DatabaseProcess(db::DataFolder folder, std::vector<std::string> command,
                  std::string clock_file)
      : folder_(std::move(folder)),
        command_(std::move(command)),
        clock_file_(std::move(clock_file)) {}

  const db::DataFolder folder_;
  const std::vector<std::string> command_;
  const std::string clock_file_;
  std::unique_ptr<db::ChildProcess> process_;
};

}  // namespace rapport::soak

#endif  // RAPPORT_TESTS_SOAK_DATABASE_PROCESS_H_
