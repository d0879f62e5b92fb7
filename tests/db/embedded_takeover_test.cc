// The private database ends with its program, and is taken over from one that
// was killed.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/connection.h"
#include "db/database_url.h"
#include "db/embedded/child_process.h"
#include "db/embedded/data_folder.h"
#include "db/embedded/embedded_database.h"
#include "db/embedded/leftover.h"
#include "db/embedded/mariadbd.h"
#include "tests/db/embedded_fixture.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);

// Whether process `pid` runs; one that is dead and not waited for does not.
bool Runs(pid_t pid) {
  std::error_code error;
  const auto program =
      std::filesystem::read_symlink(absl::StrCat("/proc/", pid, "/exe"), error);
  return !error && !program.empty();
}

bool EndsSoon(pid_t pid) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (Runs(pid) && absl::Now() < deadline) std::this_thread::yield();
  return !Runs(pid);
}

// The program hold_database, started on a folder, and its database's pid.
class Holder {
 public:
  explicit Holder(const std::string& data_dir) {
    int to[2], from[2];
    EXPECT_EQ(::pipe2(to, O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(from, O_CLOEXEC), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(to[0], STDIN_FILENO);
      ::dup2(from[1], STDOUT_FILENO);
      ::execl(RAPPORT_HOLD_DATABASE, RAPPORT_HOLD_DATABASE, data_dir.c_str(),
              static_cast<char*>(nullptr));
      ::_exit(127);
    }
    ::close(to[0]);
    ::close(from[1]);
    input_ = to[1];
    for (char c = 0; ::read(from[0], &c, 1) == 1 && c != '\n';) said_ += c;
    ::close(from[0]);
  }

  ~Holder() {
    ::close(input_);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
  }

  void Kill() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

  const std::string& said() const { return said_; }
  pid_t database_pid() const {
    pid_t pid = -1;
    const bool told = absl::SimpleAtoi(
        absl::string_view(said_).substr(std::string("pid ").size()), &pid);
    EXPECT_TRUE(told) << said_;
    return pid;
  }

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  std::string said_;
};

TEST(EmbeddedTakeover, DiesWithAProgramThatIsKilled) {
  const test::TempDir dir;
  Holder holder(dir.path());
  const pid_t pid = holder.database_pid();
  ASSERT_TRUE(Runs(pid));
  holder.Kill();
  EXPECT_TRUE(EndsSoon(pid));
}

TEST(EmbeddedTakeover, TakesOverAtOnceFromAProgramThatWasKilled) {
  const test::TempDir dir;
  Holder holder(dir.path());
  ASSERT_TRUE(absl::StartsWith(holder.said(), "pid ")) << holder.said();
  DatabaseUrl url;
  url.user = "root";
  url.socket_path = dir.path() + "/database/mariadbd.sock";
  auto connection = Connection::Open(url);
  ASSERT_TRUE(connection.ok()) << connection.status();
  for (const char* sql :
       {"CREATE DATABASE kept", "CREATE TABLE kept.t (x INT) ENGINE=InnoDB",
        "INSERT INTO kept.t VALUES (1)"}) {
    ASSERT_EQ((*connection)->ExecuteText(sql), absl::OkStatus());
  }
  holder.Kill();
  const auto database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  EXPECT_EQ(CountKept(*database), 1);
}

TEST(EmbeddedTakeover, EndsADatabaseThatOutlivedItsProgram) {
  const test::TempDir dir;
  StartIn(dir.path()).reset();  // makes the folder
  std::unique_ptr<ChildProcess> leftover;
  {
    const absl::StatusOr<DataFolder> folder = DataFolder::Claim(dir.path());
    ASSERT_TRUE(folder.ok()) << folder.status();
    ChildOptions child;
    child.command =
        ServeCommand(*FindInstallation({}), *folder, OptionsFor(dir.path()));
    leftover = *ChildProcess::Start(child);
    ASSERT_EQ(NoteProcess(*folder, leftover->pid()), absl::OkStatus());
    while (!IsDatabaseOf(*folder, leftover->pid())) std::this_thread::yield();
  }
  const auto database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  EXPECT_TRUE(leftover->WaitUntil(absl::Now() + kPatience));
  EXPECT_TRUE(database->running());
}

TEST(EmbeddedTakeover, LeavesAStrangerAloneWhosePidItReads) {
  const test::TempDir dir;
  StartIn(dir.path()).reset();
  ChildOptions sleeper;
  sleeper.command = {"/bin/sleep", "60"};
  const auto stranger = ChildProcess::Start(sleeper);
  ASSERT_TRUE(stranger.ok()) << stranger.status();
  {
    const absl::StatusOr<DataFolder> folder = DataFolder::Claim(dir.path());
    ASSERT_TRUE(folder.ok()) << folder.status();
    ASSERT_EQ(NoteProcess(*folder, (*stranger)->pid()), absl::OkStatus());
  }
  const auto database = StartIn(dir.path());
  ASSERT_NE(database, nullptr);
  EXPECT_TRUE((*stranger)->running());
}

}  // namespace
}  // namespace rapport::db
