// A clock that moves only when somebody sleeps.

#ifndef RAPPORT_TESTS_CLIENTS_SUPPORT_FAKE_CLOCK_H_
#define RAPPORT_TESTS_CLIENTS_SUPPORT_FAKE_CLOCK_H_

#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "clients/cpp/clock.h"

namespace rapport::client {

// Sleeping returns at once and moves the clock on. Thread-safe.
class FakeClock : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() override {
    std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }

  void Sleep(absl::Duration duration) override {
    std::lock_guard<std::mutex> lock(mutex_);
    now_ += duration;
    sleeps_.push_back(duration);
  }

  // All sleeps so far.
  std::vector<absl::Duration> sleeps() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return sleeps_;
  }

 private:
  // Not absl's: the thread sanitizer sees through std's.
  mutable std::mutex mutex_;
  absl::Time now_;
  std::vector<absl::Duration> sleeps_;
};

}  // namespace rapport::client

#endif  // RAPPORT_TESTS_CLIENTS_SUPPORT_FAKE_CLOCK_H_
