#include "db/embedded/embedded_database.h"

#include <signal.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/connection.h"
#include "db/embedded/child_process.h"
#include "db/embedded/data_folder.h"
#include "db/embedded/leftover.h"
#include "db/embedded/mariadbd.h"

namespace rapport::db {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(10);

class Supervisor final : public EmbeddedDatabase {
 public:
  Supervisor(DataFolder folder, const EmbeddedDatabaseOptions& options)
      : folder_(std::move(folder)), options_(options) {}

  ~Supervisor() override { Stop().IgnoreError(); }

  absl::Status Launch(const Installation& installation) {
    folder_.RotateLog();
    absl::Status status = EndLeftover(folder_, options_.stop_timeout);
    if (status.ok()) status = InitialiseOnce(installation, folder_, options_);
    if (!status.ok()) return status;
    ::unlink(folder_.socket().c_str());
    ChildOptions child;
    child.command = ServeCommand(installation, folder_, options_);
    child.output_path = folder_.log();
    auto process = ChildProcess::Start(child);
    if (!process.ok()) return process.status();
    process_ = *std::move(process);
    status = NoteProcess(folder_, process_->pid());
    return status.ok() ? AwaitAnswer() : status;
  }

  DatabaseUrl url(absl::string_view schema) const override {
    DatabaseUrl url;
    url.user = "root";
    url.socket_path = folder_.socket();
    return url.WithSchema(schema);
  }

  absl::Status Stop() override {
    if (process_ == nullptr || !process_->running()) return absl::OkStatus();
    process_->Signal(SIGTERM);
    if (process_->WaitUntil(absl::Now() + options_.stop_timeout)) {
      return absl::OkStatus();
    }
    process_->Signal(SIGKILL);
    process_->WaitUntil(absl::InfiniteFuture());
    return absl::InternalError(
        absl::StrCat("the private database did not stop within ",
                     absl::FormatDuration(options_.stop_timeout),
                     " and was killed; it will recover at the next start"));
  }

  bool running() const override { return process_->running(); }
  pid_t pid() const override { return process_->pid(); }

 private:
  absl::Status AwaitAnswer() const {
    const absl::Time deadline = absl::Now() + options_.start_timeout;
    absl::Status last = absl::UnavailableError("it does not listen yet");
    while (absl::Now() < deadline) {
      if (process_->WaitUntil(absl::Now() + kPollInterval)) {
        return absl::InternalError(absl::StrCat(
            "the private database in ", folder_.path(), " ",
            process_->End().ok() ? "ended at once" : process_->End().message(),
            "; its log ends:\n", folder_.LogTail()));
      }
      if (::access(folder_.socket().c_str(), F_OK) != 0) continue;
      last = Connection::Open(url("")).status();
      if (last.ok()) return last;
    }
    return absl::DeadlineExceededError(absl::StrCat(
        "the private database in ", folder_.path(), " did not answer within ",
        absl::FormatDuration(options_.start_timeout), " (", last.message(),
        "); its log ends:\n", folder_.LogTail()));
  }

  const DataFolder folder_;
  const EmbeddedDatabaseOptions options_;
  std::unique_ptr<ChildProcess> process_;  // gone before the folder's lock is
};

}  // namespace

absl::StatusOr<std::unique_ptr<EmbeddedDatabase>> EmbeddedDatabase::Start(
    const EmbeddedDatabaseOptions& options) {
  const absl::StatusOr<Installation> installation = FindInstallation(options);
  if (!installation.ok()) return installation.status();
  absl::StatusOr<DataFolder> folder = DataFolder::Claim(options.data_dir);
  if (!folder.ok()) return folder.status();
  auto supervisor = std::make_unique<Supervisor>(*std::move(folder), options);
  const absl::Status status = supervisor->Launch(*installation);
  if (!status.ok()) return status;
  return supervisor;
}

}  // namespace rapport::db
