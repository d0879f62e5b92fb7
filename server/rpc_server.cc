#include "server/rpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace rapport {
namespace {

// A message of an import carries 1 MiB; everything else is far smaller.
constexpr int kMessageBytesMax = (1 << 20) + (64 << 10);
constexpr int kMetadataBytesMax = 16 << 10;
constexpr int kStreamsMax = 1000;  // calls at once on one connection
// Imports at once; more wait their turn, and then are turned away.
constexpr int kImporters = 2;
constexpr size_t kImportersQueueMax = 8;
// A silent connection is asked for a sign of life.
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsMax);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                             kKeepaliveTimeoutMs);
  // Two servers on one port would share its calls unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

}  // namespace

RpcServer::RpcServer(search::Stores stores, search::ReadModel& model,
                     const Share& share, const transport::CallerReader& callers,
                     const RpcServerOptions& options)
    : options_(options),
      log_(options.request_log),
      workers_(options.workers, options.queue_max),
      importers_(kImporters, kImportersQueueMax),
      front_(callers,
             transport::Positions(model.board(), options.position_wait),
             workers_, metrics_, log_),
      place_finder_(share.gazetteer),
      catalog_desk_(stores.catalog, stores.schedules, share.zones, model,
                    {&place_finder_, CheckHours}),
      schedule_desk_(stores.schedules, stores.bookings, model),
      feed_desk_(schedule_desk_, options.feeds),
      booking_desk_(stores.bookings, stores.schedules, model),
      seat_desk_(stores.bookings, stores.schedules, model, booking_desk_),
      any_hold_desk_(stores.bookings, booking_desk_, model),
      change_desk_(stores.bookings, stores.schedules, model, booking_desk_),
      reanchor_desk_(stores.bookings, model),
      waitlist_desk_(stores.waitlist, stores.bookings, stores.schedules, model),
      catalog_service_(front_, catalog_desk_, importers_),
      calendar_service_(front_, schedule_desk_, feed_desk_, model),
      slot_watchers_(model),
      locator_service_(front_, model, slot_watchers_, share.gazetteer, demand_),
      booking_service_(front_, booking_desk_, any_hold_desk_, change_desk_,
                       reanchor_desk_),
      session_service_(front_, booking_desk_, seat_desk_, model),
      waitlist_service_(front_, waitlist_desk_) {}

RpcServer::~RpcServer() {
  if (server_ != nullptr) Drain(absl::InfinitePast());
}

absl::Status RpcServer::Start() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options_.address,
                           options_.credentials != nullptr
                               ? options_.credentials
                               : grpc::InsecureServerCredentials(),
                           &port);
  SetLimits(builder);
  builder.RegisterService(&catalog_service_);
  builder.RegisterService(&calendar_service_);
  builder.RegisterService(&locator_service_);
  builder.RegisterService(&booking_service_);
  builder.RegisterService(&session_service_);
  builder.RegisterService(&waitlist_service_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot listen on ", options_.address, "; is another program there?"));
  }
  address_ = options_.address;
  if (!absl::StartsWith(address_, "unix:")) {
    address_ = absl::StrCat(
        absl::string_view(address_).substr(0, address_.rfind(':')), ":", port);
  }
  return absl::OkStatus();
}

void RpcServer::Drain(absl::Time deadline) {
  server_->GetHealthCheckService()->SetServingStatus(false);
  slot_watchers_.Stop();
  server_->Shutdown(absl::ToChronoTime(deadline));
  server_->Wait();
  server_.reset();
}

}  // namespace rapport
