#include "server/background.h"

#include <cstdio>
#include <utility>

namespace rapport {

void Background::Every(absl::Duration pause, std::string name, Work work) {
  threads_.emplace_back([this, pause, name = std::move(name),
                         work = std::move(work)] {
    bool failing = false;
    while (!WaitToStop(pause)) {
      const absl::Status status = work();
      if (!status.ok() && !failing) {
        std::fprintf(stderr, "rapport-server: %s fails: %s\n", name.c_str(),
                     status.ToString().c_str());
      }
      if (status.ok() && failing) {
        std::fprintf(stderr, "rapport-server: %s works again\n", name.c_str());
      }
      failing = !status.ok();
    }
  });
}

bool Background::WaitToStop(absl::Duration pause) {
  std::unique_lock lock(mutex_);
  return stop_.wait_for(lock, absl::ToChronoMilliseconds(pause),
                        [this] { return stopping_; });
}

void Background::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace rapport
