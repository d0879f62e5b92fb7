#include "db/embedded/mariadbd.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "db/embedded/child_process.h"

namespace rapport::db {
namespace {

constexpr const char* kPrograms[] = {
    "/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/local/sbin/mariadbd",
    "/usr/local/bin/mariadbd"};
constexpr const char* kShareDirs[] = {"/usr/share/mariadb", "/usr/share/mysql",
                                      "/usr/local/share/mariadb",
                                      "/usr/local/share/mysql"};

// In the order in which they build on each other. The help texts, the sys
// schema and the time zone tables are left out: nothing here reads them.
constexpr const char* kBootstrapFiles[] = {"mysql_system_tables.sql",
                                           "mysql_performance_tables.sql",
                                           "mysql_system_tables_data.sql"};

// mariadbd reads one statement a line, or up to a delimiter at a line's end.
constexpr char kBootstrapHead[] =
    "create database if not exists mysql;\n"
    "use mysql;\n"
    "SET @auth_root_socket=NULL;\n";

bool IsProgram(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

bool IsShareDir(const std::string& path) {
  return std::all_of(std::begin(kBootstrapFiles), std::end(kBootstrapFiles),
                     [&](const char* name) {
                       return ::access((path + "/" + name).c_str(), R_OK) == 0;
                     });
}

absl::Status NotInstalled(absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(
      what,
      " is not installed; install mariadb-server-core (Debian's name), or "
      "name a database with --database"));
}

// The first of `places` that `fits`, or `chosen` where it is not empty.
template <size_t kCount, typename Fits>
std::string FirstThatFits(const std::string& chosen,
                          const char* const (&places)[kCount],
                          const Fits& fits) {
  if (!chosen.empty()) return fits(chosen) ? chosen : "";
  for (const char* place : places) {
    if (fits(place)) return place;
  }
  return "";
}

// A process that is root must say so, or mariadbd refuses. It then keeps its
// user: changing it would make the kernel forget that it dies with its parent.
std::vector<std::string> CommonOptions(const Installation& installation) {
  std::vector<std::string> words = {
      installation.program,
      "--no-defaults",
      "--skip-networking",
      "--skip-log-bin",
      "--skip-name-resolve",
      "--local-infile=OFF",
      "--loose-innodb-buffer-pool-dump-at-shutdown=OFF",
      "--loose-innodb-buffer-pool-load-at-startup=OFF"};
  if (::geteuid() == 0) words.push_back("--user=root");
  return words;
}

// Writes nothing through to the disk: the caller does, once, or need not.
void AddUnsynced(std::vector<std::string>& words) {
  words.push_back("--loose-innodb-flush-method=nosync");
  words.push_back("--innodb-doublewrite=OFF");
}

// The script, without the lines that name this host: a root who comes over the
// network has no way in.
absl::StatusOr<std::string> BootstrapText(const std::string& share_dir) {
  std::string text = kBootstrapHead;
  for (const char* name : kBootstrapFiles) {
    const absl::StatusOr<std::string> file =
        ReadWholeFile(absl::StrCat(share_dir, "/", name));
    if (!file.ok()) return file.status();
    for (const absl::string_view line : absl::StrSplit(*file, '\n')) {
      if (absl::StrContains(line, "@current_hostname")) continue;
      absl::StrAppend(&text, line, "\n");
    }
  }
  return text;
}

absl::Status RunBootstrap(const Installation& installation,
                          const DataFolder& folder,
                          const std::string& script_path,
                          absl::Duration timeout) {
  ChildOptions child;
  child.command = CommonOptions(installation);
  for (const char* word :
       {"--bootstrap", "--log-warnings=0",
        "--enforce-storage-engine=", "--max-allowed-packet=8M",
        "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=16M"}) {
    child.command.push_back(word);
  }
  AddUnsynced(child.command);
  child.command.push_back("--datadir=" + folder.data_in_making());
  child.command.push_back("--tmpdir=" + folder.tmp());
  child.stdin_path = script_path;
  child.output_path = folder.log();
  const auto process = ChildProcess::Start(child);
  if (!process.ok()) return process.status();
  if (!(*process)->WaitUntil(absl::Now() + timeout)) {
    return absl::DeadlineExceededError(absl::StrCat(
        "making a new database in ", folder.path(), " took more than ",
        absl::FormatDuration(timeout), "; its log ends:\n", folder.LogTail()));
  }
  const absl::Status end = (*process)->End();
  if (end.ok()) return end;
  return absl::InternalError(
      absl::StrCat("making a new database in ", folder.path(), ": mariadbd ",
                   end.message(), "; its log ends:\n", folder.LogTail()));
}

// What was made reaches the disk before it gets its name.
void SyncFolder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::syncfs(fd);
  ::close(fd);
}

}  // namespace

absl::StatusOr<Installation> FindInstallation(
    const EmbeddedDatabaseOptions& options) {
  Installation found;
  found.program = FirstThatFits(options.program, kPrograms, IsProgram);
  if (found.program.empty()) return NotInstalled("mariadbd");
  found.share_dir = FirstThatFits(options.share_dir, kShareDirs, IsShareDir);
  if (found.share_dir.empty()) return NotInstalled("mysql_system_tables.sql");
  return found;
}

absl::Status InitialiseOnce(const Installation& installation,
                            const DataFolder& folder,
                            const EmbeddedDatabaseOptions& options) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(folder.data(), error)) return absl::OkStatus();
  fs::remove_all(folder.data_in_making(), error);
  fs::create_directory(folder.data_in_making(), error);
  fs::permissions(folder.data_in_making(), fs::perms::owner_all, error);
  const absl::StatusOr<std::string> text =
      BootstrapText(installation.share_dir);
  if (!text.ok()) return text.status();
  const std::string script = folder.tmp() + "/bootstrap.sql";
  absl::Status status = WriteWholeFile(script, *text);
  if (status.ok()) {
    status = RunBootstrap(installation, folder, script, options.start_timeout);
  }
  fs::remove(script, error);
  if (!status.ok()) return status;
  if (options.durable) SyncFolder(folder.data_in_making());
  fs::rename(folder.data_in_making(), folder.data(), error);
  if (error) return absl::FailedPreconditionError(error.message());
  if (options.durable) SyncFolder(folder.path());
  return absl::OkStatus();
}

std::vector<std::string> ServeCommand(const Installation& installation,
                                      const DataFolder& folder,
                                      const EmbeddedDatabaseOptions& options) {
  std::vector<std::string> words = CommonOptions(installation);
  // 1: written through at each commit. 2: handed to the system at each commit.
  const int flush = options.durable ? 1 : 2;
  for (std::string word : {
           absl::StrCat("--datadir=", folder.data()),
           absl::StrCat("--tmpdir=", folder.tmp()),
           absl::StrCat("--socket=", folder.socket()),
           // It would remove a file of this name at its end: not ours.
           absl::StrCat("--pid-file=", folder.tmp(), "/own.pid"),
           absl::StrCat("--innodb-buffer-pool-size=",
                        options.buffer_pool_bytes),
           absl::StrCat("--innodb-log-file-size=", options.log_file_bytes),
           absl::StrCat("--innodb-flush-log-at-trx-commit=", flush),
           absl::StrCat("--max-connections=", options.connections_max),
           std::string("--character-set-server=utf8mb4"),
           std::string("--collation-server=utf8mb4_bin"),
           std::string("--default-time-zone=+00:00"),
           std::string("--max-allowed-packet=64M"),
           std::string("--key-buffer-size=1M"),
           std::string("--aria-pagecache-buffer-size=8M"),
           std::string("--performance-schema=OFF"),
       }) {
    words.push_back(std::move(word));
  }
  if (!options.durable) AddUnsynced(words);
  return words;
}

}  // namespace rapport::db
