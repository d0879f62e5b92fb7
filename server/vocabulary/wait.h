// Waiting for a condition, as ThreadSanitizer can follow it.
//
// std::condition_variable::wait is compiled into the standard library, where
// ThreadSanitizer looks away (our gRPC and Abseil are not instrumented, so all
// such libraries are ignored); wait_until is compiled into us. For the same
// reason locks here are std::mutex, not absl::Mutex.
#ifndef RAPPORT_SERVER_VOCABULARY_WAIT_H_
#define RAPPORT_SERVER_VOCABULARY_WAIT_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace rapport {

// Returns, with `lock` held, once `ready` holds; it is asked with `lock` held,
// first at once and then whenever `condition` is notified.
template <typename Ready>
void WaitFor(std::condition_variable& condition,
             std::unique_lock<std::mutex>& lock, Ready ready) {
  while (!ready()) {
    condition.wait_until(
        lock, std::chrono::steady_clock::now() + std::chrono::hours(1));
  }
}

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_WAIT_H_
