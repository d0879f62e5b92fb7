// What is past, in MySQL or MariaDB, and how it goes: small transactions, by
// keys, that lock nothing but what goes.
#ifndef RAPPORT_DB_MYSQL_PURGE_STORE_H_
#define RAPPORT_DB_MYSQL_PURGE_STORE_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "db/pool.h"
#include "db/purge_place.h"
#include "db/transaction.h"
#include "server/housekeeping/purge_store.h"

namespace rapport::db {

// Not thread-safe. `pool` must outlive it.
class MysqlPurgeStore final : public housekeeping::PurgeStore {
 public:
  explicit MysqlPurgeStore(Pool& pool, RetryPolicy retry = {});

  absl::StatusOr<absl::Time> Now() override;
  absl::StatusOr<housekeeping::Purged> Purge(housekeeping::Past past,
                                             absl::Time before) override;

 private:
  // How far each walk has come.
  struct Places {
    int64_t origin = 0;
    PurgePlace claims;
    PurgePlace holds;
    PurgePlace bookings;
    PurgePlace guards;
  };

  static absl::Status PurgeOne(Transaction& transaction,
                               housekeeping::Past past, absl::Time before,
                               Places& places, housekeeping::Purged& purged);
  absl::Status Run(absl::FunctionRef<absl::Status(Transaction&)> body);

  Pool& pool_;
  const RetryPolicy retry_;
  Places places_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_PURGE_STORE_H_
