#ifndef RAPPORT_DB_EMBEDDED_CHILD_PROCESS_H_
#define RAPPORT_DB_EMBEDDED_CHILD_PROCESS_H_

// A program run as a child that cannot outlive this process.
//
// The kernel sends SIGKILL to the child when its parent dies, and by parent it
// means the *thread* that forked (prctl(2), PR_SET_PDEATHSIG). So each child
// has a thread of its own here, which forks, waits for the end, and lives
// exactly as long.

#include <sys/types.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace rapport::db {

struct ChildOptions {
  std::vector<std::string> command;  // the program's path, then its arguments
  std::string stdin_path = "/dev/null";
  std::string output_path = "/dev/null";  // both outputs, appended
};

// Thread-safe. The child is killed, and waited for, with this object.
class ChildProcess {
 public:
  // The child has its own process group (a Ctrl-C is not for it), no open files
  // but the three, an unblocked signal mask and a small environment. Returns
  // INTERNAL if it cannot be forked or a file cannot be opened; a program that
  // cannot be executed ends with exit code kCannotExecute.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const ChildOptions& options);

  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  static constexpr int kCannotExecute = 127;

  pid_t pid() const { return pid_; }
  bool running() const;

  // Sends `signal` if the child still runs.
  void Signal(int signal);

  // Whether it has ended by `deadline`.
  bool WaitUntil(absl::Time deadline) const;

  // OK if it ended with exit code 0; else INTERNAL, saying how it ended.
  // Returns FAILED_PRECONDITION while it runs.
  absl::Status End() const;

 private:
  ChildProcess() = default;

  // The thread's life: forks, reports, waits, reports.
  void ForkAndWait(const ChildOptions& options);
  void Reap();

  std::thread thread_;
  pid_t pid_ = -1;  // set before Start returns

  // A std::mutex, because ThreadSanitizer does not see into Abseil's.
  mutable std::mutex mutex_;  // guards all below
  mutable std::condition_variable changed_;
  bool forked_ = false;
  bool ended_ = false;
  absl::Status fork_status_;
  int wait_status_ = 0;  // as waitpid(2) has it
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_EMBEDDED_CHILD_PROCESS_H_
