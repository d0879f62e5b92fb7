#include "server/calendar/busy_feed_queue.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/search/small_world.h"

namespace rapport::calendar {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

BusyFeed Feed(uint32_t associate, bool was_fetched = true,
              const std::string& uri = "https://cal.example/a") {
  return {{search::kBrand, search::AssociateNo(associate), "home"},
          uri,
          was_fetched};
}

class BusyFeedQueueTest : public testing::Test {
 protected:
  void Note(const std::vector<BusyFeed>& feeds) {
    queue_.Note(feeds, now_, [this](const BusyFeedName&) { return mine_; });
  }

  // Takes all that can be taken, and gives them back.
  std::vector<BusyFeedQueue::Due> TakeAll() {
    std::vector<BusyFeedQueue::Due> all;
    while (auto due = queue_.Take()) {
      queue_.GiveBack(*due);
      all.push_back(*due);
    }
    return all;
  }

  // How many are taken at each of the next `minutes`.
  std::vector<size_t> EachMinute(const std::vector<BusyFeed>& feeds,
                                 int minutes) {
    std::vector<size_t> taken;
    for (int i = 0; i < minutes; ++i) {
      now_ += absl::Minutes(1);
      Note(feeds);
      taken.push_back(TakeAll().size());
    }
    return taken;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  bool mine_ = true;
  BusyFeedQueue queue_;
};

TEST_F(BusyFeedQueueTest, AsksOnceInEveryTurn) {
  const std::vector<BusyFeed> feeds = {Feed(1)};
  Note(feeds);
  EXPECT_THAT(TakeAll(), IsEmpty());  // it was read, by whomever
  const std::vector<size_t> taken = EachMinute(feeds, 45);
  EXPECT_EQ(std::count(taken.begin(), taken.end(), 1), 3);
  const auto first = std::find(taken.begin(), taken.end(), 1);
  ASSERT_LT(first - taken.begin(), 15);
  EXPECT_EQ(first[15], 1u);
  EXPECT_EQ(first[30], 1u);
}

TEST_F(BusyFeedQueueTest, SpreadsManyOverTheTurn) {
  std::vector<BusyFeed> feeds;
  for (uint32_t i = 0; i < 1500; ++i) feeds.push_back(Feed(i));
  Note(feeds);
  for (const size_t taken : EachMinute(feeds, 15)) {
    EXPECT_GT(taken, 50u);  // 100 on the average
    EXPECT_LT(taken, 150u);
  }
}

TEST_F(BusyFeedQueueTest, AsksAtOnceForWhatWasNeverAskedFor) {
  Note({Feed(1, false)});
  EXPECT_THAT(TakeAll(), SizeIs(1));
  Note({Feed(1)});
  EXPECT_THAT(TakeAll(), IsEmpty());  // until its next turn
  // As when nothing of it could be written, or somebody wants it again.
  Note({Feed(1, false)});
  EXPECT_THAT(TakeAll(), SizeIs(1));
}

TEST_F(BusyFeedQueueTest, AsksAtOnceForAnotherAddressOrWhenAskedTo) {
  Note({Feed(1)});
  Note({Feed(1, false)});
  EXPECT_THAT(TakeAll(), SizeIs(1));
  Note({Feed(1)});
  Note({Feed(1, false, "https://cal.example/b")});
  const auto taken = TakeAll();
  ASSERT_THAT(taken, SizeIs(1));
  EXPECT_EQ(taken[0].uri, "https://cal.example/b");
}

TEST_F(BusyFeedQueueTest, WaitsOnceHoweverOftenItIsNoted) {
  const std::vector<BusyFeed> feeds = {Feed(1, false)};
  for (int i = 0; i < 40; ++i) {
    Note(feeds);
    now_ += absl::Minutes(1);
  }
  const auto due = queue_.Take();
  ASSERT_TRUE(due.has_value());
  Note(feeds);  // and while it is read
  EXPECT_FALSE(queue_.Take().has_value());
  queue_.GiveBack(*due);
}

TEST_F(BusyFeedQueueTest, RemembersWhatItIsGivenBack) {
  const std::vector<BusyFeed> feeds = {Feed(1)};
  Note({Feed(1, false)});
  auto due = queue_.Take();
  ASSERT_TRUE(due.has_value());
  due->memory.validators.etag = "\"a\"";
  due->memory.failures = 7;
  queue_.GiveBack(*due);
  now_ += kBusyFeedEvery;
  Note(feeds);
  const auto again = TakeAll();
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].memory.validators.etag, "\"a\"");
  EXPECT_EQ(again[0].memory.failures, 7);
  // Whom another server asks meanwhile may have said something else.
  mine_ = false;
  now_ += kBusyFeedEvery;
  Note(feeds);
  EXPECT_THAT(TakeAll(), IsEmpty());
  mine_ = true;
  now_ += kBusyFeedEvery;
  Note(feeds);
  const auto mine = TakeAll();
  ASSERT_THAT(mine, SizeIs(1));
  EXPECT_EQ(mine[0].memory.validators.etag, "");
}

TEST_F(BusyFeedQueueTest, ForgetsWhatIsGone) {
  Note({Feed(1, false)});
  auto due = queue_.Take();
  ASSERT_TRUE(due.has_value());
  due->memory.validators.etag = "\"a\"";
  Note({});  // while it is read
  queue_.GiveBack(*due);
  Note({});
  Note({Feed(1, false)});
  const auto again = TakeAll();
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].memory.validators.etag, "");
}

TEST_F(BusyFeedQueueTest, LeavesOthersTimeWhenAHostLetsItWait) {
  std::vector<BusyFeed> feeds;
  for (uint32_t i = 0; i < 20; ++i) {
    feeds.push_back(Feed(i, false, absl::StrCat("https://slow.example/", i)));
  }
  feeds.push_back(Feed(20, false, "https://other.example/"));
  Note(feeds);
  std::vector<BusyFeedQueue::Due> slow;
  for (int i = 0; i < kBusyFeedsPerHost; ++i) slow.push_back(*queue_.Take());
  const auto other = queue_.Take();
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(other->uri, "https://other.example/");
  EXPECT_FALSE(queue_.Take().has_value());
  queue_.GiveBack(slow.front());
  const auto next = queue_.Take();
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->uri,
            absl::StrCat("https://slow.example/", kBusyFeedsPerHost));
}

TEST_F(BusyFeedQueueTest, GivesEachToOneOfManyThreads) {
  constexpr uint32_t kFeeds = 2000;
  std::vector<BusyFeed> feeds;
  for (uint32_t i = 0; i < kFeeds; ++i) {
    feeds.push_back(Feed(i, false, absl::StrCat("https://", i, ".example/")));
  }
  Note(feeds);
  std::mutex mutex;
  std::multiset<std::string> taken;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (auto due = queue_.Take()) {
        {
          const std::lock_guard lock(mutex);
          taken.insert(due->uri);
        }
        queue_.GiveBack(*due);
      }
    });
  }
  // They are noted meanwhile, as read.
  for (BusyFeed& feed : feeds) feed.was_fetched = true;
  for (int i = 0; i < 10; ++i) Note(feeds);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken.size(), kFeeds);
  EXPECT_EQ(std::set<std::string>(taken.begin(), taken.end()).size(), kFeeds);
}

}  // namespace
}  // namespace rapport::calendar
