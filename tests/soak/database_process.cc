#include "tests/soak/database_process.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/connection.h"

namespace rapport::soak {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(10);
// Recovery reads the whole log.
constexpr absl::Duration kStartTimeout = absl::Seconds(90);

}  // namespace

absl::StatusOr<std::unique_ptr<DatabaseProcess>> DatabaseProcess::Make(
    const Options& options) {
  db::EmbeddedDatabaseOptions settings;
  settings.data_dir = options.folder;
  const auto installation = db::FindInstallation(settings);
  if (!installation.ok()) return installation.status();
  absl::StatusOr<db::DataFolder> folder = db::DataFolder::Claim(options.folder);
  if (!folder.ok()) return folder.status();
  const absl::Status made =
      db::InitialiseOnce(*installation, *folder, settings);
  if (!made.ok()) return made;
  std::vector<std::string> command = options.prefix;
  for (std::string& word : db::ServeCommand(*installation, *folder, settings)) {
    command.push_back(std::move(word));
  }
  command.insert(command.end(), options.arguments.begin(),
                 options.arguments.end());
  return std::unique_ptr<DatabaseProcess>(new DatabaseProcess(
      *std::move(folder), std::move(command), options.clock_file));
}

void DatabaseProcess::Start() {
  const absl::Status status = TryStart();
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

absl::Status DatabaseProcess::TryStart() {
  const std::string& socket = folder_.socket();
  ::unlink(socket.c_str());
  auto process = db::ChildProcess::Start(
      {.command = command_, .output_path = folder_.log()});
  if (!process.ok()) return process.status();
  process_ = *std::move(process);
  const absl::Time deadline = absl::Now() + kStartTimeout;
  while (absl::Now() < deadline) {
    if (process_->WaitUntil(absl::Now() + kPollInterval)) {
      return absl::InternalError(absl::StrCat(
          "the database has ended; its log ends:\n", folder_.LogTail()));
    }
    if (::access(socket.c_str(), F_OK) == 0 &&
        db::Connection::Open(url("", 0)).ok()) {
      return absl::OkStatus();
    }
  }
  return absl::DeadlineExceededError(absl::StrCat(
      "the database does not answer; its log ends:\n", folder_.LogTail()));
}

void DatabaseProcess::Kill(int) {
  process_->Signal(SIGKILL);
  process_->WaitUntil(absl::InfiniteFuture());
}

db::DatabaseUrl DatabaseProcess::url(absl::string_view schema, int) const {
  db::DatabaseUrl url;
  url.user = "root";
  url.socket_path = folder_.socket();
  return url.WithSchema(schema);
}

}  // namespace rapport::soak
