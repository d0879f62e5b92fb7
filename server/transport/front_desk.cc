#include "server/transport/front_desk.h"

#include <exception>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/transport/status_details.h"
#include "server/vocabulary/error.h"

namespace rapport::transport {
namespace {

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return absl::InfiniteFuture();
  }
  return absl::FromChrono(deadline);
}

// What work of ours throws is a mistake of ours, and one call's, not the
// server's end.
absl::Status RunGuarded(const FrontDesk::Work& work, const Call& call) {
  try {
    return work(call);
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
}

absl::Status RunUnlessLate(const grpc::CallbackServerContext& context,
                           const FrontDesk::Work& work, const Call& call) {
  if (context.IsCancelled()) {
    return Error(absl::StatusCode::kCancelled, "CANCELLED",
                 "the caller went away before the call was begun");
  }
  if (call.deadline <= absl::Now()) {
    return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                 "the call's deadline passed before it was begun");
  }
  return RunGuarded(work, call);
}

}  // namespace

absl::StatusOr<Call> FrontDesk::Admit(
    const grpc::CallbackServerContext& context,
    absl::string_view method) const {
  const Policy* policy = FindPolicy(method);
  if (policy == nullptr) {
    return Error(absl::StatusCode::kPermissionDenied, "NO_POLICY",
                 absl::StrCat("no policy allows ", method));
  }
  absl::StatusOr<Caller> caller = callers_.Read(context);
  if (!caller.ok()) return caller.status();
  absl::Status allowed = CheckRole(*policy, *caller);
  if (!allowed.ok()) return allowed;
  return Call{*std::move(caller), DeadlineOf(context)};
}

grpc::ServerUnaryReactor* FrontDesk::Serve(grpc::CallbackServerContext* context,
                                           absl::string_view method,
                                           Work work) {
  const absl::Time start = absl::Now();
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto call = std::make_shared<absl::StatusOr<Call>>(Admit(*context, method));
  // Noted before it is sent: then whoever has the answer finds it counted.
  auto finish = [this, reactor, method, call,
                 start](const absl::Status& status) {
    NoteEnd(method, *call, start, status);
    reactor->Finish(ToGrpcStatus(status));
  };
  if (!call->ok()) {
    finish(call->status());
  } else if (FindPolicy(method)->lane == Lane::kMemory) {
    finish(RunUnlessLate(*context, work, **call));
  } else {
    absl::Status taken =
        workers_.Submit([context, work = std::move(work), call, finish] {
          finish(RunUnlessLate(*context, work, **call));
        });
    if (!taken.ok()) finish(taken);
  }
  return reactor;
}

void FrontDesk::NoteEnd(absl::string_view method,
                        const absl::StatusOr<Call>& call, absl::Time start,
                        const absl::Status& status) {
  EndedCall ended = {.method = method,
                     .status = status,
                     .start = start,
                     .duration = absl::Now() - start,
                     .brand = "",
                     .role = ""};
  if (call.ok()) {
    ended.brand = call->caller.brand().text();
    ended.role = RoleWord(call->caller.role());
  }
  metrics_.Count(ended);
  log_.Write(ended);
}

}  // namespace rapport::transport
