#include "server/search/read_model.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <random>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

using booking::BookingState;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

class ReadModelTest : public testing::Test {
 protected:
  template <typename Thing>
  void Apply(const Thing& thing) {
    model_.Apply(kBrand, absl::MakeConstSpan(&thing, 1));
  }
  std::shared_ptr<const BrandIndex> Index() {
    model_.WaitPublished(kBrand);
    return model_.Find(kBrand);
  }
  size_t BusyCount(uint32_t associate) {
    const auto index = Index();
    const auto* record = index->FindAssociate(AssociateNo(associate));
    return record == nullptr ? 0 : record->person->time()->busy.size();
  }
  // A thing of that name in that version.
  static catalog::Store StoreCalled(const std::string& name, int64_t version) {
    catalog::Store store = StoreAt(1, {1, 1});
    store.content.display_name = name;
    store.revision = Version(version);
    return store;
  }

  absl::Time now_ = kNow;
  ReadModel model_{[this] { return now_; }};
};

TEST_F(ReadModelTest, KnowsNoBrandAtFirst) {
  EXPECT_EQ(model_.Find(kBrand), nullptr);
  EXPECT_TRUE(model_.Brands().empty());
  EXPECT_EQ(model_.Now(), kNow);
  model_.WaitPublished(kBrand);
}

TEST_F(ReadModelTest, DropsWhatIsOfABrandThatItDoesNotKnow) {
  Apply(StoreAt(1, {1, 1}));
  Apply(AssociateAt(1, {StoreNo(1)}));
  Apply(Service("styling"));
  Apply(BookingIn(BookingState::kHeld, 1, AssociateNo(1), {kNow, kNow}));
  Apply(calendar::StoredSchedule());
  EXPECT_TRUE(model_.Brands().empty());
  model_.Apply(BrandWith({}));
  EXPECT_TRUE(Index()->stores().empty());
  EXPECT_TRUE(Index()->associates().empty());
}

TEST_F(ReadModelTest, ShowsWhatWasAppliedOncePublished) {
  model_.Apply(BrandWith({"bridal"}));
  Apply(StoreAt(1, {1, 1}, "Asia/Tokyo"));
  Apply(Service("styling"));
  Apply(AssociateAt(1, {StoreNo(1), StoreNo(2)}));
  const auto index = Index();
  EXPECT_EQ(model_.Brands(), std::vector<BrandId>{kBrand});
  EXPECT_EQ(index->brand().styles.size(), 1);
  ASSERT_NE(index->FindStore(StoreNo(1)), nullptr);
  EXPECT_EQ(index->ZoneOf(StoreNo(1)).name(), "Asia/Tokyo");
  EXPECT_EQ(index->ZoneOf(StoreNo(2)), absl::UTCTimeZone());
  EXPECT_NE(index->FindService(ServiceCalled("styling")), nullptr);
  EXPECT_EQ(index->FindService(ServiceCalled("repair")), nullptr);
  ASSERT_NE(index->FindAssociate(AssociateNo(1)), nullptr);
  EXPECT_EQ(index->FindAssociate(AssociateNo(2)), nullptr);
  EXPECT_EQ(index->entries().size(), 1);  // store 2 is not there
}

TEST_F(ReadModelTest, KeepsTheNewestVersionInWhateverOrderTheyCome) {
  model_.Apply(BrandWith({}));
  Apply(StoreCalled("two", 2));
  Apply(StoreCalled("one", 1));
  Apply(StoreCalled("other two", 2));
  const auto name = [&] {
    return Index()->FindStore(StoreNo(1))->store->content.display_name;
  };
  EXPECT_EQ(name(), "two");
  Apply(StoreCalled("three", 3));
  EXPECT_EQ(name(), "three");
  catalog::Brand brand = BrandWith({});
  brand.revision = Version(5);
  brand.display_name = "Five";
  model_.Apply(brand);
  model_.Apply(BrandWith({}));
  EXPECT_EQ(Index()->brand().display_name, "Five");
}

TEST_F(ReadModelTest, LeavesAnIndexAsItIsAndMakesAnother) {
  model_.Apply(BrandWith({}));
  const auto before = Index();
  Apply(StoreAt(1, {1, 1}));
  const auto after = Index();
  EXPECT_NE(before, after);
  EXPECT_TRUE(before->stores().empty());
  EXPECT_EQ(after->stores().size(), 1);
}

TEST_F(ReadModelTest, ShowsNewsOfTimeAtOnceInTheIndexThatIsThere) {
  model_.Apply(BrandWith({}));
  Apply(StoreAt(1, {1, 1}));
  Apply(AssociateAt(1, {StoreNo(1)}));
  const auto index = Index();
  Apply(BookingIn(BookingState::kConfirmed, 1, AssociateNo(1),
                  {kNow, kNow + absl::Hours(1)}));
  const auto* record = index->FindAssociate(AssociateNo(1));
  EXPECT_EQ(record->person->time()->busy.size(), 1);
  EXPECT_EQ(Index(), index);
}

TEST_F(ReadModelTest, KnowsSomebodysTimeBeforeTheyAreKnown) {
  model_.Apply(BrandWith({}));
  Apply(BookingIn(BookingState::kConfirmed, 1, AssociateNo(1),
                  {kNow, kNow + absl::Hours(1)}));
  calendar::StoredSchedule schedule;
  schedule.associate = AssociateNo(1);
  schedule.version = 4;
  Apply(schedule);
  EXPECT_TRUE(Index()->associates().empty());
  Apply(AssociateAt(1, {StoreNo(1)}));
  EXPECT_EQ(BusyCount(1), 1);
  EXPECT_EQ(
      Index()->FindAssociate(AssociateNo(1))->person->time()->schedule->version,
      4);
}

TEST_F(ReadModelTest, KeepsSomebodysTimeWhenTheyChange) {
  model_.Apply(BrandWith({}));
  Apply(AssociateAt(1, {StoreNo(1)}));
  Apply(BookingIn(BookingState::kConfirmed, 1, AssociateNo(1),
                  {kNow, kNow + absl::Hours(1)}));
  catalog::Associate changed = AssociateAt(1, {StoreNo(2)});
  changed.revision = Version(2);
  Apply(changed);
  EXPECT_EQ(BusyCount(1), 1);
}

TEST_F(ReadModelTest, ForgetsBookingsADayAfterTheirEnd) {
  model_.Apply(BrandWith({}));
  Apply(AssociateAt(1, {StoreNo(1)}));
  const absl::Time end = kNow + absl::Hours(1);
  Apply(BookingIn(BookingState::kConfirmed, 1, AssociateNo(1), {kNow, end}));
  const auto other = BookingIn(BookingState::kConfirmed, 2, AssociateNo(1),
                               {end + kPastKept, end + 2 * kPastKept});
  now_ = end + kPastKept - absl::Seconds(1);
  Apply(other);
  EXPECT_EQ(BusyCount(1), 2);
  now_ = end + kPastKept;
  auto changed = other;
  changed.version = 2;
  Apply(changed);
  EXPECT_EQ(BusyCount(1), 1);
}

TEST_F(ReadModelTest, KeepsBrandsApart) {
  model_.Apply(BrandWith({}));
  model_.Apply(BrandWith({}, kOtherBrand));
  Apply(StoreAt(1, {1, 1}));
  Apply(AssociateAt(1, {StoreNo(1)}));
  Apply(BookingIn(BookingState::kConfirmed, 1, AssociateNo(1),
                  {kNow, kNow + absl::Hours(1)}));
  EXPECT_EQ(BusyCount(1), 1);
  const catalog::Associate same = AssociateAt(1, {StoreNo(1)});
  model_.Apply(kOtherBrand, absl::MakeConstSpan(&same, 1));
  model_.WaitPublished(kOtherBrand);
  const auto other = model_.Find(kOtherBrand);
  EXPECT_TRUE(other->stores().empty());
  EXPECT_TRUE(
      other->FindAssociate(AssociateNo(1))->person->time()->busy.empty());
}

// What two indexes of one catalog agree in.
std::string Summary(const BrandIndex& index) {
  std::string text = index.brand().display_name;
  for (const StoreRecord& record : index.stores()) {
    absl::StrAppend(&text, "\n", record.store->content.display_name, " ",
                    record.store->revision.version);
  }
  for (const AssociateRecord& record : index.associates()) {
    const auto time = record.person->time();
    absl::StrAppend(&text, "\n", record.associate->content.display_name, " ",
                    record.associate->revision.version, " ",
                    time->schedule->version, " ", time->busy.size());
  }
  for (const Entry& entry : index.entries()) {
    absl::StrAppend(&text, "\n", entry.associate, " at ", entry.store);
  }
  return text;
}

TEST(ReadModel, EndsUpTheSameInWhateverOrderChangesCome) {
  using Change = std::function<void(ReadModel&)>;
  std::vector<Change> changes;
  const auto add = [&](auto thing) {
    changes.push_back([thing](ReadModel& model) {
      model.Apply(kBrand, absl::MakeConstSpan(&thing, 1));
    });
  };
  for (int64_t version = 1; version <= 3; ++version) {
    for (uint32_t number = 1; number <= 4; ++number) {
      catalog::Store store = StoreAt(number, {1.0 * number, 0});
      store.revision = Version(version);
      store.content.display_name = absl::StrCat(number, " v", version);
      add(store);
      catalog::Associate associate =
          AssociateAt(number, {StoreNo(number), StoreNo(number % 3 + version)});
      associate.revision = Version(version);
      add(associate);
      calendar::StoredSchedule schedule;
      schedule.associate = AssociateNo(number);
      schedule.version = version;
      add(schedule);
      add(BookingIn(version == 3 && number % 2 == 0 ? BookingState::kCancelled
                                                    : BookingState::kConfirmed,
                    number, AssociateNo(number), {kNow, kNow + absl::Hours(1)},
                    version));
    }
  }
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  std::string expected;
  for (int round = 0; round < 20; ++round) {
    ReadModel model([] { return kNow; });
    model.Apply(BrandWith({}));
    for (const Change& change : changes) change(model);
    model.WaitPublished(kBrand);
    const std::string summary = Summary(*model.Find(kBrand));
    if (round == 0) expected = summary;
    EXPECT_EQ(summary, expected);
    std::shuffle(changes.begin(), changes.end(), random);
    changes.push_back(changes.front());  // and some of it twice
  }
  EXPECT_NE(expected.find("4 v3"), std::string::npos);
}

TEST(ReadModel, ShowsReadersWholeIndexesWhileItChanges) {
  ReadModel model([] { return kNow; });
  model.Apply(BrandWith({}));
  model.WaitPublished(kBrand);
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      size_t stores = 0;
      while (!done) {
        const auto index = model.Find(kBrand);
        EXPECT_GE(index->stores().size(), stores);
        stores = index->stores().size();
        for (const Entry& entry : index->entries()) {
          const auto& record = index->associates()[entry.associate];
          EXPECT_LE(record.person->time()->busy.size(), 50);
          EXPECT_LT(entry.store, index->stores().size());
        }
      }
    });
  }
  std::vector<std::thread> writers;
  for (uint32_t writer = 0; writer < 2; ++writer) {
    writers.emplace_back([&, writer] {
      for (uint32_t i = 1; i <= 25; ++i) {
        const uint32_t number = 100 * writer + i;
        const catalog::Store store = StoreAt(number, {1, 1});
        model.Apply(kBrand, absl::MakeConstSpan(&store, 1));
        const catalog::Associate associate =
            AssociateAt(number, {StoreNo(number)});
        model.Apply(kBrand, absl::MakeConstSpan(&associate, 1));
        const auto booking =
            BookingIn(BookingState::kConfirmed, number, AssociateNo(1),
                      {kNow + number * kTick, kNow + (number + 1) * kTick});
        model.Apply(kBrand, absl::MakeConstSpan(&booking, 1));
        if (i % 5 == 0) model.WaitPublished(kBrand);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  model.WaitPublished(kBrand);
  const auto index = model.Find(kBrand);
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(index->stores().size(), 50);
  EXPECT_EQ(index->entries().size(), 50);
  EXPECT_EQ(index->FindAssociate(AssociateNo(1))->person->time()->busy.size(),
            50);
}

}  // namespace
}  // namespace rapport::search
