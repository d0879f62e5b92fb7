// Ctrl-C as a wish to end, for what would otherwise go on without end.

#ifndef RAPPORT_CLIENTS_CLI_INTERRUPT_H_
#define RAPPORT_CLIENTS_CLI_INTERRUPT_H_

#include <signal.h>

#include <functional>
#include <thread>

namespace rapport::cli {

// While it lives, SIGINT and SIGTERM call `stop`, on a thread of its own, in
// place of ending the program; a second one ends it at once. Afterwards they do
// what they did before. One at a time.
class OnInterrupt {
 public:
  explicit OnInterrupt(std::function<void()> stop);
  OnInterrupt(const OnInterrupt&) = delete;
  OnInterrupt& operator=(const OnInterrupt&) = delete;
  ~OnInterrupt();

 private:
  void Listen();

  const std::function<void()> stop_;
  int pipe_[2] = {-1, -1};  // read from, written to
  struct sigaction before_int_ = {};
  struct sigaction before_term_ = {};
  std::thread listener_;
};

}  // namespace rapport::cli

#endif  // RAPPORT_CLIENTS_CLI_INTERRUPT_H_
