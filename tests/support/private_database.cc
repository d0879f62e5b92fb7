#include "tests/support/private_database.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/base/internal/raw_logging.h"
#include "absl/strings/str_cat.h"
#include "db/connection.h"
#ifdef RAPPORT_EMBEDDED_DATABASE
#include "db/embedded/embedded_database.h"
#endif

namespace rapport::test {
namespace {

using db::DatabaseUrl;

constexpr char kVariable[] = "RAPPORT_TEST_DATABASE";

[[noreturn]] void Die(absl::string_view what, const absl::Status& status) {
  fprintf(stderr, "%s: %s\n", std::string(what).c_str(),
          status.ToString().c_str());
  std::_Exit(1);
}

std::string MakeTempDir() {
  std::error_code error;
  std::string path =
      std::filesystem::temp_directory_path(error).string() + "/rapport-XXXXXX";
  ABSL_RAW_CHECK(::mkdtemp(path.data()) != nullptr, "cannot make a folder");
  return path;
}

// Removes a folder when this process is gone, however it went: a shell of its
// own reads a pipe that nobody writes to, sees its end, waits for the database
// (killed by the kernel at the same moment) to let go, and removes it.
class FolderReaper {
 public:
  explicit FolderReaper(const std::string& path) {
    int ends[2];
    ABSL_RAW_CHECK(::pipe2(ends, O_CLOEXEC) == 0, "cannot make a pipe");
    const pid_t pid = ::fork();
    if (pid == 0) BecomeShell(ends[0], path.c_str());
    ::close(ends[0]);
    write_end_ = ends[1];
  }

 private:
  [[noreturn]] static void BecomeShell(int read_end, const char* path) {
    static constexpr char kScript[] =
        "read -r nothing; i=0; "
        "until rm -rf \"$1\" 2>/dev/null || [ $i -gt 50 ]; do "
        "i=$((i+1)); sleep 0.1; done";
    ::setsid();
    const int null = ::open("/dev/null", O_RDWR);
    ::dup2(read_end, STDIN_FILENO);
    ::dup2(null, STDOUT_FILENO);
    ::dup2(null, STDERR_FILENO);
    ::execl("/bin/sh", "sh", "-c", kScript, "sh", path,
            static_cast<char*>(nullptr));
    ::_exit(127);
  }

  int write_end_ = -1;  // closed by the kernel, at the end
};

#ifdef RAPPORT_EMBEDDED_DATABASE
using PrivateDatabase = db::EmbeddedDatabase;

std::unique_ptr<PrivateDatabase> StartPrivateDatabase(
    const std::string& folder) {
  auto started = PrivateDatabase::Start({
      .data_dir = folder,
      .start_timeout = absl::Seconds(30),
      .buffer_pool_bytes = int64_t{64} << 20,
      .log_file_bytes = int64_t{64} << 20,
      .durable = false,
  });
  if (!started.ok()) Die("private database", started.status());
  return *std::move(started);
}
#else
struct PrivateDatabase {
  DatabaseUrl url(absl::string_view) const { return {}; }
};

std::unique_ptr<PrivateDatabase> StartPrivateDatabase(const std::string&) {
  Die("private database", absl::FailedPreconditionError(absl::StrCat(
                              "this build has none; set ", kVariable)));
}
#endif

// The server of this test binary.
class Server {
 public:
  Server() {
    if (const char* url = std::getenv(kVariable); url != nullptr && *url) {
      absl::StatusOr<DatabaseUrl> parsed = DatabaseUrl::Parse(url);
      if (!parsed.ok()) Die(kVariable, parsed.status());
      url_ = *std::move(parsed);
      return;
    }
    folder_ = MakeTempDir();
    reaper_ = std::make_unique<FolderReaper>(folder_);
    database_ = StartPrivateDatabase(folder_);
    url_ = database_->url("");
  }

  ~Server() {
    database_.reset();
    std::error_code error;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, error);
  }

  const DatabaseUrl& url() const { return url_; }
  bool external() const { return database_ == nullptr; }

 private:
  std::string folder_;
  std::unique_ptr<FolderReaper> reaper_;
  std::unique_ptr<PrivateDatabase> database_;
  DatabaseUrl url_;
};

// Stopped by the destructors of static objects, after main.
Server& TheServer() {
  static Server server;
  return server;
}

void RunOnServer(const std::string& sql) {
  auto connection = db::Connection::Open(TestServerUrl());
  if (!connection.ok()) Die("test database", connection.status());
  const absl::Status status = (*connection)->ExecuteText(sql);
  if (!status.ok()) Die("test database", status);
}

// Its own among all test binaries that share a server.
std::string NextSchemaName() {
  static std::atomic<int> count{0};
  return absl::StrCat("rapport_test_", ::getpid(), "_", ++count);
}

}  // namespace

DatabaseUrl TestServerUrl() { return TheServer().url(); }

bool TestServerIsExternal() { return TheServer().external(); }

TestSchema::TestSchema() : TestSchema(absl::Span<const db::Migration>()) {}

TestSchema::TestSchema(absl::Span<const db::Migration> migrations)
    : url_(TestServerUrl().WithSchema(NextSchemaName())) {
  RunOnServer(absl::StrCat("DROP DATABASE IF EXISTS `", url_.schema, "`"));
  const absl::StatusOr<int> applied = db::Migrate(url_, migrations);
  if (!applied.ok()) Die("test schema", applied.status());
}

TestSchema::~TestSchema() {
  RunOnServer(absl::StrCat("DROP DATABASE IF EXISTS `", url_.schema, "`"));
}

TempDir::TempDir() : path_(MakeTempDir()) {}

TempDir::~TempDir() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

}  // namespace rapport::test
