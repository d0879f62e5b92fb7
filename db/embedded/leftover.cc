#include "db/embedded/leftover.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace rapport::db {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(10);
// The kernel needs a moment to take down what was killed.
constexpr absl::Duration kKillPatience = absl::Seconds(10);

pid_t NotedProcess(const DataFolder& folder) {
  const std::string text = ReadWholeFile(folder.pid_file()).value_or("");
  pid_t pid = -1;
  return absl::SimpleAtoi(absl::StripAsciiWhitespace(text), &pid) ? pid : -1;
}

bool WaitUntilGone(const DataFolder& folder, pid_t pid, absl::Time deadline) {
  while (IsDatabaseOf(folder, pid)) {
    if (absl::Now() >= deadline) return false;
    absl::SleepFor(kPollInterval);
  }
  return true;
}

}  // namespace

absl::Status NoteProcess(const DataFolder& folder, pid_t pid) {
  return WriteWholeFile(folder.pid_file(), absl::StrCat(pid, "\n"));
}

bool IsDatabaseOf(const DataFolder& folder, pid_t pid) {
  if (pid <= 1) return false;
  const std::string proc = absl::StrCat("/proc/", pid);
  struct stat info;
  if (::stat(proc.c_str(), &info) != 0 || info.st_uid != ::geteuid()) {
    return false;
  }
  // A dead one that nobody has waited for has no program any more.
  std::error_code error;
  const std::string program =
      std::filesystem::read_symlink(proc + "/exe", error).filename().string();
  if (error || !(absl::StartsWith(program, "mariadbd") ||
                 absl::StartsWith(program, "mysqld"))) {
    return false;
  }
  const std::string line = ReadWholeFile(proc + "/cmdline").value_or("");
  const std::vector<absl::string_view> arguments = absl::StrSplit(line, '\0');
  return absl::c_linear_search(arguments,
                               absl::StrCat("--datadir=", folder.data()));
}

absl::Status EndLeftover(const DataFolder& folder, absl::Duration patience) {
  const pid_t pid = NotedProcess(folder);
  if (!IsDatabaseOf(folder, pid)) return absl::OkStatus();
  ::kill(pid, SIGTERM);
  if (WaitUntilGone(folder, pid, absl::Now() + patience)) {
    return absl::OkStatus();
  }
  ::kill(pid, SIGKILL);
  if (WaitUntilGone(folder, pid, absl::Now() + kKillPatience)) {
    return absl::OkStatus();
  }
  return absl::InternalError(
      absl::StrCat("database folder ", folder.path(), ": the process ", pid,
                   " of an earlier run holds it and does not end"));
}

}  // namespace rapport::db
