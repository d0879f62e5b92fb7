#include "clients/cpp/slot_watch.h"

#include <utility>

#include "clients/cpp/status.h"

namespace rapport::client {

SlotWatch::SlotWatch(v1::LocatorService::StubInterface& stub, Caller caller,
                     const RetryPolicy& policy, Clock& clock,
                     v1::WatchSlotsRequest request, SeenPositions* seen,
                     std::shared_ptr<const void> owner)
    : stub_(stub),
      caller_(std::move(caller)),
      policy_(policy),
      clock_(clock),
      request_(std::move(request)),
      seen_(seen),
      owner_(std::move(owner)) {}

SlotWatch::~SlotWatch() {
  Cancel();
  // Not the destination of a status, but gRPC wants every stream finished.
  if (stream_ != nullptr) Close().IgnoreError();
}

absl::StatusOr<v1::WatchSlotsResponse> SlotWatch::Next() {
  for (;;) {
    absl::Status status = Open();
    if (!status.ok()) return status;
    v1::WatchSlotsResponse message;
    if (stream_->Read(&message)) {
      attempts_ = 0;
      request_.set_resume_position(message.position());
      return message;
    }
    status = Close();
    if (!MayTryAgain(status)) return status;
  }
}

void SlotWatch::Cancel() {
  std::lock_guard<std::mutex> lock(mutex_);
  is_cancelled_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

absl::Status SlotWatch::Open() {
  grpc::ClientContext* context = nullptr;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (is_cancelled_) return absl::CancelledError("the watch was cancelled");
    if (stream_ != nullptr) return absl::OkStatus();
    context_ = std::make_unique<grpc::ClientContext>();
    context = context_.get();
    AddCaller(caller_, *context);
    if (seen_ != nullptr) seen_->AskIn(*context);
  }
  ++attempts_;
  stream_ = stub_.WatchSlots(context, request_);
  return absl::OkStatus();
}

absl::Status SlotWatch::Close() {
  v1::WatchSlotsResponse unread;
  while (stream_->Read(&unread)) {
  }
  const absl::Status status = FromGrpc(stream_->Finish());
  stream_.reset();
  std::lock_guard<std::mutex> lock(mutex_);
  context_.reset();
  if (is_cancelled_) return absl::CancelledError("the watch was cancelled");
  // A server ends no watch well, nor by a cancellation that was not ours; one
  // that goes down under its calls, and what is between it and us, may.
  if (status.ok() || absl::IsCancelled(status)) {
    return absl::UnavailableError("the server hung up");
  }
  return status;
}

bool SlotWatch::MayTryAgain(const absl::Status& status) {
  if (!IsPassing(status)) return false;
  if (attempts_ >= policy_.attempts_max) {
    attempts_ = 0;
    return false;
  }
  clock_.Sleep(BackoffBefore(attempts_ + 1, policy_, random_));
  return true;
}

}  // namespace rapport::client
