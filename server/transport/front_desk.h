// What every call passes: who calls, whether they may, whether memory is as far
// as they ask, in which thread the work is done, how it ended, said to the
// caller, the log and the metrics.
//
//   grpc::ServerUnaryReactor* CatalogService::GetStore(
//       grpc::CallbackServerContext* context, const v1::GetStoreRequest*
//       request, v1::Store* reply) {
//     return desk_.Serve(context, "rapport.v1.CatalogService/GetStore",
//                        [=, this](const Call& call) {
//                          return Get(call, *request, reply);
//                        });
//   }
#ifndef RAPPORT_SERVER_TRANSPORT_FRONT_DESK_H_
#define RAPPORT_SERVER_TRANSPORT_FRONT_DESK_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/transport/caller_reader.h"
#include "server/transport/metrics.h"
#include "server/transport/policy.h"
#include "server/transport/positions.h"
#include "server/transport/request_log.h"
#include "server/transport/worker_pool.h"
#include "server/vocabulary/caller.h"

namespace rapport::transport {

// A call that was let in.
struct Call {
  Caller caller;
  absl::Time deadline;  // the client's; infinite if it gave none
};

// Thread-safe. Does not own what it is made from.
class FrontDesk {
 public:
  using Work = std::function<absl::Status(const Call&)>;

  FrontDesk(const CallerReader& callers, const Positions& positions,
            WorkerPool& workers, Metrics& metrics, RequestLog& log)
      : callers_(callers),
        positions_(positions),
        workers_(workers),
        metrics_(metrics),
        log_(log) {}

  // Serves a unary call by `work`, which is run once, or not at all if the
  // caller may not call. `method` is a constant.
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context,
                                  absl::string_view method, Work work);

  // For streams, which wait for positions and end themselves: the call, if it
  // may be made.
  absl::StatusOr<Call> Admit(const grpc::CallbackServerContext& context,
                             absl::string_view method) const;
  const Positions& positions() const { return positions_; }

  // Tells log and metrics of a call that has ended.
  void NoteEnd(absl::string_view method, const absl::StatusOr<Call>& call,
               absl::Time start, const absl::Status& status);

 private:
  // A unary call under way.
  struct Served;

  void AwaitPosition(const std::shared_ptr<Served>& served);
  void Begin(const std::shared_ptr<Served>& served, bool at_once);
  // Ends a call that was let in, whose work was not begun.
  void Refuse(Served& served, const absl::Status& status);
  void Run(Served& served);
  void Finish(Served& served, const absl::Status& status);

  const CallerReader& callers_;
  const Positions positions_;
  WorkerPool& workers_;
  Metrics& metrics_;
  RequestLog& log_;
};

}  // namespace rapport::transport

#endif  // RAPPORT_SERVER_TRANSPORT_FRONT_DESK_H_
