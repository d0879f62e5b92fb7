#include "server/search/slot_watch_stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/search/slot_watch_convert.h"
#include "server/transport/resource_name.h"
#include "server/transport/status_details.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

using transport::Call;

constexpr absl::string_view kMethod = "rapport.v1.LocatorService/WatchSlots";

// Whoever acts for several shoppers watches for each of them.
std::string NameOf(const Caller& caller) {
  return absl::StrCat(caller.brand().text(), "\n", RoleWord(caller.role()),
                      "\n", caller.actor.principal, "\n", caller.shopper);
}

absl::Status NotReached() {
  return Error(absl::StatusCode::kUnavailable, "POSITION_NOT_REACHED",
               "this server has not heard yet of all that the watcher has; try "
               "again, or another server");
}

}  // namespace

SlotWatchStream* SlotWatchStream::Serve(grpc::CallbackServerContext* context,
                                        const v1::WatchSlotsRequest& request,
                                        transport::FrontDesk& front,
                                        ReadModel& model,
                                        SlotWatchers& watchers) {
  const absl::Time start = absl::Now();
  const absl::StatusOr<Call> call = front.Admit(*context, kMethod);
  const auto self = std::shared_ptr<SlotWatchStream>(new SlotWatchStream(
      context, watchers, [&front, call, start](const absl::Status& end) {
        front.NoteEnd(kMethod, call, start, end);
      }));
  self->self_ = self;
  SlotWatchStream* stream = self.get();
  if (!call.ok()) {
    stream->End(call.status());
    return stream;
  }
  front.positions().AfterWanted(
      *context, call->caller.brand(), call->deadline,
      [=, &front, &model, &request](const absl::StatusOr<bool>& at_once) {
        front.positions().Say(front.positions().Now(), call->caller.actor,
                              at_once.status(), *context);
        if (!at_once.ok()) return stream->End(at_once.status());
        const absl::StatusOr<Position> position = ToWatchPosition(request);
        if (!position.ok()) return stream->End(position.status());
        model.board().WhenReached(
            call->caller.brand(), *position,
            std::min(call->deadline, absl::Now() + transport::kPositionWaitMax),
            [=, &model, &request](bool reached) {
              if (!reached) return stream->End(NotReached());
              stream->Begin(*call, request, model);
            });
      });
  return stream;
}

void SlotWatchStream::Begin(const Call& call,
                            const v1::WatchSlotsRequest& request,
                            ReadModel& model) {
  absl::Status parent =
      transport::CheckBrandName(call.caller, "parent", request.parent());
  if (!parent.ok()) return End(parent);
  const auto index = model.Find(call.caller.brand());
  if (index == nullptr) {
    return End(transport::NotFound("parent", request.parent()));
  }
  fingerprint_ = WatchFingerprint(request);
  absl::StatusOr<SlotWatch> watch =
      ToSlotWatch(call.caller, *index, request, fingerprint_, model.Now());
  if (!watch.ok()) return End(watch.status());
  // It may be over before Add returns.
  const std::shared_ptr<SlotWatchStream> self = self_;
  absl::Status added =
      watchers_->Add(self, NameOf(call.caller), *std::move(watch));
  if (!added.ok()) End(added);
}

void SlotWatchStream::Send(const WatchNews& news) {
  message_.Clear();
  FromNews(fingerprint_, news, &message_);
  StartWrite(&message_);
}

void SlotWatchStream::End(const absl::Status& status) {
  on_end_(status);
  Finish(transport::ToGrpcStatus(status));
}

void SlotWatchStream::OnDone() {
  watchers_->Gone(this);
  const auto last = std::move(self_);
}

}  // namespace rapport::search
