// Threads for work that waits for the database, so that the threads which
// receive calls never do.
#ifndef RAPPORT_SERVER_TRANSPORT_WORKER_POOL_H_
#define RAPPORT_SERVER_TRANSPORT_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"

namespace rapport::transport {

// Thread-safe. Its end waits for the work that was taken.
class WorkerPool {
 public:
  // `threads` at least 1; at most `queue_max` pieces of work wait for one.
  WorkerPool(int threads, size_t queue_max);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Returns RESOURCE_EXHAUSTED (SERVER_BUSY) if too much waits already; then
  // `work` is not run.
  absl::Status Submit(std::function<void()> work);

  size_t waiting() const;

 private:
  void Work();

  const size_t queue_max_;
  mutable std::mutex mutex_;  // guards the next three
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_WORKER_POOL_H_
