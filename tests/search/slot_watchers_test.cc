#include "server/search/slot_watchers.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/vocabulary/error.h"
#include "server/vocabulary/wait.h"
#include "tests/search/random_catalog.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint32_t kPeople = 6;
// A Monday, 08:00 UTC.
const absl::Time kMorning = absl::FromUnixSeconds(1'803'888'000);

using Slots = std::map<AssociateId, std::vector<calendar::FreeSlot>>;

// Takes what it is sent, or leaves it there. Thread-safe.
class FakeOutlet : public SlotWatchers::Outlet {
 public:
  explicit FakeOutlet(bool takes = true) : takes_(takes) {}

  void Send(const WatchNews& news) override {
    Note(news);
    if (takes_) owner->Written(this, true);
  }
  void Note(const WatchNews& news) {
    std::lock_guard lock(mutex_);
    std::vector<AssociateId>& who = messages_.emplace_back();
    for (const WatchedSlots& each : news.changed) {
      who.push_back(each.associate);
      slots_[each.associate] = each.slots;
    }
    told_ = news.watch.told();
    changed_.notify_all();
  }
  void End(const absl::Status& status) override {
    std::lock_guard lock(mutex_);
    end_ = status;
    changed_.notify_all();
  }
  void Abandon() override {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }

  // Waits until `count` messages came in all, and gives the last.
  std::vector<AssociateId> Message(size_t count) {
    std::unique_lock lock(mutex_);
    WaitFor(changed_, lock, [&] { return messages_.size() >= count; });
    EXPECT_EQ(messages_.size(), count);
    return messages_.back();
  }
  absl::Status AwaitEnd() {
    std::unique_lock lock(mutex_);
    WaitFor(changed_, lock, [&] { return !end_.ok(); });
    return end_;
  }
  void AwaitAbandoned() {
    std::unique_lock lock(mutex_);
    WaitFor(changed_, lock, [&] { return abandoned_; });
  }
  // Waits until what was sent last of everybody is that.
  void Await(const Slots& slots) {
    std::unique_lock lock(mutex_);
    WaitFor(changed_, lock, [&] { return slots_ == slots; });
  }
  size_t messages() const {
    std::lock_guard lock(mutex_);
    return messages_.size();
  }
  Slots slots() const {
    std::lock_guard lock(mutex_);
    return slots_;
  }
  std::vector<SlotsDigest> told() const {
    std::lock_guard lock(mutex_);
    return told_;
  }

  SlotWatchers* owner = nullptr;

 private:
  const bool takes_;
  mutable std::mutex mutex_;  // guards the rest
  std::condition_variable changed_;
  std::vector<std::vector<AssociateId>> messages_;
  Slots slots_;
  std::vector<SlotsDigest> told_;
  absl::Status end_;
  bool abandoned_ = false;
};

// Some who work from 9 to 17 UTC at one store.
class SlotWatchersTest : public testing::Test {
 protected:
  SlotWatchersTest() {
    RandomCatalog world;
    world.brand = BrandWith({});
    world.stores = {StoreAt(1, {40, -75})};
    world.services = {Service("styling")};
    world.services[0].minimum_notice = absl::Hours(1);
    world.services[0].booking_horizon = absl::Hours(24 * 3);
    for (uint32_t number = 1; number <= kPeople; ++number) {
      world.associates.push_back(AssociateAt(number, {StoreNo(1)}));
      world.schedules.push_back(Works(number, 17, 1));
    }
    ApplyAll(world, model_);
    service_ = world.services[0];
  }

  static calendar::StoredSchedule Works(uint32_t number, int until,
                                        int64_t version) {
    calendar::StoredSchedule schedule;
    schedule.associate = AssociateNo(number);
    schedule.schedule = DailyHours(9, until);
    schedule.version = version;
    return schedule;
  }
  SlotWatchWish Wish(std::vector<uint32_t> numbers,
                     absl::Duration window = absl::Hours(24)) const {
    SlotWatchWish wish;
    wish.brand = kBrand;
    for (uint32_t number : numbers) {
      wish.associates.push_back(AssociateNo(number));
    }
    wish.service = ServiceCalled("styling");
    wish.window = {kMorning, kMorning + window};
    return wish;
  }
  std::shared_ptr<FakeOutlet> Watch(const SlotWatchWish& wish,
                                    bool takes = true,
                                    std::vector<SlotsDigest> told = {}) {
    auto outlet = std::make_shared<FakeOutlet>(takes);
    outlet->owner = &watchers_;
    const absl::Status added =
        watchers_.Add(outlet, "ada", SlotWatch(wish, std::move(told)));
    EXPECT_TRUE(added.ok()) << added;
    return outlet;
  }
  // What looking anew at all of them would see.
  Slots Now(const SlotWatchWish& wish) {
    Slots slots;
    const auto index = model_.Find(kBrand);
    for (const AssociateId& id : wish.associates) {
      slots[id] = LookAt(*index, wish, id, model_.Now()).slots;
    }
    return slots;
  }
  void Book(uint32_t number, int hour, booking::BookingState state,
            int64_t version = 1, absl::Time expires = absl::InfiniteFuture()) {
    const absl::Time start = kMorning + absl::Hours(hour - 8);
    booking::Booking booking = BookingIn(
        state, 100 * number + static_cast<uint32_t>(hour), AssociateNo(number),
        {start, start + absl::Hours(1)}, version);
    booking.hold_expire_time = expires;
    model_.Apply(kBrand, absl::MakeConstSpan(&booking, 1));
  }
  void Pass(absl::Duration time) {
    now_s_ += absl::ToInt64Seconds(time);
    watchers_.Wake();
  }

  catalog::Service service_;
  std::atomic<int64_t> now_s_ = absl::ToUnixSeconds(kMorning);
  ReadModel model_{[this] { return absl::FromUnixSeconds(now_s_); }};
  SlotWatchers watchers_{model_};
};

constexpr auto kConfirmed = booking::BookingState::kConfirmed;
constexpr auto kHeld = booking::BookingState::kHeld;

TEST_F(SlotWatchersTest, TellFirstOfEverybody) {
  const auto wish = Wish({1, 2});
  const auto outlet = Watch(wish);
  EXPECT_THAT(outlet->Message(1), ElementsAre(AssociateNo(1), AssociateNo(2)));
  EXPECT_EQ(outlet->slots(), Now(wish));
  EXPECT_EQ(outlet->slots()[AssociateNo(1)].size(), 15);
}

TEST_F(SlotWatchersTest, TellOfThoseWhoseSlotsChange) {
  const auto wish = Wish({1, 2});
  const auto outlet = Watch(wish);
  outlet->Message(1);
  Book(2, 11, kConfirmed);
  EXPECT_THAT(outlet->Message(2), ElementsAre(AssociateNo(2)));
  EXPECT_EQ(outlet->slots()[AssociateNo(2)].size(), 12);
  const calendar::StoredSchedule schedule = Works(1, 12, 2);
  model_.Apply(kBrand, absl::MakeConstSpan(&schedule, 1));
  EXPECT_THAT(outlet->Message(3), ElementsAre(AssociateNo(1)));
  EXPECT_EQ(outlet->slots(), Now(wish));
}

TEST_F(SlotWatchersTest, SayNothingOfWhatChangesNoSlot) {
  const auto outlet = Watch(Wish({1, 2}));
  outlet->Message(1);
  Book(3, 11, kConfirmed);  // nobody watches them
  Book(1, 19, kConfirmed);  // in the evening
  Book(1, 11, kConfirmed);
  EXPECT_THAT(outlet->Message(2), ElementsAre(AssociateNo(1)));
}

TEST_F(SlotWatchersTest, TellOfAChangeOfTheCatalog) {
  const auto outlet = Watch(Wish({1, 2}));
  outlet->Message(1);
  service_.channels = {Channel::kVideo};
  service_.revision = Version(2);
  model_.Apply(kBrand, absl::MakeConstSpan(&service_, 1));
  EXPECT_THAT(outlet->Message(2), ElementsAre(AssociateNo(1), AssociateNo(2)));
  EXPECT_THAT(outlet->slots()[AssociateNo(1)], IsEmpty());
}

TEST_F(SlotWatchersTest, TellOfWhatTimeAloneChanges) {
  const auto wish = Wish({1});
  const auto outlet = Watch(wish, true);
  outlet->Message(1);
  // At 8:00 the slot of 9:00 can be had to the second.
  Pass(absl::Seconds(1));
  EXPECT_THAT(outlet->Message(2), ElementsAre(AssociateNo(1)));
  EXPECT_EQ(outlet->slots(), Now(wish));
  EXPECT_EQ(outlet->slots()[AssociateNo(1)].size(), 14);
}

TEST_F(SlotWatchersTest, TellThatAHoldHasRunOut) {
  const auto wish = Wish({1});
  const auto outlet = Watch(wish);
  outlet->Message(1);
  Book(1, 14, kHeld, 1, kMorning + absl::Seconds(10));
  outlet->Message(2);
  Pass(absl::Seconds(10));
  EXPECT_THAT(outlet->Message(3), ElementsAre(AssociateNo(1)));
  EXPECT_EQ(outlet->slots(), Now(wish));
}

TEST_F(SlotWatchersTest, TellOfWhatComesWithinTheHorizon) {
  const auto wish = Wish({1}, absl::Hours(24 * 5));
  const auto outlet = Watch(wish);
  outlet->Message(1);
  Book(1, 9, kConfirmed);  // so that no slot drops out at once
  Book(1, 10, kConfirmed);
  Pass(absl::Minutes(62));  // from 9:00 on there is a 9:00 more, in three days
  outlet->Await(Now(wish));
  EXPECT_EQ(outlet->slots()[AssociateNo(1)].back().interval.start,
            kMorning + absl::Hours(24 * 3 + 1));
}

TEST_F(SlotWatchersTest, GatherWhatChangesWhileAMessageIsOnItsWay) {
  const auto wish = Wish({1, 2, 3});
  const auto outlet = Watch(wish, /*takes=*/false);
  outlet->Message(1);
  for (int hour : {10, 12, 14}) {
    Book(1, hour, kConfirmed);
    Book(3, hour, kConfirmed);
  }
  EXPECT_EQ(outlet->messages(), 1);
  watchers_.Written(outlet.get(), true);
  EXPECT_THAT(outlet->Message(2), ElementsAre(AssociateNo(1), AssociateNo(3)));
  EXPECT_EQ(outlet->slots(), Now(wish));
}

TEST_F(SlotWatchersTest, DropWhoDoesNotTakeAMessageInTime) {
  const auto slow = Watch(Wish({1}), /*takes=*/false);
  const auto quick = Watch(Wish({1}));
  slow->Message(1);
  quick->Message(1);
  Pass(kWatcherPatience);
  const absl::Status end = slow->AwaitEnd();
  EXPECT_EQ(end.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(end), "WATCHER_TOO_SLOW");
  EXPECT_THAT(quick->Message(2), ElementsAre(AssociateNo(1)));
  Pass(kWatcherPatience);
  slow->AwaitAbandoned();
  watchers_.Gone(slow.get());
  EXPECT_EQ(watchers_.count(), 1);
}

TEST_F(SlotWatchersTest, AreHeardOfEvenIfNothingChanges) {
  const auto outlet = Watch(Wish({2}, absl::Hours(9)));
  Book(2, 9, kConfirmed);
  outlet->Await(Now(Wish({2}, absl::Hours(9))));
  const size_t before = outlet->messages();
  Pass(kWatcherHearsEvery);
  EXPECT_THAT(outlet->Message(before + 1), IsEmpty());
}

TEST_F(SlotWatchersTest, GoOnFromWhatWasToldBefore) {
  const auto wish = Wish({1, 2, 3});
  const auto first = Watch(wish);
  first->Message(1);
  const auto told = first->told();
  EXPECT_THAT(Watch(wish, true, told)->Message(1), IsEmpty());
  Book(2, 11, kConfirmed);
  EXPECT_THAT(Watch(wish, true, told)->Message(1), ElementsAre(AssociateNo(2)));
}

TEST_F(SlotWatchersTest, EndWhenTheyLeaveAndWhenTheServerStops) {
  const auto leaving = Watch(Wish({1}));
  const auto staying = Watch(Wish({1}));
  watchers_.Left(leaving.get());
  EXPECT_EQ(leaving->AwaitEnd().code(), absl::StatusCode::kCancelled);
  watchers_.Gone(leaving.get());
  EXPECT_EQ(watchers_.count(), 1);
  watchers_.Stop();
  EXPECT_EQ(staying->AwaitEnd().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(watchers_.Add(std::make_shared<FakeOutlet>(), "ada",
                                   SlotWatch(Wish({1})))),
            "SERVER_STOPPING");
}

TEST_F(SlotWatchersTest, EndThoseWhoLeftBeforeTheyWereThere) {
  const auto outlet = std::make_shared<FakeOutlet>();
  outlet->owner = &watchers_;
  watchers_.Left(outlet.get());
  ASSERT_TRUE(watchers_.Add(outlet, "ada", SlotWatch(Wish({1}))).ok());
  EXPECT_EQ(outlet->AwaitEnd().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(outlet->messages(), 0);
}

TEST_F(SlotWatchersTest, AreOnlySoMany) {
  std::vector<std::shared_ptr<FakeOutlet>> all;
  for (size_t i = 0; i < kWatchersOfCallerMax; ++i) {
    all.push_back(Watch(Wish({1})));
  }
  const auto more = std::make_shared<FakeOutlet>();
  more->owner = &watchers_;
  const absl::Status refused = watchers_.Add(more, "ada", SlotWatch(Wish({1})));
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_WATCHERS");
  EXPECT_TRUE(watchers_.Add(more, "bob", SlotWatch(Wish({1}))).ok());
  watchers_.Gone(all[0].get());
  Watch(Wish({1}));
}

TEST_F(SlotWatchersTest, OfOneBrandLeaveRoomForTheOthers) {
  std::vector<std::shared_ptr<FakeOutlet>> all;
  const auto add = [&](const std::string& caller, const SlotWatchWish& wish) {
    all.push_back(std::make_shared<FakeOutlet>());
    all.back()->owner = &watchers_;
    return watchers_.Add(all.back(), caller, SlotWatch(wish));
  };
  for (size_t i = 0; i < kWatchersOfBrandMax; ++i) {
    ASSERT_TRUE(add(absl::StrCat("caller ", i), Wish({1})).ok());
  }
  EXPECT_EQ(ReasonOf(add("one more", Wish({1}))), "TOO_MANY_WATCHERS");
  catalog::Brand brand = BrandWith({});
  brand.id = BrandId::FromStored("others");
  model_.Apply(brand);
  model_.WaitPublished(brand.id);
  SlotWatchWish others = Wish({1});
  others.brand = brand.id;
  EXPECT_TRUE(add("one more", others).ok());
}

TEST_F(SlotWatchersTest, EndUpWithWhatIsSoWhateverHappensAtOnce) {
  constexpr int kWatchers = 16;
  constexpr int kWriters = 4;
  std::vector<SlotWatchWish> wishes;
  std::vector<std::shared_ptr<FakeOutlet>> outlets;
  for (int i = 0; i < kWatchers; ++i) {
    wishes.push_back(Wish({1 + i % kPeople, 1 + (i + 1) % kPeople}));
    outlets.push_back(Watch(wishes.back()));
  }
  std::vector<std::thread> threads;
  for (uint32_t writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      std::mt19937 random(writer);
      for (int64_t version = 1; version <= 200; ++version) {
        const uint32_t number = 1 + random() % kPeople;
        const int hour = 9 + 2 * static_cast<int>(writer);
        Book(number, hour,
             random() % 2 == 0 ? kConfirmed : booking::BookingState::kCancelled,
             version);
      }
    });
  }
  // Others come and go meanwhile.
  threads.emplace_back([&] {
    for (int i = 0; i < 50; ++i) {
      const auto guest = Watch(Wish({1, 2, 3}));
      watchers_.Left(guest.get());
      EXPECT_FALSE(guest->AwaitEnd().ok());
      watchers_.Gone(guest.get());
    }
  });
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < kWatchers; ++i) outlets[i]->Await(Now(wishes[i]));
}

}  // namespace
}  // namespace rapport::search
