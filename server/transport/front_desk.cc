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
  if (policy->lane == Lane::kDatabase) {
    caller->actor.receipt = std::make_shared<WriteReceipt>();
  }
  return Call{*std::move(caller), DeadlineOf(context)};
}

struct FrontDesk::Served {
  grpc::CallbackServerContext* context;
  grpc::ServerUnaryReactor* reactor;
  absl::string_view method;
  Work work;
  absl::Time start;
  absl::StatusOr<Call> call;
};

grpc::ServerUnaryReactor* FrontDesk::Serve(grpc::CallbackServerContext* context,
                                           absl::string_view method,
                                           Work work) {
  const absl::Time start = absl::Now();
  auto served = std::make_shared<Served>(
      Served{context, context->DefaultReactor(), method, std::move(work), start,
             Admit(*context, method)});
  grpc::ServerUnaryReactor* reactor = served->reactor;
  if (!served->call.ok()) {
    Finish(*served, served->call.status());
  } else if (!Positions::IsAskedFor(*context)) {
    Begin(served, /*at_once=*/true);
  } else {
    AwaitPosition(served);
  }
  return reactor;
}

void FrontDesk::AwaitPosition(const std::shared_ptr<Served>& served) {
  positions_.AfterWanted(*served->context, served->call->caller.brand(),
                         served->call->deadline,
                         [this, served](const absl::StatusOr<bool>& at_once) {
                           if (at_once.ok()) return Begin(served, *at_once);
                           Refuse(*served, at_once.status());
                         });
}

void FrontDesk::Begin(const std::shared_ptr<Served>& served, bool at_once) {
  if (at_once && FindPolicy(served->method)->lane == Lane::kMemory) {
    return Run(*served);
  }
  absl::Status taken = workers_.Submit([this, served] { Run(*served); });
  if (!taken.ok()) Refuse(*served, taken);
}

void FrontDesk::Refuse(Served& served, const absl::Status& status) {
  positions_.Say(positions_.Now(), served.call->caller.actor, status,
                 *served.context);
  Finish(served, status);
}

void FrontDesk::Run(Served& served) {
  const Positions::Told before = positions_.Now();
  const absl::Status status =
      RunUnlessLate(*served.context, served.work, *served.call);
  positions_.Say(before, served.call->caller.actor, status, *served.context);
  Finish(served, status);
}

// Noted before it is sent: then whoever has the answer finds it counted.
void FrontDesk::Finish(Served& served, const absl::Status& status) {
  NoteEnd(served.method, served.call, served.start, status);
  served.reactor->Finish(ToGrpcStatus(status));
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
