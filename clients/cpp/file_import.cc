#include "clients/cpp/file_import.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "clients/cpp/status.h"

namespace rapport::client {
namespace {

// One import under way. The thread that runs it sends; gRPC's threads hear the
// events, one after the other. (With gRPC 1.51's blocking streams, a thread
// that reads and one that writes now and then left each other waiting for the
// backup poller, 10 seconds.)
template <typename Request, typename Response>
class Conversation : public grpc::ClientBidiReactor<Request, Response> {
 public:
  explicit Conversation(ImportListener& listener) : listener_(listener) {}

  // Call it once the reactor is given to a stub; before Send.
  void Start() {
    // Sending starts operations from outside of the reactor.
    this->AddHold();
    this->StartRead(&event_);
    this->StartCall();
  }

  // Sends a message; returns false if the server does not listen any longer.
  bool Send(const Request& message) {
    absl::MutexLock lock(&mutex_);
    is_writing_ = true;
    this->StartWrite(&message);
    const auto is_written = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return !is_writing_;
    };
    mutex_.Await(absl::Condition(&is_written));
    return was_written_;
  }

  // Says that nothing follows, and waits for the end.
  absl::StatusOr<v1::ImportSummary> End() {
    this->StartWritesDone();
    return Await();
  }

  absl::StatusOr<v1::ImportSummary> Await() {
    this->RemoveHold();
    done_.WaitForNotification();
    if (!status_.ok()) return status_;
    if (!summary_.has_value()) {
      return absl::InternalError("the import ended without its counts");
    }
    return *summary_;
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    is_writing_ = false;
    was_written_ = ok;
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (event_.has_progress()) listener_.OnProgress(event_.progress());
    for (const v1::ImportRow& row : event_.rows().rows()) {
      listener_.OnRow(row);
    }
    if (event_.has_summary()) summary_ = event_.summary();
    this->StartRead(&event_);
  }

  void OnDone(const grpc::Status& status) override {
    status_ = FromGrpc(status);
    done_.Notify();
  }

 private:
  ImportListener& listener_;
  absl::Mutex mutex_;
  bool is_writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool was_written_ ABSL_GUARDED_BY(mutex_) = false;
  // Of gRPC's threads until done_ is notified.
  Response event_;
  std::optional<v1::ImportSummary> summary_;
  absl::Status status_;
  absl::Notification done_;
};

// Sends the header, then all pieces, until the server stops listening.
template <typename Request, typename Response>
absl::StatusOr<v1::ImportSummary> Run(
    grpc::ClientContext& context,
    Conversation<Request, Response>& conversation,
    const v1::ImportHeader& header, const ByteSource& bytes) {
  conversation.Start();
  Request message;
  *message.mutable_header() = header;
  bool is_heard = conversation.Send(message);
  while (is_heard) {
    std::string& piece = *message.mutable_content();
    piece.resize(kImportPieceBytes);
    const absl::StatusOr<size_t> size = bytes(absl::MakeSpan(piece));
    if (!size.ok()) {
      context.TryCancel();
      conversation.Await().IgnoreError();
      return size.status();
    }
    if (*size == 0) break;
    piece.resize(*size);
    is_heard = conversation.Send(message);
  }
  return conversation.End();
}

void Prepare(grpc::ClientContext& context, const Caller& caller,
             absl::Duration timeout) {
  AddCaller(caller, context);
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

}  // namespace

ByteSource BytesOf(std::istream& stream) {
  return [&stream](absl::Span<char> into) -> absl::StatusOr<size_t> {
    stream.read(into.data(), static_cast<std::streamsize>(into.size()));
    if (stream.bad()) return absl::DataLossError("reading the file failed");
    return static_cast<size_t>(stream.gcount());
  };
}

absl::StatusOr<v1::ImportSummary> ImportStores(
    v1::CatalogService::StubInterface& stub, const Caller& caller,
    absl::Duration timeout, const v1::ImportHeader& header,
    const ByteSource& bytes, ImportListener& listener) {
  grpc::ClientContext context;
  Prepare(context, caller, timeout);
  Conversation<v1::ImportStoresRequest, v1::ImportStoresResponse> conversation(
      listener);
  stub.async()->ImportStores(&context, &conversation);
  return Run(context, conversation, header, bytes);
}

absl::StatusOr<v1::ImportSummary> ImportAssociates(
    v1::CatalogService::StubInterface& stub, const Caller& caller,
    absl::Duration timeout, const v1::ImportHeader& header,
    const ByteSource& bytes, ImportListener& listener) {
  grpc::ClientContext context;
  Prepare(context, caller, timeout);
  Conversation<v1::ImportAssociatesRequest, v1::ImportAssociatesResponse> conversation(
      listener);
  stub.async()->ImportAssociates(&context, &conversation);
  return Run(context, conversation, header, bytes);
}

}  // namespace rapport::client
