#include <memory>

#include "db/mysql_catalog_store.h"
#include "tests/contract/catalog_store_contract.h"
#include "tests/contract/mysql_world.h"

namespace rapport::catalog {
namespace {

CatalogStoreUnderTest MakeMysql() {
  const auto world = test::MakeMysqlWorld();
  CatalogStoreUnderTest made;
  made.world = world;
  made.store = std::make_unique<db::MysqlCatalogStore>(world->pool, world->log);
  return made;
}

INSTANTIATE_TEST_SUITE_P(Mysql, CatalogStoreContract,
                         testing::Values(CatalogStoreCase{"Mysql", MakeMysql}),
                         NameOfCatalogStore);

}  // namespace
}  // namespace rapport::catalog
