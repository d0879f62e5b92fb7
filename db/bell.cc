#include "db/bell.h"

#include <algorithm>
#include <utility>

#include "server/vocabulary/wait.h"

namespace rapport::db {

void Bell::Wait() {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    WaitFor(condition_, lock, [this] { return rung_; });
  }
  WakeThoseBehind();
}

bool Bell::WaitUntil(absl::Time end) {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool rung = condition_.wait_until(lock, absl::ToChronoTime(end),
                                            [this] { return rung_; });
    if (!rung) return false;
  }
  WakeThoseBehind();
  return true;
}

// From the last on: whoever finds their bell rung, before they are woken, finds
// those behind them rung too.
void Bell::RingAll(const std::vector<std::shared_ptr<Bell>>& bells,
                   size_t here) {
  const auto at = [&](size_t i) {
    return i < bells.size() ? bells[i] : nullptr;
  };
  for (size_t i = bells.size(); i-- > 0;) {
    bells[i]->Ring({at(here + 2 * i), at(here + 2 * i + 1)});
  }
  for (size_t i = 0; i < std::min(here, bells.size()); ++i) {
    bells[i]->condition_.notify_one();
  }
}

void Bell::Ring(Behind behind) {
  const std::lock_guard<std::mutex> lock(mutex_);
  rung_ = true;
  behind_ = std::move(behind);
}

void Bell::WakeThoseBehind() {
  for (const std::shared_ptr<Bell>& each : behind_) {
    if (each != nullptr) each->condition_.notify_one();
  }
}

}  // namespace rapport::db
