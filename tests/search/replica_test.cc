#include "server/search/replica.h"

#include <functional>
#include <future>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/replica_fixture.h"

namespace rapport::search {
namespace {

TEST_F(ReplicaTest, LoadsEverythingAndSaysHowMuch) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  const auto index = model_.Find(kBrand);  // published already
  ASSERT_NE(index, nullptr);
  EXPECT_EQ(index->stores().size(), 1);
  EXPECT_EQ(index->services().size(), 1);
  EXPECT_EQ(index->entries().size(), 1);
  EXPECT_EQ(TimeOf(1)->schedule->version, 1);
  EXPECT_EQ(TimeOf(1)->busy.size(), 1);
  EXPECT_EQ(progress_,
            (std::vector<std::string>{
                "demo: 1 stores", "demo: 1 associates", "demo: 1 schedules",
                "demo: 1 live bookings", "demo: 0 who wait"}));
}

TEST_F(ReplicaTest, LoadsMoreThanOnePortion) {
  PutBrand();
  for (uint32_t number = 1; number <= 2001; ++number) PutStore(number);
  ASSERT_TRUE(Load().ok());
  EXPECT_EQ(Index()->stores().size(), 2001);
}

TEST_F(ReplicaTest, TakesItsPositionBeforeItReads) {
  PutBrand();
  feed_.on_start = [&] { PutSomeOfEach(); };
  ASSERT_TRUE(Load().ok());
  EXPECT_EQ(TimeOf(1)->busy.size(), 1);
}

TEST_F(ReplicaTest, SaysThatItCouldNotLoad) {
  PutSomeOfEach();
  feed_.start_status = Broken();
  EXPECT_EQ(Load(), Broken());
  feed_.start_status = absl::OkStatus();
  int works = 0;
  absl::Status status;
  do {
    int left = works++;
    network_.breaks = [left]() mutable { return left-- == 0; };
    status = Load();
  } while (status == Broken());
  EXPECT_TRUE(status.ok()) << status;
  // Brands, services, policies, stores, resources, associates, schedules,
  // bookings, who waits.
  EXPECT_EQ(works, 9);
}

TEST_F(ReplicaTest, FollowsChangesOfEveryKind) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  MustFollow(0);
  catalog::Brand brand = BrandWith({"bridal"});
  ASSERT_TRUE(catalog_.PutBrand(kAdmin, brand, {}).ok());
  feed_.Tell(ChangeKind::kBrand);
  PutService("repair");
  feed_.Tell(ChangeKind::kServices);
  feed_.Tell(ChangeKind::kStores, PutStore(1, "B") + PutStore(2, "C"));
  feed_.Tell(ChangeKind::kAssociates, PutAssociate(1, "D"));
  feed_.Tell(ChangeKind::kSchedules, PutSchedule(1, 18));
  feed_.Tell(ChangeKind::kBookings, HoldTicks(2, 1, 1) + Cancel(1));
  PutPolicy(Channel::kVideo);
  feed_.Tell(ChangeKind::kOfferPolicies);
  MustFollow(7);
  const auto index = Index();
  EXPECT_FALSE(index->offers().OfferedAt(0, 0).Has(Channel::kVideo));
  EXPECT_TRUE(index->offers().OfferedAt(0, 0).Has(Channel::kEmail));
  EXPECT_EQ(index->brand().styles.size(), 1);
  EXPECT_EQ(index->services().size(), 2);
  ASSERT_EQ(index->stores().size(), 2);
  EXPECT_EQ(index->stores()[0].store->content.display_name, "B");
  EXPECT_EQ(index->associates()[0].associate->content.display_name, "D");
  EXPECT_EQ(TimeOf(1)->schedule->version, 2);
  ASSERT_EQ(TimeOf(1)->busy.size(), 1);
  EXPECT_EQ(TimeOf(1)->busy[0].interval.start,
            TimeOfTick(TickOf(kNow)) + kTick);
}

TEST_F(ReplicaTest, FollowsResourcesAndWhatIsTakenOfThem) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  const ResourceSlug slug = ResourceSlug::FromStored("room-1");
  const catalog::StoreResource room = {
      ResourceIdOf(kBrand, StoreNo(1), slug), StoreNo(1), slug, "Room",
      ResourceKind::FromStored("room"),       false,      {}};
  ASSERT_TRUE(catalog_.PutStoreResource(kAdmin, room, {}).ok());
  feed_.Tell(ChangeKind::kStoreResources, std::string(room.id.stored()));
  MustFollow(1);
  ASSERT_EQ(Index()->ResourcesAt(StoreNo(1)).size(), 1u);
  EXPECT_TRUE(Index()->ResourcesAt(StoreNo(2)).empty());
  // As another server would find it.
  ReadModel other([] { return kNow; });
  Replica late({catalog_, schedules_, bookings_, waitlist_}, feed_, other);
  ASSERT_TRUE(late.Load([](absl::string_view) {}).ok());
  EXPECT_EQ(other.Find(kBrand)->ResourcesAt(StoreNo(1)).size(), 1u);
}

TEST_F(ReplicaTest, KnowsThePastOfThoseWhoseScheduleHasLimits) {
  PutSomeOfEach();
  HoldTicks(2, 1, -3 * 288);
  ASSERT_TRUE(Load().ok());
  EXPECT_EQ(TimeOf(1)->busy.size(), 1);
  calendar::Schedule limited = DailyHours(8, 17);
  limited.limits.bookings_per_day = 1;
  ASSERT_TRUE(
      schedules_.PutMany(kAdmin, {{AssociateNo(1), limited, std::nullopt}})
          .ok());
  feed_.Tell(ChangeKind::kSchedules, std::string(AssociateNo(1).stored()));
  MustFollow(1);
  EXPECT_EQ(TimeOf(1)->busy.size(), 2);
  // As another server would find it.
  ReadModel other([] { return kNow; });
  Replica late({catalog_, schedules_, bookings_, waitlist_}, feed_, other);
  ASSERT_TRUE(late.Load([](absl::string_view) {}).ok());
  other.WaitPublished(kBrand);
  const auto* found = other.Find(kBrand)->FindAssociate(AssociateNo(1));
  EXPECT_EQ(found->person->time()->busy.size(), 2);
}

TEST_F(ReplicaTest, ReadsOnlyWhatHasChanged) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  PutStore(1, "told");
  PutStore(2, "not told");
  feed_.Tell(ChangeKind::kStores, std::string(StoreNo(1).stored()));
  MustFollow(1);
  ASSERT_EQ(Index()->stores().size(), 1);
  EXPECT_EQ(Index()->stores()[0].store->content.display_name, "told");
}

TEST_F(ReplicaTest, HearsTheSameTwiceWithoutHarm) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  const std::string held = HoldTicks(2, 1, 1);
  feed_.Tell(ChangeKind::kBookings, held + held);
  feed_.Tell(ChangeKind::kBookings, held);
  MustFollow(2);
  EXPECT_EQ(TimeOf(1)->busy.size(), 2);
  feed_.Tell(ChangeKind::kBookings, held);
  MustFollow(1);
  EXPECT_EQ(TimeOf(1)->busy.size(), 2);
}

TEST_F(ReplicaTest, ReadsAgainWhatItCouldNotRead) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  const std::function<void()> changes[] = {
      [&] { feed_.Tell(ChangeKind::kStores, PutStore(1, "B")); },
      [&] { feed_.Tell(ChangeKind::kAssociates, PutAssociate(1, "C")); },
      [&] { feed_.Tell(ChangeKind::kSchedules, PutSchedule(1, 18)); },
      [&] { feed_.Tell(ChangeKind::kBookings, Cancel(1)); },
      [&] {
        PutService("repair");
        feed_.Tell(ChangeKind::kServices);
      },
      [&] {
        PutPolicy(Channel::kSms);
        feed_.Tell(ChangeKind::kOfferPolicies);
      },
      [&] {
        ASSERT_TRUE(catalog_.PutBrand(kAdmin, BrandWith({"x"}), {}).ok());
        feed_.Tell(ChangeKind::kBrand);
      },
  };
  for (const auto& change : changes) {
    change();
    BreakOnce();
    EXPECT_EQ(replica_.Follow().status(), Broken());
    MustFollow(0);  // the feed does not say it again
  }
  EXPECT_EQ(Index()->stores()[0].store->content.display_name, "B");
  EXPECT_EQ(Index()->associates()[0].associate->content.display_name, "C");
  EXPECT_EQ(TimeOf(1)->schedule->version, 2);
  EXPECT_TRUE(TimeOf(1)->busy.empty());
  EXPECT_EQ(Index()->services().size(), 2);
  EXPECT_FALSE(Index()->offers().OfferedAt(0, 0).Has(Channel::kSms));
  EXPECT_EQ(Index()->brand().styles.size(), 1);
}

TEST_F(ReplicaTest, AppliesWhatItHeardBeforeTheFeedFailed) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  feed_.Tell(ChangeKind::kStores, PutStore(2));
  feed_.Tell(ChangeKind::kStores, PutStore(3));
  feed_.good_before_failure = 1;
  EXPECT_EQ(replica_.Follow().status(), Broken());
  EXPECT_EQ(Index()->stores().size(), 2);
  MustFollow(1);
  EXPECT_EQ(Index()->stores().size(), 3);
}

TEST_F(ReplicaTest, LearnsOfABrandThatWasMadeElsewhere) {
  ASSERT_TRUE(Load().ok());
  PutSomeOfEach();
  feed_.Tell(ChangeKind::kStores, std::string(StoreNo(1).stored()));
  feed_.Tell(ChangeKind::kBrand);
  MustFollow(2);
  EXPECT_EQ(Index()->stores().size(), 1);
}

// Changes of several servers come in no order between polls: the brand may have
// been made by another than the one that imported its stores.
TEST_F(ReplicaTest, LosesNoNewsThatOvertakesThatOfItsBrand) {
  ASSERT_TRUE(Load().ok());
  PutSomeOfEach();
  PutService("repair");
  feed_.Tell(ChangeKind::kStores, std::string(StoreNo(1).stored()));
  feed_.Tell(ChangeKind::kServices);
  MustFollow(2);
  feed_.Tell(ChangeKind::kBrand);
  MustFollow(1);
  EXPECT_EQ(Index()->stores().size(), 1);
  EXPECT_EQ(Index()->services().size(), 2);
}

TEST_F(ReplicaTest, SaysWhereItIsOnceEverythingIsLoaded) {
  PutSomeOfEach();
  feed_.Tell(ChangeKind::kBrand);
  EXPECT_EQ(Said(), 0);
  feed_.on_start = [&] { feed_.Poll([](const Change&) {}).IgnoreError(); };
  ASSERT_TRUE(Load().ok());
  EXPECT_EQ(Said(), 1);
}

TEST_F(ReplicaTest, SaysNoPositionBeforeItsNewsAreRead) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  feed_.Tell(ChangeKind::kBookings, HoldTicks(2, 1, 1));
  feed_.Tell(ChangeKind::kSchedules, PutSchedule(1, 18));
  BreakOnce();
  EXPECT_EQ(replica_.Follow().status(), Broken());
  EXPECT_EQ(Said(), 0);
  // News that came later, and could be read, do not make up for it.
  feed_.Tell(ChangeKind::kBookings, HoldTicks(3, 1, 2));
  BreakOnce();
  EXPECT_EQ(replica_.Follow().status(), Broken());
  EXPECT_EQ(Said(), 0);
  MustFollow(0);
  EXPECT_EQ(Said(), 3);
  EXPECT_EQ(TimeOf(1)->busy.size(), 3);
}

TEST_F(ReplicaTest, SaysHowFarItIsWhereTheFeedFails) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  feed_.Tell(ChangeKind::kBookings, HoldTicks(2, 1, 1));
  feed_.Tell(ChangeKind::kBookings, HoldTicks(3, 1, 2));
  feed_.good_before_failure = 1;
  EXPECT_EQ(replica_.Follow().status(), Broken());
  EXPECT_EQ(Said(), 1);
  EXPECT_EQ(TimeOf(1)->busy.size(), 2);
}

TEST_F(ReplicaTest, SaysAPositionOfTheCatalogOnlyOnceFindShowsIt) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  for (uint32_t number = 2; number < 200; ++number) {
    const std::string id = PutStore(number);
    feed_.Tell(ChangeKind::kStores, id);
    MustFollow(1);
    std::promise<void> reached;
    model_.board().WhenReached(kBrand, Position::UpTo(1, number - 1),
                               absl::InfiniteFuture(),
                               [&](bool) { reached.set_value(); });
    reached.get_future().wait();
    // Without waiting for the publication.
    const auto index = model_.Find(kBrand);
    EXPECT_NE(index->FindStore(StoreNo(number)), nullptr) << number;
  }
}

TEST_F(ReplicaTest, EndsUpEqualToTheStoresWhateverFails) {
  PutSomeOfEach();
  ASSERT_TRUE(Load().ok());
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto below = [&](uint32_t end) {
    return static_cast<uint32_t>(random() % end);
  };
  std::vector<uint32_t> held = {1};
  for (uint32_t round = 2; round < 300; ++round) {
    const std::string name = absl::StrCat("of round ", round);
    const uint32_t number = 1 + below(5);
    network_.breaks = nullptr;  // for those who write
    if (below(4) == 0) {
      feed_.Tell(ChangeKind::kStores, PutStore(number, name));
    } else if (below(3) == 0) {
      feed_.Tell(ChangeKind::kAssociates, PutAssociate(number, name));
    } else if (held.empty() || below(2) == 0) {
      feed_.Tell(ChangeKind::kBookings, HoldTicks(round, 1, round));
      held.push_back(round);
    } else {
      std::swap(held[below(held.size())], held.back());
      feed_.Tell(ChangeKind::kBookings, Cancel(held.back()));
      held.pop_back();
    }
    network_.breaks = [&] { return below(4) == 0; };
    feed_.good_before_failure = static_cast<int>(below(3)) - 1;
    replica_.Follow().status().IgnoreError();
  }
  network_.breaks = nullptr;
  feed_.good_before_failure = -1;
  ASSERT_TRUE(replica_.Follow().ok());
  // A replica of what there is now, to compare.
  ReadModel fresh([] { return kNow; });
  ScriptedFeed silence;
  Replica other({catalog_, schedules_, bookings_, waitlist_}, silence, fresh);
  ASSERT_TRUE(other.Load([](absl::string_view) {}).ok());
  const auto expected = fresh.Find(kBrand);
  const auto index = Index();
  ASSERT_EQ(index->stores().size(), expected->stores().size());
  for (size_t i = 0; i < index->stores().size(); ++i) {
    EXPECT_EQ(index->stores()[i].store->content,
              expected->stores()[i].store->content);
  }
  ASSERT_EQ(index->associates().size(), expected->associates().size());
  for (size_t i = 0; i < index->associates().size(); ++i) {
    const AssociateRecord& record = index->associates()[i];
    const AssociateRecord& wanted = expected->associates()[i];
    EXPECT_EQ(record.associate->content, wanted.associate->content);
    EXPECT_EQ(record.person->time()->busy.size(),
              wanted.person->time()->busy.size());
  }
}

}  // namespace
}  // namespace rapport::search
