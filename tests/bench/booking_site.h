// A server in this process, on a database with full durability, and callers who
// book through it: in plaintext and over TLS, on TCP loopback.
#ifndef RAPPORT_TESTS_BENCH_BOOKING_SITE_H_
#define RAPPORT_TESTS_BENCH_BOOKING_SITE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "db/change_log.h"
#include "db/embedded/embedded_database.h"
#include "db/mysql_booking_store.h"
#include "db/mysql_catalog_store.h"
#include "db/mysql_change_feed.h"
#include "db/mysql_schedule_store.h"
#include "db/mysql_waitlist_store.h"
#include "db/pool.h"
#include "rapport/v1/booking_service.grpc.pb.h"
#include "server/rpc_server.h"
#include "server/search/read_model.h"
#include "server/search/replica.h"
#include "server/share.h"
#include "server/transport/caller_reader.h"
#include "tests/e2e/small_brand.h"
#include "tests/support/private_database.h"

namespace rapport::bench {

// Thread-safe.
class BookingSite {
 public:
  // Ends the program if anything cannot be started.
  explicit BookingSite(int associates);

  // A full booking by the `client`-th caller: a hold, with a request id of its
  // own, of a slot that nobody else wants. Ends the program if it is refused.
  void Book(bool tls, int client);

 private:
  // Callers share so many connections, as those behind a gateway do.
  static constexpr int kConnections = 8;
  using Stubs = std::vector<std::unique_ptr<v1::BookingService::Stub>>;

  search::Stores stores() {
    return {*catalog_, *schedules_, *bookings_, *waitlist_};
  }
  std::unique_ptr<RpcServer> Serve(
      std::shared_ptr<grpc::ServerCredentials> credentials);
  // `ca`: of a server with TLS; else empty.
  Stubs Connect(const RpcServer& server, const std::string& ca) const;

  test::TempDir dir_;
  std::unique_ptr<db::EmbeddedDatabase> database_;
  std::unique_ptr<db::Pool> pool_;
  std::unique_ptr<db::ChangeLog> log_;
  std::unique_ptr<db::MysqlCatalogStore> catalog_;
  std::unique_ptr<db::MysqlScheduleStore> schedules_;
  std::unique_ptr<db::MysqlBookingStore> bookings_;
  std::unique_ptr<db::MysqlWaitlistStore> waitlist_;
  std::unique_ptr<db::MysqlChangeFeed> feed_;
  search::ReadModel model_;
  std::unique_ptr<search::Replica> replica_;
  const Share share_;
  const transport::MetadataReader callers_;
  std::unique_ptr<RpcServer> plain_, tls_;
  Stubs plain_stubs_, tls_stubs_;
  std::unique_ptr<test::SmallBrand> brand_;
  std::atomic<int64_t> next_ = 0;
};

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_BOOKING_SITE_H_
