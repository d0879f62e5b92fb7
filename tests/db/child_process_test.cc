// A child of ours ends with us, and says how it ended.

#include "db/embedded/child_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/time/clock.h"
#include "tests/support/private_database.h"

namespace rapport::db {
namespace {

using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(30);

std::unique_ptr<ChildProcess> Shell(const std::string& script,
                                    ChildOptions options = {}) {
  options.command = {"/bin/sh", "-c", script};
  auto child = ChildProcess::Start(options);
  EXPECT_TRUE(child.ok()) << child.status();
  return *std::move(child);
}

absl::Status EndOf(const ChildProcess& child) {
  EXPECT_TRUE(child.WaitUntil(absl::Now() + kPatience));
  EXPECT_FALSE(child.running());
  return child.End();
}

TEST(ChildProcess, SaysHowItEnded) {
  EXPECT_EQ(EndOf(*Shell("exit 0")), absl::OkStatus());
  EXPECT_THAT(std::string(EndOf(*Shell("exit 3")).message()),
              HasSubstr("exit code 3"));
  EXPECT_THAT(std::string(EndOf(*Shell("kill -9 $$")).message()),
              HasSubstr("signal 9"));
}

TEST(ChildProcess, HasNoEndWhileItRuns) {
  const auto child = Shell("sleep 60");
  EXPECT_TRUE(child->running());
  EXPECT_FALSE(child->WaitUntil(absl::Now()));
  EXPECT_EQ(child->End().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(ChildProcess, TakesASignal) {
  const auto child = Shell("sleep 60");
  child->Signal(SIGTERM);
  EXPECT_THAT(std::string(EndOf(*child).message()), HasSubstr("signal 15"));
  child->Signal(SIGTERM);  // nobody is there any more
}

TEST(ChildProcess, TakesASignalThatItsParentBlocks) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  const auto child = Shell("sleep 60");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  child->Signal(SIGTERM);
  EXPECT_FALSE(EndOf(*child).ok());
}

TEST(ChildProcess, ReadsAndWritesItsFilesAndNoOthers) {
  const test::TempDir dir;
  std::ofstream(dir.path() + "/in") << "hello\n";
  std::ifstream ours(dir.path() + "/in");  // open here, and not there
  ChildOptions options;
  options.stdin_path = dir.path() + "/in";
  options.output_path = dir.path() + "/out";
  EXPECT_EQ(EndOf(*Shell("cat; echo err >&2; ls /proc/$$/fd | wc -w; "
                         "env | grep -c . ",
                         options)),
            absl::OkStatus());
  std::stringstream out;
  out << std::ifstream(dir.path() + "/out").rdbuf();
  EXPECT_THAT(out.str(), HasSubstr("hello\nerr\n3\n"));
}

TEST(ChildProcess, SaysThatItCannotBeExecuted) {
  ChildOptions options;
  options.command = {"/nonexistent/program"};
  const auto child = ChildProcess::Start(options);
  ASSERT_TRUE(child.ok()) << child.status();
  EXPECT_THAT(std::string(EndOf(**child).message()),
              HasSubstr("cannot be executed"));
}

TEST(ChildProcess, NeedsItsFiles) {
  ChildOptions options;
  options.command = {"/bin/true"};
  options.stdin_path = "/nonexistent/input";
  EXPECT_EQ(ChildProcess::Start(options).status().code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace rapport::db
