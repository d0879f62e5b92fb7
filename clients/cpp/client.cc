#include "clients/cpp/client.h"

#include <grpc/grpc.h>
#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <utility>

namespace rapport::client {
namespace {

// After a failed connection the channel waits before it tries another; longer
// than the retries' own first waits, it would make them pointless.
constexpr int kReconnectBackoffMinMs = 100;
constexpr int kReconnectBackoffMaxMs = 2'000;
// What gRPC calls its least backoff is how long it gives a connection to come
// about: with TLS some round trips, and work at both ends.
constexpr int kConnectTimeoutMs = 5'000;

grpc::ChannelArguments ChannelArguments() {
  grpc::ChannelArguments arguments;
  // Retry sees the reason of an error, gRPC's own retries do not.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   kReconnectBackoffMinMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectBackoffMaxMs);
  return arguments;
}

// gRPC shuts down when the last of its objects goes, and that now and then
// waits 10 s for its own backup poller (1.51). A program that ends need not:
// this keeps gRPC up once it is.
void KeepGrpcUp() {
  [[maybe_unused]] static const bool is_up = [] {
    grpc_init();
    return true;
  }();
}

}  // namespace

absl::StatusOr<Client> Client::Connect(const ClientOptions& options) {
  absl::StatusOr<Address> address = ParseAddress(options.address);
  if (!address.ok()) return address.status();
  absl::Status caller = CheckCaller(options.caller);
  if (!caller.ok()) return caller;
  const auto credentials = CredentialsOf(options.tls);
  if (!credentials.ok()) return credentials.status();
  KeepGrpcUp();
  auto connection = std::make_shared<Connection>();
  connection->options = options;
  connection->address = *std::move(address);
  if (options.read_own_writes) {
    connection->seen = std::make_unique<SeenPositions>();
  }
  connection->channel = grpc::CreateCustomChannel(
      connection->address.target, *credentials, ChannelArguments());
  connection->catalog = v1::CatalogService::NewStub(connection->channel);
  connection->locator = v1::LocatorService::NewStub(connection->channel);
  connection->calendar = v1::CalendarService::NewStub(connection->channel);
  connection->booking = v1::BookingService::NewStub(connection->channel);
  connection->session = v1::SessionService::NewStub(connection->channel);
  connection->waitlist = v1::WaitlistService::NewStub(connection->channel);
  return Client(std::move(connection), options.caller);
}

Client::Client(std::shared_ptr<const Connection> connection, Caller caller)
    : connection_(std::move(connection)), caller_(std::move(caller)) {}

Client Client::As(Caller caller) const {
  return Client(connection_, std::move(caller));
}

}  // namespace rapport::client
