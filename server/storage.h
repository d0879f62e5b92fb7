// The database of a running server, whole: private or given, brought up to
// date, with the stores on it.
#ifndef RAPPORT_SERVER_STORAGE_H_
#define RAPPORT_SERVER_STORAGE_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "db/change_log.h"
#include "db/database_url.h"
#include "db/embedded/embedded_database.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_catalog_store.h"
#include "db/mysql_change_feed.h"
#include "db/mysql_demand_store.h"
#include "db/mysql_feed_store.h"
#include "db/mysql_purge_store.h"
#include "db/mysql_schedule_store.h"
#include "db/mysql_waitlist_store.h"
#include "db/pool.h"
#include "server/housekeeping/purge_store.h"
#include "server/search/replica.h"

namespace rapport {

struct StorageOptions {
  std::string database;  // a mysql:// URL with a schema; empty: a private one
  std::string data_dir;  // where the private one lives
  int connections_max = 16;
  int callers_max = 256;  // that may wait for a connection at once
  // Serves although the settings can lose what was acknowledged.
  bool unsafe_durability = false;
};

// Says what of the settings of the database's nodes is wrong, a line each; those
// that cannot be asked are named. Whether bookings can be lost by it. Returns
// the codes of Connection::Open if no node can be asked.
absl::StatusOr<bool> CheckDatabase(
    const db::DatabaseUrl& url, int connections_max,
    absl::FunctionRef<void(absl::string_view)> say);

// Thread-safe. Owns everything from the database to the stores.
class Storage {
 public:
  // Says in words what it does, which may take seconds. Returns the codes of
  // EmbeddedDatabase::Start, ParseDatabaseUrl, Migrate and ChangeLog::Start, and
  // FAILED_PRECONDITION if the database can lose bookings.
  static absl::StatusOr<std::unique_ptr<Storage>> Open(
      const StorageOptions& options,
      absl::FunctionRef<void(absl::string_view)> say);

  search::Stores stores() {
    return {catalog_, schedules_, bookings_, waitlist_};
  }
  search::ChangeFeed& feed() { return feed_; }
  search::DemandStore& demand() { return demand_; }
  calendar::FeedStore& feeds() { return feeds_; }
  // For one thread.
  housekeeping::PurgeStore& purge() { return purge_; }
  db::ChangeLog& log() { return log_; }
  db::RoundStats round_stats() const { return bookings_.round_stats(); }
  const db::Pool& pool() const { return pool_; }

  // False once a private database has ended by itself.
  bool alive() const { return embedded_ == nullptr || embedded_->running(); }

 private:
  Storage(std::unique_ptr<db::EmbeddedDatabase> embedded,
          const db::DatabaseUrl& url, const StorageOptions& options);

  std::unique_ptr<db::EmbeddedDatabase> embedded_;  // ends last
  db::Pool pool_;
  db::ChangeLog log_;
  db::MysqlCatalogStore catalog_;
  db::MysqlScheduleStore schedules_;
  db::MysqlBookingStore bookings_;
  db::MysqlWaitlistStore waitlist_;
  db::MysqlChangeFeed feed_;
  db::MysqlDemandStore demand_;
  db::MysqlFeedStore feeds_;
  db::MysqlPurgeStore purge_;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_STORAGE_H_
