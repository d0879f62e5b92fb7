// The news of all servers, as the read model hears it.
#ifndef RAPPORT_DB_MYSQL_CHANGE_FEED_H_
#define RAPPORT_DB_MYSQL_CHANGE_FEED_H_

#include <utility>

#include "db/change_follower.h"
#include "server/search/change_feed.h"

namespace rapport::db {

// Not thread-safe. `pool` must outlive it.
class MysqlChangeFeed final : public search::ChangeFeed {
 public:
  explicit MysqlChangeFeed(Pool& pool, RetryPolicy retry = {})
      : follower_(pool, std::move(retry)) {}

  absl::Status Start() override { return follower_.Start(); }
  absl::StatusOr<int> Poll(
      absl::FunctionRef<void(const search::Change&)> each) override;
  Position position() const override { return follower_.position(); }

 private:
  ChangeFollower follower_;
};

}  // namespace rapport::db

#endif  // RAPPORT_DB_MYSQL_CHANGE_FEED_H_
