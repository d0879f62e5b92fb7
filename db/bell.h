#ifndef RAPPORT_DB_BELL_H_
#define RAPPORT_DB_BELL_H_

// Waking many threads at once, each of which waits for a bell of its own.
//
// To wake a thread takes about as long as to judge what it waits for. So
// whoever has many to wake wakes the first of them and goes on with their work,
// and each who is woken wakes two more.

#include <array>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/time/time.h"

namespace rapport::db {

// Rung once at most, and waited for by one thread. If it is rung, that thread
// must wait until it has: others are behind it. Shared with whoever rings it,
// since whoever waited may be gone by then. Thread-safe.
class Bell {
 public:
  Bell() = default;
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void Wait();

  // False if it has not rung by `end`, a time that the system's clock can say.
  bool WaitUntil(absl::Time end);

  // All of `bells` have rung when this returns. Of the threads that sleep, this
  // one wakes the first `here`, at least 1; the others are woken by those.
  static void RingAll(const std::vector<std::shared_ptr<Bell>>& bells,
                      size_t here);

 private:
  using Behind = std::array<std::shared_ptr<Bell>, 2>;

  void Ring(Behind behind);
  void WakeThoseBehind();

  std::mutex mutex_;  // guards rung_
  std::condition_variable condition_;
  bool rung_ = false;
  Behind behind_;  // does not change once it has rung
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_BELL_H_
