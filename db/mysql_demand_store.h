// Demand in MySQL or MariaDB: a counter a row.
#ifndef RAPPORT_DB_MYSQL_DEMAND_STORE_H_
#define RAPPORT_DB_MYSQL_DEMAND_STORE_H_

#include "db/pool.h"
#include "db/transaction.h"
#include "server/search/demand_store.h"

namespace rapport::db {

// Thread-safe. `pool` must outlive it.
class MysqlDemandStore final : public search::DemandStore {
 public:
  explicit MysqlDemandStore(Pool& pool, RetryPolicy retry = {});

  absl::Status Add(absl::Span<const search::DemandCount> counts) override;

 private:
  Pool& pool_;
  const RetryPolicy retry_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_DEMAND_STORE_H_
