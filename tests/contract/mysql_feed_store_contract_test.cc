#include "db/mysql_feed_store.h"
#include "tests/contract/feed_store_contract.h"
#include "tests/contract/mysql_world.h"

namespace rapport::calendar {
namespace {

FeedStoreUnderTest MakeMysql() {
  const auto world = test::MakeMysqlWorld();
  return {world, std::make_shared<db::MysqlFeedStore>(world->pool, world->log)};
}

INSTANTIATE_TEST_SUITE_P(Mysql, FeedStoreContract,
                         testing::Values(FeedStoreCase{"Mysql", MakeMysql}),
                         NameOfFeedStore);

}  // namespace
}  // namespace rapport::calendar
