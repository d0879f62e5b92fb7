#include "server/transport/worker_pool.h"

#include <utility>

#include "server/vocabulary/error.h"
#include "server/vocabulary/wait.h"

namespace rapport::transport {

WorkerPool::WorkerPool(int threads, size_t queue_max) : queue_max_(queue_max) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

absl::Status WorkerPool::Submit(std::function<void()> work) {
  std::lock_guard lock(mutex_);
  if (queue_.size() >= queue_max_) {
    return Error(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                 "too many calls wait for the database; try again later");
  }
  queue_.push_back(std::move(work));
  ready_.notify_one();
  return absl::OkStatus();
}

size_t WorkerPool::waiting() const {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

void WorkerPool::Work() {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      WaitFor(ready_, lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace rapport::transport
