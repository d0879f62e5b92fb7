// The services on one gRPC server, over whatever remembers things for them.
// main gives it the database; tests give it fakes.
#ifndef RAPPORT_SERVER_RPC_SERVER_H_
#define RAPPORT_SERVER_RPC_SERVER_H_

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/booking/booking_service.h"
#include "server/booking/session_service.h"
#include "server/booking/waitlist_service.h"
#include "server/calendar/calendar_service.h"
#include "server/catalog/catalog_service.h"
#include "server/import_aids.h"
#include "server/search/demand_log.h"
#include "server/search/locator_service.h"
#include "server/search/read_model.h"
#include "server/search/replica.h"
#include "server/share.h"
#include "server/transport/front_desk.h"

namespace rapport {

struct RpcServerOptions {
  std::string address = "127.0.0.1:0";  // or `unix:/path`; port 0: any free one
  int workers = 16;                     // threads that wait for the database
  size_t queue_max = 1024;              // calls that wait for one of them
  // How long a call may wait for the position that it asks for.
  absl::Duration position_wait = transport::kPositionWaitMax;
  std::FILE* request_log = nullptr;
  // Null: plaintext.
  std::shared_ptr<grpc::ServerCredentials> credentials = nullptr;
  calendar::FeedOptions feeds = {};
};

// Thread-safe once started. Does not own what it is made from. Its end shuts it
// down at once.
class RpcServer {
 public:
  RpcServer(search::Stores stores, search::ReadModel& model, const Share& share,
            const transport::CallerReader& callers,
            const RpcServerOptions& options);
  ~RpcServer();

  // Listens and serves. Returns FAILED_PRECONDITION if the address cannot be
  // had.
  absl::Status Start();

  // Where it listens, with the port that was found.
  const std::string& address() const { return address_; }

  transport::Metrics& metrics() { return metrics_; }
  search::SlotWatchers& slot_watchers() { return slot_watchers_; }

  // What calendar programs read.
  const calendar::FeedAddressDesk& feeds() const { return feed_desk_; }

  // What was searched for in vain, to be written now and then.
  search::DemandLog& demand() { return demand_; }

  // Who waits, to be swept now and then.
  booking::WaitlistDesk& waitlist() { return waitlist_desk_; }

  // Says "not serving" to health checks, ends watchers, takes no new calls, and
  // waits until `deadline` for those under way before it cancels them.
  void Drain(absl::Time deadline);

 private:
  const RpcServerOptions options_;
  transport::Metrics metrics_;
  transport::RequestLog log_;
  transport::WorkerPool workers_;
  transport::WorkerPool importers_;
  transport::FrontDesk front_;
  const GazetteerFinder place_finder_;
  search::DemandLog demand_;
  catalog::CatalogDesk catalog_desk_;
  calendar::ScheduleDesk schedule_desk_;
  const calendar::FeedAddressDesk feed_desk_;
  booking::BookingDesk booking_desk_;
  booking::SeatDesk seat_desk_;
  booking::AnyHoldDesk any_hold_desk_;
  booking::ChangeDesk change_desk_;
  booking::ReanchorDesk reanchor_desk_;
  booking::WaitlistDesk waitlist_desk_;
  catalog::CatalogService catalog_service_;
  calendar::CalendarService calendar_service_;
  search::SlotWatchers slot_watchers_;
  search::LocatorService locator_service_;
  booking::BookingService booking_service_;
  booking::SessionService session_service_;
  booking::WaitlistService waitlist_service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_RPC_SERVER_H_
