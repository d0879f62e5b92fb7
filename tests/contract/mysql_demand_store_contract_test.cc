#include "db/mysql_demand_store.h"
#include "tests/contract/demand_store_contract.h"
#include "tests/contract/mysql_world.h"

namespace rapport::search {
namespace {

// All rows, handed to `each`.
void ReadTable(test::MysqlWorld& world,
               const std::function<void(const db::Row&)>& each) {
  const absl::Status read = db::RunRead(
      world.pool, {}, absl::Now() + absl::Minutes(1),
      [&](db::Connection& connection) {
        return connection.Query(
            "SELECT brand_id, start_hour, area, market, searches, filters"
            " FROM demand",
            {}, [&](const db::Row& row) {
              each(row);
              return absl::OkStatus();
            });
      });
  EXPECT_TRUE(read.ok()) << read;
}

DemandStoreUnderTest MakeMysql() {
  const auto world = test::MakeMysqlWorld();
  return {
      world, std::make_shared<db::MysqlDemandStore>(world->pool), [world] {
        std::vector<std::string> rows;
        ReadTable(*world, [&](const db::Row& row) {
          rows.push_back(DemandText(row.String(0), row.Time(1), row.String(2),
                                    row.String(3), row.Int64(4)));
        });
        return rows;
      }};
}

INSTANTIATE_TEST_SUITE_P(Mysql, DemandStoreContract,
                         testing::Values(DemandStoreCase{"Mysql", MakeMysql}),
                         NameOfDemandStore);

// What whoever counts later will find there.
TEST(MysqlDemandStore, WritesWhatWasAskedAsJson) {
  const auto world = test::MakeMysqlWorld();
  db::MysqlDemandStore store(world->pool);
  Demand demand;
  demand.brand = BrandId::FromStored("demo");
  demand.hour = absl::FromUnixSeconds(1'800'003'600);
  demand.filters.service = ServiceId::FromStored("styling");
  demand.filters.languages = {{"es", LanguageLevel::kFluent}};
  demand.filters.channels = {Channel::kInStore, Channel::kVideo};
  demand.filters.days_ahead = 1;
  const std::vector<DemandCount> counts = {{demand, 3}};
  ASSERT_TRUE(store.Add(counts).ok());
  std::vector<std::string> filters;
  ReadTable(*world,
            [&](const db::Row& row) { filters.push_back(row.String(5)); });
  EXPECT_THAT(filters, testing::ElementsAre(
                           R"({"channels":["in-store","video"],"days_ahead":1,)"
                           R"("languages":["es:3"],"service":"styling"})"));
}

}  // namespace
}  // namespace rapport::search
