// An import as a stream: a header and bytes in, outcomes and progress out.
#ifndef RAPPORT_SERVER_CATALOG_IMPORT_STREAM_H_
#define RAPPORT_SERVER_CATALOG_IMPORT_STREAM_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/catalog/catalog_desk.h"
#include "server/catalog/import_convert.h"
#include "server/transport/blocking_stream.h"
#include "server/transport/front_desk.h"
#include "server/transport/resource_name.h"
#include "server/transport/status_details.h"
#include "server/vocabulary/error.h"

namespace rapport::catalog {

inline constexpr size_t kContentBytesMax = 1 << 20;  // of one message
// How long a client may neither send nor take anything: it has one of few
// importers.
inline constexpr absl::Duration kClientIdleMax = absl::Minutes(1);

// Passes what an import tells on to the client.
template <typename Request, typename Response>
class StreamSink final : public ImportSink {
 public:
  using Stream = transport::BlockingStream<Request, Response>;

  // `collection` is that of the things imported.
  StreamSink(const BrandId& brand, absl::string_view collection, Stream& stream)
      : brand_(brand), collection_(collection), stream_(stream) {}

  void OnRows(absl::Span<const RowOutcome> rows) override {
    Response response;
    for (const RowOutcome& row : rows) {
      FromRowOutcome(brand_, collection_, row,
                     response.mutable_rows()->add_rows());
    }
    Send(std::move(response));
  }
  void OnMapping(const ImportMapping& mapping) override {
    Response response;
    if constexpr (requires { response.mutable_mapping(); }) {
      FromMapping(mapping, response.mutable_mapping());
      Send(std::move(response));
    }
  }
  void OnProgress(const ImportProgress& progress) override {
    progress_ = progress;
    Response response;
    FromProgress(progress, response.mutable_progress());
    Send(std::move(response));
  }
  void SendSummary(const ImportCounts& counts) {
    Response response;
    FromCounts(counts, response.mutable_summary());
    Send(std::move(response));
  }
  // Whether the client has gone, as far as writing to it has told.
  bool gone() const { return gone_; }
  // Whether the client is there still: only a write tells its end of the file
  // from its going away.
  bool AskWhetherThere(int64_t received_bytes) {
    ImportProgress so_far = progress_;
    so_far.received_bytes = received_bytes;
    OnProgress(so_far);
    if (!gone_) gone_ = !stream_.Sent();
    return !gone_;
  }

 private:
  void Send(Response response) {
    if (!gone_) gone_ = !stream_.Write(std::move(response));
  }

  const BrandId brand_;
  const absl::string_view collection_;
  Stream& stream_;
  ImportProgress progress_;  // as told last
  bool gone_ = false;
};

// The import that a header asks for.
using BeginImport = std::function<absl::StatusOr<std::unique_ptr<FileImport>>(
    const v1::ImportHeader& header, ImportSink& sink)>;

inline absl::Status CheckSourceOf(const v1::ImportHeader& header) {
  FieldProblems problems = CheckSourceName(header.source());
  if (problems.empty()) return absl::OkStatus();
  for (FieldProblem& problem : problems) {
    problem.field = absl::StrCat("header.", problem.field);
  }
  return InvalidFields(problems);
}

// Whether all of the file came. Returns DEADLINE_EXCEEDED, CANCELLED or
// INVALID_ARGUMENT.
inline absl::Status CheckWhole(bool idle, bool there, int64_t received_bytes,
                               int64_t size_bytes) {
  if (idle) {
    return Error(absl::StatusCode::kDeadlineExceeded, "CLIENT_IDLE",
                 "nothing came for too long; import the file again");
  }
  if (!there) {
    return Error(absl::StatusCode::kCancelled, "CLIENT_GONE",
                 "the client went away during an import");
  }
  if (size_bytes != 0 && size_bytes != received_bytes) {
    return InvalidField("header.size_bytes", "TRUNCATED",
                        absl::StrCat("is ", size_bytes, ", but ",
                                     received_bytes, " bytes came"));
  }
  return absl::OkStatus();
}

// Reads the whole stream into an import. Returns once the last outcome is
// written.
template <typename Request, typename Response>
absl::Status RunImport(transport::BlockingStream<Request, Response>& stream,
                       const Caller& caller, absl::string_view collection,
                       CatalogDesk& desk, const BeginImport& begin) {
  Request message;
  if (!stream.Read(message) || !message.has_header()) {
    return InvalidField("header", "REQUIRED",
                        "must be the first message of an import");
  }
  absl::Status parent = transport::CheckBrandName(caller, "header.parent",
                                                  message.header().parent());
  if (!parent.ok()) return parent;
  if (desk.Read(caller) == nullptr) {
    return transport::NotFound("header.parent", message.header().parent());
  }
  absl::Status source = CheckSourceOf(message.header());
  if (!source.ok()) return source;
  const int64_t size_bytes = message.header().size_bytes();
  StreamSink<Request, Response> sink(caller.brand(), collection, stream);
  absl::StatusOr<std::unique_ptr<FileImport>> import =
      begin(message.header(), sink);
  if (!import.ok()) return import.status();
  int64_t received_bytes = 0;
  while (stream.Read(message)) {
    received_bytes += static_cast<int64_t>(message.content().size());
    if (message.has_header() || message.content().size() > kContentBytesMax) {
      return InvalidField("content", "OUT_OF_RANGE",
                          absl::StrCat("all messages but the first must have "
                                       "content of at most ",
                                       kContentBytesMax, " bytes"));
    }
    absl::Status fed = (*import)->Feed(message.content());
    if (!fed.ok()) return fed;
    if (sink.gone()) break;
  }
  absl::Status whole =
      CheckWhole(stream.idle(), sink.AskWhetherThere(received_bytes),
                 received_bytes, size_bytes);
  // Then the last rows may be cut: what is not written yet is left.
  if (!whole.ok()) {
    desk.Settle(caller);
    return whole;
  }
  absl::StatusOr<ImportCounts> counts = (*import)->Finish();
  desk.Settle(caller);
  if (!counts.ok()) return counts.status();
  sink.SendSummary(*counts);
  return absl::OkStatus();
}

// Serves an import in a thread of `importers`.
template <typename Request, typename Response>
grpc::ServerBidiReactor<Request, Response>* ServeImport(
    grpc::CallbackServerContext* context, absl::string_view method,
    absl::string_view collection, transport::FrontDesk& front,
    CatalogDesk& desk, transport::WorkerPool& importers,
    const std::function<absl::StatusOr<std::unique_ptr<FileImport>>(
        const Caller&, const v1::ImportHeader&, ImportSink&)>& begin) {
  auto* stream =
      new transport::BlockingStream<Request, Response>(context, kClientIdleMax);
  const absl::Time start = absl::Now();
  absl::StatusOr<transport::Call> call = front.Admit(*context, method);
  auto end = [=, &front](const absl::Status& status) {
    front.NoteEnd(method, call, start, status);
    stream->End(transport::ToGrpcStatus(status));
  };
  if (!call.ok()) {
    end(call.status());
    return stream;
  }
  auto run = [=, &front, &desk] {
    const Caller& caller = call->caller;
    const transport::Positions::Told before = front.positions().Now();
    stream->Begin();
    const absl::Status status =
        RunImport(*stream, caller, collection, desk,
                  [&](const v1::ImportHeader& header, ImportSink& sink) {
                    return begin(caller, header, sink);
                  });
    front.positions().Say(before, caller.actor, status, *context);
    end(status);
  };
  front.positions().AfterWanted(
      *context, call->caller.brand(), call->deadline,
      [=, &front, &importers](const absl::StatusOr<bool>& at_once) {
        const absl::Status taken =
            at_once.ok() ? importers.Submit(run) : at_once.status();
        if (taken.ok()) return;
        front.positions().Say(front.positions().Now(), call->caller.actor,
                              taken, *context);
        end(taken);
      });
  return stream;
}

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_IMPORT_STREAM_H_
