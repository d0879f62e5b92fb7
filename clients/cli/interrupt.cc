#include "clients/cli/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <utility>

namespace rapport::cli {
namespace {

constexpr char kInterrupted = 'i';
constexpr char kOver = 'o';

// A signal's handler may do little more than write to it.
std::atomic<int> interrupt_fd = -1;

void TellListener(int /*signal*/) {
  const int kept = errno;
  const ssize_t ignored = write(interrupt_fd.load(), &kInterrupted, 1);
  static_cast<void>(ignored);
  errno = kept;
}

}  // namespace

OnInterrupt::OnInterrupt(std::function<void()> stop) : stop_(std::move(stop)) {
  // Without a pipe signals do what they always did.
  if (pipe2(pipe_, O_CLOEXEC) != 0) return;
  interrupt_fd = pipe_[1];
  listener_ = std::thread([this] { Listen(); });
  struct sigaction action = {};
  action.sa_handler = TellListener;
  action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &before_int_);
  sigaction(SIGTERM, &action, &before_term_);
}

OnInterrupt::~OnInterrupt() {
  if (!listener_.joinable()) return;
  sigaction(SIGINT, &before_int_, nullptr);
  sigaction(SIGTERM, &before_term_, nullptr);
  const ssize_t ignored = write(pipe_[1], &kOver, 1);
  static_cast<void>(ignored);
  listener_.join();
  interrupt_fd = -1;
  close(pipe_[0]);
  close(pipe_[1]);
}

void OnInterrupt::Listen() {
  char byte = 0;
  for (;;) {
    const ssize_t count = read(pipe_[0], &byte, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count != 1 || byte == kOver) return;
    stop_();
  }
}

}  // namespace rapport::cli
