#include "server/search/associate_relaxation.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "server/search/associate_search.h"
#include "tests/search/random_catalog.h"
#include "tests/search/small_world.h"

namespace rapport::search {
namespace {

constexpr int kCatalogs = 100;
constexpr int kQueriesEach = 10;
const absl::Time kNow = absl::FromUnixSeconds(1'802'345'678);

// The query without one field, as a shopper would send it.
AssociateQuery Without(AssociateQuery query, absl::string_view field) {
  const AssociateQuery nothing;
  if (field == "window") query.windows = {};
  if (field == "window") query.store_windows = {};
  if (field == "radius_m") query.radius = nothing.radius;
  if (field == "channels") query.channels = {};
  if (field == "styles") query.styles = {};
  if (field == "any_styles") query.any_styles = {};
  if (field == "attributes") query.attributes = {};
  if (field == "stores") query.stores = {};
  if (field == "market") query.market = {};
  if (field == "associates") query.associates = {};
  if (field == "languages") query.languages = {};
  if (field == "service") query.service = nullptr;
  return query;
}

const std::vector<std::string> kFields = {
    "window", "radius_m", "channels",   "styles",    "any_styles", "attributes",
    "stores", "market",   "associates", "languages", "service"};

// With one field only; a window is one of the service.
AssociateQuery Alone(AssociateQuery query, absl::string_view field) {
  for (const std::string& other : kFields) {
    if (other == field || (field == "window" && other == "service")) continue;
    query = Without(query, other);
  }
  return query;
}

std::vector<AssociateId> IdsFound(const RandomCatalog& catalog,
                                  const AssociateQuery& query) {
  std::vector<AssociateId> ids;
  for (const Hit& hit : FindTheLongWay(catalog, query)) {
    ids.push_back(AssociateId::FromBytes(hit.id));
  }
  return ids;
}

// How many more there are where the loosening is taken up. That of a window is
// any time, of a radius any distance, of channels any of them.
size_t MatchesOf(const RandomCatalog& catalog, AssociateQuery query,
                 const std::vector<AssociateId>& found,
                 const AssociateLoosening& loosening) {
  query.excluded.insert(query.excluded.end(), found.begin(), found.end());
  if (loosening.window.has_value()) {
    query.store_windows = {};
    query.windows = {{query.now, query.now + query.service->booking_horizon +
                                     query.length()}};
  } else if (loosening.language.has_value()) {
    for (LanguageWish& wish : query.languages) {
      if (wish.key == loosening.language->key) {
        wish.level = loosening.language->level;
      }
    }
  } else {
    query = Without(query, loosening.field);
  }
  return FindTheLongWay(catalog, query).size();
}

TEST(ExplainSparse, CountsWhatTheLongWayCounts) {
  const char* given = std::getenv("RAPPORT_TEST_SEED");
  const uint64_t seed =
      given == nullptr ? std::random_device()() : std::stoull(given);
  std::printf("RAPPORT_TEST_SEED=%lu\n", seed);
  size_t conditions = 0;
  size_t loosenings = 0;
  for (int i = 0; i < kCatalogs && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE(testing::Message() << "RAPPORT_TEST_SEED=" << seed + i);
    Dealer dealer(seed + i);
    const RandomCatalog catalog = DealCatalog(dealer, kNow);
    ReadModel model([] { return kNow; });
    ApplyAll(catalog, model);
    const auto index = model.Find(kBrand);
    for (int j = 0; j < kQueriesEach; ++j) {
      const AssociateQuery query = DealAssociateQuery(dealer, *index, kNow);
      const std::vector<AssociateId> found = IdsFound(catalog, query);
      const SparseExplanation sparse = ExplainSparse(*index, query, found);
      for (const AssociateConditionCount& each : sparse.conditions) {
        SCOPED_TRACE(each.field);
        ASSERT_EQ(each.matches_without,
                  FindTheLongWay(catalog, Without(query, each.field)).size());
        ASSERT_EQ(each.matches_alone,
                  FindTheLongWay(catalog, Alone(query, each.field)).size());
      }
      for (const AssociateLoosening& each : sparse.loosenings) {
        SCOPED_TRACE(each.field);
        ASSERT_EQ(each.matches, MatchesOf(catalog, query, found, each));
      }
      conditions += sparse.conditions.size();
      loosenings += sparse.loosenings.size();
    }
  }
  std::printf("%zu conditions, %zu loosenings\n", conditions, loosenings);
  EXPECT_GT(loosenings, 100);
}

// Asked on a Tuesday at 12:00 UTC for one who works from 9 to 17 at a store a
// degree to the north, in store and by video, speaking fluent English.
class SparseTest : public testing::Test {
 protected:
  SparseTest() {
    RandomCatalog world;
    world.brand = BrandWith({"bridal"});
    world.stores = {StoreAt(1, {41, -75})};
    world.services = {Service("styling")};
    world.associates = {AssociateAt(1, {StoreNo(1)})};
    calendar::StoredSchedule schedule;
    schedule.associate = AssociateNo(1);
    schedule.schedule = DailyHours(9, 17);
    schedule.version = 1;
    world.schedules = {schedule};
    ApplyAll(world, model_);
    index_ = model_.Find(kBrand);
    query_.near = {40, -75};
    query_.now = noon_;
    query_.service = index_->FindService(ServiceCalled("styling"));
    query_.windows = {{noon_, noon_ + absl::Hours(24)}};
  }

  // What is suggested for the field; fails if nothing is.
  AssociateLoosening For(absl::string_view field) {
    const SparseExplanation sparse = ExplainSparse(*index_, query_, {});
    for (const AssociateLoosening& each : sparse.loosenings) {
      if (each.field == field) return each;
    }
    ADD_FAILURE() << "nothing is suggested for " << field;
    return {};
  }

  const absl::Time noon_ =
      absl::FromCivil(absl::CivilHour(2027, 2, 9, 12), absl::UTCTimeZone());
  ReadModel model_{[this] { return noon_; }};
  std::shared_ptr<const BrandIndex> index_;
  AssociateQuery query_;
};

TEST_F(SparseTest, OffersTheFirstSlotAfterTheWindow) {
  query_.windows = {{noon_ + absl::Hours(6), noon_ + absl::Hours(8)}};
  const AssociateLoosening loose = For("window");
  EXPECT_EQ(loose.matches, 1);
  ASSERT_TRUE(loose.window.has_value());
  EXPECT_EQ(loose.window->start, noon_ + absl::Hours(21));
  query_.windows = {*loose.window};
  EXPECT_EQ(CountAssociates(*index_, query_, 1000), 1);
}

TEST_F(SparseTest, OffersAnEarlierSlotWhereThereIsNoneLater) {
  const absl::Time end = noon_ + absl::Hours(60 * 24);
  query_.windows = {{end + absl::Hours(24), end + absl::Hours(48)}};
  EXPECT_EQ(For("window").window->start, noon_);
}

TEST_F(SparseTest, OffersTheRadiusThatReachesTheNearest) {
  query_.radius = {1000};
  const AssociateLoosening loose = For("radius_m");
  ASSERT_TRUE(loose.radius.has_value());
  query_.radius = *loose.radius;
  EXPECT_EQ(CountAssociates(*index_, query_, 1000), 1);
  query_.radius.value -= 1;
  EXPECT_EQ(CountAssociates(*index_, query_, 1000), 0);
}

TEST_F(SparseTest, OffersAnotherChannel) {
  query_.channels = {Channel::kPhone};
  EXPECT_EQ(For("channels").channel, Channel::kInStore);
}

TEST_F(SparseTest, OffersTheLevelThatThereIs) {
  query_.languages = {{"en", LanguageLevel::kNative, "en-GB"}};
  const AssociateLoosening loose = For("languages");
  ASSERT_TRUE(loose.language.has_value());
  EXPECT_EQ(loose.language->level, LanguageLevel::kFluent);
  EXPECT_EQ(loose.language->tag, "en-GB");
}

TEST_F(SparseTest, OffersToLeaveAConditionOutWhereNothingElseHelps) {
  query_.languages = {{"cy"}};
  const AssociateLoosening loose = For("languages");
  EXPECT_FALSE(loose.language.has_value());
  EXPECT_EQ(loose.matches, 1);
}

TEST_F(SparseTest, CountsNobodyWhoWasFound) {
  query_.radius = {1000};
  const AssociateId found = AssociateNo(1);
  const SparseExplanation sparse = ExplainSparse(*index_, query_, {&found, 1});
  EXPECT_TRUE(sparse.loosenings.empty());
  ASSERT_FALSE(sparse.conditions.empty());
  EXPECT_EQ(sparse.conditions[0].matches_without, 0);
}

}  // namespace
}  // namespace rapport::search
