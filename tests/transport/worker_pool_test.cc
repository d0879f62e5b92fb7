// Workers do what is submitted, once, and turn away what they could not do in
// time.
#include "server/transport/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "server/transport/status_details.h"
#include "server/vocabulary/wait.h"
#include "tests/transport/error_details.h"

namespace rapport::transport {
namespace {

// Closed at first; whoever passes waits until it is opened.
class Gate {
 public:
  void Open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    WaitFor(changed_, lock, [this] { return open_; });
  }
  void WaitUntilWaiting(int count) {
    std::unique_lock lock(mutex_);
    WaitFor(changed_, lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

TEST(WorkerPool, DoesEachPieceOfWorkOnce) {
  std::mutex mutex;
  std::multiset<int> done;
  {
    WorkerPool pool(4, 1000);
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(pool.Submit([&, i] {
                        std::lock_guard lock(mutex);
                        done.insert(i);
                      })
                      .ok());
    }
  }
  EXPECT_EQ(done.size(), 500u);
  EXPECT_EQ(std::set<int>(done.begin(), done.end()).size(), 500u);
}

TEST(WorkerPool, WorksInThreadsOfItsOwnAtTheSameTime) {
  Gate gate;
  WorkerPool pool(3, 10);
  std::atomic<bool> elsewhere = true;
  const std::thread::id here = std::this_thread::get_id();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pool.Submit([&] {
                      if (std::this_thread::get_id() == here) elsewhere = false;
                      gate.Pass();
                    })
                    .ok());
  }
  gate.WaitUntilWaiting(3);  // ends only if all three run at once
  EXPECT_TRUE(elsewhere);
  gate.Open();
}

TEST(WorkerPool, TurnsAwayWhatDoesNotFitItsQueue) {
  Gate gate;
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(1, 2);
    ASSERT_TRUE(pool.Submit([&] { gate.Pass(); }).ok());
    gate.WaitUntilWaiting(1);  // it is in work, and not in the queue any more
    EXPECT_EQ(pool.waiting(), 0u);
    ASSERT_TRUE(pool.Submit([&] { ++ran; }).ok());
    ASSERT_TRUE(pool.Submit([&] { ++ran; }).ok());
    EXPECT_EQ(pool.waiting(), 2u);
    EXPECT_EQ(Summary(ToGrpcStatus(pool.Submit([&] { ran += 100; }))),
              "RESOURCE_EXHAUSTED SERVER_BUSY");
    gate.Open();
  }
  EXPECT_EQ(ran, 2);
}

TEST(WorkerPool, TakesWorkAgainOnceSomeIsDone) {
  Gate first;
  Gate second;
  WorkerPool pool(1, 1);
  ASSERT_TRUE(pool.Submit([&] { first.Pass(); }).ok());
  first.WaitUntilWaiting(1);
  ASSERT_TRUE(pool.Submit([&] { second.Pass(); }).ok());
  ASSERT_FALSE(pool.Submit([] {}).ok());
  first.Open();
  second.WaitUntilWaiting(1);
  EXPECT_TRUE(pool.Submit([] {}).ok());
  second.Open();
}

TEST(WorkerPool, EndsOnlyWhenAllThatItTookIsDone) {
  Gate gate;
  std::atomic<int> done = 0;
  std::thread opener;
  {
    WorkerPool pool(2, 100);
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(pool.Submit([&] {
                        gate.Pass();
                        ++done;
                      })
                      .ok());
    }
    gate.WaitUntilWaiting(2);
    opener = std::thread([&] { gate.Open(); });
  }
  EXPECT_EQ(done, 20);
  opener.join();
}

TEST(WorkerPool, MaySubmitFromItsOwnWork) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(1, 10);
    ASSERT_TRUE(pool.Submit([&] {
                      ++done;
                      EXPECT_TRUE(pool.Submit([&] { ++done; }).ok());
                    })
                    .ok());
  }
  EXPECT_EQ(done, 2);
}

}  // namespace
}  // namespace rapport::transport
