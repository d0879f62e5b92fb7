#include "server/search/any_slots.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/random_catalog.h"
#include "tests/search/small_world.h"

namespace rapport::search {

void PrintTo(const AnySlot& slot, std::ostream* out) {
  *out << slot.place.start << " at store "
       << static_cast<int>(slot.place.store.bytes()[15]) << " by "
       << ChannelWord(slot.place.channel) << ": " << slot.associates;
}

namespace {

constexpr int kCatalogs = 150;
constexpr int kQueriesEach = 8;
const absl::Time kNow = absl::FromUnixSeconds(1'802'345'678);

uint64_t FreshSeed() {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  return given == nullptr ? std::random_device()() : std::stoull(given);
}

// A query that asks for time; half of them for little else, so that many fit.
AssociateQuery DealTimeQuery(Dealer& dealer, const BrandIndex& index) {
  for (;;) {
    AssociateQuery query = DealAssociateQuery(dealer, index, kNow);
    if (!query.has_time()) continue;
    if (dealer.OneIn(2)) return query;
    query.languages.clear();
    query.styles.clear();
    query.any_styles.clear();
    query.attributes.clear();
    return query;
  }
}

std::vector<AnySlot> InPages(const BrandIndex& index,
                             const AssociateQuery& query, size_t size) {
  std::vector<AnySlot> slots;
  std::optional<SlotPlace> after;
  for (;;) {
    const AnySlotsPage page = FindAnySlots(index, query, after, size);
    slots.insert(slots.end(), page.slots.begin(), page.slots.end());
    EXPECT_TRUE(!page.more || page.slots.size() == size);
    if (!page.more) return slots;
    after = slots.back().place;
  }
}

TEST(FindAnySlots, FindsInPagesOfWhateverSizeWhatTheLongWayFinds) {
  const uint64_t seed = FreshSeed();
  std::printf("RAPPORT_TEST_SEED=%lu\n", seed);
  size_t slots = 0;
  size_t shared = 0;
  for (int i = 0; i < kCatalogs; ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const RandomCatalog catalog = DealCatalog(dealer, kNow);
    ReadModel model([] { return kNow; });
    ApplyAll(catalog, model);
    const auto index = model.Find(kBrand);
    for (int j = 0; j < kQueriesEach; ++j) {
      const AssociateQuery query = DealTimeQuery(dealer, *index);
      const auto all = AnySlotsTheLongWay(catalog, query);
      ASSERT_EQ(InPages(*index, query, 1000), all);
      ASSERT_EQ(InPages(*index, query, dealer.Between(1, 9)), all);
      slots += all.size();
      for (const AnySlot& slot : all) shared += slot.associates > 1 ? 1 : 0;
    }
  }
  std::printf("%zu slots, %zu with more than one\n", slots, shared);
  EXPECT_GT(shared, 100);
}

// Three at one store who work from 9 to 17 UTC.
class AnySlotsTest : public testing::Test {
 protected:
  AnySlotsTest() {
    world_.brand = BrandWith({});
    world_.stores = {StoreAt(1, {40, -75})};
    world_.services = {Service("styling")};
    for (uint32_t number : {1, 2, 3}) {
      world_.associates.push_back(AssociateAt(number, {StoreNo(1)}));
      calendar::StoredSchedule schedule;
      schedule.associate = AssociateNo(number);
      schedule.schedule = DailyHours(9, 17);
      schedule.version = 1;
      world_.schedules.push_back(schedule);
    }
    ApplyAll(world_, model_);
    index_ = model_.Find(kBrand);
    query_.near = {41, -75};
    query_.now = kNow;
    query_.windows = {{kNow, kNow + absl::Hours(24)}};
    query_.channels = {Channel::kInStore};
    query_.service = index_->FindService(ServiceCalled("styling"));
  }

  RandomCatalog world_;
  ReadModel model_{[] { return kNow; }};
  std::shared_ptr<const BrandIndex> index_;
  AssociateQuery query_;
};

TEST_F(AnySlotsTest, CountsThoseWhoAreFree) {
  const auto page = FindAnySlots(*index_, query_, std::nullopt, 1);
  ASSERT_EQ(page.slots.size(), 1);
  EXPECT_EQ(page.slots[0].associates, 3);
  EXPECT_TRUE(page.more);
  EXPECT_FALSE(page.partial);
  const absl::Time first = page.slots[0].place.start;
  const booking::Booking booking =
      BookingIn(booking::BookingState::kConfirmed, 1, AssociateNo(2),
                {first, first + kTick});
  model_.Apply(kBrand, absl::MakeConstSpan(&booking, 1));
  const auto then = FindAnySlots(*index_, query_, std::nullopt, 1);
  EXPECT_EQ(then.slots[0].place.start, first);
  EXPECT_EQ(then.slots[0].associates, 2);
}

TEST_F(AnySlotsTest, LooksAtNoMoreThanTheBestAndSaysSo) {
  const auto page = FindAnySlots(*index_, query_, std::nullopt, 1, 2);
  ASSERT_EQ(page.slots.size(), 1);
  EXPECT_EQ(page.slots[0].associates, 2);
  EXPECT_TRUE(page.partial);
  EXPECT_FALSE(FindAnySlots(*index_, query_, std::nullopt, 1, 3).partial);
}

TEST_F(AnySlotsTest, StopsWhenItIsToldTo) {
  int asked = 0;
  query_.give_up = [&] { return ++asked > 1; };
  EXPECT_TRUE(FindAnySlots(*index_, query_, std::nullopt, 100).slots.empty());
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace rapport::search
