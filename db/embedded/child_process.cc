#include "db/embedded/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rapport::db {
namespace {

// What a child gets to see of our environment.
constexpr const char* kEnvironment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                                        "LC_ALL=C", "TZ=UTC", nullptr};

constexpr int kStandardFiles = 3;

// All that the child needs, laid out before the fork: after it, in a process
// that had threads, nothing may allocate.
struct Plan {
  std::vector<char*> argv;
  int input = -1;
  int output = -1;
  pid_t parent = -1;
};

absl::Status ErrnoStatus(absl::string_view what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

// Async-signal-safe calls only.
[[noreturn]] void BecomeChild(const Plan& plan) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != plan.parent) ::_exit(0);  // it died before that call
  ::setpgid(0, 0);
  ::dup2(plan.input, STDIN_FILENO);
  ::dup2(plan.output, STDOUT_FILENO);
  ::dup2(plan.output, STDERR_FILENO);
  if (::close_range(kStandardFiles, ~0U, 0) != 0) {
    for (int fd = kStandardFiles; fd < FD_SETSIZE; ++fd) ::close(fd);
  }
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(plan.argv[0], plan.argv.data(),
           const_cast<char* const*>(kEnvironment));
  ::_exit(ChildProcess::kCannotExecute);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    const ChildOptions& options) {
  std::unique_ptr<ChildProcess> child(new ChildProcess());
  child->thread_ =
      std::thread([raw = child.get(), &options] { raw->ForkAndWait(options); });
  std::unique_lock<std::mutex> lock(child->mutex_);
  child->changed_.wait_until(lock, absl::ToChronoTime(absl::InfiniteFuture()),
                             [&child] { return child->forked_; });
  lock.unlock();
  if (!child->fork_status_.ok()) return child->fork_status_;
  return child;
}

ChildProcess::~ChildProcess() {
  Signal(SIGKILL);
  if (thread_.joinable()) thread_.join();
}

bool ChildProcess::running() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return !ended_;
}

void ChildProcess::Signal(int signal) {
  // Under the lock the child is not reaped, so the number is still its own.
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!ended_ && pid_ > 0) ::kill(pid_, signal);
}

bool ChildProcess::WaitUntil(absl::Time deadline) const {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_until(lock, absl::ToChronoTime(deadline),
                             [this] { return ended_; });
}

absl::Status ChildProcess::End() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!ended_) return absl::FailedPreconditionError("the child still runs");
  if (WIFSIGNALED(wait_status_)) {
    return absl::InternalError(
        absl::StrCat("ended by signal ", WTERMSIG(wait_status_)));
  }
  const int code = WEXITSTATUS(wait_status_);
  if (code == 0) return absl::OkStatus();
  return absl::InternalError(code == kCannotExecute
                                 ? "cannot be executed"
                                 : absl::StrCat("ended with exit code ", code));
}

void ChildProcess::ForkAndWait(const ChildOptions& options) {
  Plan plan;
  for (const std::string& word : options.command) {
    plan.argv.push_back(const_cast<char*>(word.c_str()));
  }
  plan.argv.push_back(nullptr);
  plan.parent = ::getpid();
  plan.input = ::open(options.stdin_path.c_str(), O_RDONLY | O_CLOEXEC);
  plan.output = ::open(options.output_path.c_str(),
                       O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  absl::Status status;
  pid_t pid = -1;
  if (plan.input < 0 || plan.output < 0) {
    status = ErrnoStatus("cannot open the child's input or output");
  } else {
    pid = ::fork();
    if (pid == 0) BecomeChild(plan);
    if (pid < 0) status = ErrnoStatus("cannot fork");
  }
  if (plan.input >= 0) ::close(plan.input);
  if (plan.output >= 0) ::close(plan.output);
  {
    // `options` is the caller's, and gone once it sees forked_.
    const std::lock_guard<std::mutex> lock(mutex_);
    pid_ = pid;
    fork_status_ = status;
    ended_ = !status.ok();
    forked_ = true;
    changed_.notify_all();
  }
  if (status.ok()) Reap();
}

void ChildProcess::Reap() {
  siginfo_t info;
  while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) !=
             0 &&
         errno == EINTR) {
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  while (::waitpid(pid_, &wait_status_, 0) < 0 && errno == EINTR) {
  }
  ended_ = true;
  changed_.notify_all();
}

}  // namespace rapport::db
