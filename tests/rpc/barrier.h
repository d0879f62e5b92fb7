// Keeps a call in the middle of its work.
#ifndef RAPPORT_TESTS_RPC_BARRIER_H_
#define RAPPORT_TESTS_RPC_BARRIER_H_

#include <condition_variable>
#include <mutex>

#include "server/vocabulary/wait.h"

namespace rapport {

// Keeps whoever comes waiting until it is opened. Thread-safe.
class Barrier {
 public:
  void Wait() {
    std::unique_lock lock(mutex_);
    arrived_ = true;
    changed_.notify_all();
    WaitFor(changed_, lock, [this] { return open_; });
  }
  void AwaitArrival() {
    std::unique_lock lock(mutex_);
    WaitFor(changed_, lock, [this] { return arrived_; });
  }
  void Open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool arrived_ = false;
  bool open_ = false;
};

}  // namespace rapport

#endif  // RAPPORT_TESTS_RPC_BARRIER_H_
