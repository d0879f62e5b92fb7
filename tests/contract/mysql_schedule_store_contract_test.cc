#include <memory>

#include "db/mysql_schedule_store.h"
#include "tests/contract/mysql_world.h"
#include "tests/contract/schedule_store_contract.h"

namespace rapport::calendar {
namespace {

ScheduleStoreUnderTest MakeMysql() {
  const auto world = test::MakeMysqlWorld();
  ScheduleStoreUnderTest made;
  made.world = world;
  made.store =
      std::make_unique<db::MysqlScheduleStore>(world->pool, world->log);
  return made;
}

INSTANTIATE_TEST_SUITE_P(Mysql, ScheduleStoreContract,
                         testing::Values(ScheduleStoreCase{"Mysql", MakeMysql}),
                         NameOfScheduleStore);

}  // namespace
}  // namespace rapport::calendar
