#include "db/mysql_demand_store.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "db/demand_json.h"
#include "db/multi_row.h"
#include "server/vocabulary/id.h"

namespace rapport::db {
namespace {

using search::DemandCount;

// In the background: nobody waits for it.
constexpr absl::Duration kCallDeadline = absl::Seconds(30);

constexpr char kInsert[] =
    "INSERT INTO demand (brand_id, start_hour, digest, area, market, filters,"
    " searches) VALUES";
constexpr int kInsertColumns = 7;
constexpr char kOnDuplicate[] =
    "ON DUPLICATE KEY UPDATE searches = searches + VALUES(searches)";

struct DemandRow {
  std::string digest;
  std::string filters;
  const DemandCount* count;

  auto key() const {
    return std::tie(count->demand.brand, count->demand.hour, digest);
  }
};

// In order of key: servers that write at once then wait for each other, and do
// not lock each other out.
absl::StatusOr<std::vector<DemandRow>> RowsOf(
    absl::Span<const DemandCount> counts) {
  std::vector<DemandRow> rows;
  for (const DemandCount& count : counts) {
    absl::StatusOr<std::string> filters = FiltersJson(count.demand.filters);
    if (!filters.ok()) return filters.status();
    const IdBytes digest = DeriveId(
        "demand", absl::StrCat(count.demand.area, " ", count.demand.market),
        *filters);
    rows.push_back({std::string(digest.begin(), digest.end()),
                    *std::move(filters), &count});
  }
  std::sort(
      rows.begin(), rows.end(),
      [](const DemandRow& a, const DemandRow& b) { return a.key() < b.key(); });
  return rows;
}

}  // namespace

MysqlDemandStore::MysqlDemandStore(Pool& pool, RetryPolicy retry)
    : pool_(pool), retry_(std::move(retry)) {}

absl::Status MysqlDemandStore::Add(absl::Span<const DemandCount> counts) {
  if (counts.size() > search::kDemandAddMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(counts.size(), " counts; at most ", search::kDemandAddMax,
                     " are added at once"));
  }
  const absl::StatusOr<std::vector<DemandRow>> rows = RowsOf(counts);
  if (!rows.ok()) return rows.status();
  return RunTransaction(
      pool_, retry_, retry_.now() + kCallDeadline,
      [&](Transaction& transaction) {
        MultiRow added(kInsert, kInsertColumns, kOnDuplicate);
        for (const DemandRow& row : *rows) {
          const search::Demand& demand = row.count->demand;
          added.Add({demand.brand.text(), demand.hour, row.digest, demand.area,
                     demand.market, row.filters, row.count->searches});
        }
        return added.Execute(transaction).status();
      });
}

}  // namespace rapport::db
