#include "server/search/store_search.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

#include "server/search/store_relaxation.h"
#include "tests/search/random_stores.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

constexpr int kCatalogs = 100;
#ifdef NDEBUG
constexpr int kQueriesEach = 1000;
#else
constexpr int kQueriesEach = 60;
#endif

uint64_t FreshSeed() {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  return given == nullptr ? std::random_device()() : std::stoull(given);
}

struct Page {
  std::vector<StoreHit> hits;
  bool more = false;
  StoreCursor last;
};

Page Find(const BrandIndex& index, const StoreQuery& query) {
  Page page;
  page.more = SearchStores(
      index, query,
      [&](const StoreFound& found) {
        page.hits.push_back(
            {std::string(found.store->store->id.stored()), 0, 0});
      },
      page.last);
  return page;
}

std::vector<std::string> IdsOf(const std::vector<StoreHit>& hits) {
  std::vector<std::string> ids;
  for (const StoreHit& hit : hits) ids.push_back(hit.id);
  return ids;
}

// All hits, asked for in pages of that size.
std::vector<std::string> FindInPages(const BrandIndex& index, StoreQuery query,
                                     size_t size) {
  query.limit = size;
  query.after.reset();
  std::vector<std::string> ids;
  for (;;) {
    const Page page = Find(index, query);
    for (const StoreHit& hit : page.hits) ids.push_back(hit.id);
    EXPECT_TRUE(!page.more || page.hits.size() == size);
    if (!page.more) return ids;
    query.after = page.last;
  }
}

template <typename Check>
void OnRandomStores(const Check& check) {
  const uint64_t seed = FreshSeed();
  std::printf("RAPPORT_TEST_SEED=%lu\n", seed);
  for (int i = 0; i < kCatalogs && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const RandomCatalog catalog = DealStores(dealer);
    ReadModel model;
    ApplyAll(catalog, model);
    const auto index = model.Find(kBrand);
    for (int j = 0; j < kQueriesEach; ++j) {
      check(dealer, catalog, *index, DealStoreQuery(dealer, catalog));
      if (testing::Test::HasFailure()) break;
    }
  }
}

TEST(SearchStores, FindsWhatTheLongWayFindsInItsOrder) {
  size_t hits = 0;
  OnRandomStores([&](Dealer&, const RandomCatalog& catalog,
                     const BrandIndex& index, const StoreQuery& query) {
    const Page page = Find(index, query);
    ASSERT_EQ(IdsOf(page.hits), IdsOf(FindTheLongWay(catalog, query)));
    EXPECT_FALSE(page.more);
    hits += page.hits.size();
  });
  std::printf("%zu hits\n", hits);
  EXPECT_GT(hits, kCatalogs * kQueriesEach);
}

TEST(SearchStores, FindsTheSameInPagesOfWhateverSize) {
  OnRandomStores([](Dealer& dealer, const RandomCatalog&,
                    const BrandIndex& index, const StoreQuery& query) {
    if (!dealer.OneIn(5)) return;
    const std::vector<std::string> all = IdsOf(Find(index, query).hits);
    for (size_t size : {1, 2, 7}) {
      ASSERT_EQ(FindInPages(index, query, size), all) << "pages of " << size;
    }
  });
}

TEST(CountStores, CountsWhatTheLongWayFinds) {
  OnRandomStores([](Dealer&, const RandomCatalog& catalog,
                    const BrandIndex& index, const StoreQuery& query) {
    ASSERT_EQ(CountStores(index, query), FindTheLongWay(catalog, query).size());
  });
}

// The query with a condition dropped, by its field.
StoreQuery Without(absl::string_view field, StoreQuery query) {
  if (field == "radius_m") query.radius = geo::kNoDistanceLimit;
  if (query.area.has_value() && field == query.area->field) query.area.reset();
  if (field == "market") query.market.clear();
  if (field == "text") query.words.clear();
  if (field == "open_at") query.open_at.reset();
  if (field == "services") query.services.clear();
  if (field == "channels") query.channels = {};
  if (field == "language_codes") query.languages.clear();
  if (field == "attributes") query.attributes.clear();
  return query;
}

// The query with no condition but that.
StoreQuery Alone(absl::string_view field, const StoreQuery& query) {
  StoreQuery alone = query;
  for (absl::string_view other :
       {"radius_m", "box", "polygon", "route", "market", "text", "open_at",
        "services", "channels", "language_codes", "attributes"}) {
    if (other != field) alone = Without(other, alone);
  }
  return alone;
}

TEST(ExplainEmpty, CountsWhatEachConditionCosts) {
  size_t explained = 0;
  OnRandomStores([&](Dealer&, const RandomCatalog& catalog,
                     const BrandIndex& index, StoreQuery query) {
    if (CountStores(index, query) > 0) return;
    query.order =
        query.near.has_value() ? StoreOrder::kDistance : StoreOrder::kName;
    const EmptyStoreSearch empty = ExplainEmpty(index, query);
    for (const StoreCondition& condition : empty.conditions) {
      const StoreQuery relaxed = Without(condition.field, query);
      ASSERT_EQ(condition.without, FindTheLongWay(catalog, relaxed).size())
          << condition.field;
      ASSERT_EQ(condition.alone,
                FindTheLongWay(catalog, Alone(condition.field, query)).size())
          << condition.field;
    }
    for (const StoreRelaxation& relaxation : empty.relaxations) {
      const auto nearest =
          FindTheLongWay(catalog, Without(relaxation.field, query));
      ASSERT_FALSE(nearest.empty());
      ASSERT_EQ(relaxation.found.store->store->id.stored(), nearest[0].id);
      ++explained;
    }
  });
  std::printf("%zu relaxations\n", explained);
  EXPECT_GT(explained, 100);
}

}  // namespace
}  // namespace rapport::search
