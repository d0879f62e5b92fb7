#include "tests/bench/booking_site.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "db/migrations.h"
#include "server/transport/tls.h"
#include "tests/bench/booking_world.h"
#include "tests/catalog/zones.h"
#include "tests/places/small_gazetteer.h"
#include "tests/support/certificates.h"

namespace rapport::bench {
namespace {

// As the server's own flags are by default.
constexpr int kWorkers = 128;
constexpr int kPooled = 16 + 7;

// The server and its callers wait here together.
constexpr size_t kQueueMax = 1024;

Share SmallShare() {
  return {catalog::OneZone("Etc/UTC"),
          places::Gazetteer(places::SmallTable(places::SomeLines())),
          std::make_shared<const hours::HolidayTable>()};
}

std::string TextOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

BookingSite::BookingSite(int associates)
    : model_(absl::Now), share_(SmallShare()) {
  db::EmbeddedDatabaseOptions options;
  options.data_dir = dir_.path() + "/database";
  auto started = db::EmbeddedDatabase::Start(options);
  Check(started.status(), "database");
  database_ = *std::move(started);
  const db::DatabaseUrl url = database_->url("site");
  Check(db::Migrate(url, db::ProgramMigrations()).status(), "migrations");
  db::PoolOptions pool;
  pool.connections_max = kPooled;
  pool_ = std::make_unique<db::Pool>(url, pool);
  log_ = std::make_unique<db::ChangeLog>(*pool_);
  catalog_ = std::make_unique<db::MysqlCatalogStore>(*pool_, *log_);
  schedules_ = std::make_unique<db::MysqlScheduleStore>(*pool_, *log_);
  bookings_ = std::make_unique<db::MysqlBookingStore>(*pool_, *log_);
  waitlist_ = std::make_unique<db::MysqlWaitlistStore>(*pool_, *log_);
  feed_ = std::make_unique<db::MysqlChangeFeed>(*pool_);
  Check(log_->Start(), "change log");
  replica_ = std::make_unique<search::Replica>(stores(), *feed_, model_);
  Check(replica_->Load([](absl::string_view) {}), "read model");
  const test::TestCa ca(dir_.path());
  const test::CertificateFiles own = ca.Issue("own");
  const auto credentials = transport::TlsCredentials(
      {.certificate = own.certificate, .key = own.key}, absl::Now());
  Check(credentials.status(), "certificate");
  plain_ = Serve(nullptr);
  tls_ = Serve(*credentials);
  plain_stubs_ = Connect(*plain_, "");
  tls_stubs_ = Connect(*tls_, ca.certificate());
  brand_ = std::make_unique<test::SmallBrand>(
      grpc::CreateChannel(plain_->address(),
                          grpc::InsecureChannelCredentials()),
      associates);
}

std::unique_ptr<RpcServer> BookingSite::Serve(
    std::shared_ptr<grpc::ServerCredentials> credentials) {
  auto server = std::make_unique<RpcServer>(
      stores(), model_, share_, callers_,
      RpcServerOptions{.workers = kWorkers,
                       .queue_max = kQueueMax,
                       .credentials = std::move(credentials)});
  Check(server->Start(), "server");
  return server;
}

BookingSite::Stubs BookingSite::Connect(const RpcServer& server,
                                        const std::string& ca) const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  grpc::SslCredentialsOptions options;
  if (!ca.empty()) options.pem_root_certs = TextOf(ca);
  Stubs stubs;
  for (int i = 0; i < kConnections; ++i) {
    stubs.push_back(v1::BookingService::NewStub(grpc::CreateCustomChannel(
        server.address(),
        ca.empty() ? grpc::InsecureChannelCredentials()
                   : grpc::SslCredentials(options),
        arguments)));
  }
  return stubs;
}

void BookingSite::Book(bool tls, int client) {
  const int64_t n = next_++;
  const size_t associates = brand_->associates().size();
  const v1::HoldSlotRequest request = brand_->Hold(
      absl::StrCat("request-", n), static_cast<size_t>(n) % associates,
      static_cast<int>(n / static_cast<int64_t>(associates)));
  grpc::ClientContext context;
  test::SetCaller(context, "shopper", "bench");
  v1::Booking booking;
  const Stubs& stubs = tls ? tls_stubs_ : plain_stubs_;
  const grpc::Status status =
      stubs[static_cast<size_t>(client) % stubs.size()]->HoldSlot(
          &context, request, &booking);
  if (status.ok()) return;
  std::fprintf(stderr, "booking_rpc_bench: hold: %s\n",
               status.error_message().c_str());
  std::exit(1);
}

}  // namespace rapport::bench
