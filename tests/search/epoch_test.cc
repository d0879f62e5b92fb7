#include "server/search/epoch.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace rapport::search {
namespace {

// Counts those that are alive; spoils what it held as it goes.
struct Counted {
  explicit Counted(int number) : one(number), other(number) { ++alive; }
  ~Counted() {
    one = -1;
    --alive;
  }
  int one;
  int other;
  static inline std::atomic<int> alive = 0;
};

std::unique_ptr<const Counted> New(int number) {
  return std::make_unique<const Counted>(number);
}

TEST(Published, ShowsWhatWasSetLast) {
  Published<Counted> published(New(1));
  const EpochGuard guard;
  EXPECT_EQ(published.Get(guard).one, 1);
  published.Set(New(2));
  EXPECT_EQ(published.Get(guard).one, 2);
  EXPECT_EQ(published.Mine().one, 2);
}

TEST(EpochGuard, KeepsWhatWasThereWhenItBegan) {
  Published<Counted> published(New(1));
  {
    const EpochGuard guard;
    const Counted& before = published.Get(guard);
    published.Set(New(2));
    FreeRetired();
    EXPECT_EQ(before.one, 1);
    EXPECT_EQ(Counted::alive, 2);
  }
  EXPECT_EQ(FreeRetired(), 0);
  EXPECT_EQ(Counted::alive, 1);
}

TEST(EpochGuard, KeepsNothingThatWasRetiredBeforeItBegan) {
  Published<Counted> published(New(1));
  published.Set(New(2));
  FreeRetired();  // counts the epoch up
  const EpochGuard guard;
  FreeRetired();
  EXPECT_EQ(Counted::alive, 1);
}

TEST(EpochGuard, StandsUntilTheOutermostHasGone) {
  Published<Counted> published(New(1));
  {
    const EpochGuard outer;
    { const EpochGuard inner; }
    const Counted& before = published.Get(outer);
    published.Set(New(2));
    { const EpochGuard inner; }
    FreeRetired();
    EXPECT_EQ(before.one, 1);
  }
  EXPECT_EQ(FreeRetired(), 0);
}

TEST(EpochGuard, OfAnotherThreadKeepsTheSame) {
  Published<Counted> published(New(1));
  std::mutex step;
  step.lock();
  std::atomic<bool> reading = false;
  std::thread reader([&] {
    const EpochGuard guard;
    const Counted& before = published.Get(guard);
    reading = true;
    const std::lock_guard wait(step);
    EXPECT_EQ(before.one, 1);
  });
  while (!reading) std::this_thread::yield();
  published.Set(New(2));
  EXPECT_EQ(FreeRetired(), 1);
  step.unlock();
  reader.join();
  EXPECT_EQ(FreeRetired(), 0);
}

TEST(Retire, FreesInBatchesWithoutBeingAsked) {
  FreeRetired();
  Published<Counted> published(New(0));
  for (size_t i = 0; i < 10 * kRetiredBatch; ++i) published.Set(New(1));
  EXPECT_LE(Counted::alive, static_cast<int>(kRetiredBatch) + 1);
  FreeRetired();
}

TEST(EpochGuard, IsToBeHadByMoreThreadsThanThereAreSlots) {
  Published<Counted> published(New(1));
  std::atomic<size_t> inside = 0;
  std::atomic<bool> go = false;
  std::vector<std::thread> readers;
  // They all stand at once, so that no slot is left; this thread has one too.
  { const EpochGuard guard; }
  const size_t others = kReaderSlots - 1;
  for (size_t i = 0; i < others; ++i) {
    readers.emplace_back([&] {
      const EpochGuard guard;
      EXPECT_EQ(published.Get(guard).one, 1);
      ++inside;
      while (!go) std::this_thread::yield();
    });
  }
  while (inside < others) std::this_thread::yield();
  std::vector<std::thread> more;
  for (int i = 0; i < 8; ++i) {
    more.emplace_back([&] {
      for (int j = 0; j < 100; ++j) {
        const EpochGuard guard;
        const Counted& seen = published.Get(guard);
        EXPECT_EQ(seen.one, seen.other);
      }
    });
  }
  for (int i = 0; i < 100; ++i) published.Set(New(2));
  for (std::thread& thread : more) thread.join();
  go = true;
  for (std::thread& thread : readers) thread.join();
  EXPECT_EQ(FreeRetired(), 0);
}

TEST(Published, IsWholeForReadersHoweverFastItChanges) {
  constexpr int kPublished = 8;
  constexpr int kChanges = 20'000;
  std::vector<std::unique_ptr<Published<Counted>>> all;
  for (int i = 0; i < kPublished; ++i) {
    all.push_back(std::make_unique<Published<Counted>>(New(0)));
  }
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&, i] {
      std::vector<int> last(kPublished);
      while (!done) {
        const EpochGuard guard;
        for (int j = 0; j < kPublished; ++j) {
          const Counted& seen = all[(i + j) % kPublished]->Get(guard);
          const int number = seen.one;
          EXPECT_EQ(number, seen.other);
          EXPECT_GE(number, last[(i + j) % kPublished]);
          last[(i + j) % kPublished] = number;
        }
      }
    });
  }
  // Each writer has some of them for itself.
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&, i] {
      for (int change = 1; change <= kChanges; ++change) {
        all[2 * (change % (kPublished / 2)) + i]->Set(New(change));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(FreeRetired(), 0);
  EXPECT_EQ(Counted::alive, kPublished);
}

}  // namespace
}  // namespace rapport::search
