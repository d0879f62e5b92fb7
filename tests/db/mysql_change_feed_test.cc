// That other servers hear of every kind of change.
#include "db/mysql_change_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "db/mysql_catalog_store.h"
#include "tests/db/change_log_fixture.h"
#include "tests/search/small_world.h"

namespace rapport::db {
namespace {

using search::ChangeKind;
using testing::ElementsAre;

class MysqlChangeFeedTest : public ChangeLogFixture {};

TEST_F(MysqlChangeFeedTest, TellsOfEachChangeOfTheCatalog) {
  ChangeLog log(pool_);
  ASSERT_TRUE(log.Start().ok());
  Pool other_pool(schema_.url());
  MysqlChangeFeed feed(other_pool);
  ASSERT_TRUE(feed.Start().ok());
  MysqlCatalogStore store(pool_, log);
  const Actor actor = TestActor();
  const catalog::Brand brand = search::BrandWith({}, actor.brand);
  ASSERT_TRUE(store.CreateBrand(actor, brand).ok());
  const catalog::Store shop = search::StoreAt(1, {1, 1});
  ASSERT_TRUE(store.PutStores(actor, {&shop, 1}, {}).ok());
  const catalog::Associate associate =
      search::AssociateAt(1, {search::StoreNo(1)});
  ASSERT_TRUE(store.PutAssociates(actor, {&associate, 1}, {}).ok());
  ASSERT_TRUE(store.PutService(actor, search::Service("styling"), {}).ok());
  catalog::OfferPolicy policy;
  policy.rules.emplace_back();
  ASSERT_TRUE(store.PutOfferPolicy(actor, policy, {}).ok());
  // Nothing has changed, so there is nothing to tell.
  ASSERT_TRUE(store.PutOfferPolicy(actor, policy, {}).ok());
  catalog::StoreResource room;
  room.slug = ResourceSlug::FromStored("room-1");
  ASSERT_TRUE(store.PutStoreResource(actor, room, {}).ok());
  std::vector<ChangeKind> kinds;
  const auto polled = feed.Poll([&](const search::Change& change) {
    EXPECT_EQ(change.brand, actor.brand);
    kinds.push_back(change.kind);
  });
  ASSERT_TRUE(polled.ok()) << polled.status();
  EXPECT_THAT(kinds, ElementsAre(ChangeKind::kBrand, ChangeKind::kStores,
                                 ChangeKind::kAssociates, ChangeKind::kServices,
                                 ChangeKind::kOfferPolicies,
                                 ChangeKind::kStoreResources));
}

}  // namespace
}  // namespace rapport::db
