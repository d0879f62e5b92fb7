// Addresses of feeds in MySQL or MariaDB.
#ifndef RAPPORT_DB_MYSQL_FEED_STORE_H_
#define RAPPORT_DB_MYSQL_FEED_STORE_H_

#include <optional>

#include "db/change_log.h"
#include "db/pool.h"
#include "db/transaction.h"
#include "server/calendar/feed_store.h"

namespace rapport::db {

// Thread-safe. `pool` and `log` must outlive it.
class MysqlFeedStore final : public calendar::FeedStore {
 public:
  MysqlFeedStore(Pool& pool, ChangeLog& log, RetryPolicy retry = {});

  absl::StatusOr<bool> Put(const Actor& actor, const RequestKey& request,
                           const AssociateId& associate,
                           absl::string_view token_hash) override;
  absl::Status Remove(const Actor& actor, const RequestKey& request,
                      const AssociateId& associate) override;
  absl::StatusOr<std::optional<calendar::FeedOwner>> Find(
      absl::string_view token_hash) override;

 private:
  absl::Time Deadline() const;

  Pool& pool_;
  ChangeLog& log_;
  const RetryPolicy retry_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_FEED_STORE_H_
