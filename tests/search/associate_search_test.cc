#include "server/search/associate_search.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/search/random_catalog.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

constexpr int kCatalogs = 150;
constexpr int kQueriesEach = 12;
// Off the tick. No zone of the catalogs changes its clock within days of it.
const absl::Time kNow = absl::FromUnixSeconds(1'802'345'678);

// How many times as much is to be tried.
int Scale() {
  const char* given = std::getenv("RAPPORT_TEST_SCALE");
  return given == nullptr ? 1 : std::atoi(given);
}

uint64_t FreshSeed() {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  return given == nullptr ? std::random_device()() : std::stoull(given);
}

struct Page {
  std::vector<Hit> hits;
  bool more = false;
  AssociateCursor last;
};

Page Find(const BrandIndex& index, const AssociateQuery& query) {
  Page page;
  page.more = SearchAssociates(
      index, query,
      [&](const AssociateFound& found) {
        Hit& hit = page.hits.emplace_back();
        hit.id = std::string(found.associate.associate->id.stored());
        hit.store = found.store.store->id;
        hit.distance_m = found.distance.value_or(geo::Meters{}).value;
        hit.channel = found.channel;
        hit.score = found.score;
        for (const calendar::FreeSlot& slot : found.slots) {
          EXPECT_EQ(slot.store, found.store.store->id);
          EXPECT_EQ(slot.interval.length(), query.length());
          hit.slots.push_back(slot.interval.start);
        }
      },
      page.last);
  return page;
}

// All hits, asked for in pages of that size.
std::vector<Hit> FindInPages(const BrandIndex& index, AssociateQuery query,
                             size_t size) {
  query.limit = size;
  query.after.reset();
  std::vector<Hit> hits;
  for (;;) {
    const Page page = Find(index, query);
    hits.insert(hits.end(), page.hits.begin(), page.hits.end());
    EXPECT_TRUE(!page.more || page.hits.size() == size);
    if (!page.more) return hits;
    query.after = page.last;
  }
}

// Runs `check` on the index of one random catalog after another.
template <typename Check>
void OnRandomCatalogs(const Check& check) {
  const uint64_t seed = FreshSeed();
  std::printf("RAPPORT_TEST_SEED=%lu\n", seed);
  for (int i = 0; i < kCatalogs * Scale() && !testing::Test::HasFailure();
       ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const RandomCatalog catalog = DealCatalog(dealer, kNow);
    ReadModel model([] { return kNow; });
    ApplyAll(catalog, model);
    const auto index = model.Find(kBrand);
    for (int j = 0; j < kQueriesEach; ++j) check(dealer, catalog, *index);
  }
}

TEST(SearchAssociates, FindsWhatTheLongWayFinds) {
  size_t hits = 0;
  size_t slots = 0;
  OnRandomCatalogs([&](Dealer& dealer, const RandomCatalog& catalog,
                       const BrandIndex& index) {
    const AssociateQuery query = DealAssociateQuery(dealer, index, kNow);
    const Page page = Find(index, query);
    ASSERT_EQ(page.hits, FindTheLongWay(catalog, query));
    ASSERT_EQ(CountAssociates(index, query, 1000), page.hits.size());
    EXPECT_FALSE(page.more);
    hits += page.hits.size();
    for (const Hit& hit : page.hits) slots += hit.slots.size();
  });
  std::printf("%zu hits, %zu slots\n", hits, slots);
  EXPECT_GT(slots, 100);
}

TEST(SearchAssociates, FindsTheSameInPagesOfWhateverSize) {
  OnRandomCatalogs([](Dealer& dealer, const RandomCatalog&,
                      const BrandIndex& index) {
    const AssociateQuery query = DealAssociateQuery(dealer, index, kNow);
    const std::vector<Hit> all = Find(index, query).hits;
    for (size_t size : {1, 2, 3, 7}) {
      ASSERT_EQ(FindInPages(index, query, size), all) << "pages of " << size;
    }
  });
}

// One associate who works from 9 to 17 UTC at store 1 of two.
class SearchTest : public testing::Test {
 protected:
  SearchTest() {
    RandomCatalog world;
    world.brand = BrandWith({"bridal"});
    world.stores = {StoreAt(1, {40, -75}), StoreAt(2, {41, -75})};
    world.services = {Service("styling")};
    world.associates = {AssociateAt(1, {StoreNo(1), StoreNo(2)})};
    calendar::StoredSchedule schedule;
    schedule.associate = AssociateNo(1);
    schedule.schedule = DailyHours(9, 17);
    schedule.version = 1;
    world.schedules = {schedule};
    ApplyAll(world, model_);
    index_ = model_.Find(kBrand);
    query_.near = {41, -75};
    query_.now = kNow;
    query_.windows = {{kNow, kNow + absl::Hours(24)}};
  }
  void UseService() {
    query_.service = index_->FindService(ServiceCalled("styling"));
  }
  std::vector<Hit> Hits() { return Find(*index_, query_).hits; }

  ReadModel model_{[] { return kNow; }};
  std::shared_ptr<const BrandIndex> index_;
  AssociateQuery query_;
};

TEST_F(SearchTest, FindsAnAssociateOnceAtTheNearestStore) {
  ASSERT_EQ(Hits().size(), 1);
  EXPECT_EQ(Hits()[0].store, StoreNo(2));
  EXPECT_EQ(Hits()[0].distance_m, 0);
}

TEST_F(SearchTest, FindsAnAssociateAtTheStoreWhereTheyAreFree) {
  UseService();
  ASSERT_EQ(Hits().size(), 1);
  EXPECT_EQ(Hits()[0].store, StoreNo(1));
  EXPECT_EQ(Hits()[0].slots.size(), 3);
}

TEST_F(SearchTest, LooksNoFartherThanTheRadius) {
  UseService();
  query_.radius = geo::Distance(*query_.near, {40, -75});
  EXPECT_EQ(Hits().size(), 1);
  query_.radius.value -= 0.001;
  EXPECT_TRUE(Hits().empty());
}

TEST_F(SearchTest, WantsALanguageAtTheLevelOrBetter) {
  query_.languages = {{"en", LanguageLevel::kFluent}};
  EXPECT_EQ(Hits().size(), 1);
  query_.languages = {{"en", LanguageLevel::kNative}};
  EXPECT_TRUE(Hits().empty());
}

TEST_F(SearchTest, OffersTheFirstChannelOfTheListThatHasASlot) {
  UseService();
  query_.channels = {Channel::kChat, Channel::kVideo, Channel::kInStore};
  ASSERT_EQ(Hits().size(), 1);
  EXPECT_EQ(Hits()[0].channel, Channel::kVideo);
}

TEST_F(SearchTest, SeesASlotGoAndComeBack) {
  UseService();
  query_.slots_max = 1;
  const absl::Time first = Hits()[0].slots[0];
  booking::Booking booking = BookingIn(booking::BookingState::kConfirmed, 1,
                                       AssociateNo(1), {first, first + kTick});
  model_.Apply(kBrand, absl::MakeConstSpan(&booking, 1));
  EXPECT_GT(Hits()[0].slots[0], first);
  booking.state = booking::BookingState::kCancelled;
  booking.version = 2;
  model_.Apply(kBrand, absl::MakeConstSpan(&booking, 1));
  EXPECT_EQ(Hits()[0].slots[0], first);
}

}  // namespace
}  // namespace rapport::search
