// The free slots of some associates as they change, for as long as somebody
// looks.
//
//   std::unique_ptr<SlotWatch> watch = client.WatchSlots(request);
//   for (;;) {
//     absl::StatusOr<v1::WatchSlotsResponse> message = watch->Next();
//     if (!message.ok()) break;
//     ... what is in message->changed() is free now ...
//   }
//
// There is no deadline. A stream that is lost (UNAVAILABLE, or the server hung
// up) is opened again where it was, from the position of the last message:
// what has not changed meanwhile is not told again. That gives up only after
// as many attempts in a row as the policy allows; every message begins the
// count anew, and every attempt but the first waits.

#ifndef RAPPORT_CLIENTS_CPP_SLOT_WATCH_H_
#define RAPPORT_CLIENTS_CPP_SLOT_WATCH_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <memory>
#include <mutex>
#include <string>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/clock.h"
#include "clients/cpp/retry.h"
#include "clients/cpp/seen_positions.h"
#include "rapport/v1/locator_service.grpc.pb.h"

namespace rapport::client {

// One thread calls Next; any may call Cancel meanwhile. Hangs up when it goes.
class SlotWatch {
 public:
  // The stub, the clock and `seen`, which may be null, outlive it. `seen` is
  // what the server must have before it begins. `owner`, if any, is kept for as
  // long as the watch.
  SlotWatch(v1::LocatorService::StubInterface& stub, Caller caller,
            const RetryPolicy& policy, Clock& clock,
            v1::WatchSlotsRequest request, SeenPositions* seen = nullptr,
            std::shared_ptr<const void> owner = nullptr);
  SlotWatch(const SlotWatch&) = delete;
  SlotWatch& operator=(const SlotWatch&) = delete;
  ~SlotWatch();

  // The next message; waits for it. CANCELLED after Cancel. Otherwise what the
  // server answers, which ends the watch: RESOURCE_EXHAUSTED (WATCHER_TOO_SLOW)
  // if Next was not called often enough, RESOURCE_EXHAUSTED (TOO_MANY_WATCHERS),
  // INVALID_ARGUMENT, and UNAVAILABLE if the attempts ran out. Called again, it
  // tries again from position().
  absl::StatusOr<v1::WatchSlotsResponse> Next();

  // Lets Next, now or later, return CANCELLED; a wait between two attempts is
  // waited to its end.
  void Cancel();

  // That of the last message, for resume_position of the same request; until
  // there is one, that of the request. Only for the thread of Next.
  const std::string& position() const { return request_.resume_position(); }

 private:
  using Stream = grpc::ClientReaderInterface<v1::WatchSlotsResponse>;

  // Opens a stream at position(), unless there is one. CANCELLED after Cancel.
  absl::Status Open();
  // Why the stream ended. There is none any more.
  absl::Status Close();
  // Whether another attempt, which it waits for, is worth it after `status`.
  bool MayTryAgain(const absl::Status& status);

  v1::LocatorService::StubInterface& stub_;
  const Caller caller_;
  const RetryPolicy policy_;
  Clock& clock_;
  v1::WatchSlotsRequest request_;
  SeenPositions* const seen_;
  const std::shared_ptr<const void> owner_;
  absl::InsecureBitGen random_;
  int attempts_ = 0;                // without a message
  std::unique_ptr<Stream> stream_;  // null: not open

  std::mutex mutex_;  // guards the next ones
  bool is_cancelled_ = false;
  std::unique_ptr<grpc::ClientContext> context_;  // of stream_
};

}  // namespace rapport::client

#endif  // RAPPORT_CLIENTS_CPP_SLOT_WATCH_H_
