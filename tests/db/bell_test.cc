#include "db/bell.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <deque>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rapport::db {
namespace {

using Bells = std::vector<std::shared_ptr<Bell>>;

// Far more than any test takes.
constexpr absl::Duration kLong = absl::Minutes(1);

Bells Make(size_t count) {
  Bells bells;
  for (size_t i = 0; i < count; ++i) bells.push_back(std::make_shared<Bell>());
  return bells;
}

bool Sleeps(pid_t thread) {
  std::ifstream file(absl::StrCat("/proc/self/task/", thread, "/stat"));
  std::string stat;
  std::getline(file, stat);
  const size_t name_end = stat.rfind(')');
  return name_end != std::string::npos && stat.substr(name_end + 2, 1) == "S";
}

// Threads that wait, asleep once this is made.
class Sleepers {
 public:
  Sleepers(const Bells& bells, const std::function<void(Bell&)>& wait) {
    for (const std::shared_ptr<Bell>& bell : bells) {
      std::atomic<pid_t>& id = ids_.emplace_back(0);
      threads_.emplace_back([bell, wait, &id] {
        id = gettid();
        wait(*bell);
      });
    }
    for (const std::atomic<pid_t>& id : ids_) {
      while (id == 0 || !Sleeps(id)) std::this_thread::yield();
    }
  }
  ~Sleepers() {
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  std::deque<std::atomic<pid_t>> ids_;
  std::vector<std::thread> threads_;
};

void WaitForLong(Bell& bell) {
  const absl::Time end = absl::Now() + kLong;
  EXPECT_TRUE(bell.WaitUntil(end));
  EXPECT_LT(absl::Now(), end) << "nobody woke this thread";
}

TEST(Bell, WakesAllHoweverManyAndWhoeverWakesThem) {
  for (size_t count = 0; count <= 20 && !HasFailure(); ++count) {
    for (size_t here : {1, 2, 3, 8, 64}) {
      const Bells bells = Make(count);
      const Sleepers sleepers(bells, WaitForLong);
      Bell::RingAll(bells, here);
    }
  }
}

// A thread that nobody wakes would wait for an hour.
TEST(Bell, WakesWhoWaitsWithoutEnd) {
  const Bells bells = Make(20);
  const Sleepers sleepers(bells, [](Bell& bell) { bell.Wait(); });
  Bell::RingAll(bells, 1);
}

TEST(Bell, RingsForWhoComesLater) {
  const Bells bells = Make(9);
  Bell::RingAll(bells, 2);
  for (const std::shared_ptr<Bell>& bell : bells) WaitForLong(*bell);
}

// Whoever is to wake them does not run.
TEST(Bell, HasRungForThoseBehindBeforeTheyAreWoken) {
  const Bells bells = Make(2);
  Bell::RingAll(bells, 1);
  EXPECT_TRUE(bells[1]->WaitUntil(absl::UnixEpoch()));
}

TEST(Bell, HasNotRungUntilItIs) {
  Bell bell;
  EXPECT_FALSE(bell.WaitUntil(absl::UnixEpoch()));
  EXPECT_FALSE(bell.WaitUntil(absl::Now()));
}

}  // namespace
}  // namespace rapport::db
