// One WatchSlots call. Nothing waits in it: what it has to say comes from the
// one thread of SlotWatchers.
#ifndef RAPPORT_SERVER_SEARCH_SLOT_WATCH_STREAM_H_
#define RAPPORT_SERVER_SEARCH_SLOT_WATCH_STREAM_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "rapport/v1/locator_service.pb.h"
#include "server/search/read_model.h"
#include "server/search/slot_watchers.h"
#include "server/transport/front_desk.h"

namespace rapport::search {

// Lives until gRPC is done with it and the watchers have let it go.
class SlotWatchStream final
    : public grpc::ServerWriteReactor<v1::WatchSlotsResponse>,
      public SlotWatchers::Outlet {
 public:
  // What it is made from outlives the call.
  static SlotWatchStream* Serve(grpc::CallbackServerContext* context,
                                const v1::WatchSlotsRequest& request,
                                transport::FrontDesk& front, ReadModel& model,
                                SlotWatchers& watchers);

 private:
  using OnEnd = std::function<void(const absl::Status&)>;

  SlotWatchStream(grpc::CallbackServerContext* context, SlotWatchers& watchers,
                  OnEnd on_end)
      : watchers_(watchers), on_end_(std::move(on_end)), context_(context) {}

  // Once memory is where the watch goes on.
  void Begin(const transport::Call& call, const v1::WatchSlotsRequest& request,
             ReadModel& model);

  void Send(const WatchNews& news) override;
  void End(const absl::Status& status) override;
  void Abandon() override { context_->TryCancel(); }

  void OnWriteDone(bool ok) override { watchers_->Written(this, ok); }
  void OnCancel() override { watchers_->Left(this); }
  void OnDone() override;

  const SlotWatchersLink watchers_;
  const OnEnd on_end_;
  grpc::CallbackServerContext* const context_;  // until OnDone
  std::string fingerprint_;
  v1::WatchSlotsResponse message_;  // gRPC's until it is written
  std::shared_ptr<SlotWatchStream> self_;
};

}  // namespace rapport::search

#endif  // RAPPORT_SERVER_SEARCH_SLOT_WATCH_STREAM_H_
