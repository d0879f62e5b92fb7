#include "server/background.h"

#include <cstdio>
#include <utility>

namespace rapport {

void Background::Every(absl::Duration pause, std::string name, Work work) {
  Every([pause] { return pause; }, std::move(name), std::move(work));
}

Background::Nudge Background::Every(Pause pause, std::string name, Work work) {
  auto bell = std::make_shared<Bell>();
  bells_.push_back(bell);
  threads_.emplace_back([bell, pause = std::move(pause), name = std::move(name),
                         work = std::move(work)] {
    bool failing = false;
    while (!bell->Wait(pause())) {
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
  return [bell] { bell->Ring(&Bell::nudged); };
}

bool Background::Bell::Wait(absl::Duration pause) {
  std::unique_lock lock(mutex);
  rung.wait_for(lock, absl::ToChronoMilliseconds(pause),
                [this] { return stopping || nudged; });
  nudged = false;
  return stopping;
}

void Background::Bell::Ring(bool Bell::*what) {
  {
    std::lock_guard lock(mutex);
    this->*what = true;
  }
  rung.notify_all();
}

void Background::Stop() {
  for (const auto& bell : bells_) bell->Ring(&Bell::stopping);
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace rapport
