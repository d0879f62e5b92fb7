// Something that happens once, and can be waited for.
//
// Like absl::Notification, but ThreadSanitizer sees what it orders: Debian's
// Abseil is not instrumented, std::mutex and wait_until are compiled into us.

#ifndef RAPPORT_CLIENTS_CPP_EVENT_H_
#define RAPPORT_CLIENTS_CPP_EVENT_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace rapport::client {

// Thread-safe. It may go away as soon as Wait has returned.
class Event {
 public:
  // Says that it has happened. What was done before is seen by whoever waits.
  void Happen() {
    std::lock_guard<std::mutex> lock(mutex_);
    has_happened_ = true;
    condition_.notify_all();
  }

  // Returns once it has happened.
  void Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!has_happened_) {
      condition_.wait_until(
          lock, std::chrono::steady_clock::now() + std::chrono::hours(1));
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool has_happened_ = false;
};

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_EVENT_H_
